"""CVODE of SUNDIALS (variable-order BDF) through scikit-sundae, with the exact Jacobian.

SUNDIALS' own dense LU is used. On the HER2 network (170 species) LAPACK was no faster and up to 100 times slower when
its threads met a busy machine, and SuperLU_MT as scikit-sundae 1.2 wraps it was 10 times slower and once diverged
(benchmarks/engine/linear_solvers.py).
"""

import contextlib
import io
from typing import Any

import numpy as np

from her2sim.engine.integrators import Advance, Problem, Stepper
from her2sim.engine.solution import Floats

_STRICTER = 0.2  # CVODE bounds the error of a step; over three doses they added up to 30 times that
_SHORTEST_STEP_H = 1e-12  # 4 ns; a lane that needs less is running away
_LONGEST_STEP_H = 1e12  # no bound; scikit-sundae wants one where there is a shortest step
_MOST_STEPS = 5_000  # per output; a stiff dose response takes a few hundred


def prepare_cvode(problem: Problem) -> Stepper:
    """An integrator lane on CVODE; see `integrators.Integrator`."""
    from sksundae.cvode import CVODE  # pyright: ignore[reportMissingTypeStubs]

    rates = problem.rates
    rows, pointers = rates.pattern
    count = len(problem.atol)
    columns = np.repeat(np.arange(count), np.diff(pointers))
    inflow = np.zeros(count)
    work = [0, 0]

    def rate(t: float, x: Floats, out: Floats) -> None:
        work[0] += 1
        rates.rate(x, out, t)
        out += inflow

    def jacobian(t: float, x: Floats, dx: Floats, entries: Floats) -> None:
        work[1] += 1
        entries[rows, columns] = rates.jacobian(x, t)

    solver: Any = CVODE(
        rate,
        jacfn=jacobian,
        rtol=_STRICTER * problem.rtol,
        atol=problem.atol,
        linsolver="dense",
        max_num_steps=_MOST_STEPS,
        min_step=_SHORTEST_STEP_H,
        max_step=_LONGEST_STEP_H,
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
    # scikit-sundae prints the solver's complaints; what overflows is told by the status of the lane
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
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
