import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csc_array
from tests.reference.networks import clocked, document, from_document, signalling
from tests.reference.rates_twin import everything, jacobian, rates

from her2sim.network import Network, load_network
from her2sim.network.rates import bind, compile_rates, readout_function

S = len(signalling().species)
scales = np.array([2e4, 5e3, 1e4, 5e3, 1.0, 1e3, 1.0])
states = arrays(float, S, elements=st.floats(1e-3, 2.0)).map(lambda share: share * scales)


def fast_rates(network: Network, parameters: np.ndarray, state: np.ndarray) -> np.ndarray:
    out = np.empty(len(state))
    assert bind(compile_rates(network), parameters).rate(state, out)
    return out


def fast_jacobian(network: Network, parameters: np.ndarray, state: np.ndarray) -> np.ndarray:
    bound = bind(compile_rates(network), parameters)
    rows, pointers = bound.pattern
    return csc_array((bound.jacobian(state), rows, pointers), shape=(len(state),) * 2).toarray()


@given(states)
def test_rates_agree_with_the_slow_twin(state: np.ndarray):
    network = signalling()
    expected = rates(network, network.parameter_values, state)
    np.testing.assert_allclose(
        fast_rates(network, network.parameter_values, state), expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max()
    )  # sums run in another order


@settings(max_examples=50)
@given(states, st.floats(0.3, 3.0))
def test_the_jacobian_is_the_limit_of_differences(state: np.ndarray, factor: float):
    network = signalling()
    parameters = network.parameter_values * factor
    level = everything(network, parameters, state)
    if abs(level["activity"] * level["free"] - 0.9) < 0.02:
        return  # the kink of min()
    expected = jacobian(network, parameters, state)
    found = fast_jacobian(network, parameters, state)
    flux = np.abs(rates(network, parameters, state)).max() + np.abs(found @ state).max()
    noise = 1e-8 * flux / np.maximum(state, 1e-6)  # differences lose the digits that fluxes share
    assert (np.abs(found - expected) <= 1e-5 * np.abs(expected) + noise[np.newaxis, :]).all()


def test_the_shipped_network_agrees_with_the_slow_twin():
    network = load_network()
    rng = np.random.default_rng(5)
    start = bind(compile_rates(network), network.parameter_values).initial
    state = np.maximum(start, 1.0) * np.exp(rng.normal(size=len(start)))
    state[[species.unit == "1" for species in network.species]] = 0.4
    parameters = network.parameter_values * np.exp(0.3 * rng.normal(size=len(network.parameters)))
    expected = rates(network, parameters, state)
    np.testing.assert_allclose(fast_rates(network, parameters, state), expected, rtol=1e-8, atol=1e-8)
    slopes, found = jacobian(network, parameters, state), fast_jacobian(network, parameters, state)
    noise = 1e-9 * (np.abs(found) @ state)[:, np.newaxis] / state[np.newaxis, :]
    assert (np.abs(found - slopes) <= 1e-4 * np.abs(slopes) + noise).all()  # clipped laws have kinks nearby


@given(states)
def test_the_generated_rates_keep_the_conserved_total(state: np.ndarray):
    network = signalling()
    change = fast_rates(network, network.parameter_values, state)
    drift = sum(weight * change[place] for place, weight in network.conserved[0].terms)
    assert abs(drift) <= 1e-12 * np.abs(change).sum()  # rounding only


def test_a_rate_that_cannot_be_computed_is_nan_and_said():
    network = from_document(
        document(
            {"A": "1"},
            {"k": (1.0, "1/h")},
            [(["A"], [], "law")],
            assignments={"law": ("k/(1 - A)", "1/h")},
            initial={"A": 1.0},
        )
    )
    bound, out = bind(compile_rates(network), network.parameter_values), np.zeros(1)
    assert not bound.rate(bound.initial, out)
    assert np.isnan(out).all()
    assert np.isnan(bound.jacobian(bound.initial)).all()


def test_a_constant_that_cannot_be_computed_gives_no_start():
    network = from_document(
        document(
            {"A": "1"},
            {"k": (0.0, "h")},
            [(["A"], [], "law")],
            assignments={"law": ("1/k", "1/h")},
            initial={"A": 1.0},
        )
    )
    bound = bind(compile_rates(network), network.parameter_values)
    assert np.isnan(bound.initial).all()


@given(states)
def test_readouts_agree_with_the_slow_twin(state: np.ndarray):
    network = signalling()
    names = (*network.readouts, "Xp")
    known = everything(network, network.parameter_values, state)
    found = readout_function(network, names)(network.parameter_values, np.array([state, state]))
    np.testing.assert_allclose(found[1], [known[name] for name in names], rtol=1e-9)


@pytest.mark.parametrize("name", ["R", "F"])
def test_initial_amounts_follow_the_parameters(name: str):
    network = signalling()
    bound = bind(compile_rates(network), network.parameter_values)
    expected = {"R": 2e4 / 1.1, "F": 0.01}[name]
    assert bound.initial[network.species_index[name]] == pytest.approx(expected, rel=1e-12)


@given(st.floats(0.01, 4), st.floats(0.01, 4), st.floats(0.01, 40))
def test_rates_that_read_the_time_agree_with_the_slow_twin(first: float, second: float, hours: float):
    network, state, out = clocked(), np.array([first, second]), np.empty(2)
    assert bind(compile_rates(network), network.parameter_values).rate(state, out, hours)
    np.testing.assert_allclose(out, rates(network, network.parameter_values, state, hours), rtol=1e-12, atol=1e-14)


@given(st.floats(0.01, 4), st.floats(0.01, 4), st.floats(0.01, 40))
def test_the_jacobian_at_a_time_is_the_limit_of_differences(first: float, second: float, hours: float):
    if min(abs(first - second), abs(first - 3), abs(second - 1)) < 0.02:
        return  # a kink or jump nearby
    network, state = clocked(), np.array([first, second])
    bound = bind(compile_rates(network), network.parameter_values)
    rows, pointers = bound.pattern
    found = csc_array((bound.jacobian(state, hours), rows, pointers), shape=(2, 2)).toarray()
    expected = jacobian(network, network.parameter_values, state, hours)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-8)  # differences over a thousandth


def test_readouts_know_the_time_they_are_given():
    network, states = clocked(), np.array([[0.5, 0.2], [0.5, 0.2]])
    found = readout_function(network, ("day",))(network.parameter_values, states, np.array([0.0, 6.0]))
    assert found[1, 0] == pytest.approx(2 * found[0, 0], rel=1e-12)  # the sine is 0, then 1


def test_without_times_what_reads_the_time_is_no_number():
    network = clocked()
    found = readout_function(network, ("day", "A"))(network.parameter_values, np.array([[0.5, 0.2]]))
    assert np.isnan(found[0, 0])
    assert found[0, 1] == 0.5


def test_a_piece_that_is_not_chosen_may_fail():
    law = {"law": ("piecewise(1, A <= 0, log(A)/A)", "1/h")}
    network = from_document(document({"A": "1"}, {}, [([], ["A"], "law")], assignments=law))
    out = np.zeros(1)
    assert bind(compile_rates(network), network.parameter_values).rate(np.zeros(1), out)
    assert out[0] == 1.0
