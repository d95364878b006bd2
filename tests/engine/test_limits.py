"""Limits of steps and time, interrupts, a year of doses on the shipped network, and bits that nothing else decides."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

import numpy as np
import pytest
from tests.reference.networks import decay, document, meaningful, signalling

from her2sim.engine import Dose, Solution, repeat, simulate
from her2sim.engine.tolerances import absolute_tolerance
from her2sim.network import (
    Fragment,
    FragmentReaction,
    Network,
    Parameter,
    Species,
    attach,
    from_document,
    load_network,
)  # fmt: skip

YEAR_H = 24.0 * 365.0


def test_a_lane_that_needs_more_steps_than_it_may_take_says_so():
    found = simulate(signalling(), {"k_cat": [2e-3, 2e-3]}, [1.0, 500.0], max_steps=5)
    assert [status.ok for status in found.status] == [False, False]
    assert "more than 5 steps" in found.status[0].reason
    assert (found.statistics.steps == 5).all()


def test_what_was_reached_within_the_steps_is_kept():
    whole = simulate(signalling(), {}, [0.0, 1e-4, 500.0]).values
    found = simulate(signalling(), {}, [0.0, 1e-4, 500.0], max_steps=10)
    np.testing.assert_array_equal(found.values[0, :2], whole[0, :2])
    assert np.isnan(found.values[0, 2]).all()


def test_steps_enough_change_nothing():
    most = int(simulate(decay(), {}, [10.0]).statistics.steps[0])
    assert simulate(decay(), {}, [10.0], max_steps=most).ok.all()


def days(law: str) -> Network:
    """A is made under a law that follows the clock, and decays."""
    return from_document(
        document(
            {"A": "1"},
            {"k": (1.0, "1")},
            [([], ["A"], "day"), (["A"], [], "k")],
            assignments={"day": (law, "1")},
            observables={"level": {"A": 1.0}},
        )
    )


WAVES = "k*(1 + sin(0.3*time))"
PIECES = "piecewise(3*k, A > 0.7 and time > 3, k, time > 50, 0.9*k*(1 + 0.5*sin(time)))"
CHATTERS = "piecewise(2*k, A < 1.2, 0)"


def endless(**limits: Any) -> Solution:
    """A billion days, which would take hours."""
    return simulate(days(WAVES), {}, [24e9], max_steps=2_000_000_000, threads=1, **limits)


def test_lanes_that_are_not_done_in_time_say_so():
    begin = time.perf_counter()
    found = endless(time_limit_s=0.3)
    assert time.perf_counter() - begin < 30.0  # compiling may be part of it
    assert found.status[0].reason == "it was stopped before its end"
    assert np.isnan(found.values).all()
    assert found.status[0].stopped_at_h is not None
    assert found.status[0].stopped_at_h > 0.0


def test_a_time_limit_that_is_not_reached_changes_nothing():
    found = simulate(signalling(), {}, [5.0], time_limit_s=300.0)
    assert found.values.tobytes() == simulate(signalling(), {}, [5.0]).values.tobytes()


@pytest.mark.skipif(os.name == "nt", reason="an interrupt cannot be sent to one's own process there")
def test_an_interrupt_stops_a_simulation_at_once():
    simulate(days(WAVES), {}, [1.0], threads=1)  # compiled, so that the interrupt comes while lanes run
    timer = threading.Timer(0.5, os.kill, args=[os.getpid(), signal.SIGINT])
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job is started without one
    begin = time.perf_counter()
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            endless()
    finally:
        signal.signal(signal.SIGINT, before)
    assert time.perf_counter() - begin < 10.0  # it would run for hours


@pytest.fixture(scope="module")
def dosed() -> Network:
    drug = Fragment(
        "pk",
        species=(Species("serum_nM", "nM"), Species("tissue_nM", "nM")),
        parameters=(
            Parameter("k_el", 0.002, "1/h"),
            Parameter("k_in", 0.004, "1/h"),
            Parameter("k_back", 0.005, "1/h"),
        ),
        reactions=(
            FragmentReaction("elimination", ("serum_nM",), (), "k_el*serum_nM"),
            FragmentReaction("uptake", ("serum_nM",), ("tissue_nM",), "k_in*serum_nM"),
            FragmentReaction("return", ("tissue_nM",), ("serum_nM",), "k_back*tissue_nM"),
        ),
    )
    return attach(load_network(), drug, {"trastuzumab_nM": "0.3*serum_nM"})


def scattered(network: Network, lanes: int) -> np.ndarray:
    """Parameter rows with a log-normal scatter of the parameters that are no inputs."""
    rows = np.tile(network.parameter_values, (lanes, 1))
    rows *= np.exp(0.2 * np.random.default_rng(11).normal(size=rows.shape))
    rows[:, [network.parameter_index[name] for name in network.inputs]] = 0.0
    return meaningful(network, rows)


def everything(network: Network) -> list[str]:
    return [species.name for species in network.species]


YEAR_OF_DOSES = repeat(Dose(0.0, "serum_nM", 700.0, 1.5), 18, 504.0)


@pytest.fixture(scope="module")
def year(dosed: Network) -> Solution:
    """16 lanes over a year with a dose every three weeks."""
    return simulate(
        dosed,
        scattered(dosed, 16),
        np.linspace(0.0, YEAR_H, 60),
        doses=YEAR_OF_DOSES,
        outputs=everything(dosed),
        threads=1,
    )


def test_a_year_of_three_weekly_doses_reaches_its_end(year: Solution):
    assert year.ok.all()


def test_conserved_totals_of_the_shipped_network_stay_over_a_year_of_doses(dosed: Network, year: Solution):
    for total in dosed.conserved:
        value = sum(weight * year.values[:, :, place] for place, weight in total.terms)
        scale = sum(abs(weight * year.values[:, :1, place]) for place, weight in total.terms)
        drift = np.abs(value - value[:, :1]).max() / np.maximum(scale, 1e-300).min()
        assert drift < 10 * 1e-6, total.name


def test_no_amount_of_the_shipped_network_falls_below_zero_beyond_its_tolerance(dosed: Network, year: Solution):
    lowest = year.values.min(axis=(0, 1)) + absolute_tolerance(dosed, None)
    assert {name: low for name, low in zip(everything(dosed), lowest, strict=True) if low < 0} == {}


@pytest.fixture(scope="module")
def month(dosed: Network) -> tuple[np.ndarray, Solution]:
    rows = scattered(dosed, 40)
    return rows, simulate(dosed, rows, [24.0, 300.0, 700.0], doses=YEAR_OF_DOSES, threads=1)


def test_two_threads_give_the_bits_of_one(dosed: Network, month: tuple[np.ndarray, Solution]):
    rows, alone = month
    both = simulate(dosed, rows, [24.0, 300.0, 700.0], doses=YEAR_OF_DOSES, threads=2)
    assert both.values.tobytes() == alone.values.tobytes()
    assert both.final.tobytes() == alone.final.tobytes()


@pytest.mark.parametrize("places", [[0], [39, 3, 17], list(range(40))[::-1], list(range(5, 22))])
def test_no_bit_depends_on_the_size_or_order_of_a_batch(
    places: list[int], dosed: Network, month: tuple[np.ndarray, Solution]
):
    rows, whole = month
    part = simulate(dosed, rows[places], [24.0, 300.0, 700.0], doses=YEAR_OF_DOSES, threads=1)
    assert part.values.tobytes() == np.ascontiguousarray(whole.values[places]).tobytes()
    assert (part.statistics.steps == whole.statistics.steps[places]).all()


def test_events_and_jumps_give_the_same_bits_in_any_order():
    speeds, order = np.linspace(0.1, 2.0, 40), np.random.default_rng(3).permutation(40)
    network = days(PIECES)
    whole = simulate(network, {"k": speeds}, [10.0, 90.0], threads=1)
    mixed = simulate(network, {"k": speeds[order]}, [10.0, 90.0], threads=2)
    assert mixed.values.tobytes() == np.ascontiguousarray(whole.values[order]).tobytes()


def test_a_law_that_turns_back_at_once_ends_at_its_limit_of_steps():
    """A lane once ran on for ever where no step was rejected."""
    found = simulate(days(CHATTERS), {}, [90.0], max_steps=500)
    assert "more than 500 steps" in found.status[0].reason
