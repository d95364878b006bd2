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
        parameters: (N, P) in the network's order, or by name: one number, or (N,); the rest keep the network's value.
        times: (T,) hours from 0 on, ascending. An output at the time of a dose is taken after the dose.
        initial: (N, S) amounts; a steady state of this network or of the one it extends; None for the network's own.
        doses: for all lanes, or one sequence a lane; those after the last output are left out.
        outputs: observables, assignments or species; all observables when None.
        rtol, atol: tolerances of the integrator; atol None takes `tolerances.DEFAULT_ATOL` by unit.
        method: "auto" is "rodas5p", of order 5; "rodas4p2", of order 4, is cheaper where errors of 1e-3 will do; both
            advance many lanes together. "cvode", "bdf" and "radau" are peers to check against, one lane at a time.
        threads: cores that share the lanes; None takes all. No bit of a result depends on it.
        max_steps, time_limit_s: a lane that needs more steps, and lanes that are not done in this wall time, end with a
            status that says so.

    Returns:
        values (N, T, O). A lane that fails is NaN from where it stopped and says why in `status`.

    Raises:
        NetworkError, RegimenError, InputError: an argument does not fit the network, or cannot be used.

    Checked: tests/engine/test_accuracy.py, against closed forms and SciPy's Radau at 1e-10; tests/engine/test_twin.py.
    """
    _check_choice(rtol, backend, max_steps)
    fast = batched(method)
    rows, hours = parameter_rows(network, parameters), time_row(times)
    start, plans = initial_rows(network, initial, len(rows)), lane_plans(network, doses, hours, len(rows))
    names, blocked = output_names(network, outputs), blocked_lanes(initial, len(rows))
    tolerance = absolute_tolerance(network, atol)
    job = Job(
        network, rows, start, blocked, plans, hours, names, rtol, tolerance, fast or method, max_steps, time_limit_s
    )
    if fast is None:
        from her2sim.engine.lanewise import simulate_lanes

        return simulate_lanes(job, worker_count(threads))
    from her2sim.engine.batched import simulate_batch

    return simulate_batch(job, worker_count(threads))


def _check_choice(rtol: float, backend: str, max_steps: int) -> None:
    if backend != "cpu":
        raise InputError("the backend is not known.", where="backend", expected="cpu", got=backend)
    if max_steps < 1:
        raise InputError("there must be at least one step.", where="max_steps", expected=">= 1", got=max_steps)
    check_relative(rtol)


def blocked_lanes(initial: Floats | SteadyState | None, lanes: int) -> tuple[Status | None, ...]:
    """Lanes that cannot start because they have no steady state."""
    if initial is None:
        return (None,) * lanes
    if not isinstance(initial, SteadyState):
        finite = [bool(np.isfinite(row).all()) for row in np.atleast_2d(initial)]
        return tuple(None if good else Status(False, "no start: an amount is not finite", 0.0) for good in finite)
    found = tuple(None if s.ok else Status(False, f"no start: {s.reason}", 0.0) for s in initial.status)
    return found * lanes if len(found) == 1 else found
