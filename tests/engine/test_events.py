"""Events and jumps of rates against closed forms: found exactly, and in the order that their definition gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.reference.networks import document

from her2sim.engine import Dose, Solution, simulate
from her2sim.network import Event, Network, from_document
from her2sim.network.expression import parse

# closed forms of constant rates hold to rounding; a turn is cut 2**-52 of a step behind it
EXACT = {"rtol": 1e-10, "atol": 1e-10}


def growing(*events: tuple[str, dict[str, str]], at_start: bool = True, **laws: str) -> Network:
    """A, B and C under laws (A' = k unless given), with events as (trigger, {species: new value})."""
    names = ["A", "B", "C"]
    laws = {"A": "k"} | laws
    network = from_document(
        document(
            dict.fromkeys(names, "1"),
            {"k": (1.0, "1"), "p": (5.0, "1")},
            [([], [name], f"law_{name}") for name in laws],
            assignments={f"law_{name}": (text, "1") for name, text in laws.items()},
        )
    )
    made = tuple(
        Event(f"event{number}", parse(trigger), tuple((names.index(n), parse(v)) for n, v in changes.items()), at_start)
        for number, (trigger, changes) in enumerate(events)
    )
    return replace(network, events=made)


def run(network: Network, times: list[float], lanes: int = 1, **options: Any) -> Solution:
    return simulate(network, {"k": np.ones(lanes)}, times, outputs=["A", "B", "C"], **options)


def test_a_reset_at_a_threshold_is_a_saw_tooth():
    times = [1.0, 4.9, 5.1, 9.9, 10.1, 12.5]
    found = run(growing(("A > p", {"A": "0"})), times)
    np.testing.assert_allclose(found["A"][0], np.mod(times, 5.0), **EXACT)
    assert found.statistics.events[0] == 2


def test_a_compound_trigger_fires_when_the_last_of_its_parts_turns():
    found = run(growing(("A > p and time > 7", {"A": "0"})), [6.9, 7.1, 13.9, 14.1])
    # the second time A passes 5 at 12, when the clock has long been past 7
    np.testing.assert_allclose(found["A"][0], [6.9, 0.1, 1.9, 2.1], **EXACT)


def test_a_trigger_of_either_part_fires_with_the_first_and_not_again_with_the_second():
    found = run(growing(("A > 3 or time > 4", {"B": "B + 1"})), [2.9, 3.1, 4.1, 20.0])
    np.testing.assert_array_equal(found["B"][0], [0.0, 1.0, 1.0, 1.0])


def test_a_trigger_that_turns_and_turns_back_within_a_step_is_not_stepped_over():
    found = run(growing(("time > 3 and time < 3.0001", {"B": "B + 1"}), A="0*k"), [100.0])
    assert found["B"][0, 0] == 1.0


@pytest.mark.parametrize("width", [10.0, 0.1, 1e-3, 1e-6])
def test_a_pulse_shorter_than_a_step_brings_in_its_area(width: float):
    law = f"piecewise(100*k, time >= 50 and time < 50 + {width}, 0)"
    found = run(growing(A=law), [40.0, 200.0], atol=1e-12)
    # the end of the pulse is a time near 50: it is known to 1e-14
    np.testing.assert_allclose(found["A"][0], [0.0, 100.0 * width], rtol=1e-10, atol=1e-11)


def test_two_turns_within_one_step_are_both_taken():
    found = run(growing(A="piecewise(k, time < 10, 3*k, time < 10.5, 0)"), [9.0, 10.25, 11.0, 500.0])
    np.testing.assert_allclose(found["A"][0], [9.0, 10.75, 11.5, 11.5], **EXACT)


def test_a_rate_that_jumps_at_a_level_follows_its_closed_form():
    network = growing(A="piecewise(-A*k, A > 2, -3*A*k)")
    start, late = np.array([[10.0, 0.0, 0.0]]), np.log(5.0)
    times = np.array([0.5, 1.5, late, 2.0, 3.0])
    found = run(network, times.tolist(), initial=start, rtol=1e-9, atol=1e-12)
    expected = np.where(times <= late, 10.0 * np.exp(-times), 2.0 * np.exp(-3.0 * (times - late)))
    np.testing.assert_allclose(found["A"][0], expected, rtol=1e-7)  # the error of many steps adds up


def test_events_that_fire_together_are_read_before_any_is_applied():
    network = growing(("time >= 1", {"A": "B"}), ("time >= 1", {"B": "A"}), A="0*k")
    found = run(network, [0.5, 1.0, 2.0], initial=np.array([[2.0, 7.0, 0.0]]))
    np.testing.assert_array_equal(found["A"][0], [2.0, 7.0, 7.0])
    np.testing.assert_array_equal(found["B"][0], [7.0, 2.0, 2.0])


def test_the_last_of_events_that_change_one_species_together_wins():
    found = run(growing(("time >= 1", {"B": "1"}), ("time >= 1", {"B": "2"})), [3.0])
    assert found["B"][0, 0] == 2.0


def test_a_dose_that_lifts_a_species_over_its_threshold_fires_at_once():
    network = growing(("A > p", {"B": "time", "A": "0"}), A="0*k")
    found = run(network, [3.0, 4.0], doses=[Dose(3.0, "A", 6.0)])
    np.testing.assert_array_equal(found["B"][0], [3.0, 3.0])
    np.testing.assert_array_equal(found["A"][0], [0.0, 0.0])  # an output at the time of an event is after it


def test_a_dose_at_time_0_is_there_before_the_events():
    network = growing(("A > p", {"B": "1"}), A="0*k", at_start=False)
    found = run(network, [0.0, 1.0], doses=[Dose(0.0, "A", 6.0)])
    np.testing.assert_array_equal(found["B"][0], [1.0, 1.0])


@pytest.mark.parametrize(("at_start", "fired"), [(True, 0.0), (False, 1.0)])
def test_a_trigger_that_holds_at_time_0_fires_only_if_it_did_not_hold_before(at_start: bool, fired: float):
    found = run(growing(("time >= 0", {"B": "1"}), at_start=at_start), [0.0, 5.0])
    np.testing.assert_array_equal(found["B"][0], [fired, fired])


def test_a_trigger_fires_again_only_after_it_was_false():
    network = growing(("A > 0.5", {"B": "B + 1"}), A="6.283185307179586*cos(6.283185307179586*time)")
    found = run(network, [0.05, 0.25, 0.75, 1.25, 4.25])
    np.testing.assert_array_equal(found["B"][0], [0.0, 1.0, 1.0, 2.0, 5.0])


def test_an_event_that_makes_another_trigger_true_fires_it_at_the_same_time():
    network = growing(("A > p", {"B": "1"}), ("B > 0.5", {"C": "time"}))
    found = run(network, [4.9, 6.0])
    np.testing.assert_allclose(found["C"][0], [0.0, 5.0], **EXACT)


def test_events_that_fire_each_other_without_end_give_a_status():
    network = growing(("A >= 1", {"A": "0"}), ("A <= 0", {"A": "1"}), A="0*k")
    found = run(network, [1.0, 5.0], initial=np.array([[0.5, 0.0, 0.0]]), doses=[Dose(2.0, "A", 1.0)])
    assert not found.status[0].ok
    assert "without end" in found.status[0].reason
    assert found.status[0].stopped_at_h == 2.0


def test_resets_that_come_ever_closer_give_a_status():
    """Zeno's events: each halves the way to the next, so that they all come before two hours."""
    network = growing(("A > B", {"A": "0", "B": "B/2"}))
    found = run(network, [1.9, 3.0], initial=np.array([[0.0, 1.0, 0.0]]))
    np.testing.assert_array_equal(found.ok, [False])


def test_each_lane_has_events_at_its_own_time():
    thresholds = np.linspace(1.0, 9.0, 40)
    network = growing(("A > p", {"B": "time"}))
    found = simulate(network, {"p": thresholds}, [10.0], outputs=["B"], threads=1)
    np.testing.assert_allclose(found["B"][:, 0], thresholds, **EXACT)


def test_a_condition_on_a_piece_of_a_law_is_read_without_the_lane_before():
    """The inner relation was once read as the last lane in this place had left it."""
    network = growing(("not piecewise(1, A > p, 0) > 0.5", {"B": "B + 1"}), A="0*k", at_start=False)
    start = np.array([[1.0, 0.0, 0.0], [9.0, 0.0, 0.0]] * 40)
    found = simulate(network, {"p": np.full(80, 5.0)}, [1.0], initial=start, outputs=["B"], threads=1)
    np.testing.assert_array_equal(found["B"][:, 0], [1.0, 0.0] * 40)


def test_outputs_between_events_are_those_of_dense_ones():
    times = np.linspace(0.0, 23.0, 400)
    found = run(growing(("A > p", {"A": "0"}), B="A"), times.tolist(), rtol=1e-9, atol=1e-9)
    whole, part = np.divmod(times, 5.0)
    # area of whole teeth and of the one under way
    np.testing.assert_allclose(found["B"][0], whole * 12.5 + 0.5 * part**2, rtol=1e-7, atol=1e-8)


def test_events_are_counted_per_lane():
    found = simulate(growing(("A > p", {"A": "0"})), {"p": [2.0, 3.0, 50.0]}, [10.5], outputs=["A"])
    np.testing.assert_array_equal(found.statistics.events, [5, 3, 0])
