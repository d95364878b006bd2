"""CVODE of SUNDIALS (variable-order BDF) through scikit-sundae, with the exact sparse Jacobian."""

import contextlib
import io
import warnings
from typing import Any

import numpy as np

from her2sim.engine.integrators import Advance, Problem, Stepper
from her2sim.engine.solution import Floats

_MOST_STEPS = 20_000  # per output; a stiff dose response takes a few hundred


def prepare_cvode(problem: Problem) -> Stepper:
    """An integrator lane on CVODE; see `integrators.Integrator`."""
    from scipy.sparse import csc_matrix
    from sksundae.cvode import CVODE

    rates = problem.rates
    rows, pointers = rates.pattern
    count = len(problem.atol)
    pattern: Any = csc_matrix((np.ones(len(rows)), rows, pointers), shape=(count, count))
    inflow = np.zeros(count)
    work = [0, 0]

    def rate(t: float, x: Floats, out: Floats) -> None:
        work[0] += 1
        rates.rate(x, out)
        out += inflow

    def jacobian(t: float, x: Floats, dx: Floats, entries: Floats) -> None:
        work[1] += 1
        entries[:] = rates.jacobian(x)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the pattern is for the linear solver; the Jacobian is exact
        solver: Any = CVODE(
            rate,
            jacfn=jacobian,
            rtol=problem.rtol,
            atol=problem.atol,
            linsolver="sparse",
            sparsity=pattern,
            max_num_steps=_MOST_STEPS,
        )

    def advance(start_h: float, state: Floats, times: Floats, flow: Floats | None) -> Advance:
        inflow[:] = 0.0 if flow is None else flow
        before = tuple(work)
        states, reason = _run(solver, start_h, state, times)
        return Advance(states, reason, work[0] - before[0], work[1] - before[1])

    return advance


def _run(solver: Any, start_h: float, state: Floats, times: Floats) -> tuple[Floats, str]:
    states = np.empty((len(times), len(state)))
    end = float(times[-1])
    with contextlib.redirect_stdout(io.StringIO()):  # scikit-sundae prints the solver's complaints
        solver.init_step(start_h, state)
        for place, time in enumerate(times):
            try:
                step = solver.step(float(time), tstop=end)
            except (RuntimeError, ArithmeticError, ValueError) as error:
                return states[:place], f"CVODE stopped: {error}"
            if not step.success:
                return states[:place], f"CVODE stopped: {step.message}"
            states[place] = step.y
    return states, ""
