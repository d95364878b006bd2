"""What a simulator must offer to be compared: made ready for one course, it runs parameter sets and counts its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from benchmarks.peers.courses import Sets


@dataclass(frozen=True)
class Run:
    """Results of N parameter sets.

    Args:
        values: (N, T, S) amounts; NaN where a set failed.
        cpu_s: CPU seconds of the call, everything included.
        integrator_s: CPU seconds that the tool itself says its integrator took; None when it does not say.
    """

    values: np.ndarray
    cpu_s: float
    integrator_s: float | None = None

    @property
    def ok(self) -> np.ndarray:
        """(N,) whether every output of a set is a number."""
        return np.asarray(np.isfinite(self.values).all(axis=(1, 2)))


@dataclass(frozen=True)
class Tool:
    """A simulator made ready for one course.

    Args:
        compile_s: CPU seconds of getting ready, of compilers it started too; NaN when it was found in the cache.
        run: (sets, rtol, atol) -> Run.
    """

    name: str
    version: str
    compile_s: float
    run: Callable[[Sets, float, float], Run]


def cpu_with_children() -> float:
    """CPU seconds of this process and of the finished ones it started, e.g. a compiler."""
    import os

    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def one_by_one(shape: tuple[int, int], sets: Sets, run: Callable[[np.ndarray, np.ndarray], np.ndarray | None]) -> Run:
    """Run sets in turn through a simulator that takes one; it returns (T, S), or None when it failed."""
    values = np.full((len(sets), *shape), np.nan)
    start = time.process_time()
    for place, (parameters, initial) in enumerate(zip(sets.parameters, sets.initial, strict=True)):
        found = run(parameters, initial)
        if found is not None:
            values[place] = found
    return Run(values, time.process_time() - start)
