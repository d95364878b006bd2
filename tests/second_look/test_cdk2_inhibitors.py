"""Tagtociclib: its record has no potency, so what its note recalls, and exposure."""

from tests.second_look.sources import (
    EVIDENCE,
    average_free_nM,
    check_open_share,
    free_in_medium,
    held,
    interval,
    value,
)


def test_it_lies_between_the_enzyme_and_the_free_drug_that_acts_on_cells_with_much_cyclin_e() -> None:
    assert EVIDENCE.drugs["tagtociclib"].targets == ()
    assert 1 <= value("Ki_tagtociclib_CDK2") <= 50 * free_in_medium("tagtociclib")


def test_the_prior_spans_a_guess() -> None:
    low, high = interval("Ki_tagtociclib_CDK2")
    assert high / low >= 9


def test_a_dose_of_phase_1_holds_most_of_cdk2() -> None:
    assert held(average_free_nM("tagtociclib"), value("Ki_tagtociclib_CDK2")) >= 0.5


def test_the_formula_has_its_limits() -> None:
    check_open_share("CDK2_open", tagtociclib="Ki_tagtociclib_CDK2")
