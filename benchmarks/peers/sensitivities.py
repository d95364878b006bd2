"""Forward sensitivities: the engine and AMICI, the same states by the same parameters, errors against a tight run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.peers import amici_peer, engine_tool
from benchmarks.peers.compare import Plan, say
from benchmarks.peers.courses import Course, Sets, draw, published
from benchmarks.peers.measure import alternate, seconds_of
from benchmarks.peers.table import grid

COUNT = 20
RTOLS = (1e-4, 1e-6)
_REFERENCE_RTOL = 1e-11

# (sets, rtol, atol) -> sensitivities (N, T, parameters, S), and the tool's own CPU seconds or None
Run = Callable[[Sets, float, float], tuple[np.ndarray, float | None]]


def chosen(course: Course) -> tuple[str, ...]:
    """Twenty parameters, evenly through the list, without Birtwistle's `eps`.

    It only keeps ratios from dividing by zero; at the start, where both sides of a ratio are zero, derivatives by it
    have no limit that solvers agree on beyond 1e-4.
    """
    names = [name for name in course.flat.parameters if name != "eps"]
    return tuple(names[place] for place in np.linspace(0, len(names) - 1, COUNT).astype(int))


def by_amici(course: Course, names: Sequence[str], cache: Path) -> Run:
    """AMICI's forward sensitivities (CVODES, staggered or simultaneous as it comes)."""
    from amici.sim.sundials import AMICI_SUCCESS, SensitivityMethod, SensitivityOrder

    model, _ = amici_peer.compiled(course, cache, sensitivities=True)
    setter, solver = amici_peer.Setter(model, course), model.create_solver()
    solver.set_max_steps(1_000_000)
    solver.set_sensitivity_order(SensitivityOrder.first)
    solver.set_sensitivity_method(SensitivityMethod.forward)
    model.set_parameter_list([int(place) for place in amici_peer.positions(model.get_free_parameter_ids(), names)])
    order = amici_peer.positions(model.get_state_ids(), course.flat.species)

    def run(sets: Sets, rtol: float, atol: float) -> tuple[np.ndarray, float | None]:
        solver.set_relative_tolerance(rtol)
        solver.set_absolute_tolerance(atol)
        values = np.full((len(sets), len(course.times), len(names), len(order)), np.nan)
        spent = 0.0
        for place, (parameters, initial) in enumerate(zip(sets.parameters, sets.initial, strict=True)):
            setter(parameters, initial)
            found = model.simulate(solver=solver)
            spent += found.cpu_time / 1e3
            if found.status == AMICI_SUCCESS:
                values[place] = found.sx[:, :, order]
        return values, spent

    return run


def by_engine(course: Course, names: Sequence[str], plan: Plan) -> Run:
    """The engine's, all sets in one call.

    Raises:
        SystemExit: this engine has none.
    """
    from her2sim import engine

    call = getattr(engine, "sensitivities", None)
    if call is None:
        raise SystemExit("this engine has no forward sensitivities")
    ready = engine_tool.network_of(course, plan.cache)

    def run(sets: Sets, rtol: float, atol: float) -> tuple[np.ndarray, float | None]:
        rows, initial = ready.rows(sets)
        options = {"initial": initial, "outputs": ready.outputs, "rtol": rtol, "atol": atol, "threads": 1}
        found = call(ready.network, rows, course.times, by=tuple(names), **options)
        return np.moveaxis(found.values, 3, 2), None

    return run


def error(values: np.ndarray, reference: np.ndarray) -> float:
    """Median over the sets of the largest error, each sensitivity measured by its own peak over time.

    A sensitivity whose peak is below a millionth of the largest of its parameter is measured by that instead.
    """
    peak = np.abs(reference).max(axis=1, keepdims=True)
    scale = np.maximum(peak, 1e-6 * peak.max(axis=3, keepdims=True)) + np.finfo(float).tiny
    worst = (np.abs(values - reference) / scale).max(axis=(1, 2, 3))
    return float(np.percentile(np.where(np.isnan(worst), np.inf, worst), 50, method="inverted_cdf"))


def measure(path: Path, peers: Sequence[str], plan: Plan) -> dict[str, Any]:
    """Errors and simulations per second, printed and returned."""
    if "amici" not in peers:
        raise SystemExit("the sensitivities are compared with AMICI's: install amici, or make bench")
    course = published(path)
    names, sets = chosen(course), draw(course, plan.sets)
    say("sensitivities: compiling")
    runs = {"amici": by_amici(course, names, plan.cache), "engine": by_engine(course, names, plan)}
    checked = sets.first(min(plan.error_sets, 10))
    reference = runs["amici"](checked, _REFERENCE_RTOL, course.atol * 1e-5)[0]
    timed = {"amici": sets.first(min(plan.sets, 50)), "engine": sets}
    errors, jobs = dict[str, float](), dict[str, Any]()
    for name, run in runs.items():
        for rtol in RTOLS:
            key = f"{name} {rtol:g}"
            errors[key] = error(run(checked, rtol, course.atol)[0], reference)
            jobs[key] = _job(key, run, timed[name], rtol, course.atol)
    seconds = alternate(jobs, plan.repeats)
    rows = [("run", "median error", "sims/s")]
    rows += [
        (key, f"{errors[key.removesuffix(' integrator')]:.1e}", f"{1 / value:.4g}") for key, value in seconds.items()
    ]
    print(f"{course.key}: {len(course.flat.species)} species by {len(names)} parameters")
    print(grid(rows))
    return {"error": errors, "per_second": {key: 1.0 / value for key, value in seconds.items()}}


def _job(key: str, run: Run, sets: Sets, rtol: float, atol: float) -> Callable[[], dict[str, float]]:
    def once() -> dict[str, float]:
        own: list[float | None] = []
        found = {key: seconds_of(lambda: own.append(run(sets, rtol, atol)[1]))}
        if own[0] is not None:
            found[f"{key} integrator"] = own[0]
        return {name: value / len(sets) for name, value in found.items()}

    return once
