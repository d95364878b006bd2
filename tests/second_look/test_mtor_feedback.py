"""What S6K gives back, derived again."""

import math

import pytest
from tests.second_look.sources import ROUNDED, copies, evaluate, published, published_range, rest, value


@copies(IRS1_copies=("P369",), MTORC2_copies=("P399",), S6K_copies=("P400",))
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)


def test_the_feedback_is_undone_in_the_range_of_a_published_rate() -> None:
    low, high = published_range("P242", "1/h")
    for name in ("k_IRS1_back", "k_MTORC2_back"):
        assert low <= value(name) <= high
        assert math.log(2) / value(name) < 2


@pytest.mark.parametrize(
    ("readout", "gain", "back"),
    [("IRS1_closing", "gain_IRS1", "k_IRS1_back"), ("MTORC2_slowing", "gain_MTORC2", "k_MTORC2_back")],
)
def test_full_s6k_closes_a_part_and_none_closes_nothing(readout: str, gain: str, back: str) -> None:
    """Everolimus opens both and raises AKT (TX10: feedback through IRS1 and AKT)."""
    full = evaluate(readout, S6K_active=1.0)
    left = value(back) / (value(back) + full)
    assert left == pytest.approx(1 / (1 + value(gain)))
    assert 0.15 <= left <= 0.95  # a part that is seen, not all
    assert evaluate(readout, S6K_active=0.0) == 0.0


def test_the_usual_activity_of_s6k_is_that_of_the_reference() -> None:
    assert value("S6K_usual") == pytest.approx(rest()["S6K_active"], rel=1.5)
