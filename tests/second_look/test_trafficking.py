"""Receptor traffic derived again: rates as printed, and the half-lives that follow from them."""

import math

import pytest
from tests.second_look.sources import ROUNDED, measured, published, value


def endosomal(k_int: float) -> float:
    """Endosomal over surface amount at rest."""
    return k_int / (value("k_rec") + value("k_deg_endosome"))


def half_life_h(k_int: float) -> float:
    """Of the whole-cell receptor: only the endosomal part is degraded."""
    inside = endosomal(k_int)
    return math.log(2) / (value("k_deg_endosome") * inside / (1 + inside)) / 3600


def test_recycling_lies_between_both_models() -> None:
    assert published("P104", "1/s") < value("k_rec") < published("P096", "1/s")


def test_rates_fitted_to_her2_positive_lines() -> None:
    assert value("k_int_ERBB2") == measured("Q083")
    assert value("k_deg_endosome") == measured("Q085")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("k_int_ERBB3", "P092"),
        ("k_int_HER2_HER3", "P092"),
        ("k_int_EGFR", "P086"),
        ("k_int_EGFR_EGFR", "P090"),
        ("k_int_EGFR_HER2", "P091"),
    ],
)
def test_uptake_is_the_printed_rate(name: str, key: str) -> None:
    assert value(name) == pytest.approx(published(key, "1/s"), rel=ROUNDED)


def test_her2_lives_about_as_long_as_was_measured() -> None:
    assert half_life_h(value("k_int_ERBB2")) == pytest.approx(
        published("P361", "h"), rel=0.2
    )  # three rates of two fits
    rate = math.log(2) / half_life_h(value("k_int_ERBB2")) / 3600
    assert rate == pytest.approx(published("C10", "1/s"), rel=0.2)


def test_a_tenth_of_her2_is_inside_the_cell() -> None:
    inside = endosomal(value("k_int_ERBB2"))
    assert 0.05 <= inside / (1 + inside) <= 0.15  # Q092, from memory


def test_her3_turns_over_within_hours() -> None:
    assert half_life_h(value("k_int_ERBB3")) == pytest.approx(5, abs=1)  # the note says about 5 h


@pytest.mark.parametrize(("name", "key"), [("k_int_MET", "P100"), ("k_int_IGF1R", "P101")])
def test_met_and_igf1r_turn_over_as_their_model_has_it(name: str, key: str) -> None:
    turnover = math.log(2) / half_life_h(value(name)) / 3600
    assert turnover == pytest.approx(published(key, "1/s"), rel=0.35)  # "from turnover", to one digit


def test_what_trastuzumab_does_to_traffic_lies_in_the_disputed_range() -> None:
    assert 1.0 <= value("uptake_factor_trastuzumab") <= 2.0
    assert 1.0 <= value("degradation_factor_trastuzumab") <= 2.0
