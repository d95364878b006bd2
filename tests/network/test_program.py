"""The compiled form of a network, read by a slow twin and by the engine, against the rates written out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from tests.reference import rates_twin, tapes_twin
from tests.reference.arena import Arena
from tests.reference.networks import decay, document, signalling, two_compartments
from tests.reference.random_networks import networks

from her2sim.network import Network, from_document
from her2sim.network.program import compile_program
from her2sim.network.tapes import CODE

TIME = 3.0
_LEAVES = st.sampled_from(["A", "B", "C", "p", "q", "time", "2", "0.5", "1"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Laws of positive numbers that stay finite and positive, or near 0."""
    two, three = st.tuples(inner, inner), st.tuples(inner, inner, inner)
    return st.one_of(
        two.map(lambda x: f"({x[0]} + {x[1]})"),
        two.map(lambda x: f"({x[0]} - 0.3*{x[1]})"),
        two.map(lambda x: f"({x[0]}*{x[1]})"),
        two.map(lambda x: f"({x[0]}/(1 + abs({x[1]})))"),
        two.map(lambda x: f"min({x[0]}, {x[1]})"),
        two.map(lambda x: f"max({x[0]}, {x[1]})"),
        inner.map(lambda x: f"(1 + abs({x}))**p"),
        inner.map(lambda x: f"({x})**2"),
        inner.map(lambda x: f"exp(-abs({x}))"),
        inner.map(lambda x: f"sqrt(1 + abs({x}))"),
        inner.map(lambda x: f"log(1 + abs({x}))"),
        inner.map(lambda x: f"tanh({x})"),
        inner.map(lambda x: f"sin({x})"),
        three.map(lambda x: f"piecewise({x[0]}, {x[1]} > {x[2]}, {x[1]})"),
        three.map(lambda x: f"piecewise({x[0]}, {x[1]} < {x[2]} and A <= B, {x[2]}, time > p, {x[1]})"),
    )


EXPRESSIONS = st.recursive(_LEAVES, _grown, max_leaves=8)


def network_of(first: str, second: str) -> Network:
    return from_document(
        document(
            {"A": "1", "B": "1", "C": "1"},
            {"p": (1.5, "1"), "q": (0.7, "1")},
            [([], ["A"], "law"), (["A", "B"], ["C"], "other"), (["C"], [], "q"), (["B"], ["A", "A"], "law")],
            assignments={"law": (f"q*({first})", "1"), "other": (second, "1")},
        )
    )


def slow_jacobian(network: Network, parameters: np.ndarray, state: np.ndarray) -> np.ndarray:
    """By finite differences; states at which a piece ends are left out, where two step sizes disagree."""
    found = rates_twin.jacobian(network, parameters, state, TIME)
    nearer = np.array(
        [
            (
                rates_twin.rates(network, parameters, state + shift, TIME)
                - rates_twin.rates(network, parameters, state - shift, TIME)
            )
            / (2.0 * shift.sum())
            for shift in 1e-6 * np.diag(state)
        ]
    ).T
    assume(np.allclose(found, nearer, rtol=1e-4, atol=1e-4 * (1.0 + np.abs(found).max())))
    return found


@given(EXPRESSIONS, EXPRESSIONS)
@example("A", "sin(((C*C))**2)")
@settings(max_examples=100, deadline=None)
def test_rates_and_jacobian_of_random_laws_are_those_written_out(first: str, second: str):
    network, state = network_of(first, second), np.array([1.3, 0.6, 2.1])
    parameters = network.parameter_values
    change = rates_twin.rates(network, parameters, state, TIME)
    assume(np.abs(change).max() < 1e6)
    slope = slow_jacobian(network, parameters, state)
    found, steep = tapes_twin.rates_and_jacobian(network, compile_program(network), parameters, state, TIME)
    size = 1.0 + np.abs(change).max()
    np.testing.assert_allclose(found, change, rtol=1e-12, atol=1e-13 * size)  # the same sums in another order
    # differences of steps of 1e-3 and half of that, extrapolated, are good to 1e-9 of the largest slope of these laws
    np.testing.assert_allclose(steep, slope, rtol=1e-6, atol=1e-7 * (size + np.abs(slope).max()))


@given(EXPRESSIONS, EXPRESSIONS)
@settings(max_examples=40, deadline=None)
def test_the_engine_reads_tapes_as_the_slow_twin_does(first: str, second: str):
    network = network_of(first, second)
    states = np.array([[1.3, 0.6, 2.1], [0.2, 4.0, 0.9], [1.0, 1.0, 1.0]])
    rows = np.tile(network.parameter_values, (3, 1)) * np.array([[1.0], [0.5], [2.0]])
    program = compile_program(network)
    pairs = [tapes_twin.rates_and_jacobian(network, program, *lane, TIME) for lane in zip(rows, states, strict=True)]
    change, slope = (np.array(found) for found in zip(*pairs, strict=True))
    assume(np.abs(change).max() < 1e6)
    found, steep = Arena(network, rows, states).rates_and_jacobian(TIME)
    size = 1.0 + np.abs(change).max()
    # exp, log and powers are within 1e-14 of libm's, and cancel in differences
    np.testing.assert_allclose(found, change, rtol=1e-11, atol=1e-12 * size)
    np.testing.assert_allclose(steep, slope, rtol=1e-11, atol=1e-12 * (size + np.abs(slope).max()))


@given(networks())
@settings(max_examples=40, deadline=None)
def test_rates_of_random_networks_are_those_written_out(network: Network):
    state = np.linspace(0.5, 2.0, len(network.species))
    found, _ = Arena(network, network.parameter_values[None], state[None]).rates_and_jacobian(0.0)
    expected = rates_twin.rates(network, network.parameter_values, state)
    np.testing.assert_allclose(found[0], expected, rtol=1e-12, atol=1e-12 * (1.0 + np.abs(expected).max()))


@pytest.mark.parametrize("make", [decay, signalling, two_compartments])
def test_the_jacobian_of_a_small_network_is_that_of_finite_differences(make: Callable[[], Network]):
    network = make()
    state = np.linspace(0.3, 2.5, len(network.species))
    _, slope = Arena(network, network.parameter_values[None], state[None]).rates_and_jacobian(TIME)
    expected = rates_twin.jacobian(network, network.parameter_values, state, TIME)
    np.testing.assert_allclose(slope[0], expected, rtol=1e-6, atol=1e-8 * np.abs(expected).max())


def test_a_literal_that_is_only_a_start_is_kept():
    """It once got its slot after the numbers had been written, and read as 0."""
    network = from_document(document({"A": "1"}, {"k": (0.0, "1/h")}, [(["A"], [], "k")], initial={"A": 7.25}))
    program = compile_program(network)
    assert program.numbers[program.initial[0]] == 7.25


def test_equal_parts_of_laws_are_computed_once():
    def exponentials(text: str) -> int:
        program = compile_program(network_of(text, "p"))
        return int(program.table[program.table[:, 0] == CODE["exp"], 1].sum())

    assert exponentials("exp(-A)*B + exp(-A)/(1 + exp(-A))") == 1
