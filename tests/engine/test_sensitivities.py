"""Derivatives by parameters against closed forms and finite differences, and what has none is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.reference.networks import decay, document, runaway, signalling, two_compartments

from her2sim.engine import Dose, least_squares, sensitivities, simulate
from her2sim.engine.integrators import Method
from her2sim.errors import InputError, NetworkError
from her2sim.network import Event, from_document
from her2sim.network.expression import parse

HOURS = np.array([0.0, 0.5, 3.0, 12.0, 30.0])
BY = ["R0", "k_deg", "k_on", "k_cat", "hill", "half", "drug_nM", "X0"]


def five_points(function: Callable[[np.ndarray], np.ndarray], value: float) -> np.ndarray:
    """Derivative of a function of one lane a value by central differences of fourth order."""
    step = 2e-3 * value
    found = function(np.array([value - 2 * step, value - step, value + step, value + 2 * step]))
    return (found[0] - 8 * found[1] + 8 * found[2] - found[3]) / (12 * step)


@pytest.mark.parametrize("method", ["rodas5p", "rodas4p2"])
def test_decay_has_the_derivatives_of_its_exponential(method: Method):
    k, start = np.array([0.05, 0.1, 0.7]), np.array([1000.0, 500.0, 20.0])
    found = sensitivities(decay(), {"k": k, "A0": start}, HOURS, by=["k", "A0"], rtol=1e-9, atol=1e-9, method=method)
    fall = np.exp(-np.outer(k, HOURS))
    np.testing.assert_allclose(found.values[:, :, 0, 0], -HOURS * fall * start[:, None], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(found.values[:, :, 0, 1], fall, rtol=1e-6, atol=1e-9)  # 1000 rtol: many steps


def test_the_trajectory_is_that_of_a_simulation():
    network = signalling()
    found = sensitivities(network, {"k_cat": [1e-3, 4e-3]}, HOURS, by=BY)
    plain = simulate(network, {"k_cat": [1e-3, 4e-3]}, HOURS)
    np.testing.assert_allclose(found.solution.values, plain.values, rtol=1e-4, atol=1e-2)  # 100 rtol; 10 atol
    assert (found.solution.statistics.steps >= plain.statistics.steps).all()  # derivatives only ever ask for less


def test_signalling_has_the_derivatives_of_finite_differences():
    network, outputs = signalling(), ["signal", "receptor", "activity", "F"]
    found = sensitivities(network, {}, HOURS, by=BY, outputs=outputs, rtol=1e-8, atol=1e-9)
    for place, name in enumerate(BY):
        default = float(network.parameter_values[network.parameter_index[name]])
        slow = five_points(
            lambda values, name=name: (
                simulate(network, {name: values}, HOURS, outputs=outputs, rtol=1e-11, atol=1e-11).values
            ),
            default,
        )
        size = np.abs(slow).max(axis=0)
        # differences of steps of 2e-3 are good to about 1e-9 of the largest
        np.testing.assert_allclose(
            found.values[0, :, :, place] / (size + 1e-30), slow / (size + 1e-30), atol=2e-5, err_msg=name
        )


def test_derivatives_follow_doses():
    network, doses = two_compartments(), [Dose(1.0, "central", 50.0), Dose(5.0, "central", 20.0, 2.0)]
    times = np.array([0.5, 1.0, 3.0, 6.0, 20.0])
    found = sensitivities(network, {}, times, by=["k_el", "k_out"], doses=doses, rtol=1e-9, atol=1e-9)
    for place, (name, value) in enumerate((("k_el", 0.05), ("k_out", 0.2))):
        slow = five_points(
            lambda values, name=name: (
                simulate(network, {name: values}, times, doses=doses, rtol=1e-11, atol=1e-11).values
            ),
            value,
        )
        np.testing.assert_allclose(found.values[0, :, :, place], slow, rtol=1e-5, atol=1e-5)  # values near 100


def test_a_start_that_depends_on_a_parameter_is_followed():
    found = sensitivities(
        decay(),
        {"k": 0.1},
        [0.0, 2.0],
        by=["A0"],
        initial=np.array([[30.0]]),
        initial_by=np.array([[[4.0]]]),
        rtol=1e-9,
    )
    np.testing.assert_allclose(found.values[0, :, 0, 0], [4.0, 4.0 * np.exp(-0.2)], rtol=1e-6)


def test_a_given_start_does_not_depend_on_parameters():
    found = sensitivities(decay(), {"k": 0.1}, [0.0, 2.0], by=["A0"], initial=np.array([[30.0]]))
    np.testing.assert_array_equal(found.values, 0.0)


def test_the_gradient_of_least_squares_is_that_of_finite_differences():
    network, outputs = signalling(), ["signal", "receptor"]
    data = simulate(network, {"k_cat": 3e-3, "k_deg": 0.04}, HOURS, outputs=outputs).values[0]
    data[2, 1] = np.nan
    sigma, by = np.array([500.0, 900.0]), ["k_cat", "k_deg", "half"]

    def objective(name: str, values: np.ndarray) -> np.ndarray:
        found = sensitivities(network, {name: values}, HOURS, by=[name], outputs=outputs, rtol=1e-10, atol=1e-10)
        return least_squares(found, data, sigma)[0]

    found = sensitivities(network, {}, HOURS, by=by, outputs=outputs, rtol=1e-8, atol=1e-9)
    _, gradient = least_squares(found, data, sigma)
    slow = [
        five_points(lambda values, name=name: objective(name, values), network.parameter_values[place])
        for name in by
        for place in [network.parameter_index[name]]
    ]
    np.testing.assert_allclose(gradient[0], slow, rtol=1e-5)


def test_the_objective_is_half_the_weighted_sum_of_squares():
    found = sensitivities(decay(), {"k": [0.1, 0.2]}, [0.0, 5.0], by=["k"])
    data = np.array([[990.0], [np.nan]])
    value, _ = least_squares(found, data, 4.0)
    np.testing.assert_allclose(value, 0.5 * (10.0 / 4.0) ** 2, rtol=1e-12)


def test_a_lane_that_stops_before_its_data_has_no_objective():
    found = sensitivities(runaway(), {"A0": [1.0, 100.0]}, [1.0, 50.0], by=["A0"])
    value, gradient = least_squares(found, np.zeros((2, 1)))
    assert np.isfinite(value).tolist() == [True, False]
    assert np.isfinite(gradient[:, 0]).tolist() == [True, False]


def test_no_bit_depends_on_threads_or_neighbours():
    network, speeds = signalling(), np.linspace(5e-4, 5e-3, 40)
    whole = sensitivities(network, {"k_cat": speeds}, HOURS, by=BY[:3], threads=1).values
    assert sensitivities(network, {"k_cat": speeds}, HOURS, by=BY[:3], threads=2).values.tobytes() == whole.tobytes()
    part = sensitivities(network, {"k_cat": speeds[::-7]}, HOURS, by=BY[:3], threads=1).values
    assert part.tobytes() == np.ascontiguousarray(whole[::-7]).tobytes()


def test_rates_that_jump_are_refused():
    with pytest.raises(InputError, match="rates that jump"):
        sensitivities(
            from_document(
                document(
                    {"A": "1"},
                    {"k": (1.0, "1")},
                    [([], ["A"], "law")],
                    assignments={"law": ("piecewise(k, time < 1, 0)", "1")},
                )
            ),
            {},
            [2.0],
            by=["k"],
            outputs=["A"],
        )


def test_events_are_refused():
    network = replace(decay(), events=(Event("reset", parse("A < 5"), ((0, parse("A0")),)),))
    with pytest.raises(InputError, match="events"):
        sensitivities(network, {}, [2.0], by=["k"])


def test_a_parameter_that_is_not_known_gets_the_nearest_as_hint():
    with pytest.raises(NetworkError, match="k_cat"):
        sensitivities(signalling(), {}, [2.0], by=["k_cut"])


@pytest.mark.parametrize("method", ["cvode", "bdf", "radau"])
def test_a_method_of_one_lane_at_a_time_has_none(method: Method):
    with pytest.raises(InputError):
        sensitivities(decay(), {}, [2.0], by=["k"], method=method)


def test_derivatives_of_a_start_must_have_their_shape():
    with pytest.raises(InputError, match="derivatives of the start"):
        sensitivities(decay(), {}, [2.0], by=["k"], initial=np.ones((1, 1)), initial_by=np.ones((1, 2, 1)))
