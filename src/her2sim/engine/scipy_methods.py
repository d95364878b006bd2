"""SciPy's BDF and Radau with the exact sparse Jacobian: the fallback where CVODE has no wheel, and a second opinion."""

from collections.abc import Callable
from typing import Any, cast

import numpy as np

from her2sim.engine.integrators import Advance, Problem, Stepper
from her2sim.engine.solution import Floats


def prepare_bdf(problem: Problem) -> Stepper:
    """An integrator lane on SciPy's BDF; see `integrators.Integrator`."""
    return _stepper(problem, "BDF")


def prepare_radau(problem: Problem) -> Stepper:
    """An integrator lane on SciPy's Radau; see `integrators.Integrator`."""
    return _stepper(problem, "Radau")


def _stepper(problem: Problem, method: str) -> Stepper:
    from scipy.sparse import csc_matrix  # pyright: ignore[reportMissingTypeStubs]

    rows, pointers = problem.rates.pattern
    count = len(problem.atol)

    def jacobian(t: float, x: Floats) -> Any:
        return csc_matrix((problem.rates.jacobian(x, t), rows, pointers), shape=(count, count))

    def advance(start_h: float, state: Floats, times: Floats, inflow: Floats | None) -> Advance:
        def rate(t: float, x: Floats) -> Floats:
            out = np.empty(count)
            problem.rates.rate(x, out, t)
            return out if inflow is None else out + inflow

        span = (start_h, float(times[-1]))
        return _solve(method, rate, span, state, t_eval=times, jac=jacobian, rtol=problem.rtol, atol=problem.atol)

    return advance


def _solve(
    method: str, rate: Callable[[float, Floats], Floats], span: tuple[float, float], state: Floats, **options: Any
) -> Advance:
    from scipy import integrate  # pyright: ignore[reportMissingTypeStubs]

    try:
        with np.errstate(all="ignore"):
            found = cast("Any", integrate).solve_ivp(rate, span, state, method=method, **options)
    except (RuntimeError, ArithmeticError, ValueError) as error:
        return Advance(np.empty((0, len(state))), f"SciPy {method} stopped: {error}", 0, 0)
    reached = np.asarray(found.y, dtype=float).T if len(found.t) else np.empty((0, len(state)))
    reason = "" if found.success else f"SciPy {method} stopped: {found.message}"
    return Advance(reached, reason, int(found.nfev), int(found.njev))
