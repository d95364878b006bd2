"""Antibodies to HER3: no affinity is recorded, so what an IgG can be, and exposure."""

import pytest
from tests.second_look.sources import EVIDENCE, average_free_nM, evaluate, half_life_h, held, value

DRUGS = ("elgemtumab", "patritumab")


@pytest.mark.parametrize("drug", DRUGS)
def test_the_affinity_is_that_of_an_antibody_and_the_dose_in_use_holds_nearly_all(drug: str) -> None:
    assert EVIDENCE.drugs[drug].targets == ()
    known = [value(f"Kd_{other}") for other in ("trastuzumab", "pertuzumab", "onartuzumab", "ganitumab", "cixutumumab")]
    assert min(known) <= value(f"Kd_{drug}") <= max(known)
    assert held(average_free_nM(drug), value(f"Kd_{drug}")) >= 0.8


def test_elgemtumab_is_subnanomolar() -> None:
    assert value("Kd_elgemtumab") < 1


def test_they_let_go_within_hours() -> None:
    assert 1 <= half_life_h("koff_HER3_antibody") <= 24


def test_the_rates_balance_at_the_affinity() -> None:
    for drug in DRUGS:
        on = evaluate("on_HER3_antibody", **{f"{drug}_nM": value(f"Kd_{drug}")})
        assert on == pytest.approx(value("koff_HER3_antibody"))  # half is held where uptake is slow
    assert evaluate("on_HER3_antibody") == 0.0
