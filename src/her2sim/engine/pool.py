"""Sharing lanes among worker processes (threads would wait for each other in Python)."""

import itertools
import os
from collections.abc import Callable
from typing import TypeVar

from her2sim.errors import InputError

_Job = TypeVar("_Job")
_Part = TypeVar("_Part")


def worker_count(threads: int | None) -> int:
    """Threads asked for; None means every core this process may use.

    Raises:
        InputError: `threads` is below 1.
    """
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if threads < 1:
        raise InputError("there must be at least one thread.", where="threads", expected=">= 1", got=threads)
    return threads


def over_lanes(run: Callable[[_Job], _Part], job: Callable[[slice], _Job], lanes: int, workers: int) -> list[_Part]:
    """Results of `run(job(slice of lanes))` in the order of the lanes, from up to `workers` processes."""
    workers = min(workers, lanes)
    if workers <= 1:
        return [run(job(slice(0, lanes)))]
    from concurrent.futures import ProcessPoolExecutor

    pieces = min(lanes, 4 * workers)  # small pieces even out lanes of unequal cost
    edges = [lanes * piece // pieces for piece in range(pieces + 1)]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(run, [job(slice(*pair)) for pair in itertools.pairwise(edges)]))
