"""Steady states by pseudo-transient continuation, with a long integration behind it.

Each iteration solves (I/h - J) d = dx/dt and steps x + d: an implicit Euler step at first, Newton's method as h grows.
Totals that no reaction changes stay exactly as they start, though they make J singular. h grows while the step
behaves as its linear model says, and shrinks when it does not. A lane is at rest when a step of more than a century
moves nothing; where no rest is found the lane is integrated for years, tried again, and else reported.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from her2sim.engine.batch import Parameters, parameter_rows
from her2sim.engine.integrators import Integrator, Method, Problem, choose
from her2sim.engine.pool import over_lanes
from her2sim.engine.solution import Floats, Status, SteadyState
from her2sim.engine.tolerances import absolute_tolerance, check_relative
from her2sim.network.form import Network
from her2sim.network.rates import BoundRates, bind, compile_rates

_FIRST_STEP_H = 1e-2
_REST_H = 1e6  # a step of 114 years
_LONGEST_H = 1e10
_MOST_ITERATIONS = 200
_YEARS_H = 2e4  # the long integration behind it: 2.3 years
_INTEGRATION_RTOL = 1e-6


@dataclass(frozen=True)
class _Job:
    network: Network
    parameters: Floats
    rtol: float
    atol: Floats
    method: Method


@dataclass(frozen=True, slots=True)
class _Rest:
    state: Floats
    found: bool
    iterations: int


def steady_state(
    network: Network,
    parameters: Parameters,
    *,
    rtol: float = 1e-8,
    atol: float | Floats | None = None,
    method: Method = "auto",
    threads: int | None = None,
) -> SteadyState:
    """The steady state of N lanes without drug: every input of the network is set to 0.

    Args:
        parameters: (N, P) in the network's order, or values by name, as for `simulate`.
        rtol, atol: a lane is at rest when a step of 1e6 h moves no species by more than rtol*amount + atol.
        method: the integrator of the fallback.
        threads: worker processes that share the lanes; None or 1 runs here.

    Returns:
        values (N, S), reached from the network's initial amounts. A lane without steady state is NaN and says in
        `status` what still moves.

    Raises:
        NetworkError: a parameter does not fit the network.
        InputError: a tolerance or method cannot be used.

    Checked: tests/engine/test_steady.py, against long integration.
    """
    check_relative(rtol)
    choose(method)
    rows = parameter_rows(network, parameters).copy()
    rows[:, [network.parameter_index[name] for name in network.inputs]] = 0.0
    tolerance = absolute_tolerance(network, atol)
    parts = over_lanes(_run, lambda lanes: _Job(network, rows[lanes], rtol, tolerance, method), len(rows), threads)
    return SteadyState(
        species=tuple(species.name for species in network.species),
        values=np.concatenate([part.values for part in parts]),
        status=tuple(status for part in parts for status in part.status),
        iterations=np.concatenate([part.iterations for part in parts]),
    )


def _run(job: _Job) -> SteadyState:
    laws, integrator = compile_rates(job.network), choose(job.method)
    names = tuple(species.name for species in job.network.species)
    values = np.full((len(job.parameters), len(names)), np.nan)
    iterations, status = np.zeros(len(job.parameters), dtype=np.int64), list[Status]()
    for lane, parameters in enumerate(job.parameters):
        bound = bind(laws, parameters)
        found, reason = _find(bound, job, integrator, names)
        iterations[lane] = found.iterations
        if not reason:
            values[lane] = found.state
        status.append(Status(False, reason, 0.0) if reason else Status(True))
    return SteadyState(names, values, tuple(status), iterations)


def _find(bound: BoundRates, job: _Job, integrator: Integrator, names: tuple[str, ...]) -> tuple[_Rest, str]:
    """The rest of a lane, and why there is none ("" when there is)."""
    slope = np.empty(len(names))
    bound.rate(bound.initial, slope)
    if not (np.isfinite(slope).all() and np.isfinite(bound.initial).all()):
        bad = int(np.argmin(np.isfinite(slope) & np.isfinite(bound.initial)))
        return _Rest(bound.initial, False, 0), f"the start or rate of {names[bad]} cannot be computed"
    rest = _continue(bound, bound.initial, _FIRST_STEP_H, job.rtol, job.atol)
    if rest.found:
        return rest, ""
    stepper = integrator(Problem(bound, _INTEGRATION_RTOL, job.atol))
    reached = stepper(0.0, bound.initial, np.array([_YEARS_H]), None)
    if reached.reason or not np.isfinite(reached.states).all():
        return rest, f"no steady state, and the long integration failed: {reached.reason or 'not finite'}"
    again = _continue(bound, reached.states[-1], _YEARS_H, job.rtol, job.atol)
    again = _Rest(again.state, again.found, rest.iterations + again.iterations)
    if again.found:
        return again, ""
    bound.rate(reached.states[-1], slope)
    fastest = int(np.argmax(np.abs(slope) / (np.abs(reached.states[-1]) * job.rtol + job.atol)))
    return again, f"no steady state: after {_YEARS_H:g} h {names[fastest]} still changes by {slope[fastest]:.3g} per h"


def _continue(bound: BoundRates, start: Floats, step_h: float, rtol: float, atol: Floats) -> _Rest:
    """Pseudo-transient continuation from a state."""
    state, slope, next_slope = start.copy(), np.empty(len(start)), np.empty(len(start))
    bound.rate(state, slope)
    solve = _Linear(bound)
    for iteration in range(1, _MOST_ITERATIONS + 1):
        move = solve(state, slope, step_h)
        if move is None:
            step_h /= 10.0
            continue
        reached = state + move
        size = rtol * np.abs(reached) + atol
        if step_h >= _REST_H and (np.abs(move) <= size).all():
            return _Rest(reached, True, iteration)
        bound.rate(reached, next_slope)
        bend = _bend(state, reached, move, step_h * next_slope, atol)
        if bend < 1.0:
            state, slope, next_slope = reached, next_slope, slope
            solve.moved()
            step_h = min(step_h * (8.0 if bend < 0.2 else 3.0 if bend < 0.5 else 1.5), _LONGEST_H)
        else:
            step_h /= 4.0
    return _Rest(state, False, _MOST_ITERATIONS)


def _bend(state: Floats, reached: Floats, move: Floats, euler: Floats, atol: Floats) -> float:
    """How far a step is from what its linear model says, in units of its own length; infinite where it is no state."""
    if not np.isfinite(euler).all() or (reached < -1e3 * atol - 1e-3 * np.abs(state)).any():
        return np.inf
    weight = np.maximum(np.abs(state), np.abs(reached)) + 1e3 * atol
    return float(np.max(np.abs(move - euler) / weight) / max(np.max(np.abs(move) / weight), 1e-3))


class _Linear:
    """Solves (I/h - J) d = f; J is kept until the state moves."""

    def __init__(self, bound: BoundRates) -> None:
        from scipy.sparse import csc_matrix

        rows, pointers = bound.pattern
        self._bound, self._entries = bound, np.empty(0)
        count = len(bound.initial)
        columns = np.repeat(np.arange(count), np.diff(pointers))
        self._diagonal = np.flatnonzero(rows == columns)
        self._matrix: Any = csc_matrix((np.zeros(len(rows)), rows, pointers), shape=(count, count))

    def moved(self) -> None:
        """Forget J: the state has changed."""
        self._entries = np.empty(0)

    def __call__(self, state: Floats, slope: Floats, step_h: float) -> Floats | None:
        from scipy.sparse.linalg import splu

        if not len(self._entries):
            self._entries = self._bound.jacobian(state)
        if not np.isfinite(self._entries).all():
            return None
        np.negative(self._entries, out=self._matrix.data)
        self._matrix.data[self._diagonal] += 1.0 / step_h
        try:
            factors: Any = splu(self._matrix, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True})
        except RuntimeError:  # exactly singular: a shorter step mends it
            return None
        move: Floats = factors.solve(slope)
        return move if np.isfinite(move).all() else None
