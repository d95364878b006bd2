"""Shedding derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, ROUNDED, measured, published, value


def test_clearance_of_the_ectodomain_is_the_printed_half_life() -> None:
    assert value("k_clear_ECD") == pytest.approx(math.log(2) / published("P132", "h"), rel=ROUNDED)


def test_the_half_life_of_the_ectodomain_is_not_settled() -> None:
    """5 h in one file, 5 days presumed in another of the same group, 1 h in a third; the prior reaches 1 to 25 h."""
    hours = (published("P132", "h"), 24 * measured("Q094"), measured("Q095"))
    assert max(hours) / min(hours) > 100
    low, high = EVIDENCE.parameters["k_clear_ECD"].prior.interval95(value("k_clear_ECD"))
    assert math.log(2) / high == pytest.approx(hours[2], rel=0.01)
    assert hours[0] < math.log(2) / low < hours[1]


def test_trastuzumab_takes_half_or_more_of_shedding() -> None:
    assert 0 <= value("shed_block") <= 0.5  # molina2001
