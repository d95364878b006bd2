"""Which method fits: the ensemble smoother beside sep-CMA-ES and a trust-region Gauss-Newton, on blots of two lines.

    python -m benchmarks.fit [--seeds 3]          needs HER2SIM_DATA; pip install cmaes fides

All methods move the same standard normal scores and share one objective, the misfit plus the squared scores (twice the
negative logarithm of the posterior). Derivatives are differences, taken in one batched run of all moved vectors, which
is how an engine without an adjoint does it best. Printed: forward runs, seconds, objective of the best vector, and of
the middle of what a method ends with.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.inference.likelihood import compared, misfit
from her2sim.inference.measurements import read_measurements
from her2sim.inference.smoother import Assimilated, inflation, update
from her2sim.studies.fit.problem import Problem, make_problem

Floats = NDArray[np.float64]

LINES = ("BT474", "SKBR3")


class Counted:
    """The forward model with a count of the vectors it ran."""

    def __init__(self, problem: Problem, jobs: int) -> None:
        self.problem, self.jobs, self.runs = problem, jobs, 0
        self.targets = problem.targets

    def predicted(self, scores: Floats) -> Floats:
        """(D, N)."""
        self.runs += scores.shape[1]
        values = self.problem.forward(scores, self.jobs).values
        return np.where(np.isfinite(values), values, np.nanmedian(values, axis=1, keepdims=True))

    def objective(self, scores: Floats) -> Floats:
        """(N,)."""
        return misfit(self.targets, self.predicted(scores)) + np.sum(scores**2, axis=0)


def smoother(model: Counted, seed: int) -> Floats:
    """100 members, 4 steps."""
    rng = np.random.default_rng(seed)
    scores, own = rng.standard_normal((len(model.problem.names), 100)), model.problem.own()
    for factor in inflation(4, 1.5):
        predicted, missing = compared(model.targets, model.predicted(scores))
        data = Assimilated(predicted, missing, model.targets.effective_sd)
        scores = update(scores, data, float(factor), rng, own=own, threshold=0.1)
    return model.objective(scores)


def evolution(model: Counted, seed: int) -> Floats:
    """sep-CMA-ES (Ros & Hansen 2008), 12 generations of 50."""
    from cmaes import SepCMA

    optimiser = SepCMA(mean=np.zeros(len(model.problem.names)), sigma=0.5, seed=seed, population_size=50)
    last = np.zeros(0)
    for _ in range(12):
        asked = [optimiser.ask() for _ in range(50)]
        last = model.objective(np.array(asked).T)
        optimiser.tell(list(zip(asked, last.tolist(), strict=True)))
    return last


def gauss_newton(model: Counted, seed: int) -> Floats:
    """fides with the Gauss-Newton matrix, from one draw of the prior; four iterations."""
    import fides

    def objective(scores: Floats) -> tuple[float, Floats, Floats]:
        step, n = 0.05, len(scores)
        block = np.concatenate([scores[:, None], scores[:, None] + step * np.eye(n)], axis=1)
        _, missing = compared(model.targets, model.predicted(block))
        residual = missing / model.targets.effective_sd[:, None]
        slope = (residual[:, 1:] - residual[:, :1]) / step
        value = float(np.sum(residual[:, 0] ** 2) + np.sum(scores**2))
        return value, 2 * (slope.T @ residual[:, 0] + scores), 2 * (slope.T @ slope + np.eye(n))

    n = len(model.problem.names)
    start = 0.5 * np.random.default_rng(seed).standard_normal(n)
    options = {fides.Options.MAXITER: 4}
    optimiser = fides.Optimizer(objective, ub=np.full(n, 5.0), lb=np.full(n, -5.0), options=options, verbose=40)
    best, *_ = optimiser.minimize(start)
    return np.array([best])


def main() -> None:
    """Print one line a method and seed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    known = load_evidence().cell_line
    readings = [
        one
        for one in read_measurements(("pasmopy_erbb",))
        if one.use == "fit" and one.cell_line in LINES and known(one.cell_line)
    ]
    problem = make_problem(readings, (), 1, chosen.jobs)
    methods: dict[str, Callable[[Counted, int], Floats]] = {
        "ensemble smoother": smoother,
        "sep-CMA-ES": evolution,
        "Gauss-Newton": gauss_newton,
    }
    for name, method in methods.items():
        for seed in range(1, chosen.seeds + 1):
            model = Counted(problem, chosen.jobs)
            begun = time.perf_counter()
            found = method(model, seed)
            took = time.perf_counter() - begun
            ends = f"best {found.min():8.1f}  middle {np.median(found):8.1f}"
            print(f"{name:18s} seed {seed}  {model.runs:5d} runs  {took:6.1f} s  {ends}")


if __name__ == "__main__":
    main()
