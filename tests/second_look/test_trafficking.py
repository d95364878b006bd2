"""Receptor traffic derived again: rates as printed, and the half-lives that follow from them."""

import math

import pytest
from tests.second_look.sources import (
    ROUNDED,
    check_choice,
    evaluate,
    interval,
    measured,
    measured_range,
    per_second,
    published,
    value,
)


def endosomal(k_int: float) -> float:
    """Endosomal over surface amount at rest."""
    return k_int / (value("k_rec") + value("k_deg_endosome"))


def half_life_h(k_int: float) -> float:
    """Of the whole-cell receptor: only the endosomal part is degraded."""
    inside = endosomal(k_int)
    return math.log(2) / (value("k_deg_endosome") * inside / (1 + inside)) / 3600


def test_recycling_lies_between_both_models() -> None:
    assert published("P104", "1/s") < value("k_rec") < published("P096", "1/s")


def test_degradation_is_the_rate_fitted_to_her2_positive_lines() -> None:
    assert value("k_deg_endosome") == measured("Q085")


def test_half_of_the_antibody_on_a_cell_is_inside_or_gone_within_6_to_14_h() -> None:
    """Three lines. "uptake_half_time_ERBB2" is the loss for good, which is slower; by hand, in steps of a minute."""
    assert value("uptake_half_time_ERBB2") >= measured_range("Q081")[0]
    taken, back, lost = per_second("k_int_ERBB2") * 60, value("k_rec") * 60, value("k_deg_endosome") * 60
    surface, inside, minutes = 1.0, 0.0, 0
    while surface > 0.5:
        moved = taken * surface - back * inside
        surface, inside, minutes = surface - moved, inside + moved - lost * inside, minutes + 1
    low, high = measured_range("Q081")
    assert low * 0.8 <= minutes / 60 <= high * 1.2


def test_uptake_of_her2_lies_in_the_interval_of_a_fit_that_spans_fiftyfold() -> None:
    low, high = measured_range("Q083")
    assert low <= per_second("k_int_ERBB2") <= high


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("k_int_ERBB3", "P092"),
        ("k_int_HER2_HER3", "P092"),
        ("k_int_EGFR", "P086"),
        ("k_int_EGFR_EGFR", "P090"),
    ],
)
def test_uptake_is_the_printed_rate(name: str, key: str) -> None:
    assert value(name) == pytest.approx(published(key, "1/s"), rel=ROUNDED)


def test_her2_lives_about_as_long_as_was_measured() -> None:
    """8.9 h in one model, 18.5 h in the table of half-lives and in a consensus of three models."""
    low, high = math.log(2) / (measured("Q088") * 60), published("P361", "h")
    assert (low, high) == pytest.approx((8.9, 18.5), rel=0.01)
    assert math.log(2) / published("C10", "1/s") / 3600 == pytest.approx(high, rel=0.01)
    assert 0.9 * low <= half_life_h(per_second("k_int_ERBB2")) <= 1.1 * high


def test_a_tenth_of_her2_is_inside_the_cell() -> None:
    inside = endosomal(per_second("k_int_ERBB2"))
    low, high = measured_range("Q092")  # 0.05 to 0.15, from memory: a quarter more or less
    assert low / 1.25 <= inside / (1 + inside) <= high * 1.25


def test_her3_turns_over_within_hours() -> None:
    assert half_life_h(value("k_int_ERBB3")) == pytest.approx(5, abs=1)  # the note says about 5 h


@pytest.mark.parametrize(("name", "key"), [("k_int_MET", "P100"), ("k_int_IGF1R", "P101")])
def test_met_and_igf1r_turn_over_as_their_model_has_it(name: str, key: str) -> None:
    turnover = math.log(2) / half_life_h(value(name)) / 3600
    assert turnover == pytest.approx(published(key, "1/s"), rel=0.35)  # "from turnover", to one digit


def test_what_trastuzumab_does_to_traffic_lies_in_the_disputed_range() -> None:
    assert 1.0 <= value("uptake_factor_trastuzumab") <= 2.0
    assert 1.0 <= value("degradation_factor_trastuzumab") <= 2.0


def test_whether_trastuzumab_speeds_degradation_is_open_and_most_weigh_against_it() -> None:
    check_choice("variant_HER2_degradation", sides={0.0, 1.0}, contradiction="X06")
    off = evaluate("k_deg_bound", variant_HER2_degradation=0.0) / evaluate("k_deg_ERBB2")
    on = evaluate("k_deg_bound", variant_HER2_degradation=1.0) / evaluate("k_deg_ERBB2")
    assert (off, on) == pytest.approx((1.0, value("degradation_factor_trastuzumab")))


def test_lapatinib_slows_uptake_of_her2_and_leaves_some() -> None:
    """T010: surface HER2 gathers under lapatinib, in part."""
    left = evaluate("k_int_ERBB2_now", lapatinib_ERBB2=1.0) / evaluate("k_int_ERBB2_now", lapatinib_ERBB2=0.0)
    assert left == pytest.approx(1 - value("uptake_block_TKI"))
    assert 0.1 <= left <= 0.8


def test_caveolin_carries_a_part_of_uptake() -> None:
    """ha2020, pereira2018: less caveolin-1 keeps HER2 on the membrane."""
    given = {"lapatinib_ERBB2": 0.0}
    left = evaluate("k_int_ERBB2_now", **given, CAV1_level=0.0) / evaluate("k_int_ERBB2_now", **given)
    assert left == pytest.approx(1 - value("uptake_by_CAV1"))
    low, high = interval("uptake_by_CAV1")
    assert low < value("uptake_by_CAV1") < high
    assert low > 0
    assert high < 0.7


def test_her4_is_taken_up_as_egfr_is() -> None:
    assert value("k_int_ERBB4") == pytest.approx(value("k_int_EGFR"), rel=0.5)


def test_pairs_of_egfr_with_her2_lie_between_the_printed_rate_and_that_of_her2() -> None:
    """HER2 holds EGFR back at the surface: half of the way on the log scale, or one of the ends."""
    assert per_second("k_int_ERBB2") <= value("k_int_EGFR_HER2") <= published("P091", "1/s") * (1 + ROUNDED)
    low, high = interval("k_int_EGFR_HER2")
    assert low < math.sqrt(per_second("k_int_ERBB2") * published("P091", "1/s")) * 1.01
    assert high / low >= 8.9
