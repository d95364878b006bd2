"""AKT derived again."""

import math

import pytest
from tests.second_look.sources import ROUNDED, evaluate, published, rest, value


def test_amounts() -> None:
    assert value("AKT_copies") == pytest.approx(published("P391") + published("P393"), rel=ROUNDED)


def test_t308_loses_its_phosphate_as_printed() -> None:
    assert value("k_T308_off") == published("P218", "1/s")


def test_s473_loses_its_phosphate_between_the_two_printed_rates() -> None:
    assert published("P219", "1/s") < value("k_S473_off") < published("P218", "1/s")


def test_pakt_follows_pip3_within_minutes() -> None:
    """MOA02: 0.5 h and later."""
    for name in ("k_T308_off", "k_S473_off"):
        assert math.log(2) / value(name) / 60 < 15, name


def test_both_sites_are_needed_and_each_saturates() -> None:
    """At full PIP3 both are on in most of AKT, by hand."""
    t308, s473 = value("gain_T308"), value("gain_S473")
    assert t308 / (1 + t308) * s473 / (1 + s473) > 0.5
    assert evaluate("AKT_S473_on", AKT_membrane=1.0, MTORC2_a=0.0) == 0.0


def test_active_is_phosphorylated_open_and_folded() -> None:
    copies = value("AKT_copies")
    assert evaluate("AKT_active", AKT_T308_S473=copies, AKT_folded=1.0) == pytest.approx(1.0)
    assert evaluate("AKT_active", AKT_T308_S473=copies, AKT_folded=0.3) == pytest.approx(0.3)


def test_the_reference_can_fall_and_rise() -> None:
    assert 0.1 <= rest()["pAKT"] <= 0.7
