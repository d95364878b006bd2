"""Steady states: a week of plain integration, then pseudo-transient continuation to rest.

The week settles the fast signals and, where more than one rest exists, picks the one the tumour would drift to.
Continuation then takes implicit Euler steps of growing length h, each by two steps of a simplified Newton method with
I/h - J: real time at first, Newton's method on dx/dt = 0 as h grows. Totals that no reaction changes stay as they
start, though they make J singular. h grows while the second Newton step is much shorter than the first, and shrinks
when it is not. A lane is at rest when a step of 11 years moves nothing; where no rest is found the lane is integrated
for two years, tried again, and else reported with what still moves.
"""

import contextlib
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from her2sim.engine.batch import Parameters, parameter_rows
from her2sim.engine.integrators import Integrator, Method, Problem, choose
from her2sim.engine.pool import over_lanes
from her2sim.engine.solution import Floats, Status, SteadyState
from her2sim.engine.tolerances import absolute_tolerance, check_relative
from her2sim.network.form import Network
from her2sim.network.rates import BoundRates, bind, compile_rates

_WEEK_H, _WEEK_RTOL = 168.0, 1e-2
_YEARS_H, _YEARS_RTOL = 2e4, 1e-6
_REST_H = 1e5  # a step of 11 years; longer ones only add rounding to the conserved totals
_MOST_ITERATIONS = 60
_CONTRACTION = 0.5  # the second Newton step over the first must stay below


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
    rtol: float = 1e-6,
    atol: float | Floats | None = None,
    method: Method = "auto",
    threads: int | None = None,
) -> SteadyState:
    """The steady state of N lanes without drug: every input of the network is set to 0.

    Args:
        parameters: (N, P) in the network's order, or values by name, as for `simulate`.
        rtol, atol: a lane is at rest when a step of 1e5 h moves no species by more than rtol*amount + atol.
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
        with np.errstate(all="ignore"):  # what overflows is told by the status
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
    iterations, state, reached_h = 0, bound.initial, 0.0
    for span_h, rtol in ((_WEEK_H, _WEEK_RTOL), (_YEARS_H, _YEARS_RTOL)):
        spans = span_h * np.array([0.01, 0.1, 1.0])
        reached = integrator(Problem(bound, rtol, job.atol))(0.0, bound.initial, spans, None)
        good = int(np.isfinite(reached.states).all(axis=1).sum())
        if good:
            state, reached_h = reached.states[good - 1], float(spans[good - 1])
        if good == len(spans):
            rest = _continue(bound, state, span_h / 10.0, job.rtol, job.atol)
            iterations += rest.iterations
            if rest.found:
                return _Rest(rest.state, True, iterations), ""
    bound.rate(state, slope)
    fastest = int(np.argmax(np.abs(slope) / (np.abs(state) * job.rtol + job.atol)))
    moves = f"{names[fastest]} ({state[fastest]:.3g}) still changes by {slope[fastest]:.3g} per h"
    return _Rest(state, False, iterations), f"no steady state: after {reached_h:g} h {moves}"


def _continue(bound: BoundRates, start: Floats, step_h: float, rtol: float, atol: Floats) -> _Rest:
    """Pseudo-transient continuation from a state."""
    state, slope = start.copy(), np.empty(len(start))
    linear = _Linear(bound)
    for iteration in range(1, _MOST_ITERATIONS + 1):
        linear.factor(state, step_h)
        bound.rate(state, slope)
        move = linear.solve(slope)
        bound.rate(state + move, slope)
        correction = linear.solve(slope - move / step_h)
        reached = state + move + correction
        if not np.isfinite(reached).all():
            step_h /= 10.0
            continue
        size = np.maximum(np.abs(state), np.abs(reached)) + 1e3 * atol
        contraction = np.max(np.abs(correction) / size) / max(np.max(np.abs(move) / size), 1e-3)
        if contraction > _CONTRACTION or (reached < -1e3 * atol - 1e-3 * np.abs(state)).any():
            step_h /= 4.0
            continue
        if step_h >= _REST_H and (np.abs(reached - state) <= rtol * np.abs(reached) + atol).all():
            return _Rest(reached, True, iteration)
        state, step_h = reached, min(step_h * (10.0 if contraction < 0.1 else 3.0), _REST_H)
    return _Rest(state, False, _MOST_ITERATIONS)


class _Linear:
    """Solves (I/h - J) d = b by sparse LU in a minimum-degree order (8 times fewer entries than SciPy's default)."""

    def __init__(self, bound: BoundRates) -> None:
        from scipy.sparse import csc_matrix  # pyright: ignore[reportMissingTypeStubs]

        rows, pointers = bound.pattern
        self._bound = bound
        count = len(bound.initial)
        self._diagonal = np.flatnonzero(rows == np.repeat(np.arange(count), np.diff(pointers)))
        self._matrix: Any = csc_matrix((np.zeros(len(rows)), rows, pointers), shape=(count, count))
        self._factors: Any = None

    def factor(self, state: Floats, step_h: float) -> None:
        """Factor I/h - J at a state; what cannot be factored gives NaN solutions."""
        from scipy.sparse import linalg  # pyright: ignore[reportMissingTypeStubs]

        np.negative(self._bound.jacobian(state), out=self._matrix.data)
        self._matrix.data[self._diagonal] += 1.0 / step_h
        self._factors = None
        if np.isfinite(self._matrix.data).all():
            with contextlib.suppress(RuntimeError):  # exactly singular
                self._factors = cast("Any", linalg).splu(
                    self._matrix, permc_spec="MMD_AT_PLUS_A", options={"SymmetricMode": True}
                )

    def solve(self, right: Floats) -> Floats:
        """One solution with the last factors."""
        if self._factors is None or not np.isfinite(right).all():
            return np.full(len(right), np.nan)
        return self._factors.solve(right)
