"""RAF, MEK, ERK and DUSP derived again."""

import math

import pytest
from tests.second_look.sources import (
    ROUNDED,
    copies,
    evaluate,
    half_life_h,
    plateau,
    published,
    published_range,
    rest,
    value,
)


@copies(RAF_copies=("P377",), MEK_copies=("P380", "P381"), ERK_copies=("P382", "P384"))
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)


@pytest.mark.parametrize(
    ("name", "key"),
    [("k_MEK_off", "P253"), ("k_ERK_off", "P252"), ("k_SOS_back", "P169"), ("k_decay_DUSP", "P198")],
)
def test_rates(name: str, key: str) -> None:
    assert value(name) == pytest.approx(published(key, "1/s"), rel=0.01)  # two digits


def test_raf_turns_off_as_it_leaves_ras() -> None:
    low, high = published_range("P173", "1/h")
    assert low <= value("k_RAF_off") <= high


def test_messages_of_the_brakes_decay_faster_than_others_and_slower_than_a_fit_has_it() -> None:
    """29 per h for DUSP in one fit (1.5 min), 0.3 per h for receptors here."""
    assert value("k_decay_mRNA") < value("k_decay_mRNA_fast") < published("P197", "1/h")


def test_both_brakes_are_there_within_hours() -> None:
    for name in ("k_decay_DUSP", "k_decay_SPRY"):
        assert half_life_h(name) <= 3, name


def test_full_akt_slows_raf_and_full_erk_ends_its_own_signal() -> None:
    """serra2011: holding PI3K raises ERK. By hand: 1 + brake."""
    slowed = evaluate("RAF_on", RAS_GTP=0.2, AKT_active=1.0) / evaluate("RAF_on", RAS_GTP=0.2, AKT_active=0.0)
    assert slowed == pytest.approx(1 / (1 + value("RAF_brake_AKT")))
    assert slowed < 0.8
    ended = evaluate("RAF_off", pERK=1.0) / evaluate("RAF_off", pERK=0.0)
    assert ended == pytest.approx(1 + value("RAF_brake_ERK"))


def test_the_cascade_answers_within_minutes() -> None:
    """konecny2006, MOA11: pERK falls within the hour."""
    together = sum(math.log(2) / value(name) for name in ("k_MEK_off", "k_ERK_off")) / 60
    assert together < 10


def test_the_cascade_amplifies_from_ras_to_erk() -> None:
    assert value("gain_MEK") > 1
    assert value("gain_ERK") > 1
    assert rest()["pERK"] > rest()["RAS_GTP"] / 2


def test_erk_closes_sos_only_in_part() -> None:
    stopped = evaluate("SOS_stop", pERK=1.0)
    assert 0.5 <= value("k_SOS_back") * 3600 / (stopped + value("k_SOS_back") * 3600) < 1


@pytest.mark.parametrize("gain", ["gain_RAF", "gain_MEK", "gain_ERK"])
def test_a_full_signal_turns_a_switch_on_neither_hardly_nor_without_rest(gain: str) -> None:
    assert 0.3 <= plateau(gain) <= 0.97


def test_full_erk_makes_enough_of_its_brake_to_halve_itself() -> None:
    """K_DUSP lies below DUSP at full synthesis."""
    assert evaluate("ERK_off", DUSP_amount=value("DUSP_copies")) >= 2 * evaluate("ERK_off", DUSP_amount=0.0)
    assert value("K_SPRY") <= value("SPRY_copies")
