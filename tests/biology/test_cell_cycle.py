"""Below AKT: p27 and those who move, mark and end it, RB, the oestrogen receptor, survivin, repair."""

import numpy as np
import pytest
from tests.reference.cells import Values, ensemble, most, typical

TRASTUZUMAB = {"trastuzumab_nM": 69.0}
ER = {"ESR1_level": 1.0}

LESS_P27: dict[str, Values] = {
    "SKP2": {"SKP2_level": 5.0},
    "JAB1": {"COPS5_level": 5.0},
    "PPM1H": {"PPM1H_level": 0.1},
    "p27": {"CDKN1B_level": 0.2},
}


@pytest.mark.evidence("R15", "R16")
@pytest.mark.parametrize("name", LESS_P27)
def test_less_nuclear_p27_means_more_cdk2_and_less_effect_of_trastuzumab(name: str) -> None:
    cell = LESS_P27[name]
    for given in ({}, TRASTUZUMAB):
        assert most(ensemble().at("p27_nuclear", 72, given, cell) < ensemble().at("p27_nuclear", 72, given))
        assert most(ensemble().at("CDK2_active", 72, given, cell) > ensemble().at("CDK2_active", 72, given))
    assert most(ensemble().fall(TRASTUZUMAB, cell) < ensemble().fall(TRASTUZUMAB))


@pytest.mark.evidence("R15", "R06")
def test_trastuzumab_lowers_skp2_and_igf1_lifts_it() -> None:
    assert most(ensemble().fold("SKP2", 24, TRASTUZUMAB) < 0.9)
    igf1 = {"IGF1R_total": 5.0e4}
    assert most(ensemble().fold("SKP2", 24, {"IGF1_nM": 5.0}, igf1) > 1.0)
    assert typical().fold("SKP2", 24, TRASTUZUMAB, {"FOXO_brake_SKP2": 0.0}) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.evidence("R16")
def test_jab1_follows_src() -> None:
    assert most(ensemble().untreated("JAB1", {"SRC_level": 3.0}) > ensemble().untreated("JAB1"))
    assert most(ensemble().fold("JAB1", 48, {"saracatinib_nM": 500.0}) < 0.9)
    assert typical().fold("JAB1", 48, TRASTUZUMAB, {"JAB1_by_SRC": 0.0}) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.evidence("R15")
def test_ppm1h_matters_only_through_the_mark_of_cdk2_and_skp2() -> None:
    deaf = {"p27_by_SKP2": 0.0}
    assert most(ensemble().untreated("p27_marked", {"PPM1H_level": 0.1}) > ensemble().untreated("p27_marked"))
    plain, lost = (typical().untreated("p27_total", cell) for cell in (deaf, deaf | {"PPM1H_level": 0.1}))
    assert lost == pytest.approx(plain, rel=1e-6)  # numerical noise


@pytest.mark.evidence("TX12", "P02")
def test_without_rb_cells_divide_under_trastuzumab_and_palbociclib_is_lost() -> None:
    cell, palbociclib = {"RB1_level": 0.02}, {"palbociclib_nM": 300.0}
    assert most(ensemble().untreated("division_drive", cell) > ensemble().untreated("division_drive"))
    for drug in (palbociclib, TRASTUZUMAB):
        assert most(ensemble().fall(drug, cell) < ensemble().fall(drug))
    assert most(ensemble().fall(palbociclib, cell) < 0.3)


@pytest.mark.evidence("R17")
def test_cyclin_e_escapes_trastuzumab_and_lapatinib_alike() -> None:
    for drug in (TRASTUZUMAB, {"lapatinib_nM": 500.0}):
        assert most(ensemble().fall(drug, {"CCNE1_level": 5.0}) < ensemble().fall(drug) - 0.1)


@pytest.mark.evidence("P06", "TX24")
def test_er_is_a_way_around_her2_that_opens_when_her2_is_held_and_that_fulvestrant_and_letrozole_close() -> None:
    assert most(ensemble().fold("ER_active", 72, TRASTUZUMAB, ER) > 1.1)
    assert most(ensemble().fall(TRASTUZUMAB, ER) < ensemble().fall(TRASTUZUMAB))
    for drug in ({"fulvestrant_nM": 20.0}, {"letrozole_nM": 200.0}):
        assert most(ensemble().fall(TRASTUZUMAB | drug, ER) > ensemble().fall(TRASTUZUMAB, ER))
        assert most(ensemble().fold("ER_active", 24, drug, ER) < 0.1)
    assert most(ensemble().fold("ER_amount", 24, {"fulvestrant_nM": 20.0}, ER) < 0.4)  # it is degraded
    assert most(ensemble().fold("ER_amount", 24, {"letrozole_nM": 200.0}, ER) > 0.95)


@pytest.mark.evidence("TX24")
@pytest.mark.parametrize("drug", ["fulvestrant_nM", "letrozole_nM"])
def test_endocrine_drugs_do_nothing_without_er(drug: str) -> None:
    given = TRASTUZUMAB | {drug: 200.0}
    assert np.array_equal(typical().fall(given), typical().fall(TRASTUZUMAB))


@pytest.mark.evidence("P12", "MOA10")
def test_survivin_holds_caspase_3_and_falls_where_akt_and_mtorc1_fall() -> None:
    more = {"BIRC5_level": 5.0}
    for given in ({}, TRASTUZUMAB):
        assert most(ensemble().at("death_drive", 120, given, more) < ensemble().at("death_drive", 120, given))
    assert most(ensemble().fold("BIRC5_amount", 24, TRASTUZUMAB) < 0.9)
    assert np.allclose(ensemble().fall(TRASTUZUMAB, more), ensemble().fall(TRASTUZUMAB), atol=1e-4)  # of the integrator


@pytest.mark.evidence("MOA10")
def test_more_guards_of_bcl2s_family_mean_less_death() -> None:
    more = {"BCL2_level": 5.0}
    for given in ({}, TRASTUZUMAB):
        assert most(ensemble().at("death_drive", 120, given, more) < 0.99 * ensemble().at("death_drive", 120, given))


@pytest.mark.evidence("P12", "R12")
def test_survivin_stays_where_a_hotspot_keeps_pi3k() -> None:
    mutant = {"PIK3CA_basal": 0.5}
    assert most(ensemble().at("BIRC5_amount", 24, TRASTUZUMAB, mutant) > ensemble().at("BIRC5_amount", 24, TRASTUZUMAB))


@pytest.mark.evidence("MOA09")
def test_repair_falls_with_akt_and_stays_where_akt_stays() -> None:
    assert most(ensemble().fold("DNA_repair", 24, TRASTUZUMAB) < 0.95)
    assert most(
        ensemble().fold("DNA_repair", 24, TRASTUZUMAB, {"AKT1_basal": 0.3})
        > ensemble().fold("DNA_repair", 24, TRASTUZUMAB)
    )


@pytest.mark.evidence("MOA08")
def test_thrombospondin_rises_and_vegf_falls_under_trastuzumab() -> None:
    assert most(ensemble().fold("THBS1", 72, TRASTUZUMAB) > 1.1)
    assert most(ensemble().fold("VEGF", 72, TRASTUZUMAB) < 1.0)
