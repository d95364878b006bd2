"""Everolimus derived again."""

import pytest
from tests.second_look.sources import (
    EVIDENCE,
    check_open_share,
    evaluate,
    growth_halved_nM,
    interval,
    target,
    value,
)

MOST = (0.4, 0.7)
"""greatest loss of growth, as the drug record notes it"""


def test_it_lies_where_growth_that_can_fall_by_seven_tenths_at_most_has_fallen_by_half() -> None:
    """Half of growth is lost at an occupancy of 0.5 / 0.7, so the constant is two fifths of that concentration."""
    low, high = growth_halved_nM("everolimus", "SK-BR-3")
    taken = 0.5 / MOST[1]
    upper = max(high * (1 - taken) / taken, target("everolimus", "mTORC1"))
    assert low * (1 - taken) / taken <= value("Ki_everolimus_MTORC1") <= upper


def test_the_prior_of_what_4ebp1_loses_spans_what_growth_loses() -> None:
    assert "40 to 70 %" in EVIDENCE.drugs["everolimus"].potency[0].note
    low, high = interval("rapalog_on_4EBP1")
    assert low < MOST[0]
    assert high > 0.95 * MOST[1]


def test_s6k_loses_all_and_4ebp1_a_part() -> None:
    check_open_share("MTORC1_open", everolimus="Ki_everolimus_MTORC1")
    assert evaluate("MTORC1_on_4EBP1") == 1.0
    assert evaluate("MTORC1_on_4EBP1", everolimus_nM=1e9) == pytest.approx(1 - value("rapalog_on_4EBP1"))
