"""Trametinib derived again."""

from tests.second_look.sources import (
    average_free_nM,
    check_open_share,
    evaluate,
    free_in_medium,
    held,
    target,
    value,
)


def test_it_lies_between_the_free_drug_that_acts_on_cells_and_the_enzymes() -> None:
    """pERK falls from 1 nM in medium on; it does not compete with ATP, so cells need no more than enzymes."""
    low, high = 1.0 * free_in_medium("trametinib"), target("trametinib", "MEK2")
    assert low <= value("Ki_trametinib_MEK") <= high


def test_the_dose_in_use_holds_half_of_mek_or_more() -> None:
    assert held(average_free_nM("trametinib"), value("Ki_trametinib_MEK")) >= 0.5


def test_mek_is_held_and_its_own_phosphates_are_not() -> None:
    check_open_share("MEK_open", trametinib="Ki_trametinib_MEK")
    assert evaluate("pMEK", MEK_pp=1e5, trametinib_nM=1e6) == evaluate("pMEK", MEK_pp=1e5)
    assert evaluate("ERK_on", MEK_pp=1e5, trametinib_nM=1e9) < 1e-6 * evaluate("ERK_on", MEK_pp=1e5)
