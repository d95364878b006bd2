"""The references of `doctor --engine`: the engine meets them, others agree with them, and what is off is noticed."""

import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from her2sim.engine import selfcheck
from her2sim.engine.selfcheck import (
    Reference,
    check_reference,
    largest_error,
    load_references,
    look_at_machine,
    repeated,
    run_reference,
)
from her2sim.errors import NetworkError

REFERENCES = {reference.name: reference for reference in load_references()}


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_the_engine_meets_the_reference(name: str):
    reference = REFERENCES[name]
    values, status = run_reference(reference, threads=1)
    assert [found.reason for found in status if not found.ok] == []
    assert largest_error(values, reference.values) <= reference.bound


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_a_value_that_is_off_by_more_than_the_bound_is_noticed(name: str):
    reference = REFERENCES[name]
    wrong = reference.values.copy()
    wrong[-1, -1, -1] *= 1 + 3 * reference.bound
    assert not check_reference(replace(reference, values=wrong), lanes=1).ok


def test_robertson_is_as_lsoda_says():
    reference = REFERENCES["robertson"]

    def slope(time: float, y: np.ndarray) -> list[float]:
        slow, fast, fastest = 0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * y[1] ** 2
        return [fast - slow, slow - fast - fastest, fastest]

    run = solve_ivp(
        slope, (0, reference.times[-1]), [1.0, 0.0, 0.0], "LSODA", rtol=1e-10, atol=1e-15, t_eval=reference.times
    )
    lane = list(reference.parameters["slow"]).index(0.04)
    np.testing.assert_allclose(run.y.T, reference.values[lane], rtol=1e-7)  # what LSODA keeps of 1e-10 over 4e5 h


def test_the_dosed_drug_is_as_a_course_by_hand_says():
    reference, lane = REFERENCES["dosed"], 1
    vmax, km = (float(reference.parameters[name][lane]) for name in ("vmax", "km"))

    def slope(time: float, y: np.ndarray) -> list[float]:
        depot, central, tissue = y
        inflow = 120.0 / 6.5 if 30.0 <= time <= 36.5 else 0.0
        out = (0.01 + vmax / (km + central)) * central
        return [-0.4 * depot, 0.4 * depot - 0.2 * central + 0.1 * tissue - out + inflow, 0.2 * central - 0.1 * tissue]

    jumps = {2.0: (0, 80.0), 26.0: (0, 80.0), 50.0: (0, 80.0), 74.0: (0, 80.0), 101.0: (1, 40.0)}
    edges = sorted({0.0, 30.0, 36.5, *jumps, *reference.times.tolist()})
    state, seen = np.zeros(3), []
    for now, until in zip(edges, [*edges[1:], None], strict=True):
        place, amount = jumps.get(now, (0, 0.0))
        state = state + amount * np.eye(3)[place]
        if now in reference.times:
            seen.append(state[1:])
        if until is not None:
            middle = (now, until)
            state = solve_ivp(slope, middle, state, "DOP853", rtol=1e-11, atol=1e-11, max_step=until - now).y[:, -1]
    np.testing.assert_allclose(seen, reference.values[lane], rtol=1e-7, atol=1e-9)  # a hundred times what was asked


def test_a_lane_that_fails_fails_its_reference(monkeypatch: pytest.MonkeyPatch):
    reference = REFERENCES["robertson"]
    broken = replace(reference, parameters={"slow": np.array([0.02, 0.04, 0.06, 1e300])})
    check = check_reference(broken, lanes=4)
    assert (check.ok, check.error) == (False, np.inf)
    assert check.reason


def test_nan_is_an_infinite_error():
    assert largest_error(np.full((1, 1, 1), np.nan), np.ones((1, 1, 1))) == np.inf


def test_what_fell_a_millionfold_counts_against_its_largest_value():
    wanted = np.array([[[1.0], [1e-9]]])
    assert largest_error(np.array([[[1.0], [2e-9]]]), wanted) == pytest.approx(1e-9 / (1e-9 + 1e-6))


def test_lanes_are_repeated_with_their_values():
    wide = repeated(REFERENCES["robertson"], 6)
    assert wide.values.shape[0] == 8
    np.testing.assert_array_equal(wide.parameters["slow"][4:], wide.parameters["slow"][:4])


def test_a_reference_for_another_shipped_network_is_refused():
    stored = {"references": [{**_bare(), "network": {"shipped": "her2", "sha256": "0" * 64}}]}
    with pytest.raises(NetworkError, match="not the one"):
        load_references(json.dumps(stored))


def _bare() -> dict[str, object]:
    empty: dict[str, object] = {"parameters": {}, "doses": [], "times": [0.0], "outputs": [], "values": [[[]]]}
    return {"name": "bare", "says": "", "kind": "course", "rtol": 1e-6, "atol": None, "bound": 1e-4, **empty}


def test_the_machine_is_described_without_a_gain_where_there_is_one_core(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(selfcheck, "worker_count", lambda threads: 1)
    machine = look_at_machine(list(REFERENCES.values()))
    assert (machine.threads, machine.thread_gain) == (1, 1.0)
    assert machine.numba
    assert machine.lanes >= 4


def test_every_reference_says_how_it_was_made():
    from importlib.resources import files

    stored = json.loads((files("her2sim.engine") / "data" / "references.json").read_text("utf-8"))
    assert stored["format"] == selfcheck.FORMAT
    assert {"by", "with", "how", "bounds"} <= stored["made"].keys()
    assert isinstance(next(iter(REFERENCES.values())), Reference)
