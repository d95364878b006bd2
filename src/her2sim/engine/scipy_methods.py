"""SciPy's BDF and Radau with the exact sparse Jacobian: the fallback where CVODE has no wheel, and a second opinion."""

from functools import partial
from typing import Any

import numpy as np

from her2sim.engine.integrators import Advance, Problem, Stepper
from her2sim.engine.solution import Floats


def prepare_bdf(problem: Problem) -> Stepper:
    """An integrator lane on SciPy's BDF; see `integrators.Integrator`."""
    return partial(_advance, problem, "BDF")


def prepare_radau(problem: Problem) -> Stepper:
    """An integrator lane on SciPy's Radau; see `integrators.Integrator`."""
    return partial(_advance, problem, "Radau")


def _advance(
    problem: Problem, method: str, start_h: float, state: Floats, times: Floats, inflow: Floats | None
) -> Advance:
    from scipy.integrate import solve_ivp
    from scipy.sparse import csc_matrix

    rows, pointers = problem.rates.pattern
    count = len(state)

    def rate(t: float, x: Floats) -> Floats:
        out = np.empty(count)
        problem.rates.rate(x, out)
        return out if inflow is None else out + inflow

    def jacobian(t: float, x: Floats) -> Any:
        return csc_matrix((problem.rates.jacobian(x), rows, pointers), shape=(count, count))

    try:
        with np.errstate(all="ignore"):
            found: Any = solve_ivp(
                rate,
                (start_h, float(times[-1])),
                state,
                method=method,
                t_eval=times,
                rtol=problem.rtol,
                atol=problem.atol,
                jac=jacobian,
            )
    except (RuntimeError, ArithmeticError, ValueError) as error:
        return Advance(np.empty((0, count)), f"SciPy {method} stopped: {error}", 0, 0)
    reached = np.asarray(found.y, dtype=float).T if len(found.t) else np.empty((0, count))
    reason = "" if found.success else f"SciPy {method} stopped: {found.message}"
    return Advance(reached, reason, int(found.nfev), int(found.njev))
