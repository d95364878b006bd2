"""JAB1 derived again."""

import pytest
from tests.second_look.sources import evaluate, half_life_h, interval, value


def level(src: float, amount: float = 1.0) -> float:
    return evaluate("synthesis_JAB1", SRC_active=src, COPS5_level=amount) / value("k_deg_JAB1")


def test_it_is_one_at_the_usual_activity_of_src() -> None:
    assert level(value("SRC_usual")) == pytest.approx(1.0)
    assert level(value("SRC_usual"), amount=5.0) == pytest.approx(5.0)


def test_src_makes_a_part_of_it() -> None:
    """shackleford2007: JAB1 is a target of SRC and STAT3."""
    assert level(0.0) == pytest.approx(1 - value("JAB1_by_SRC"))
    low, high = interval("JAB1_by_SRC")
    assert 0 < low < 0.3
    assert 0.7 < high < 1


def test_five_times_the_jab1_carries_p27_out_faster_than_usual_akt_and_less_than_full_akt_alone() -> None:
    """shackleford2007: raising it prevents the rise of p27."""
    usual = {"AKT_active": 0.3, "SRC_active": value("SRC_usual")}
    assert evaluate("p27_export", **usual, JAB1=5.0) > 1.5 * evaluate("p27_export", **usual, JAB1=1.0)
    assert value("gain_p27_JAB1") < value("gain_p27_AKT")


def test_it_changes_within_a_day() -> None:
    assert half_life_h("k_deg_JAB1") < 24
