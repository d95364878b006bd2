"""HER4's inner domain derived again."""

import math

import pytest
from tests.second_look.sources import check_choice, evaluate, half_life_h, interval, measured, value


def test_reports_on_its_sign_are_opposite_and_have_equal_weight() -> None:
    check_choice("variant_HER4", sides={1.0, -1.0}, contradiction="X09")


def test_it_adds_or_takes_a_share_of_cyclin_d1_and_no_more() -> None:
    up, down = (evaluate("HER4_on_CCND1", HER4_ICD=1e12, variant_HER4=sign) for sign in (1.0, -1.0))
    assert up == pytest.approx(1 + value("HER4_ICD_effect"))
    assert down == pytest.approx(1 - value("HER4_ICD_effect"))
    assert evaluate("HER4_on_CCND1", HER4_ICD=0.0) == 1.0
    assert interval("HER4_ICD_effect")[1] < 1  # never below nothing


def test_the_fragment_lives_for_hours_no_longer_than_her4() -> None:
    receptor = math.log(2) / (measured("Q090") * 60)  # 5.5 h
    assert receptor == pytest.approx(5.5, rel=0.01)
    assert 0.5 <= half_life_h("k_deg_HER4_ICD") <= receptor


def test_half_of_its_effect_needs_a_part_of_the_receptors_that_a_reference_cell_has() -> None:
    assert 0.05 <= value("K_HER4_ICD") / value("ERBB4_total") <= 1


def test_cutting_is_slower_than_uptake_of_pairs() -> None:
    pairs = {"p_HER2_HER4": 100.0, "p_HER4_HER4": 0.0}
    assert evaluate("cutting_HER4", **pairs) == pytest.approx(100 * value("k_cut_HER4"))
    assert value("k_cut_HER4") < value("k_int_HER2_HER3") * 3600


def test_its_effect_is_less_than_half_of_cyclin_d1() -> None:
    """Neither series makes it the main driver (R18: sign uncertain)."""
    low, high = interval("HER4_ICD_effect")
    assert low < value("HER4_ICD_effect") < high
    assert value("HER4_ICD_effect") < 0.5
