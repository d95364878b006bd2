"""HSP90 derived again."""

import math

import pytest
from tests.second_look.sources import (
    check_open_share,
    evaluate,
    free_in_medium,
    half_life_h,
    held,
    interval,
    per_second,
    published,
    target,
    value,
)

DEGRADED = "degradation of HER2, SK-BR-3"


def test_tanespimycin_lies_between_the_enzyme_and_the_free_drug_that_degrades_her2() -> None:
    """31 nM in medium, a third of it free."""
    free = target("tanespimycin", DEGRADED) * free_in_medium("tanespimycin")
    assert free_in_medium("tanespimycin") == pytest.approx(1 / 3, abs=0.03)
    assert target("tanespimycin", "HSP90") <= value("Ki_tanespimycin_HSP90") <= 2 * free


def her2_half_life_h(unfolding: float) -> float:
    """Of the whole cell: uptake and degradation in the endosome both faster, recycling as ever."""
    lost = value("k_deg_endosome") * unfolding
    inside = per_second("k_int_ERBB2") * unfolding / (value("k_rec") + lost)
    return math.log(2) / (lost * inside / (1 + inside)) / 3600


def test_her2_is_lost_within_hours() -> None:
    assert her2_half_life_h(1.0) <= 1.1 * published("P361", "h")
    assert 0.5 <= her2_half_life_h(1 + value("HSP90_client_gain")) <= 6


def test_half_of_the_drug_that_degrades_her2_already_shortens_its_life() -> None:
    free = target("tanespimycin", DEGRADED) * free_in_medium("tanespimycin")
    blocked = held(free, value("Ki_tanespimycin_HSP90"))
    assert her2_half_life_h(1 + blocked * value("HSP90_client_gain")) < 0.5 * her2_half_life_h(1.0)


def test_akt_falls_within_a_day_faster_than_it_turns_over() -> None:
    assert half_life_h("k_turnover_AKT") <= 24
    assert half_life_h("k_turnover_AKT") <= published("P392", "h")


def test_the_formulas_have_their_limits() -> None:
    check_open_share("HSP90_open", tanespimycin="Ki_tanespimycin_HSP90")
    assert evaluate("HER2_unfolding") == 1.0
    assert evaluate("HER2_unfolding", tanespimycin_nM=1e9) == pytest.approx(1 + value("HSP90_client_gain"))
    assert evaluate("folding_AKT") == value("k_turnover_AKT")  # so that the balance without drug is 1
    left = evaluate("folding_AKT", tanespimycin_nM=1e9) / value("k_turnover_AKT")
    assert left == pytest.approx(1 - value("HSP90_AKT_share"))
    assert value("AKT_folded_start") == 1.0


def test_most_of_akt_is_lost_in_the_end_and_never_more_than_all() -> None:
    low, high = interval("HSP90_AKT_share")
    assert 0.3 < low < value("HSP90_AKT_share") < high < 1
