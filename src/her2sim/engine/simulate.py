"""Time courses of many lanes: the engine's front door (design.md, section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from her2sim.engine.batch import Doses, Parameters, initial_rows, lane_plans, output_names, parameter_rows, time_row
from her2sim.engine.doses import Stretch
from her2sim.engine.integrators import Method, Problem, choose
from her2sim.engine.lane import LaneResult, run_lane
from her2sim.engine.pool import over_lanes
from her2sim.engine.solution import Floats, Solution, Statistics, Status, SteadyState
from her2sim.engine.tolerances import absolute_tolerance, check_relative
from her2sim.errors import InputError
from her2sim.network.form import Network
from her2sim.network.rates import bind, compile_rates, readout_function


@dataclass(frozen=True)
class _Job:
    """Lanes to run in one process."""

    network: Network
    parameters: Floats
    initial: Floats | None
    blocked: tuple[Status | None, ...]
    plans: Sequence[tuple[Stretch, ...]]
    times: Floats
    outputs: tuple[str, ...]
    rtol: float
    atol: Floats
    method: Method


def simulate(
    network: Network,
    parameters: Parameters,
    times: Floats | Sequence[float],
    *,
    initial: Floats | SteadyState | None = None,
    doses: Doses | None = None,
    outputs: Sequence[str] | None = None,
    rtol: float = 1e-6,
    atol: float | Floats | None = None,
    method: Method = "auto",
    threads: int | None = None,
    backend: Literal["cpu"] = "cpu",
) -> Solution:
    """Simulate N lanes (parameter vectors) of one network from time 0; no lane depends on another.

    Args:
        parameters: (N, P) in the network's order, or by name: one number, or (N,); the rest keep the network's value.
        times: (T,) hours from 0 on, ascending. An output at the time of a dose is taken after the dose.
        initial: (N, S) amounts; a steady state of this network or of the one it extends; None for the network's own.
        doses: for all lanes, or one sequence a lane; those after the last output are left out.
        outputs: observables, assignments or species; all observables when None.
        rtol, atol: tolerances of the integrator; atol None takes `tolerances.DEFAULT_ATOL` by unit.
        threads: worker processes that share the lanes; None or 1 runs here.

    Returns:
        values (N, T, O). A lane that fails is NaN from where it stopped and says why in `status`.

    Raises:
        NetworkError, RegimenError, InputError: an argument does not fit the network, or cannot be used.

    Checked: tests/engine/test_accuracy.py, against closed forms and SciPy's Radau at 1e-10.
    """
    _check_choice(rtol, method, backend)
    rows, hours = parameter_rows(network, parameters), time_row(times)
    start, plans = initial_rows(network, initial, len(rows)), lane_plans(network, doses, hours, len(rows))
    names, blocked = output_names(network, outputs), _blocked(initial, len(rows))
    tolerance = absolute_tolerance(network, atol)
    whole = _Job(network, rows, start, blocked, plans, hours, names, rtol, tolerance, method)
    return _join(over_lanes(_run, lambda lanes: _part(whole, lanes), len(rows), threads))


def _check_choice(rtol: float, method: str, backend: str) -> None:
    if backend != "cpu":
        raise InputError("the backend is not known.", where="backend", expected="cpu", got=backend)
    check_relative(rtol)
    choose(method)


def _part(job: _Job, lanes: slice) -> _Job:
    return replace(
        job,
        parameters=job.parameters[lanes],
        initial=None if job.initial is None else job.initial[lanes],
        blocked=job.blocked[lanes],
        plans=job.plans[lanes],
    )


def _join(parts: Sequence[Solution]) -> Solution:
    work = [part.statistics for part in parts]
    return Solution(
        times=parts[0].times,
        outputs=parts[0].outputs,
        values=np.concatenate([part.values for part in parts]),
        status=tuple(status for part in parts for status in part.status),
        statistics=Statistics(
            np.concatenate([item.rate_evaluations for item in work]),
            np.concatenate([item.jacobians for item in work]),
            np.concatenate([item.restarts for item in work]),
        ),
        final=np.concatenate([part.final for part in parts]),
    )


def _blocked(initial: Floats | SteadyState | None, lanes: int) -> tuple[Status | None, ...]:
    """Lanes that cannot start because they have no steady state."""
    if initial is None:
        return (None,) * lanes
    if not isinstance(initial, SteadyState):
        finite = [bool(np.isfinite(row).all()) for row in np.atleast_2d(initial)]
        return tuple(None if good else Status(False, "no start: an amount is not finite", 0.0) for good in finite)
    found = tuple(None if s.ok else Status(False, f"no start: {s.reason}", 0.0) for s in initial.status)
    return found * lanes if len(found) == 1 else found


def _run(job: _Job) -> Solution:
    laws, read = compile_rates(job.network), readout_function(job.network, job.outputs)
    integrator = choose(job.method)
    names = [species.name for species in job.network.species]
    lanes, count = len(job.parameters), len(names)
    values = np.full((lanes, len(job.times), len(job.outputs)), np.nan)
    final, work, status = np.full((lanes, count), np.nan), np.zeros((3, lanes), dtype=np.int64), list[Status]()
    for lane, parameters in enumerate(job.parameters):
        barred = job.blocked[lane]
        if barred is not None:
            status.append(barred)
            continue
        bound = bind(laws, parameters)
        start = bound.initial
        if job.initial is not None:
            start = np.where(np.isnan(job.initial[lane]), bound.initial, job.initial[lane])
        problem = Problem(bound, job.rtol, job.atol)
        found: LaneResult = run_lane(integrator, problem, start, job.plans[lane], times=job.times, species=names)
        values[lane, : len(found.states)] = read(parameters, found.states)
        final[lane] = found.final
        work[:, lane] = found.rate_evaluations, found.jacobians, found.restarts
        status.append(found.status)
    return Solution(job.times, job.outputs, values, tuple(status), Statistics(work[0], work[1], work[2]), final)
