"""One lane from start to end: stretches, outputs, and the checks that keep a bad lane from looking good."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from her2sim.engine.doses import SAME_H, Stretch
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
class _Lane:
    """A lane under way. `largest` is the largest amount of each species so far."""

    problem: Problem
    species: Sequence[str]
    times: Floats
    states: Floats
    state: Floats
    largest: Floats
    reached_h: float = 0.0
    reason: str = ""
    filled: int = 0
    rate_evaluations: int = 0
    jacobians: int = 0
    restarts: int = 0


def run_lane(
    integrator: Integrator,
    problem: Problem,
    start: Floats,
    plan: Sequence[Stretch],
    *,
    times: Floats,
    species: Sequence[str],
) -> LaneResult:
    """Integrate one lane over its stretches; a failure ends the lane and is reported, never raised.

    Args:
        start: (S,) amounts at time 0.
        times: (T,) output times.
        species: S names, for the reason of a failure.
    """
    lane = _Lane(problem, species, times, np.empty((len(times), len(start))), start.copy(), np.abs(start))
    lane.reason = _start_fault(problem, start, species)
    if not lane.reason:
        stepper = integrator(problem)
        for stretch in plan:
            _cross(lane, stepper, stretch)
            if lane.reason:
                break
    failed = bool(lane.reason)
    return LaneResult(
        states=lane.states[: lane.filled],
        status=Status(False, lane.reason, lane.reached_h) if failed else Status(True),
        final=np.full(len(start), np.nan) if failed else lane.state,
        rate_evaluations=lane.rate_evaluations,
        jacobians=lane.jacobians,
        restarts=lane.restarts,
    )


def _start_fault(problem: Problem, start: Floats, species: Sequence[str]) -> str:
    if not np.isfinite(start).all():
        return f"the starting amount of {species[int(np.argmin(np.isfinite(start)))]} is not finite"
    slope = np.empty(len(start))
    with np.errstate(all="ignore"):
        problem.rates.rate(start, slope)
    if not np.isfinite(slope).all():
        return f"the rate of {species[int(np.argmin(np.isfinite(slope)))]} cannot be computed at the start"
    return ""


def _cross(lane: _Lane, stepper: Stepper, stretch: Stretch) -> None:
    """Carry a lane over one stretch."""
    for place, amount in stretch.jump:
        lane.state[place] += amount
    wanted = lane.times[stretch.first : stretch.last]
    while len(wanted) and wanted[0] <= stretch.start_h + SAME_H:
        lane.states[lane.filled] = lane.state
        lane.filled += 1
        wanted = wanted[1:]
    if stretch.end_h <= stretch.start_h + SAME_H:
        return
    targets = wanted if len(wanted) and wanted[-1] == stretch.end_h else np.append(wanted, stretch.end_h)
    found = stepper(stretch.start_h, lane.state, targets, _inflow(stretch, len(lane.state)))
    lane.restarts += 1
    lane.rate_evaluations += found.rate_evaluations
    lane.jacobians += found.jacobians
    good, lane.reason = _trusted(lane, found)
    kept = min(good, len(wanted))
    lane.states[lane.filled : lane.filled + kept] = found.states[:kept]
    lane.filled += kept
    if good:
        lane.reached_h = float(targets[good - 1])
        lane.state = found.states[good - 1].copy()


def _inflow(stretch: Stretch, count: int) -> Floats | None:
    if not stretch.inflow:
        return None
    inflow = np.zeros(count)
    for place, amount in stretch.inflow:
        inflow[place] += amount
    return inflow


def _trusted(lane: _Lane, found: Advance) -> tuple[int, str]:
    """How many of the states can be trusted, and why not more ("" when all)."""
    states, problem = found.states, lane.problem
    seen = np.max(np.abs(states), axis=0, initial=0.0, where=np.isfinite(states))
    lane.largest = np.maximum(lane.largest, seen)
    floor = -(_BELOW_ZERO * problem.atol + 10.0 * problem.rtol * lane.largest)
    if lane.problem.signed is not None:
        floor = np.where(lane.problem.signed, -np.inf, floor)
    wrong = ~np.isfinite(states) | (np.abs(states) > _RUNAWAY) | (states < floor)
    if not wrong.any():
        return len(states), found.reason
    first = int(np.argmax(wrong.any(axis=1)))
    species = int(np.argmax(wrong[first]))
    value = float(states[first, species])
    kind = "not finite" if not np.isfinite(value) else ("negative" if value < 0 else "beyond any cell")
    return first, f"the amount of {lane.species[species]} became {kind} ({value:.3g})"
