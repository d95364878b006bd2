"""CVODE against SciPy's BDF and Radau on the dosed HER2 network: CPU time a lane, ratio in the same run, and error.

Run: python benchmarks/engine/compare.py [lanes]
"""

import sys

import numpy as np
from course import DOSES, RTOL, TIMES, best, dosed, load_network, scattered

from her2sim.engine import Solution, simulate, steady_state
from her2sim.engine.integrators import Method
from her2sim.network.rates import bind, compile_rates


def kernels() -> None:
    """Cost of one evaluation of the rates and of the Jacobian."""
    network = dosed(load_network())
    seconds, laws = best(lambda: compile_rates.__wrapped__(network), 1)
    bound = bind(laws, network.parameter_values)
    out, state = np.empty(len(network.species)), bound.initial
    rate = best(lambda: [bound.rate(state, out) for _ in range(1000)])[0] * 1e3
    jacobian = best(lambda: [bound.jacobian(state) for _ in range(300)])[0] / 0.3 * 1e3
    print(f"{network.name}: {len(network.species)} species, {len(network.reactions)} reactions, "
          f"{len(network.assignments)} assignments, {len(bound.pattern[0])} Jacobian entries")  # fmt: skip
    print(f"compile {seconds * 1e3:.0f} ms; rates {rate:.0f} us, Jacobian {jacobian:.0f} us")


def error(run: Solution, reference: Solution) -> float:
    """Largest error, relative with a floor of one molecule."""
    return float(np.nanmax(np.abs(run.values - reference.values) / (np.abs(reference.values) + 1.0)))


def main(lanes: int) -> None:
    """Print the comparison."""
    kernels()
    network = load_network()
    course, parameters = dosed(network), scattered(dosed(load_network()), lanes)
    seconds, start = best(lambda: steady_state(course, parameters))
    print(f"steady state: {seconds / lanes * 1e3:.0f} ms a lane, {start.ok.sum()} of {lanes} found")
    options = {"initial": start, "doses": DOSES}
    exact = simulate(course, parameters, TIMES, rtol=1e-10, atol=1e-9, method="radau", **options)
    base = None
    methods: tuple[Method, ...] = ("bdf", "cvode", "radau")
    for method in methods:
        seconds, run = best(lambda m=method: simulate(course, parameters, TIMES, rtol=RTOL, method=m, **options))
        base = base or seconds
        print(f"{method:6s} rtol {RTOL:g}: {seconds / lanes * 1e3:6.0f} ms a lane, {base / seconds:4.1f} x SciPy BDF, "
              f"error {error(run, exact):.1e}, {run.ok.sum()} of {lanes} ok")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
