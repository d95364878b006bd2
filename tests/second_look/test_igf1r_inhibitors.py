"""Antibodies to IGF-1R, and IGFBP-3, derived again."""

import pytest
from tests.second_look.sources import average_free_nM, check_open_share, evaluate, held, published, target, value


@pytest.mark.parametrize("drug", ["ganitumab", "cixutumumab"])
def test_an_antibody_binds_as_its_record_says(drug: str) -> None:
    assert value(f"Kd_{drug}") == pytest.approx(target(drug, "IGF1R"), rel=0.1)


@pytest.mark.parametrize("drug", ["ganitumab", "cixutumumab"])
def test_the_dose_in_use_holds_nearly_all_of_it(drug: str) -> None:
    assert held(average_free_nM(drug), value(f"Kd_{drug}")) >= 0.9


def test_igfbp3_binds_igf1_more_tightly_than_the_receptor_does() -> None:
    assert value("Kd_IGFBP3_IGF1") < value("Kd_IGF1")
    free = evaluate("IGF1_free_nM", IGFBP3_nM=10.0, IGF1_nM=5.0)
    assert free == pytest.approx(5.0 / (1 + 10.0 / value("Kd_IGFBP3_IGF1")))
    assert evaluate("IGF1_free_nM", IGF1_nM=5.0) == 5.0


def test_fifty_nanomolar_of_igfbp3_takes_nearly_all_of_40_ng_per_ml_of_igf1() -> None:
    """lu2001 restores the response of cells with much IGF-1R by IGFBP-3; 40 ng/mL of 7.6 kDa are 5.2 nM."""
    given = 40e-6 / 7649 * 1e9
    assert held(evaluate("IGF1_free_nM", IGF1_nM=given, IGFBP3_nM=50.0), value("Kd_IGF1")) < 0.1
    assert held(given, value("Kd_IGF1")) > 0.9


def test_the_receptor_is_sent_inside_by_antibody_only() -> None:
    check_open_share("IGF1R_access", ganitumab="Kd_ganitumab", cixutumumab="Kd_cixutumumab")
    assert evaluate("IGF1R_uptake_gain") == 1.0
    assert evaluate("IGF1R_uptake_gain", ganitumab_nM=1e6) == pytest.approx(1 + value("IGF1R_uptake_by_antibody"))


def test_uptake_rises_severalfold_at_most() -> None:
    """Antibodies send the receptor inside (the note), no faster than EGF does with EGFR (P090 over P086)."""
    most = published("P090", "1/s") / published("P086", "1/s")
    assert 1.5 <= 1 + value("IGF1R_uptake_by_antibody") <= most
