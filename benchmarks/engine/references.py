"""Make the references that `her2sim doctor --engine` runs again: `python -m benchmarks.engine.references [NAME ...]`.

The values come from SciPy's Radau at rtol 1e-12 with rates that the batched engine does not share (`network.rates`,
compiled from the expressions). The network with events is written out by hand here and carried from event to event by
DOP853, whose interpolant is of order 7, and its root finding. Takes about ten minutes; commit the file with the change
of the network that asked for it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from scipy.integrate import solve_ivp

from her2sim import __version__
from her2sim.engine import Dose, repeat, simulate
from her2sim.engine.doses import SAME_H
from her2sim.engine.selfcheck import FORMAT
from her2sim.network import Network, from_document, load_network

FILE = Path(__file__).parents[2] / "src" / "her2sim" / "engine" / "data" / "references.json"
RTOL = 1e-12
REST_RTOL = 1e-6
"""enough for a rest, where errors of the way there die out; far below, rounding keeps Newton's method from its end"""
HER2 = ("surface_ERBB2", "HER2_HER3_free", "PIP3_amount", "AKT_T308_S473", "ERK_pp", "p27_total")


def _document(
    name: str,
    species: Mapping[str, str],
    parameters: Mapping[str, tuple[float, str]],
    assignments: Mapping[str, tuple[str, str]],
    reactions: Sequence[tuple[list[int], list[int], str]],
    initial: Mapping[int, float],
    events: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "format": "her2sim-network/1",
        "name": name,
        "version": "1",
        "modules": [],
        "species": [{"name": key, "unit": unit} for key, unit in species.items()],
        "parameters": [{"name": key, "value": value, "unit": unit} for key, (value, unit) in parameters.items()],
        "inputs": [],
        "assignments": [{"name": k, "expression": text, "unit": unit} for k, (text, unit) in assignments.items()],
        "observables": [],
        "reactions": [
            {"rule": rate, "reactants": left, "products": right, "factor": 1.0, "rate": rate}
            for left, right, rate in reactions
        ],
        "initial": [[place, value] for place, value in initial.items()],
        "conserved": [],
    }
    return plain | ({"events": list(events)} if events else {})


def _values(network: Network, item: Mapping[str, Any], atol: float, rtol: float = RTOL) -> list[Any]:
    """Values (L, T, O) by Radau."""
    run = simulate(
        network,
        {name: np.array(values) for name, values in item["parameters"].items()},
        item["times"],
        doses=[Dose(**dose) for dose in item["doses"]],
        outputs=item["outputs"],
        rtol=rtol,
        atol=atol,
        method="radau",
        threads=1,
    )
    bad = [status.reason for status in run.status if not status.ok]
    if bad:
        raise SystemExit(f"{item['name']}: {bad[0]}")
    return run.values.tolist()


def robertson() -> dict[str, Any]:
    """Robertson 1966, in lanes that differ in the slow constant; from hours to 4e5."""
    network = _document(
        "robertson",
        {"y1": "1", "y2": "1", "y3": "1"},
        {"slow": (0.04, "1/h"), "fast": (1e4, "1/h"), "fastest": (3e7, "1/h")},
        {},
        [([0], [1], "slow"), ([1, 2], [0, 2], "fast"), ([1, 1], [1, 2], "fastest")],
        {0: 1.0},
    )
    item = {
        "name": "robertson",
        "says": "Robertson's stiff kinetics",
        "kind": "course",
        "parameters": {"slow": [0.02, 0.04, 0.06, 0.08]},
        "doses": [],
        "times": [0.4, 4.0, 40.0, 400.0, 4e3, 4e4, 4e5],
        "outputs": ["y1", "y2", "y3"],
        "rtol": 1e-6,
        "atol": 1e-12,
        "bound": 1e-4,
    }
    return item | {"network": network, "values": _values(from_document(network), item, 1e-16)}


def dosed() -> dict[str, Any]:
    """Depot, centre and tissue with saturable elimination: boluses, an infusion, a second route."""
    network = _document(
        "two compartments",
        {"depot": "nM", "central": "nM", "tissue": "nM"},
        {
            "k_absorb": (0.4, "1/h"), "k_out": (0.2, "1/h"), "k_back": (0.1, "1/h"),
            "vmax": (6.0, "nM/h"), "km": (15.0, "nM"), "k_el": (0.01, "1/h"),
        },
        {"removal": ("k_el + vmax/(km + central)", "1/h")},
        [([0], [1], "k_absorb"), ([1], [2], "k_out"), ([2], [1], "k_back"), ([1], [], "removal")],
        {},
    )  # fmt: skip
    given = (
        *repeat(Dose(2.0, "depot", 80.0), 4, 24.0),
        Dose(30.0, "central", 120.0, 6.5),
        Dose(101.0, "central", 40.0),
    )
    item = {
        "name": "dosed",
        "says": "doses, Michaelis-Menten elimination",
        "kind": "course",
        "parameters": {"vmax": [2.0, 6.0, 12.0, 6.0], "km": [15.0, 15.0, 5.0, 60.0]},
        "doses": [vars_of(dose) for dose in given],
        "times": [0.0, 2.0, 5.0, 26.0, 33.0, 36.5, 50.0, 74.0, 90.0, 101.0, 120.0, 168.0],
        "outputs": ["central", "tissue"],
        "rtol": 1e-6,
        "atol": 1e-9,
        "bound": 1e-4,
    }
    return item | {"network": network, "values": _values(from_document(network), item, 1e-12)}


def vars_of(dose: Dose) -> dict[str, Any]:
    """A dose as plain data."""
    return {"time_h": dose.time_h, "species": dose.species, "amount": dose.amount, "duration_h": dose.duration_h}


def switched() -> dict[str, Any]:
    """A drug topped up whenever it runs low, an effect that is halved when it runs high, an inflow for two hours."""
    network = _switched_network()
    times = [0.0, 3.0, 9.0, 11.0, 12.5, 20.0, 31.0, 47.0]
    lanes = {"k_el": [0.3, 0.2, 0.45, 0.3], "dose": [8.0, 8.0, 5.0, 20.0]}
    base = {entry["name"]: entry["value"] for entry in network["parameters"]}
    values = [
        _from_event_to_event(base | dict(zip(lanes, lane, strict=True)), times)
        for lane in zip(*lanes.values(), strict=True)
    ]
    return {
        "name": "switched",
        "says": "events and a rate that jumps",
        "kind": "course",
        "network": network,
        "parameters": lanes,
        "doses": [],
        "times": times,
        "outputs": ["drug", "effect"],
        "rtol": 1e-6,
        "atol": 1e-9,
        "bound": 1e-4,
        "values": values,
    }


def _switched_network() -> dict[str, Any]:
    parameters = {
        "k_el": (0.3, "1/h"), "low": (2.0, "1"), "dose": (8.0, "1"), "k_in": (1.5, "1/h"), "half": (3.0, "1"),
        "k_out": (0.12, "1/h"), "high": (4.0, "1"), "inflow": (5.0, "1/h"),
    }  # fmt: skip
    assignments = {
        "make": ("k_in*drug/(half + drug)", "1/h"),
        "pulse": ("piecewise(inflow, time >= 10 and time < 12, 0)", "1/h"),
    }
    reactions = [([0], [], "k_el"), ([], [1], "make"), ([1], [], "k_out"), ([], [0], "pulse")]
    events = [
        {"name": "top up", "trigger": "drug < low", "changes": [[0, "drug + dose"]], "at_start": True},
        {"name": "relief", "trigger": "effect > high", "changes": [[1, "effect/2"]], "at_start": True},
    ]
    return _document("switched", {"drug": "1", "effect": "1"}, parameters, assignments, reactions, {0: 10.0}, events)


def _from_event_to_event(p: Mapping[str, float], times: Sequence[float]) -> list[list[float]]:
    """The switched network, written out; every jump is a new start."""
    state, now, found = np.array([10.0, 0.0]), 0.0, list[list[float]]()
    if times[0] == 0.0:
        found.append(state.tolist())
    for until in sorted({*times[1:], 10.0, 12.0}):
        flow = p["inflow"] if 10.0 <= now < 12.0 else 0.0
        while now < until:
            run = solve_ivp(_slope(p, flow), (now, until), state, "DOP853", rtol=RTOL, atol=1e-13, events=_crossings(p))
            now, state = float(run.t[-1]), run.y[:, -1]
            if run.status == 1:
                drug, effect = (len(hits) > 0 for hits in run.t_events)
                state = np.array([state[0] + p["dose"] * drug, state[1] / (1 + effect)])
            elif until - now < SAME_H:
                now = until
        if until in times:
            found.append(state.tolist())
    return found


def _slope(p: Mapping[str, float], flow: float) -> Callable[[float, Any], list[float]]:
    def slope(time: float, y: Any) -> list[float]:
        return [flow - p["k_el"] * y[0], p["k_in"] * y[0] / (p["half"] + y[0]) - p["k_out"] * y[1]]

    return slope


def _crossings(p: Mapping[str, float]) -> list[Any]:
    def runs_low(time: float, y: Any) -> float:
        return y[0] - p["low"]

    def runs_high(time: float, y: Any) -> float:
        return y[1] - p["high"]

    for crossing, direction in ((runs_low, -1), (runs_high, 1)):
        setattr(crossing, "terminal", True)  # noqa: B010 - SciPy reads it from the function
        setattr(crossing, "direction", direction)  # noqa: B010
    return [runs_low, runs_high]


def trastuzumab() -> dict[str, Any]:
    """The shipped network from its own start under constant antibody, with and without much HER2."""
    network = load_network()
    item = {
        "name": "trastuzumab",
        "says": "the shipped network, 500 h",
        "kind": "course",
        "parameters": {"trastuzumab_nM": [0.0, 1.0, 30.0, 300.0], "ERBB2_total": [1e6, 1e6, 3e5, 2e6]},
        "doses": [],
        "times": [0.5, 6.0, 48.0, 168.0, 500.0],
        "outputs": list(HER2),
        "rtol": 1e-6,
        "atol": None,
        "bound": 1e-4,
    }
    shipped = {"shipped": "her2", "sha256": network.content_hash}
    return item | {"network": shipped, "values": _values(network, item, 1e-9)}


def rest() -> dict[str, Any]:
    """The drug-free rest of the shipped network: where Radau stands after 23 years."""
    network = load_network()
    item: dict[str, Any] = {
        "name": "rest",
        "says": "steady states of the shipped network",
        "kind": "rest",
        "parameters": {"ERBB2_total": [1e5, 5e5, 1e6, 2e6], "PTEN_level": [1.0, 0.5, 1.0, 0.2]},
        "doses": [],
        "times": [0.0],
        "outputs": list(HER2),
        "rtol": 1e-6,
        "atol": None,
        "bound": 1e-4,
    }
    late = item | {"times": [1e5, 2e5]}
    reached = np.array(_values(network, late, 1e-3, REST_RTOL))
    moved = float(np.max(np.abs(reached[:, 1] / reached[:, 0] - 1)))
    if moved > 1e-7:
        raise SystemExit(f"rest: outputs still move by {moved:.1e}")
    shipped = {"shipped": "her2", "sha256": network.content_hash}
    return item | {"network": shipped, "values": reached[:, 1:].tolist()}


MAKERS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "robertson": robertson,
    "dosed": dosed,
    "switched": switched,
    "trastuzumab": trastuzumab,
    "rest": rest,
}


def main(wanted: Sequence[str]) -> None:
    held = json.loads(FILE.read_text("utf-8"))["references"] if FILE.exists() else []
    references = {item["name"]: item for item in held}
    for name in wanted or MAKERS:
        references[name] = MAKERS[name]()
        _write([references[key] for key in MAKERS if key in references])
        print(name, flush=True)


def _write(references: Sequence[Mapping[str, Any]]) -> None:
    made = {
        "by": "python -m benchmarks.engine.references",
        "with": f"SciPy {scipy.__version__}, Radau, rtol {RTOL:g} ('rest' {REST_RTOL:g}); her2sim {__version__}",
        "how": "rates compiled from the expressions one lane at a time (network.rates), none of the batched engine's "
        "code; 'switched' by DOP853 with rates written out by hand and its root finding; 'rest' after 2e5 h",
        "bounds": "100 rtol, as the error of a course is that of many steps",
    }
    content = {"format": FORMAT, "made": made, "references": references}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(content, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
