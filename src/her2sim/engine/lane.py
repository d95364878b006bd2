"""One lane from start to end: stretches, outputs, and the checks that keep a bad lane from looking good."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from her2sim.engine.doses import Stretch
from her2sim.engine.integrators import Advance, Integrator, Problem, Stepper
from her2sim.engine.solution import Floats, Status

_RUNAWAY = 1e15  # amounts; a cell holds 1e10 protein molecules at most
_BELOW_ZERO = 1e3  # a state may undershoot zero by this many absolute tolerances before it counts as wrong


@dataclass(frozen=True)
class LaneResult:
    """States (n, S) at the first n output times, how the lane ended, its last state and the work done."""

    states: Floats
    status: Status
    final: Floats
    rate_evaluations: int
    jacobians: int
    restarts: int


@dataclass
class _Progress:
    states: Floats
    filled: int = 0
    rate_evaluations: int = 0
    jacobians: int = 0
    restarts: int = 0


def run_lane(
    integrator: Integrator,
    problem: Problem,
    start: Floats,
    plan: Sequence[Stretch],
    times: Floats,
    names: Sequence[str],
) -> LaneResult:
    """Integrate one lane over its stretches; a failure ends the lane and is reported, never raised.

    Args:
        start: (S,) amounts at time 0.
        names: (S,) species, for the reason of a failure.
    """
    progress = _Progress(np.empty((len(times), len(start))))
    state, reached, reason = start.copy(), 0.0, _start_fault(problem, start, names)
    stepper = integrator(problem) if not reason else None
    largest = np.abs(start)
    for stretch in plan:
        if reason or stepper is None:
            break
        for place, amount in stretch.jump:
            state[place] += amount
        state, reached, reason = _cross(stepper, problem, stretch, state, times, progress, largest, names)
    status = Status(False, reason, reached) if reason else Status(True)
    final = state if not reason else np.full(len(start), np.nan)
    return LaneResult(
        progress.states[: progress.filled],
        status,
        final,
        progress.rate_evaluations,
        progress.jacobians,
        progress.restarts,
    )


def _start_fault(problem: Problem, start: Floats, names: Sequence[str]) -> str:
    if not np.isfinite(start).all():
        return f"the starting amount of {names[int(np.argmin(np.isfinite(start)))]} is not finite"
    slope = np.empty(len(start))
    problem.rates.rate(start, slope)
    if not np.isfinite(slope).all():
        return f"the rate of {names[int(np.argmin(np.isfinite(slope)))]} cannot be computed at the start"
    return ""


def _cross(
    stepper: Stepper,
    problem: Problem,
    stretch: Stretch,
    state: Floats,
    times: Floats,
    progress: _Progress,
    largest: Floats,
    names: Sequence[str],
) -> tuple[Floats, float, str]:
    """Carry the lane over one stretch: (state at its end, time reached, reason of a failure or "")."""
    wanted = times[stretch.first : stretch.last]
    if len(wanted) and wanted[0] == stretch.start_h:
        progress.states[progress.filled] = state
        progress.filled += 1
        wanted = wanted[1:]
    if stretch.end_h == stretch.start_h:
        return state, stretch.end_h, ""
    targets = wanted if len(wanted) and wanted[-1] == stretch.end_h else np.append(wanted, stretch.end_h)
    inflow = None
    if stretch.inflow:
        inflow = np.zeros(len(state))
        for place, amount in stretch.inflow:
            inflow[place] += amount
    found = stepper(stretch.start_h, state, targets, inflow)
    progress.restarts += 1
    progress.rate_evaluations += found.rate_evaluations
    progress.jacobians += found.jacobians
    good, reason = _trusted(found, problem, largest, names)
    kept = min(good, len(wanted))
    progress.states[progress.filled : progress.filled + kept] = found.states[:kept]
    progress.filled += kept
    if reason:
        return state, float(targets[good - 1]) if good else stretch.start_h, reason
    return found.states[-1].copy(), stretch.end_h, ""


def _trusted(found: Advance, problem: Problem, largest: Floats, names: Sequence[str]) -> tuple[int, str]:
    """How many of the states can be trusted, and why not more ("" when all)."""
    states = found.states
    np.maximum(largest, np.max(np.abs(states), axis=0, initial=0.0, where=np.isfinite(states)), out=largest)
    floor = -(_BELOW_ZERO * problem.atol + 10.0 * problem.rtol * largest)
    wrong = ~np.isfinite(states) | (np.abs(states) > _RUNAWAY) | (states < floor)
    if not wrong.any():
        return len(states), found.reason
    first = int(np.argmax(wrong.any(axis=1)))
    species = int(np.argmax(wrong[first]))
    value = float(states[first, species])
    kind = "not finite" if not np.isfinite(value) else ("negative" if value < 0 else "beyond any cell")
    return first, f"the amount of {names[species]} became {kind} ({value:.3g})"
