"""AKT inhibitors derived again."""

import pytest
from tests.second_look.sources import (
    EVIDENCE,
    average_free_nM,
    check_open_share,
    evaluate,
    free_in_medium,
    growth_halved_nM,
    held,
    target,
    value,
)

ISOFORMS = ("AKT1", "AKT2", "AKT3")
IN_CELLS_nM = {"capivasertib": 300.0, "ipatasertib": 100.0}
"""targets of AKT fall from here on, in medium (the notes); capivasertib: 100 to 300"""


@pytest.mark.parametrize("drug", IN_CELLS_nM)
def test_it_lies_between_the_enzymes_and_the_free_drug_that_acts_on_cells(drug: str) -> None:
    enzymes = min(target(drug, isoform) for isoform in ISOFORMS)
    assert enzymes <= value(f"Ki_{drug}_AKT") <= IN_CELLS_nM[drug] * free_in_medium(drug)


def test_growth_of_bt_474_halves_where_most_of_akt_is_held() -> None:
    assert EVIDENCE.drugs["capivasertib"].potency[0].value == 300
    assert 0.5 <= held(growth_halved_nM("capivasertib", "BT-474")[0], value("Ki_capivasertib_AKT")) <= 0.95


@pytest.mark.parametrize("drug", IN_CELLS_nM)
def test_the_dose_in_use_holds_half_of_akt_or_more(drug: str) -> None:
    assert held(average_free_nM(drug), value(f"Ki_{drug}_AKT")) >= 0.5


def test_the_kinase_is_held_and_not_its_phosphates() -> None:
    check_open_share("AKT_open", capivasertib="Ki_capivasertib_AKT", ipatasertib="Ki_ipatasertib_AKT")
    drug = {"ipatasertib_nM": value("Ki_ipatasertib_AKT"), "AKT_T308_S473": 1e4, "AKT_folded": 1.0}
    assert evaluate("AKT_active", **drug) == pytest.approx(0.5 * evaluate("pAKT", **drug))
    assert evaluate("pAKT", **drug) == evaluate("pAKT", AKT_T308_S473=1e4)


def test_capivasertib_halves_pras40_in_tumours_while_pakt_rises() -> None:
    """robertson2020: 480 mg twice a day halve pPRAS40; pAKT rises by half, a third of the kinase is left."""
    free = average_free_nM("capivasertib") * 480 / 400
    left = 1 - held(free, value("Ki_capivasertib_AKT"))
    assert 0.35 < 1.5 * left < 0.6
