"""Two threads against one: wall time of the same ensemble, and whether the results are the same bits."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
from benchmarks.peers.compare import Plan, say
from benchmarks.peers.courses import Course, draw
from benchmarks.peers.engine_tool import network_of
from benchmarks.peers.table import grid

from her2sim.engine import simulate

REQUIRED = 1.8


def measure(courses: Sequence[Course], plan: Plan) -> dict[str, Any]:
    """Wall seconds with one and two threads (and all cores, where there are more), best of the repeats."""
    counts = sorted({1, 2, os.cpu_count() or 1})
    found = {course.key: _one(course, counts, plan) for course in courses}
    rows = [("model", *(f"{count} threads, s" for count in counts), "2 against 1", "same bits")]
    for key, row in found.items():
        walls = [f"{row['wall_s'][str(count)]:.2f}" for count in counts]
        rows.append((key, *walls, f"{row['gain']:.2f} x", "yes" if row["same"] else "NO"))
    print(grid(rows))
    print(f"required: {REQUIRED:g} x")
    return found


def _one(course: Course, counts: Sequence[int], plan: Plan) -> dict[str, Any]:
    ready = network_of(course, plan.cache)
    parameters, initial = ready.rows(draw(course, plan.sets))

    def run(threads: int, lanes: int) -> tuple[float, np.ndarray]:
        start = time.perf_counter()
        solution = simulate(
            ready.network,
            parameters[:lanes],
            course.times,
            initial=initial[:lanes],
            outputs=ready.outputs,
            rtol=1e-5,
            atol=course.atol,
            method=plan.method,
            threads=threads,
        )
        return time.perf_counter() - start, solution.values

    say(f"threads: {course.key}")
    wall, values = dict.fromkeys(counts, float("inf")), dict[int, np.ndarray]()
    for count in counts:
        run(count, 2 * count)  # whatever is compiled or started once
    for _ in range(plan.repeats):
        for count in counts:
            seconds, values[count] = run(count, plan.sets)
            wall[count] = min(wall[count], seconds)
    same = all(np.array_equal(values[count], values[1], equal_nan=True) for count in counts)
    return {"wall_s": {str(count): wall[count] for count in counts}, "gain": wall[1] / wall[2], "same": same}
