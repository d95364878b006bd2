"""SKP2 derived again."""

import pytest
from tests.second_look.sources import fold, half_life_h, published_range, value


def test_its_loss_lies_in_the_range_of_a_scaled_model() -> None:
    low, high = published_range("P266", "1/h")
    assert low <= value("k_deg_SKP2") <= high


def test_igf_1_can_raise_it_by_holding_foxo_and_its_loss_lowers_it() -> None:
    """lu2004: IGF-1 lifts SKP2 through PI3K. From the usual nuclear FOXO to none, and to all."""
    brake, usual = value("FOXO_brake_SKP2"), value("FOXO_usual")
    up = fold("synthesis_SKP2", {"FOXO_nuclear": usual}, {"FOXO_nuclear": 0.0})
    down = fold("synthesis_SKP2", {"FOXO_nuclear": usual}, {"FOXO_nuclear": 1.0})
    assert up == pytest.approx(1 + brake * usual)
    assert down == pytest.approx((1 + brake * usual) / (1 + brake))
    assert 1.3 <= up <= 4
    assert 0.2 <= down <= 0.7


def test_it_changes_within_the_time_in_which_p27_rises() -> None:
    """MOA04: p27 within 6 to 24 h."""
    assert half_life_h("k_deg_SKP2") < 12
