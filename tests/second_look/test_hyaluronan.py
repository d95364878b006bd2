"""Hyaluronan derived again."""

import pytest
from tests.second_look.sources import average_free_nM, evaluate, half_life_h, interval, value


def test_it_turns_over_within_half_a_day() -> None:
    assert half_life_h("k_turnover_HA") == pytest.approx(12, rel=0.35)


def test_hymecromone_acts_at_a_tenth_of_a_millimolar_to_one() -> None:
    assert 0.1e6 <= value("Ki_hymecromone") <= 1e6


def test_a_millimolar_of_hymecromone_takes_nine_tenths_of_hyaluronan() -> None:
    """palyi2007: blocking the synthesis of hyaluronan restores the binding of trastuzumab to JIMT-1."""
    left = evaluate("synthesis_HA", hymecromone_nM=1e6) / evaluate("synthesis_HA")
    assert left == pytest.approx(1 / (1 + 1e6 / value("Ki_hymecromone")))
    assert left <= 0.25


def test_hyaluronidase_only_speeds_loss() -> None:
    doubled = evaluate("loss_HA", pegvorhyaluronidase_alfa_nM=value("K_hyaluronidase"))
    assert doubled == pytest.approx(2 * evaluate("loss_HA"))
    assert evaluate("synthesis_HA", pegvorhyaluronidase_alfa_nM=1e6) == evaluate("synthesis_HA") == evaluate("loss_HA")


def test_the_prior_allows_that_the_dose_in_use_takes_most_of_hyaluronan_or_next_to_nothing() -> None:
    """An enzyme works on without being used up, so its constant is no affinity, and its prior is as wide as any."""
    free = average_free_nM("pegvorhyaluronidase_alfa")
    least, most = (1 + free / constant for constant in reversed(interval("K_hyaluronidase")))
    assert least < 1.2
    assert most > 2


def test_hidden_share_is_that_of_the_case_at_the_usual_hyaluronan() -> None:
    for hidden in (0.002, 0.6):
        assert evaluate("CD44_hides", hyaluronan=1.0, CD44_masking=hidden) == pytest.approx(hidden)
    assert evaluate("CD44_hides", hyaluronan=0.0, CD44_masking=0.6) == 0.0
    assert evaluate("CD44_hides", hyaluronan=1e9, CD44_masking=0.6) == pytest.approx(1.0)
