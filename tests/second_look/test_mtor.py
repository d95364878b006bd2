"""mTORC1 and its substrates derived again."""

import math

import pytest
from tests.second_look.sources import ROUNDED, copies, evaluate, plateau, published, published_range, value


@copies(
    TSC2_copies=("P395",),
    RHEB_copies=("P396",),
    MTORC1_copies=("P398",),
    EBP1_copies=("P402",),
    GSK3_copies=("P405",),
)
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)


def test_rates() -> None:
    assert value("k_TSC2_back") == pytest.approx(published("P232", "1/h"))
    assert value("k_S6K_off") == published("P250", "1/min")
    assert value("k_EBP1_off") == pytest.approx(published("P240", "1/h") / 2)  # the note: half of it


def test_mtorc1_turns_on_and_off_in_the_range_of_a_published_rate() -> None:
    low, high = published_range("P235", "1/h")
    assert low <= value("k_MTORC1_off") <= high


def test_akt_holds_tsc2_more_than_erk_and_cdk46_do() -> None:
    """A published model: ten to one for AKT and ERK; goel2016: CDK4/6 in part."""
    printed = published("P231", "1/s") / published("P233", "1/s")
    assert printed == pytest.approx(10)
    ratio = value("gain_TSC2_AKT") / value("gain_TSC2_ERK")
    assert printed / 3 <= ratio <= printed * 3
    full = {"AKT_active": 1.0, "pERK": 1.0, "CDK46_active": 1.0}
    total = evaluate("TSC2_off", **full)
    assert evaluate("TSC2_off", **full | {"CDK46_active": 0.0}) > 0.8 * total
    assert evaluate("TSC2_off", AKT_active=0.0, pERK=0.0, CDK46_active=0.0) == 0.0


def test_palbociclib_lowers_phospho_tsc2_where_akt_is_low() -> None:
    """goel2016: pTSC2 falls and mTORC1 in part."""
    low = {"AKT_active": 0.05, "pERK": 0.1}
    kept = evaluate("TSC2_off", **low, CDK46_active=0.0) / evaluate("TSC2_off", **low, CDK46_active=1.0)
    assert 0.2 <= kept <= 0.8


def test_switches_answer_within_minutes_and_s6k_within_two_hours() -> None:
    for name in ("k_TSC2_back", "k_RHEB_on", "k_MTORC1_off", "k_S6_off", "k_EBP1_off", "k_GSK3_back"):
        assert math.log(2) / value(name) < 0.25, name
    assert math.log(2) / value("k_S6K_off") / 60 < 2


def test_full_akt_silences_most_of_gsk3() -> None:
    off = evaluate("GSK3_off", AKT_active=1.0)
    assert off / (off + value("k_GSK3_back")) > 0.6


def test_s6_is_a_guess_of_the_number_of_ribosomes() -> None:
    assert 1e5 <= value("S6_copies") <= 1e7


@pytest.mark.parametrize("gain", ["gain_TSC2_AKT", "gain_RHEB", "gain_MTORC1", "gain_S6K", "gain_S6", "gain_EBP1"])
def test_a_full_signal_turns_a_switch_on_neither_hardly_nor_without_rest(gain: str) -> None:
    assert 0.3 <= plateau(gain) <= 0.97
