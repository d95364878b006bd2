"""Palbociclib derived again."""

import pytest
from tests.second_look.sources import (
    average_free_nM,
    check_open_share,
    free_in_medium,
    growth_halved_nM,
    held,
    target,
    value,
)


def test_it_lies_between_the_enzymes_and_the_free_drug_that_halves_growth() -> None:
    low = target("palbociclib", "CDK4")
    assert low == 11
    assert low <= value("Ki_palbociclib_CDK46") <= growth_halved_nM("palbociclib", "HER2-amplified lines with RB")[1]


def test_phosphorylation_of_rb_halves_near_it() -> None:
    """At 60 nM in medium (the note)."""
    assert value("Ki_palbociclib_CDK46") == pytest.approx(60 * free_in_medium("palbociclib"), rel=0.5)


def test_the_dose_in_use_holds_a_third_of_the_kinases_or_more() -> None:
    assert held(average_free_nM("palbociclib"), value("Ki_palbociclib_CDK46")) >= 1 / 3


def test_the_formula_has_its_limits() -> None:
    check_open_share("CDK46_open", palbociclib="Ki_palbociclib_CDK46")
