import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.networks import decay, document, meaningful, runaway, signalling, switch

from her2sim.engine import Dose, simulate, steady_state
from her2sim.network import Fragment, FragmentReaction, Parameter, Species, attach, from_document, load_network


@given(st.floats(0.3, 3.0), st.floats(0.5, 2.0))
@settings(max_examples=10, deadline=None)
def test_the_rest_is_where_a_long_integration_ends(k_cat: float, receptors: float):
    varied = {"k_cat": 2e-3 * k_cat, "R0": 2e4 * receptors}
    rest = steady_state(signalling(), varied)
    long = simulate(signalling(), varied | {"drug_nM": 0.0}, [1e5], rtol=1e-9)
    assert rest.ok.all()
    np.testing.assert_allclose(rest.values, long.final, rtol=1e-6, atol=1e-6)


def test_the_rest_keeps_conserved_totals():
    rest = steady_state(signalling(), {"X0": [1e4, 3e4]})
    places = [signalling().species_index[name] for name in ("X", "Xp", "C")]
    np.testing.assert_allclose(
        rest.values[:, places] @ [1.0, 1.0, 2.0], [1e4, 3e4], rtol=1e-8
    )  # rounding over 11 years


def test_inputs_are_zero_at_rest():
    with_drug, without = steady_state(signalling(), {"drug_nM": 50.0}), steady_state(signalling(), {"drug_nM": 0.0})
    assert with_drug.values.tobytes() == without.values.tobytes()


def test_the_start_decides_between_two_rests():
    rest = steady_state(switch(), {"start": [0.1, 0.2, 0.7, 2.0]})
    assert rest.values[:2, 0] == pytest.approx([0.0101, 0.0101], rel=0.02)  # near leak/k
    assert rest.values[2:, 0] == pytest.approx([0.947, 0.947], rel=0.02)  # the upper root of leak + hill = S


def test_everything_decays_to_nothing():
    rest = steady_state(decay(), {"k": [0.001, 10.0]})
    assert rest.ok.all()
    assert np.abs(rest.values).max() < 1e-3  # the tolerance of molecules


def test_growth_without_end_is_reported_with_what_still_moves():
    network = from_document(
        document({"A": "molecule", "B": "molecule"}, {"k": (2.0, "molecule/h"), "d": (1.0, "1/h")},
                 [([], ["A"], "k"), ([], ["B"], "k"), (["B"], [], "d")])
    )  # fmt: skip
    rest = steady_state(network, {"k": [2.0, 0.0]})
    assert [status.ok for status in rest.status] == [False, True]
    assert rest.status[0].reason == "no steady state: after 20000 h A (4e+04) still changes by 2 per h"
    assert np.isnan(rest.values[0]).all()


def test_a_runaway_is_reported():
    rest = steady_state(runaway(), {})
    assert not rest.ok.any()
    assert rest.status[0].reason.startswith("no steady state")


def test_a_steady_state_starts_the_network_it_was_found_for_and_those_that_extend_it():
    rest = steady_state(signalling(), {})
    drug = Fragment(
        "pk",
        species=(Species("central_nM", "nM"),),
        parameters=(Parameter("k_el", 0.08, "1/h"),),
        reactions=(FragmentReaction("elimination", ("central_nM",), (), "k_el*central_nM"),),
    )
    dosed = attach(signalling(), drug, {"drug_nM": "central_nM"})
    run = simulate(dosed, {}, [0.0, 50.0, 100.0], initial=rest, doses=[Dose(50.0, "central_nM", 30.0)])
    assert run["signal"][0, 1] == pytest.approx(run["signal"][0, 0], rel=1e-6)
    assert run["signal"][0, 2] != pytest.approx(run["signal"][0, 0], rel=1e-2)


def test_the_shipped_network_comes_to_rest_under_the_scatter_of_its_parameters():
    network = load_network()
    rng = np.random.default_rng(11)
    spread = np.exp(0.35 * rng.normal(size=(6, len(network.parameters))))  # 95 % in 2-fold
    values = meaningful(network, network.parameter_values * spread)
    rest = steady_state(network, values)
    assert [status.reason for status in rest.status] == [""] * 6
    inputs = [network.parameter_index[name] for name in network.inputs]
    values[:, inputs] = 0.0
    long = simulate(network, values, [5e4], rtol=1e-8)
    np.testing.assert_allclose(rest.values, long.final, rtol=1e-5, atol=1e-3)


def test_processes_share_the_lanes_and_change_no_bit():
    varied = {"k_cat": np.linspace(1e-3, 4e-3, 5)}
    assert (
        steady_state(signalling(), varied, threads=2).values.tobytes()
        == steady_state(signalling(), varied).values.tobytes()
    )


def test_no_bit_of_a_rest_depends_on_the_other_lanes():
    """A lane that took over from another once sent all lanes under way back to their start."""
    k = np.random.default_rng(5).permutation(np.geomspace(1e-4, 1.0, 48))
    varied = {"k": k, "leak": 0.3 * k, "start": np.full(48, 0.01)}  # slow lanes need five times the steps of fast ones
    together = steady_state(switch(), varied, threads=1)
    alone = [steady_state(switch(), {name: values[[lane]] for name, values in varied.items()}) for lane in range(48)]
    assert np.concatenate([rest.values for rest in alone]).tobytes() == together.values.tobytes()
    assert [int(rest.iterations[0]) for rest in alone] == together.iterations.tolist()
