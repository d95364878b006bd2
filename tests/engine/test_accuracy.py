"""Solutions against closed forms, and against SciPy's Radau at a far tighter tolerance."""

import numpy as np
import pytest
from scipy.special import lambertw
from tests.reference.networks import decay, document, signalling, two_compartments

from her2sim.engine import Dose, simulate, steady_state
from her2sim.engine.integrators import Method
from her2sim.network import Fragment, FragmentReaction, Network, Parameter, Species, attach, from_document, load_network

METHODS: list[Method] = ["rodas5p", "rodas4p2", "cvode", "bdf", "radau"]
HOURS = np.linspace(0.0, 48.0, 13)


@pytest.mark.parametrize("method", METHODS)
def test_first_order_decay_is_an_exponential(method: Method):
    run = simulate(decay(), {"k": [0.05, 0.2]}, HOURS, rtol=1e-7, atol=1e-9, method=method)
    expected = 1000.0 * np.exp(-np.outer([0.05, 0.2], HOURS))
    np.testing.assert_allclose(run["A_total"], expected, rtol=1e-5)  # global error stays within 100 rtol


@pytest.mark.parametrize("method", METHODS)
def test_a_bolus_into_two_compartments_is_a_sum_of_two_exponentials(method: Method):
    matrix = np.array([[-0.25, 0.1], [0.2, -0.1]])
    speeds, modes = np.linalg.eig(matrix)
    shares = np.linalg.solve(modes, [100.0, 0.0])
    after = np.clip(HOURS - 4.0, 0.0, None)
    expected = (modes[0] * shares * np.exp(np.outer(after, speeds))).sum(axis=1) * (HOURS >= 4.0)
    run = simulate(two_compartments(), {}, HOURS, doses=[Dose(4.0, "central", 100.0)], rtol=1e-8, method=method)
    np.testing.assert_allclose(run["drug"][0], expected, rtol=1e-5, atol=1e-5)  # atol of nM species is 1e-6


def michaelis() -> Network:
    return from_document(
        document(
            {"A": "molecule"},
            {"vmax": (50.0, "molecule/h"), "km": (100.0, "molecule")},
            [([], ["A"], "uptake")],
            assignments={"uptake": ("-vmax*A/(km + A)", "molecule/h")},
            observables={"A_total": {"A": 1.0}},
            initial={"A": 500.0},
        )
    )


def test_michaelis_menten_elimination_follows_lamberts_w():
    run = simulate(michaelis(), {}, HOURS, rtol=1e-8, atol=1e-10)
    expected = 100.0 * np.real(lambertw(5.0 * np.exp(5.0 - 0.5 * HOURS)))
    np.testing.assert_allclose(run["A_total"][0], expected, rtol=1e-6, atol=1e-6)  # the error of many steps adds up


def dosed_signalling() -> Network:
    drug = Fragment(
        "pk",
        species=(Species("central_nM", "nM"),),
        parameters=(Parameter("k_el", 0.08, "1/h"),),
        reactions=(FragmentReaction("elimination", ("central_nM",), (), "k_el*central_nM"),),
    )
    return attach(signalling(), drug, {"drug_nM": "central_nM"})


def worst(run: np.ndarray, reference: np.ndarray) -> float:
    """Largest error relative to the value, with a floor of a thousandth of each output's largest value."""
    floor = 1e-3 * np.abs(reference).max(axis=1, keepdims=True) + 1e-9
    return float(np.max(np.abs(run - reference) / (np.abs(reference) + floor)))


DOSES = (Dose(0.0, "central_nM", 200.0), Dose(13.0, "central_nM", 100.0, 3.5), Dose(30.0, "central_nM", 100.0))


@pytest.mark.parametrize("method", METHODS)
def test_the_error_falls_with_the_tolerance_and_stays_near_it(method: Method):
    network, outputs = dosed_signalling(), ["signal", "receptor", "activity", "central_nM"]
    options = {"doses": DOSES, "outputs": outputs}
    reference = simulate(network, {}, HOURS, rtol=1e-11, atol=1e-10, method="radau", **options).values
    errors = [
        worst(simulate(network, {}, HOURS, rtol=rtol, atol=1e-3 * rtol, method=method, **options).values, reference)
        for rtol in (1e-4, 1e-6, 1e-8)
    ]
    assert errors[0] < 20e-4  # integrators bound the error of a step; 20 rtol over 3 doses was the most seen
    assert errors[1] < 20e-6
    assert errors[2] < 20e-8
    assert errors[0] > errors[2]


def test_the_shipped_network_agrees_with_radau_within_ten_times_the_tolerance():
    network = load_network()
    drug = Fragment(
        "pk",
        species=(Species("serum_nM", "nM"),),
        parameters=(Parameter("k_el", 0.002, "1/h"),),
        reactions=(FragmentReaction("elimination", ("serum_nM",), (), "k_el*serum_nM"),),
    )
    dosed = attach(network, drug, {"trastuzumab_nM": "0.3*serum_nM"})
    start = steady_state(network, {})
    doses = [Dose(0.0, "serum_nM", 700.0, 1.5), Dose(168.0, "serum_nM", 350.0, 0.5)]
    hours = np.array([1.0, 6.0, 24.0, 72.0, 168.0, 170.0, 336.0])
    options = {"initial": start, "doses": doses}
    run = simulate(dosed, {}, hours, rtol=1e-5, **options)
    reference = simulate(dosed, {}, hours, rtol=1e-9, atol=1e-8, method="radau", **options)
    assert run.ok.all()
    assert reference.ok.all()
    error = np.abs(run.values - reference.values) / (np.abs(reference.values) + 1.0)  # 1 molecule: 1000 atol
    assert error.max() < 10e-5
