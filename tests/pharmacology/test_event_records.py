"""Event records: what is read, what is refused and where, and courses with closed forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.reference.networks import document

from her2sim.engine import Dose, simulate
from her2sim.errors import NetworkError, RegimenError
from her2sim.network import Network, from_document
from her2sim.pharmacology.events_run import lane_doses, simulate_events
from her2sim.pharmacology.events_table import read_events

K = 0.1  # per hour
TIGHT: dict[str, Any] = {"rtol": 1e-8, "atol": 1e-9}
CLOSE = {"rtol": 1e-6, "atol": 1e-8}  # a hundred times the tolerance of the integrator


def one() -> Network:
    """One compartment with first-order loss and a start of its own where it is given one."""
    return from_document(
        document(
            {"A": "mg", "B": "mg"},
            {"k": (K, "1/h"), "A0": (0.0, "mg")},
            [(["A"], [], "k"), (["B"], [], "k")],
            initial={"A": "A0"},
        )
    )


def records(*rows: dict[str, float]) -> dict[str, list[Any]]:
    """Columns of rows that name what is not 0."""
    columns = {name: None for row in rows for name in row}
    return {name: [row.get(name, ".") for row in rows] for name in columns}


def course(*rows: dict[str, float], **options: Any) -> np.ndarray:
    """Amounts in A at the rows."""
    found = simulate_events(one(), read_events(records(*rows)), ("A", "B"), outputs=["A"], **TIGHT | options)
    assert all(status.ok for status in found.status)
    return found.values[:, 0]


def gone(*hours: float) -> np.ndarray:
    return np.exp(-K * np.array(hours))


def infused(rate: float, hours: float) -> float:
    return rate / K * (1.0 - np.exp(-K * hours))


def test_a_lag_and_a_bioavailability_shift_and_scale_a_bolus():
    found = course({"TIME": 0, "AMT": 100, "ALAG1": 2.5, "F1": 0.4}, {"TIME": 2}, {"TIME": 5})
    np.testing.assert_allclose(found, [0.0, 0.0, 40.0 * gone(2.5)[0]], **CLOSE)


def test_a_dose_into_the_second_compartment_leaves_the_first_alone():
    found = course({"TIME": 0, "AMT": 100, "CMT": 2, "F1": 3, "F2": 1}, {"TIME": 5})
    np.testing.assert_allclose(found, [0.0, 0.0])


@pytest.mark.parametrize(
    ("fields", "rate", "hours"),
    [
        ({"RATE": 10, "F1": 0.5}, 10.0, 5.0),
        ({"RATE": -1, "R1": 20, "F1": 0.5}, 20.0, 2.5),
        ({"RATE": -2, "D1": 4, "F1": 0.5}, 12.5, 4.0),
    ],
    ids=["F stretches a rate", "R1", "F scales a duration"],
)
def test_an_infusion_runs_at_its_rate_for_its_time(fields: dict[str, float], rate: float, hours: float):
    found = course({"TIME": 0, "AMT": 100, **fields}, {"TIME": 2}, {"TIME": 9})
    np.testing.assert_allclose(found, [0.0, infused(rate, 2.0), infused(rate, hours) * gone(9 - hours)[0]], **CLOSE)


def test_additional_doses_come_at_their_interval_after_the_lag():
    found = course({"TIME": 0, "AMT": 10, "ALAG1": 1, "II": 8, "ADDL": 2}, {"TIME": 17}, {"TIME": 30})
    np.testing.assert_allclose(found[1:], [10 * gone(16, 8, 0).sum(), 10 * gone(29, 21, 13).sum()], **CLOSE)


@pytest.mark.parametrize(("lag", "since"), [(0.0, 0.0), (3.0, 9.0)])
def test_a_bolus_at_steady_state_is_a_geometric_sum(lag: float, since: float):
    dose = {"TIME": 0, "AMT": 10, "SS": 1, "II": 12, "ALAG1": lag}
    found = course(dose, {"TIME": lag + 5})
    peak = 10.0 / (1.0 - gone(12)[0])
    np.testing.assert_allclose(found, peak * gone(since, 5.0), **CLOSE)


@pytest.mark.parametrize("hours", [3.0, 12.0, 20.0, 30.0], ids=["shorter", "equal", "longer", "much longer"])
def test_an_infusion_at_steady_state_is_a_sum_over_all_that_came_before(hours: float):
    found = course({"TIME": 0, "AMT": 60, "RATE": 60 / hours, "SS": 1, "II": 12}, {"TIME": 2}, {"TIME": 70})

    def past(time: float) -> float:  # doses at 0, -12, -24, ...; 300 of them leave exp(-360)
        starts = time + 12.0 * np.arange(300)
        running = np.minimum(starts, hours)
        return float(
            (infused(60 / hours, 1.0) / (1 - gone(1)[0]) * (1 - np.exp(-K * running)) * gone(*(starts - running))).sum()
        )

    np.testing.assert_allclose(found, [past(0.0), past(2.0), past(70.0)], **CLOSE)


def test_an_endless_infusion_stops_at_its_record():
    found = course({"TIME": 0, "EVID": 1, "AMT": 0, "RATE": 5, "SS": 1}, {"TIME": 4, "EVID": 0})
    np.testing.assert_allclose(found, 50.0 * gone(0, 4), **CLOSE)


def test_a_second_steady_state_is_added_to_what_is_there():
    rows = [{"TIME": 0, "AMT": 10}, {"TIME": 5, "AMT": 4, "SS": 2, "II": 6}, {"TIME": 9}]
    expected = [10.0, 10 * gone(5)[0] + 4 / (1 - gone(6)[0])]
    np.testing.assert_allclose(course(*rows), [*expected, expected[1] * gone(4)[0]], **CLOSE)


def test_a_steady_state_of_saturable_kinetics_closes_its_cycle():
    network = from_document(
        document(
            {"A": "mg"}, {"top": (5.0, "mg/h"), "half": (20.0, "mg")}, [([], ["A"], "loss")],
            assignments={"loss": ("-top*A/(half + A)", "mg/h")},
        )
    )  # fmt: skip
    table = records({"TIME": 0, "AMT": 30, "SS": 1, "II": 12, "ADDL": 3}, {"TIME": 11.999999}, {"TIME": 35.999999})
    found = simulate_events(network, read_events(table), ("A",), outputs=["A"], **TIGHT).values[:, 0]
    peak = found[0]
    assert found[2] == pytest.approx(found[1], rel=1e-6)
    # the implicit solution of Michaelis-Menten elimination over one cycle
    assert 30.0 + 20.0 * np.log(peak / (peak - 30.0)) == pytest.approx(5.0 * 12.0, rel=1e-6)


def test_a_dose_that_outruns_elimination_has_no_steady_state():
    network = from_document(
        document(
            {"A": "mg"}, {"top": (1.0, "mg/h"), "half": (20.0, "mg")}, [([], ["A"], "loss")],
            assignments={"loss": ("-top*A/(half + A)", "mg/h")},
        )
    )  # fmt: skip
    table = records({"TIME": 0, "AMT": 30, "SS": 1, "II": 12}, {"TIME": 5})
    found = simulate_events(network, read_events(table), ("A",), outputs=["A"], rtol=1e-4, atol=1e-6)
    assert found.status[0].reason.startswith("no steady state of the repeated dose")
    assert np.isnan(found.values).all()


def test_a_reset_returns_to_the_start_and_cancels_what_was_to_come():
    rows = [
        {"TIME": 0, "EVID": 1, "AMT": 100, "RATE": 10, "II": 6, "ADDL": 5},
        {"TIME": 5, "EVID": 3},
        {"TIME": 9, "EVID": 0},
        {"TIME": 10, "EVID": 4, "AMT": 50},
        {"TIME": 12, "EVID": 0},
    ]
    found = course(*rows, parameters={"A0": 7.0})
    np.testing.assert_allclose(found, [7.0, 7.0, 7 * gone(4)[0], 57.0, 57 * gone(2)[0]], **CLOSE)


def test_a_lagged_dose_is_cancelled_by_a_reset():
    found = course({"TIME": 0, "EVID": 1, "AMT": 100, "ALAG1": 6}, {"TIME": 5, "EVID": 3}, {"TIME": 9, "EVID": 0})
    np.testing.assert_allclose(found, 0.0)


def test_an_observation_before_a_dose_of_the_same_time_does_not_see_it():
    found = course({"TIME": 0, "AMT": 10}, {"TIME": 5}, {"TIME": 5, "AMT": 10}, {"TIME": 5}, {"TIME": 6})
    trough = 10 * gone(5)[0]
    np.testing.assert_allclose(found[1:], [trough, trough + 10, trough + 10, (trough + 10) * gone(1)[0]], **CLOSE)


def test_a_parameter_of_a_record_holds_from_the_record_before():
    found = course({"TIME": 0, "AMT": 10}, {"TIME": 2}, {"TIME": 5}, parameters={"k": np.array([9.0, 0.3, 0.1])})
    np.testing.assert_allclose(found, [10.0, 10 * np.exp(-0.6), 10 * np.exp(-0.9)], **CLOSE)


def test_individuals_do_not_depend_on_each_other():
    rows = [
        {"ID": who, "TIME": time, "AMT": amount * who, "SS": who % 2, "II": 12}
        for who in (1, 2, 3)
        for time, amount in ((0, 10), (4, 0), (7 + who // 3, 0))
    ]
    for row in rows:
        if not row["AMT"]:
            row |= {"SS": 0, "II": 0}
    together = course(*rows)
    alone = [course(*(row for row in rows if row["ID"] == who)) for who in (1, 2, 3)]
    assert np.concatenate(alone).tobytes() == together.tobytes()


def test_doses_of_many_individuals_go_through_one_simulation():
    table = records(*({"ID": who, "TIME": 1, "AMT": 10, "II": 4, "ADDL": who, "RATE": 5 * who} for who in range(3)))
    lanes = lane_doses(read_events(table), ("A", "B"))
    assert lanes[0] == (Dose(1.0, "A", 10.0),)
    assert lanes[2] == tuple(Dose(1.0 + 4.0 * number, "A", 10.0, 1.0) for number in range(3))
    found = simulate(one(), {"k": np.zeros(3)}, [20.0], doses=lanes, outputs=["A"])
    np.testing.assert_allclose(found["A"][:, 0], [10.0, 20.0, 30.0])


def test_a_file_reads_like_columns(tmp_path: Path):
    (tmp_path / "events.csv").write_text("C,id,time,amt,ii,addl\n.,a,0,100,24,2\n.,a,5,.,,\n.,b,0,50,.,0\n")
    columns = {"ID": ["a", "a", "b"], "TIME": [0, 5, 0], "AMT": [100, 0, 50], "II": [24, 0, 0], "ADDL": [2, 0, 0]}
    assert read_events(tmp_path / "events.csv") == read_events(columns)


DOSE = {"TIME": 0.0, "EVID": 1.0, "AMT": 10.0}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"TIME": -1}, "TIME"),
        ({"TIME": "noon"}, "TIME"),
        ({"AMT": float("inf")}, "AMT"),
        ({"AMT": -3}, "AMT"),
        ({"AMT": 0}, "AMT"),
        ({"EVID": 5}, "EVID"),
        ({"EVID": 3}, "AMT"),
        ({"CMT": -2}, "CMT"),
        ({"CMT": 1.5}, "CMT"),
        ({"RATE": -3}, "RATE"),
        ({"RATE": -1}, "R1"),
        ({"RATE": -2, "D1": 0}, "D1"),
        ({"ADDL": 2}, "II"),
        ({"ADDL": -1, "II": 2}, "ADDL"),
        ({"SS": 1}, "II"),
        ({"SS": 3, "II": 2}, "SS"),
        ({"SS": 1, "II": 2, "ALAG1": 2}, "ALAG1"),
        ({"ALAG1": -1}, "ALAG1"),
        ({"F1": -0.1}, "F1"),
    ],
)
def test_a_record_that_cannot_be_used_is_named_by_row_and_field(changed: dict[str, Any], field: str):
    with pytest.raises(RegimenError) as caught:
        read_events(records({"TIME": 0, "EVID": 0}, DOSE | changed))
    assert caught.value.where == f"row 2: {field}"


def test_time_that_runs_backwards_is_refused():
    with pytest.raises(RegimenError, match="row 2: TIME"):
        read_events(records({"TIME": 3}, {"TIME": 2}))


def test_a_table_without_times_or_with_torn_rows_is_refused(tmp_path: Path):
    with pytest.raises(RegimenError, match="no column TIME"):
        read_events({"AMT": [1.0]})
    (tmp_path / "torn.csv").write_text("TIME,AMT\n0,1\n2\n")
    with pytest.raises(RegimenError, match="row 2"):
        read_events(tmp_path / "torn.csv")
    with pytest.raises(RegimenError, match="cannot be read"):
        read_events(tmp_path / "missing.csv")


def test_a_compartment_that_is_not_there_is_refused():
    subjects = read_events(records({"TIME": 0, "AMT": 1, "CMT": 3}))
    with pytest.raises(RegimenError, match="row 1: CMT"):
        simulate_events(one(), subjects, ("A", "B"))
    with pytest.raises(RegimenError, match="row 1: CMT"):
        lane_doses(subjects, ("A", "B"))


def test_what_is_no_plain_dose_is_refused_as_one():
    with pytest.raises(RegimenError, match="row 1: EVID, SS"):
        lane_doses(read_events(records({"TIME": 0, "EVID": 3})), ("A",))


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"parameters": {"kk": 1.0}}, "parameters"),
        ({"parameters": {"k": np.ones(3)}}, "parameters: k"),
        ({"outputs": ["a"]}, "outputs"),
    ],
)
def test_names_and_shapes_that_do_not_fit_are_refused(options: dict[str, Any], where: str):
    with pytest.raises(NetworkError) as caught:
        simulate_events(one(), read_events(records({"TIME": 0, "AMT": 1})), ("A", "B"), **options)
    assert caught.value.where == where


def test_a_rate_that_reads_the_time_is_refused_where_the_clock_restarts():
    network = from_document(
        document(
            {"A": "mg"}, {"k": (K, "1/h")}, [(["A"], [], "loss")], assignments={"loss": ("k*exp(-time)", "1/h")}
        )
    )  # fmt: skip
    with pytest.raises(NetworkError, match="assignment loss"):
        simulate_events(network, read_events(records(DOSE, {"TIME": 2, "EVID": 3})), ("A",))
