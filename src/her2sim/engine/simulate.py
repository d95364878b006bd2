"""Time courses of many lanes: the engine's front door (design.md, section 4)."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from her2sim.engine.batch import Doses, Parameters, initial_rows, lane_plans, output_names, parameter_rows, time_row
from her2sim.engine.integrators import Method, batched
from her2sim.engine.job import Job
from her2sim.engine.pool import worker_count
from her2sim.engine.solution import Floats, Solution, Status, SteadyState
from her2sim.engine.tolerances import absolute_tolerance, check_relative
from her2sim.errors import InputError
from her2sim.network.form import Network


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
    max_steps: int = 100_000,
    time_limit_s: float | None = None,
    backend: Literal["cpu"] = "cpu",
) -> Solution:
    """Simulate N lanes (parameter vectors) of one network from time 0; no lane depends on another.

    Args:
        parameters: (N, P) in the network's order, or by name (to one number or (N,), or a pandas table with a row a
            lane); the rest keep the network's value.
        times: (T,) hours from 0 on, ascending. An output at the time of a dose is taken after the dose.
        initial: (N, S) amounts; a steady state of this network or of the one it extends; None for the network's own.
        doses: for all lanes, or one sequence a lane. outputs: observables (None: all), assignments or species.
        rtol, atol: tolerances of the integrator; atol None takes `tolerances.DEFAULT_ATOL` by unit.
        method: "auto" is "rodas5p", or "rodas4p2" from rtol 5e-4 on; the others are told in `integrators`.
        threads: cores that share the lanes (None: all); no bit of a result depends on it.
        max_steps, time_limit_s: a lane that takes more steps, and lanes not done in this wall time, say so in `status`.

    Returns:
        values (N, T, O). A lane that fails is NaN from where it stopped and says why in `status`.

    Raises:
        NetworkError, RegimenError, InputError: an argument does not fit the network, or cannot be used.

    Checked: tests/engine/test_accuracy.py, by closed forms and Radau at 1e-10; test_twin.py, by a slow twin.
    """
    _check_limits(backend, max_steps)
    job = job_of(network, parameters, times, initial, doses, outputs, rtol, atol, method, max_steps, time_limit_s)
    return _run(job, worker_count(threads))


def job_of(
    network: Network,
    parameters: Parameters,
    times: Floats | Sequence[float],
    initial: Floats | SteadyState | None,
    doses: Doses | None,
    outputs: Sequence[str] | None,
    rtol: float,
    atol: float | Floats | None,
    method: Method,
    max_steps: int = 100_000,
    time_limit_s: float | None = None,
) -> Job:
    """What a call asks for, checked; arguments and errors as for `simulate`."""
    check_relative(rtol)
    fast = batched(method, rtol)
    rows, hours = parameter_rows(network, parameters), time_row(times)
    return Job(
        network=network,
        parameters=rows,
        initial=initial_rows(network, initial, len(rows)),
        blocked=_blocked_lanes(initial, len(rows)),
        plans=lane_plans(network, doses, hours, len(rows)),
        times=hours,
        outputs=output_names(network, outputs),
        rtol=rtol,
        atol=absolute_tolerance(network, atol),
        method=fast or method,
        max_steps=max_steps,
        time_limit_s=time_limit_s,
    )


def _run(job: Job, threads: int) -> Solution:
    if batched(job.method, job.rtol) is None:
        from her2sim.engine.lanewise import simulate_lanes

        return simulate_lanes(job, threads)
    from her2sim.engine.batched import simulate_batch

    return simulate_batch(job, threads)


def _check_limits(backend: str, max_steps: int) -> None:
    if backend != "cpu":
        raise InputError("the backend is not known.", where="backend", expected="cpu", got=backend)
    if max_steps < 1:
        raise InputError("there must be at least one step.", where="max_steps", expected=">= 1", got=max_steps)


def _blocked_lanes(initial: Floats | SteadyState | None, lanes: int) -> tuple[Status | None, ...]:
    """Lanes that cannot start because they have no steady state, or no finite start."""
    if initial is None:
        return (None,) * lanes
    if not isinstance(initial, SteadyState):
        finite = [bool(np.isfinite(row).all()) for row in np.atleast_2d(initial)]
        return tuple(None if good else Status(False, "no start: an amount is not finite", 0.0) for good in finite)
    found = tuple(None if s.ok else Status(False, f"no start: {s.reason}", 0.0) for s in initial.status)
    return found * lanes if len(found) == 1 else found
