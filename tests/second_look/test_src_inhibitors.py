"""Dasatinib and saracatinib derived again."""

import pytest
from tests.second_look.sources import (
    ATP_FACTOR,
    average_free_nM,
    check_open_share,
    evaluate,
    free_in_medium,
    held,
    target,
    unbound,
    value,
)


@pytest.mark.parametrize("drug", ["dasatinib", "saracatinib"])
def test_it_lies_above_the_enzyme_by_no_more_than_atp_explains(drug: str) -> None:
    assert target(drug, "SRC") <= value(f"Ki_{drug}_SRC") <= ATP_FACTOR * target(drug, "SRC")


def test_saracatinib_acts_on_cells_from_its_constant_on() -> None:
    """pSRC of cells falls at 100 to 300 nM in medium, of which a tenth (as in plasma) to a half is free (the note)."""
    low, high = 100 * unbound("saracatinib"), 300 * free_in_medium("saracatinib")
    assert low <= value("Ki_saracatinib_SRC") <= high


def test_dasatinib_holds_src_before_epha2() -> None:
    assert value("Ki_dasatinib_SRC") < target("dasatinib", "EPHA2")


@pytest.mark.parametrize("drug", ["dasatinib", "saracatinib"])
def test_the_dose_in_use_holds_a_third_of_src_or_more(drug: str) -> None:
    assert held(average_free_nM(drug), value(f"Ki_{drug}_SRC")) >= 1 / 3


def test_the_formula_has_its_limits_and_a_held_src_cannot_wake() -> None:
    check_open_share("SRC_open", dasatinib="Ki_dasatinib_SRC", saracatinib="Ki_saracatinib_SRC")
    assert evaluate("SRC_on", drive_SRC=1e4, dasatinib_nM=1e9) < 1e-6 * evaluate("SRC_on", drive_SRC=1e4)
