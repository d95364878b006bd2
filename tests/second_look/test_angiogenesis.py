"""VEGF, HIF1A and thrombospondin derived again."""

import pytest
from tests.second_look.sources import (
    EVIDENCE,
    average_free_nM,
    evaluate,
    fold,
    half_life_h,
    held,
    interval,
    value,
)


def test_bevacizumab_binds_in_the_range_of_its_record() -> None:
    record = EVIDENCE.drugs["bevacizumab"].targets[0]
    assert record.low is not None
    assert record.high is not None
    assert (record.low, record.high) == (0.5, 1.1)
    assert record.low <= value("Kd_bevacizumab") <= record.high
    assert held(average_free_nM("bevacizumab"), value("Kd_bevacizumab")) > 0.95


def test_bevacizumab_takes_vegf_and_leaves_its_secretion() -> None:
    given = {"VEGF_secreted": 1.0}
    assert evaluate("VEGF", **given) == 1.0
    assert evaluate("VEGF", **given, bevacizumab_nM=value("Kd_bevacizumab")) == pytest.approx(0.5)
    made = {"HIF1A_level": 1.0}
    assert evaluate("secretion_VEGFA", **made, bevacizumab_nM=1e6) == evaluate("secretion_VEGFA", **made)


def test_full_translation_makes_one_unit_and_none_makes_what_does_without() -> None:
    for share, made in ((1.0, 1.0), (0.0, value("translation_basal"))):
        hif = evaluate("synthesis_HIF1A", p4EBP1=share) / value("k_deg_HIF1A")
        assert hif == pytest.approx(made)
    vegf = evaluate("secretion_VEGFA", HIF1A_level=0.0) / value("k_clear_VEGFA")
    assert vegf == pytest.approx(value("VEGFA_basal"))


def test_trastuzumab_raises_thrombospondin() -> None:
    """izumi2002, by way of FOXO, by hand."""
    gain, usual = value("FOXO_gain_THBS1"), value("FOXO_usual")
    rise = fold("secretion_THBS1", {"FOXO_nuclear": usual}, {"FOXO_nuclear": 1.0})
    assert rise == pytest.approx((1 + gain) / (1 + gain * usual))
    assert 1.2 <= rise <= 4


def test_proteins_turn_over_within_hours_long_before_vessels_change() -> None:
    """MOA08: vessels take days to two weeks."""
    for name in ("k_deg_HIF1A", "k_clear_VEGFA", "k_clear_THBS1"):
        assert half_life_h(name) < 12, name
    assert half_life_h("k_deg_HIF1A") < half_life_h("k_clear_THBS1")


def test_the_share_of_vegf_without_hif1a_is_left_open() -> None:
    low, high = interval("VEGFA_basal")
    assert low < 0.25
    assert high > 0.75
