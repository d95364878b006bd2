"""Survivin derived again."""

import pytest
from tests.second_look.sources import evaluate, fold, published, value

USUAL = {"FOXO_nuclear": value("FOXO_usual"), "ER_amount": 0.0}


def test_there_is_about_as_much_of_it_as_of_its_cousin_xiap() -> None:
    assert value("BIRC5_copies") == pytest.approx(published("P427"), rel=0.67)  # within threefold


def test_it_is_short_lived_as_mcl1_is() -> None:
    ratio = value("k_deg_BIRC5") / value("k_deg_MCL1")
    assert 1 / 3 <= ratio <= 3


def test_foxo_silences_it() -> None:
    """chakrabarty2013: without PI3K survivin falls; by FOXO alone from the usual to the full share, by hand."""
    brake, usual = value("FOXO_brake_BIRC5"), value("FOXO_usual")
    left = fold("synthesis_BIRC5", USUAL | {"p4EBP1": 0.3}, USUAL | {"p4EBP1": 0.3, "FOXO_nuclear": 1.0})
    assert left == pytest.approx((1 + brake * usual) / (1 + brake))
    assert 0.3 <= left <= 0.8


def test_translation_and_er_lift_it() -> None:
    basal = evaluate("synthesis_BIRC5", **USUAL | {"p4EBP1": 0.0})
    assert evaluate("synthesis_BIRC5", **USUAL | {"p4EBP1": 1.0}) == pytest.approx(basal / value("translation_basal"))
    with_er = evaluate("synthesis_BIRC5", **USUAL | {"p4EBP1": 0.0, "ER_amount": 1.0})
    assert with_er == pytest.approx(basal * (1 + value("BIRC5_by_ER")))


def test_a_case_that_keeps_survivin_keeps_it_at_any_signal() -> None:
    held = evaluate("synthesis_BIRC5", **USUAL | {"p4EBP1": 0.0}, BIRC5_level=4.0)
    assert held == pytest.approx(4 * evaluate("synthesis_BIRC5", **USUAL | {"p4EBP1": 0.0}))
