"""Steady states: a week of plain integration, then pseudo-transient continuation to rest.

The week settles the fast signals and, where more than one rest exists, picks the one the tumour would drift to.
Continuation then takes implicit Euler steps of growing length h, each by two steps of a simplified Newton method with
I/h - J: real time at first, Newton's method on dx/dt = 0 as h grows. Totals that no reaction changes stay as they
start, though they make J singular. h grows while the second Newton step is much shorter than the first, and shrinks
when it is not. A lane is at rest when a step of 11 years moves nothing; where no rest is found the lane is integrated
for two years, tried again, and else reported with what still moves.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from her2sim.engine.batch import Parameters, parameter_rows
from her2sim.engine.batched import run_kernel, simulate_batch
from her2sim.engine.context import Shared
from her2sim.engine.doses import stretches
from her2sim.engine.integrators import BATCHED
from her2sim.engine.job import Job
from her2sim.engine.layout import OK
from her2sim.engine.pool import worker_count
from her2sim.engine.solution import Floats, Status, SteadyState
from her2sim.engine.tolerances import absolute_tolerance, check_relative
from her2sim.errors import InputError
from her2sim.network.expression import names
from her2sim.network.form import Network

_WEEK_H, _WEEK_RTOL = 168.0, 1e-2
_YEARS_H, _YEARS_RTOL = 2e4, 1e-6


def steady_state(
    network: Network,
    parameters: Parameters,
    *,
    rtol: float = 1e-6,
    atol: float | Floats | None = None,
    threads: int | None = None,
) -> SteadyState:
    """The steady state of N lanes without drug: every input of the network is set to 0.

    Args:
        parameters: (N, P) in the network's order, or values by name, as for `simulate`.
        rtol, atol: a lane is at rest when a step of 1e5 h moves no species by more than rtol*amount + atol.
        threads: cores that share the lanes; None takes all. No bit of a result depends on it.

    Returns:
        values (N, S), reached from the network's initial amounts. A lane without steady state is NaN and says in
        `status` what still moves.

    Raises:
        NetworkError: a parameter does not fit the network.
        InputError: a tolerance cannot be used, or rates depend on time.

    Checked: tests/engine/test_steady.py, against long integration.
    """
    check_relative(rtol)
    _check_at_rest(network)
    rows = parameter_rows(network, parameters).copy()
    rows[:, [network.parameter_index[name] for name in network.inputs]] = 0.0
    plan = stretches((), np.array([_WEEK_H]), network.species_index)
    job = Job(
        network, rows, None, (None,) * len(rows), (plan,) * len(rows), np.array([_WEEK_H]), (), rtol,
        absolute_tolerance(network, atol), BATCHED,
    )  # fmt: skip
    return _find(job, worker_count(threads))


def _check_at_rest(network: Network) -> None:
    """Refuse a network that cannot rest: its rates change with time, or events act on it."""
    moved = {reaction.rate for reaction in network.reactions}
    for assignment in reversed(network.assignments):
        if assignment.name in moved:
            moved |= names(assignment.expression)
    if "time" in moved or network.events:
        what = "events" if network.events else "rates that depend on time"
        raise InputError(f"a network with {what} has no steady state.", where=f"network {network.name}")


def _find(job: Job, threads: int) -> SteadyState:
    count = len(job.parameters)
    values = np.full((count, len(job.network.species)), np.nan)
    reasons = [""] * count
    iterations = np.zeros(count, dtype=np.int64)
    waiting = np.arange(count)
    for span_h, rtol in ((_WEEK_H, _WEEK_RTOL), (_YEARS_H, _YEARS_RTOL)):
        if not len(waiting):
            break
        part = _lanes(job, waiting, span_h)
        reached = simulate_batch(replace(part, rtol=rtol), threads)
        lost = tuple(None if status.ok else status for status in reached.status)
        shared = Shared.of(replace(part, initial=reached.final, blocked=lost))
        _continue(shared, threads)
        good = (shared.result.code == OK) & reached.ok
        iterations[waiting] += shared.result.work[:, 0]
        values[waiting[good]] = shared.result.final[good]
        for place in np.flatnonzero(~good):
            stop = reached.status[place]
            state = reached.final[place]
            reasons[waiting[place]] = stop.reason if not stop.ok else _moving(part, int(place), state, span_h)
        waiting = waiting[~good]
    left = set(waiting.tolist())
    status = tuple(_lost(reasons[lane]) if lane in left else Status(True) for lane in range(count))
    return SteadyState(tuple(item.name for item in job.network.species), values, status, iterations)


def _lost(reason: str) -> Status:
    return Status(False, reason if reason.startswith("no steady state") else f"no steady state: {reason}", 0.0)


def _lanes(job: Job, lanes: NDArray[np.int64], span_h: float) -> Job:
    """Some lanes of a job over another span."""
    times = np.array([span_h])
    plan = stretches((), times, job.network.species_index)
    count = len(lanes)
    return replace(job, parameters=job.parameters[lanes], blocked=(None,) * count, plans=(plan,) * count, times=times)


def _continue(shared: Shared, threads: int) -> None:
    from her2sim.engine.rest import rest

    run_kernel(rest, shared, threads)


def _moving(job: Job, lane: int, state: Floats, reached_h: float) -> str:
    """What changes most at a state, in tolerances."""
    from her2sim.network.rates import bind, compile_rates

    slope = np.empty(len(state))
    with np.errstate(all="ignore"):
        bind(compile_rates(job.network), job.parameters[lane]).rate(state, slope)
    fastest = int(np.argmax(np.abs(slope) / (np.abs(state) * job.rtol + job.atol)))
    name = job.network.species[fastest].name
    moves = f"{name} ({state[fastest]:.3g}) still changes by {slope[fastest]:.3g} per h"
    return f"no steady state: after {reached_h:g} h {moves}"
