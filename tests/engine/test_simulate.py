"""What callers rely on: exact doses, independent lanes, same bytes, honest failures, conservation."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.networks import decay, document, from_document, runaway, signalling, switch, two_compartments

from her2sim.engine import Dose, Solution, Status, SteadyState, delay, repeat, simulate
from her2sim.errors import RegimenError

HOURS = np.array([0.0, 1.0, 5.0, 24.0, 72.0])


def lanes(count: int = 5) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(3)
    return {"k_cat": 2e-3 * rng.lognormal(0, 0.5, count), "drug_nM": rng.uniform(0, 20, count)}


def same_bytes(first: Solution, second: Solution) -> bool:
    return first.values.tobytes() == second.values.tobytes() and first.final.tobytes() == second.final.tobytes()


def test_an_output_at_the_time_of_a_dose_is_taken_after_it():
    run = simulate(
        two_compartments(), {}, [0.0, 5.0, 10.0], doses=[Dose(0.0, "central", 7.0), Dose(10.0, "central", 3.0)]
    )
    before = simulate(two_compartments(), {}, [0.0, 5.0, 10.0], doses=[Dose(0.0, "central", 7.0)])
    assert run["drug"][0, 0] == 7.0
    assert run["drug"][0, 2] - before["drug"][0, 2] == pytest.approx(3.0, abs=1e-12)


@given(st.floats(0.01, 9.99))
@settings(max_examples=25, deadline=None)
def test_a_dose_between_outputs_is_hit_exactly(time: float):
    network = decay()
    run = simulate(network, {"A0": 0.0}, [10.0], doses=[Dose(time, "A", 100.0)], rtol=1e-9, atol=1e-9)
    assert run["A_total"][0, 0] == pytest.approx(100.0 * np.exp(-0.1 * (10.0 - time)), rel=1e-6)


def test_an_infusion_brings_in_its_amount_and_overlapping_ones_add_up():
    still = from_document(
        document({"A": "nM"}, {"k": (0.0, "1/h")}, [(["A"], [], "k")], observables={"A_total": {"A": 1.0}})
    )
    doses = [Dose(1.0, "A", 10.0, 4.0), Dose(3.0, "A", 6.0, 3.0)]
    run = simulate(still, {}, [1.0, 3.0, 4.0, 5.0, 6.0, 9.0], doses=doses)
    np.testing.assert_allclose(run["A_total"][0], [0.0, 5.0, 9.5, 14.0, 16.0, 16.0], rtol=1e-9, atol=1e-9)


def test_an_infusion_that_is_still_running_at_the_end_is_cut_there():
    run = simulate(decay(), {"A0": 0.0, "k": 0.0}, [0.0, 2.0], doses=[Dose(0.0, "A", 10.0, 4.0)])
    assert run["A_total"][0, 1] == pytest.approx(5.0, rel=1e-9)


def test_repeated_doses_come_at_their_interval():
    assert [dose.time_h for dose in repeat(Dose(2.0, "A", 1.0), 3, 168.0)] == [2.0, 170.0, 338.0]


def test_times_that_differ_by_rounding_are_one():
    """An infusion that ended 3e-14 h before the next dose once left a stretch too short for CVODE to start."""
    doses = [Dose(0.1, "A", 1.0, 0.2), Dose(0.3, "A", 2.0), Dose(0.3 + 4e-17, "A", 3.0, 0.1)]
    run = simulate(decay(), {"A0": 0.0, "k": 0.0}, [0.3 + 1e-13, 0.4 - 1e-13, 1.0], doses=doses)
    assert run.ok.all()
    np.testing.assert_allclose(run["A_total"][0], [3.0, 6.0, 6.0], rtol=1e-9)


def test_a_first_step_that_ends_at_the_stop_by_rounding_is_no_step_too_small():
    """1e-5 is the absolute tolerance: the first step of this infusion was one ulp shorter than the infusion."""
    run = simulate(decay(), {"A0": 0.0, "k": 0.0}, [0.3], doses=[Dose(0.1, "A", 1e-5, 0.1)])
    assert run.ok.all()
    assert run["A_total"][0, 0] == pytest.approx(1e-5, rel=1e-9)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.floats(0, 9), st.integers(0, 20)), max_size=6),
    st.lists(st.integers(0, 60), min_size=1, max_size=6, unique=True),
)
@settings(max_examples=40, deadline=None)
def test_every_amount_given_before_an_output_is_in_it(doses: list[tuple[int, float, int]], ticks: list[int]):
    hours = 0.1 * np.array(sorted(ticks))
    given_doses = [Dose(0.1 * start, "A", amount, 0.1 * length) for start, amount, length in doses]
    run = simulate(decay(), {"A0": 0.0, "k": 0.0}, hours, doses=given_doses)
    expected = [
        sum(
            dose.amount * (dose.time_h <= hour + 1e-9)
            if dose.duration_h == 0
            else dose.amount * np.clip((hour - dose.time_h) / dose.duration_h, 0, 1)
            for dose in given_doses
        )
        for hour in hours
    ]
    np.testing.assert_allclose(run["A_total"][0], expected, rtol=1e-6, atol=1e-6)


def test_an_output_whose_constants_cannot_be_computed_is_nan_and_the_lane_says_so():
    run = simulate(signalling(), {"k_off": [0.0, 0.5], "k_deg": [0.0, 0.1]}, HOURS, outputs=["share", "R"])
    assert [status.ok for status in run.status] == [False, True]
    assert np.isnan(run.values[0]).all()
    assert np.isfinite(run.values[1]).all()


def test_a_dose_after_the_last_output_changes_nothing():
    late = simulate(decay(), {}, HOURS, doses=[Dose(100.0, "A", 5.0)])
    assert same_bytes(late, simulate(decay(), {}, HOURS))


def test_same_input_same_bytes():
    assert same_bytes(simulate(signalling(), lanes(), HOURS), simulate(signalling(), lanes(), HOURS))


@given(st.permutations(range(5)))
@settings(max_examples=5, deadline=None)
def test_the_order_of_lanes_changes_no_bit(order: list[int]):
    straight = simulate(signalling(), lanes(), HOURS)
    shuffled = simulate(signalling(), {name: value[order] for name, value in lanes().items()}, HOURS)
    assert shuffled.values.tobytes() == straight.values[order].tobytes()


def test_the_number_of_lanes_and_of_processes_changes_no_bit():
    together = simulate(signalling(), lanes(), HOURS)
    alone = [simulate(signalling(), {n: v[[k]] for n, v in lanes().items()}, HOURS) for k in range(5)]
    assert np.concatenate([run.values for run in alone]).tobytes() == together.values.tobytes()
    assert same_bytes(simulate(signalling(), lanes(), HOURS, threads=2), together)


def test_a_table_by_name_is_as_good_as_an_array():
    table = pd.DataFrame({"k": [0.1, 0.2], "A0": [10.0, 20.0]})
    by_name = simulate(decay(), table, HOURS)
    assert same_bytes(by_name, simulate(decay(), {"k": [0.1, 0.2], "A0": [10.0, 20.0]}, HOURS))


def test_delayed_doses_come_later_by_their_lag():
    doses = delay(repeat(Dose(1.0, "A", 5.0, 0.5), 2, 24.0), 0.25)
    assert [(dose.time_h, dose.duration_h) for dose in doses] == [(1.25, 0.5), (25.25, 0.5)]
    with pytest.raises(RegimenError):
        delay(doses, -1.0)


def test_each_lane_can_have_its_own_doses():
    each = [[Dose(0.0, "central", 5.0)], [], [Dose(1.0, "central", 2.0)]]
    run = simulate(two_compartments(), {"k_el": [0.05] * 3}, [0.0, 1.0], doses=each)
    assert run["drug"][:, 0].tolist() == [5.0, 0.0, 0.0]
    assert run["drug"][1:, 1].tolist() == [0.0, 2.0]


@given(st.floats(0.2, 5.0), st.floats(0.0, 50.0))
@settings(max_examples=10, deadline=None)
def test_conserved_totals_stay_and_amounts_do_not_go_negative(k_cat: float, drug: float):
    network = signalling()
    run = simulate(
        network, {"k_cat": 2e-3 * k_cat, "drug_nM": drug}, HOURS, outputs=["X", "Xp", "C", "R", "D", "F"], rtol=1e-6
    )
    total = run["X"] + run["Xp"] + 2 * run["C"]
    np.testing.assert_allclose(total, 1e4, rtol=1e-9)  # a linear invariant: only rounding and Newton's residual
    assert run.values.min() > -1e-2  # ten times the tolerance of molecules


def test_a_lane_that_runs_away_is_reported_and_the_others_are_not_touched():
    run = simulate(runaway(), {"k": [1e-3, 1e-9, 1e-3]}, [0.0, 5.0, 9.0, 20.0])
    good = simulate(runaway(), {"k": [1e-9]}, [0.0, 5.0, 9.0, 20.0])
    assert [status.ok for status in run.status] == [False, True, False]
    assert run.values[1].tobytes() == good.values[0].tobytes()
    status = run.status[0]
    assert status.reason
    assert status.stopped_at_h is not None
    assert status.stopped_at_h == pytest.approx(10.0, rel=1e-4)  # blows up at 1/(k A0) = 10 h; rtol is 1e-6
    assert np.isfinite(run["A_total"][0, :3]).all()
    assert np.isnan(run["A_total"][0, 3])
    assert np.isnan(run.final[0]).all()


def test_a_law_that_fails_on_the_way_stops_the_lane_where_it_fails():
    network = from_document(
        document(
            {"A": "1"},
            {"k": (1.0, "1/h")},
            [([], ["A"], "law")],
            assignments={"law": ("k/log(2 - A)*log(2)", "1/h")},
            observables={"level": {"A": 1.0}},
        )
    )
    run = simulate(network, {}, [0.1, 0.3, 50.0])
    assert not run.status[0].ok
    assert np.isfinite(run["level"][0, :2]).all()
    assert np.isnan(run["level"][0, 2])


def test_a_start_that_cannot_be_computed_is_reported():
    run = simulate(signalling(), {"k_off": [0.5, 0.0], "k_deg": [0.1, 0.0]}, HOURS)  # the start reads 0/0
    assert [status.ok for status in run.status] == [True, False]
    assert "start" in run.status[1].reason


def test_a_negative_plunge_is_reported():
    sink = from_document(
        document(
            {"A": "molecule"}, {"k": (10.0, "molecule/h")}, [([], ["A"], "drain")],
            assignments={"drain": ("-k", "molecule/h")}, initial={"A": 50.0},
        )
    )  # fmt: skip
    run = simulate(sink, {}, [1.0, 4.0, 9.0], outputs=["A"])
    assert run.status[0].reason.startswith("the amount of A became negative")
    assert run["A"][0, :2].tolist() == pytest.approx([40.0, 10.0])


def test_a_lane_without_steady_state_does_not_start():
    status = (Status(False, "moves", 0.0), Status(True))
    blocked = SteadyState(("S",), np.array([[np.nan], [0.5]]), status, np.zeros(2, int))
    run = simulate(switch(), {"k": [1.0, 1.0]}, [0.0, 1.0], initial=blocked)
    assert run.status[0].reason == "no start: moves"
    assert run.status[1].ok
    assert np.isnan(run["level"][0]).all()


def test_asking_for_what_was_not_returned_names_what_was():
    with pytest.raises(KeyError, match="A_total"):
        simulate(decay(), {}, HOURS)["pAKT"]
