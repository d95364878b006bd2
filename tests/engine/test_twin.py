"""The engine against its slow, obvious twin on random small networks, and what must hold on all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.reference.engine_twin import course
from tests.reference.networks import document, signalling
from tests.reference.random_networks import HOURS, dose_lists, networks

from her2sim.engine import Solution, simulate
from her2sim.network import Network, conserved_totals, from_document

TIMES = [0.0, 0.5, 2.6, HOURS]
RTOL, ATOL = 1e-6, 1e-9
# integrators bound the error of a step; over some hundred steps and up to six doses it adds up, and grows with the
# amounts themselves where those grow. 7.5 was the most in 260 random networks
MULTIPLE = 30.0
UNCHECKED = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

few = settings(max_examples=15, deadline=None, suppress_health_check=UNCHECKED, derandomize=True)
many = settings(max_examples=60, deadline=None, suppress_health_check=UNCHECKED, derandomize=True)


def run(network: Network, parameters: Any, **options: Any) -> Solution:
    species = [item.name for item in network.species]
    return simulate(network, parameters, TIMES, outputs=species, rtol=RTOL, atol=ATOL, threads=1, **options)


def scatter(network: Network, seed: int, lanes: int) -> np.ndarray:
    spread = np.random.default_rng(seed).lognormal(0.0, 0.3, (lanes, len(network.parameters)))
    return network.parameter_values * spread


def agrees(data: st.DataObject) -> None:
    network = data.draw(networks())
    doses = data.draw(dose_lists(network))
    expected = course(network, network.parameter_values, TIMES, doses)
    assume(expected is not None)
    assert expected is not None
    found = run(network, {}, doses=doses)
    assert found.ok[0], found.status[0]
    assert worst(found.values[0], expected) < MULTIPLE


def worst(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest error in tolerances; a species far below its own largest amount is held to that."""
    size = np.abs(expected) + 1e-3 * np.abs(expected).max(axis=0)
    return float(np.max(np.abs(found - expected) / (RTOL * size + ATOL)))


@few
@given(st.data())
def test_random_networks_and_doses_agree_with_the_twin(data: st.DataObject):
    agrees(data)


@pytest.mark.slow
@settings(few, max_examples=300, derandomize=False)
@given(st.data())
def test_many_random_networks_and_doses_agree_with_the_twin(data: st.DataObject):
    agrees(data)


@many
@given(st.data())
def test_no_amount_is_negative_beyond_the_tolerance(data: st.DataObject):
    network = data.draw(networks())
    found = run(network, scatter(network, 1, 8), doses=data.draw(dose_lists(network)))
    assert found.ok.all(), found.status
    assert found.values.min() >= -ATOL


@many
@given(networks(closed=True))
def test_conserved_totals_stay(network: Network):
    found = run(network, scatter(network, 2, 8))
    totals = conserved_totals(network)
    assert totals  # all of them together are one
    for total in totals:
        weights = np.zeros(len(network.species))
        for place, weight in total.terms:
            weights[place] = weight
        course_of = found.values @ weights
        scale = found.values @ np.abs(weights)
        assert (np.abs(course_of - course_of[:, :1]) <= 10.0 * RTOL * scale + ATOL).all()


@many
@given(st.data())
def test_no_bit_depends_on_the_order_or_number_of_lanes_or_threads(data: st.DataObject):
    network = data.draw(networks())
    doses = [data.draw(dose_lists(network)) for _ in range(3)]
    lanes = 21
    rows, each = scatter(network, 3, lanes), [doses[lane % 3] for lane in range(lanes)]
    order = np.random.default_rng(data.draw(st.integers(0, 99))).permutation(lanes)[: data.draw(st.integers(1, lanes))]
    whole = run(network, rows, doses=each)
    part = run(network, rows[order], doses=[each[lane] for lane in order])
    assert part.values.tobytes() == whole.values[order].tobytes()
    assert part.final.tobytes() == whole.final[order].tobytes()


EXTREME = st.sampled_from([0.0, 1e-12, 1e-6, 1.0, 1e6, 1e12])


@many
@given(networks(), st.data())
def test_extreme_parameters_give_an_answer_or_a_reason(network: Network, data: st.DataObject):
    rows = np.array([[data.draw(EXTREME) for _ in network.parameters] for _ in range(4)])
    found = run(network, rows)
    for lane, status in enumerate(found.status):
        if status.ok:
            assert np.isfinite(found.values[lane]).all()
        else:
            assert status.reason
            assert status.stopped_at_h is not None
            assert np.isnan(found.values[lane, -1]).all()


def chain() -> Network:
    """A -> B -> C, whose closed form holds for any rates."""
    return from_document(
        document(
            {"A": "1", "B": "1", "C": "1"},
            {"first": (1.0, "1/h"), "second": (1.0, "1/h")},
            [(["A"], ["B"], "first"), (["B"], ["C"], "second")],
            initial={"A": 1.0},
        )
    )


@many
@given(EXTREME, EXTREME)
def test_extreme_rates_of_a_chain_give_its_closed_form_or_a_reason(first: float, second: float):
    found = run(chain(), {"first": first, "second": second})
    if not found.ok[0]:
        assert found.status[0].reason
        return
    hours = np.array(TIMES)
    left = np.exp(-first * hours)
    apart = second - first
    middle = first / apart * (left - np.exp(-second * hours)) if apart else first * hours * left
    expected = np.column_stack([left, middle, 1.0 - left - middle])
    np.testing.assert_allclose(found.values[0], expected, rtol=MULTIPLE * RTOL, atol=MULTIPLE * RTOL)


def test_a_network_with_every_kind_of_law_agrees_with_the_twin_on_many_lanes():
    network = signalling()
    rows = scatter(network, 4, 3)
    found = run(network, rows)
    for lane in range(len(rows)):
        expected = course(network, rows[lane], TIMES, ())
        assert expected is not None
        assert worst(found.values[lane], expected) < MULTIPLE


def test_arrays_may_be_views_of_larger_ones():
    """Times that were every second entry of an array once gave the state at the end for every output."""
    hours = np.linspace(0.0, HOURS, 12)
    plain = simulate(chain(), {}, hours[::2].copy(), outputs=["A", "B"])
    view = simulate(chain(), {}, hours[::2], outputs=["A", "B"])
    assert view.values.tobytes() == plain.values.tobytes()
