"""AKT on the phosphatase of HER3, derived again."""

import math

import pytest
from tests.second_look.sources import evaluate, interval, value


def level(akt: float) -> float:
    return evaluate("making_HER3_phosphatase", AKT_active=akt) / value("k_HER3_phosphatase")


def test_phospho_her3_comes_back_within_two_to_four_days() -> None:
    """sergina2007: nine tenths of the fall take that long."""
    days = math.log(10) / value("k_HER3_phosphatase") / 24
    assert 1 <= days <= 4


def test_it_runs_from_its_floor_to_one_as_akt_does() -> None:
    assert level(0.0) == pytest.approx(value("HER3_phosphatase_floor"))
    assert level(1e9) == pytest.approx(1.0)
    half = value("HER3_phosphatase_floor") + (1 - value("HER3_phosphatase_floor")) / 4
    assert level(value("K_HER3_phosphatase")) == pytest.approx(half)


def test_what_is_left_without_akt_is_little() -> None:
    low, high = interval("HER3_phosphatase_floor")
    assert low > 0
    assert high < 0.2


def test_half_saturation_lies_where_akt_works() -> None:
    assert interval("K_HER3_phosphatase")[0] < 0.3 < interval("K_HER3_phosphatase")[1]
