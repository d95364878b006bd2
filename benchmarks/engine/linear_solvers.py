"""Which of CVODE's linear solvers suits the HER2 network: dense, LAPACK or SuperLU_MT, from the start to 500 h.

Run: python benchmarks/engine/linear_solvers.py
"""

import time
import warnings

import numpy as np
from course import RTOL, dosed, load_network
from scipy.sparse import csc_matrix
from sksundae.cvode import CVODE

from her2sim.engine.tolerances import absolute_tolerance
from her2sim.network.rates import bind, compile_rates


def main() -> None:
    """Print wall time (LAPACK's threads count) and the number of evaluations of each."""
    warnings.simplefilter("ignore", UserWarning)
    network = dosed(load_network())
    bound = bind(compile_rates(network), network.parameter_values)
    rows, pointers = bound.pattern
    count = len(network.species)
    columns = np.repeat(np.arange(count), np.diff(pointers))
    pattern = csc_matrix((np.ones(len(rows)), rows, pointers), shape=(count, count))

    def rate(t, x, out):
        bound.rate(x, out)

    def full(t, x, dx, entries):
        entries[rows, columns] = bound.jacobian(x)

    def sparse(t, x, dx, entries):
        entries[:] = bound.jacobian(x)

    for name, jacobian, extra in (
        ("dense", full, {}),
        ("lapackdense", full, {}),
        ("sparse", sparse, {"sparsity": pattern}),
    ):
        solver = CVODE(rate, jacfn=jacobian, rtol=RTOL, atol=absolute_tolerance(network, None), linsolver=name,
                       max_num_steps=5000, **extra)  # fmt: skip
        start = time.perf_counter()
        solver.init_step(0.0, bound.initial)
        step = solver.step(500.0, tstop=500.0)
        seconds = time.perf_counter() - start
        print(f"{name:12s} {seconds * 1e3:7.0f} ms, {step.nfev} rates, {step.njev} Jacobians, ok {step.success}")


if __name__ == "__main__":
    main()
