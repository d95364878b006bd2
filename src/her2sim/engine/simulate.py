"""Time courses of many lanes: the engine's front door (design.md, section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    """Simulate N lanes (parameter vectors) of one network from time 0.

    Lanes are independent: a lane's numbers do not depend on the others, their order or `threads`.

    Args:
        parameters: (N, P) in the network's order, or values by name: one number, or (N,); names not given keep the
            network's value.
        times: (T,) hours from 0 on, ascending. An output at the time of a dose is taken after the dose.
        initial: (N, S) amounts at time 0; a steady state (of this network, or of the one it was attached to); or
            None for the network's initial amounts.
        doses: for all lanes, or one sequence a lane; those after the last output are left out.
        outputs: observables, assignments or species; all observables when None.
        rtol, atol: tolerances of the integrator; atol None takes `tolerances.DEFAULT_ATOL` by unit.
        threads: worker processes that share the lanes; None or 1 runs here.

    Returns:
        values (N, T, O). A lane that fails is NaN from where it stopped and says why in `status`; it is neither
        raised nor dropped.

    Raises:
        NetworkError: a parameter, output or starting state does not fit the network.
        RegimenError: a dose or an output time cannot be used.
        InputError: a tolerance, method or backend cannot be used.

    Checked: tests/engine/test_accuracy.py, against closed forms and SciPy's Radau at 1e-10.
    """
    check_relative(rtol)
    choose(method)
    if backend != "cpu":
        raise InputError("the backend is not known.", where="backend", expected="cpu", got=backend)
    rows, hours = parameter_rows(network, parameters), time_row(times)
    start = initial_rows(network, initial, len(rows))
    plans = lane_plans(network, doses, hours, len(rows))
    wanted, tolerance = output_names(network, outputs), absolute_tolerance(network, atol)
    blocked = _blocked(initial, len(rows))

    def job(lanes: slice) -> _Job:
        begin = None if start is None else start[lanes]
        return _Job(network, rows[lanes], begin, blocked[lanes], plans[lanes], hours, wanted, rtol, tolerance, method)

    parts = over_lanes(_run, job, len(rows), threads)
    return Solution(
        times=hours,
        outputs=wanted,
        values=np.concatenate([part.values for part in parts]),
        status=tuple(status for part in parts for status in part.status),
        statistics=Statistics(
            np.concatenate([part.statistics.rate_evaluations for part in parts]),
            np.concatenate([part.statistics.jacobians for part in parts]),
            np.concatenate([part.statistics.restarts for part in parts]),
        ),
        final=np.concatenate([part.final for part in parts]),
    )


def _blocked(initial: Floats | SteadyState | None, lanes: int) -> tuple[Status | None, ...]:
    """Lanes that cannot start because they have no steady state."""
    if initial is None:
        return (None,) * lanes
    if not isinstance(initial, SteadyState):
        finite = np.isfinite(np.atleast_2d(initial)).all(axis=1)
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
        found: LaneResult = run_lane(integrator, problem, start, job.plans[lane], job.times, names)
        values[lane, : len(found.states)] = read(parameters, found.states)
        final[lane] = found.final
        work[:, lane] = found.rate_evaluations, found.jacobians, found.restarts
        status.append(found.status)
    return Solution(job.times, job.outputs, values, tuple(status), Statistics(work[0], work[1], work[2]), final)
