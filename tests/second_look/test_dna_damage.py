"""Repair of DNA derived again."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, interval, rest, value


def repair(akt: float) -> float:
    return evaluate("DNA_repair", AKT_active=akt)


def test_it_runs_from_what_does_without_akt_to_one() -> None:
    assert repair(0.0) == pytest.approx(value("DNA_repair_basal"))
    assert repair(1e9) == pytest.approx(1.0)
    assert repair(value("K_DNA_repair")) == pytest.approx((1 + value("DNA_repair_basal")) / 2)


def test_trastuzumab_lowers_it_and_leaves_some() -> None:
    """pietras1998: repair is slowed where AKT falls by 40 to 80 % (MOA02), not abolished."""
    assert EVIDENCE.mechanisms["MOA09"].references == ("pietras1998",)
    usual = rest()["AKT_active"]
    for fall, least in ((0.4, 0.99), (0.8, 0.9)):
        left = repair(usual * (1 - fall)) / repair(usual)
        assert value("DNA_repair_basal") < left < least


def test_how_much_does_without_akt_is_left_open() -> None:
    low, high = interval("DNA_repair_basal")
    assert low < 0.2
    assert high > 0.35
