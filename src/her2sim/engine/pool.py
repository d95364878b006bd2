"""Sharing lanes among worker processes (threads would wait for each other in Python)."""

import itertools
from collections.abc import Callable
from typing import TypeVar

from her2sim.errors import InputError

_Job = TypeVar("_Job")
_Part = TypeVar("_Part")


def over_lanes(
    run: Callable[[_Job], _Part], job: Callable[[slice], _Job], lanes: int, threads: int | None
) -> list[_Part]:
    """Results of `run(job(slice of lanes))` in the order of the lanes, from up to `threads` processes.

    Raises:
        InputError: `threads` is below 1.
    """
    if threads is not None and threads < 1:
        raise InputError("there must be at least one thread.", where="threads", expected=">= 1", got=threads)
    workers = min(threads or 1, lanes)
    if workers <= 1:
        return [run(job(slice(0, lanes)))]
    from concurrent.futures import ProcessPoolExecutor

    pieces = min(lanes, 4 * workers)  # small pieces even out lanes of unequal cost
    edges = [lanes * piece // pieces for piece in range(pieces + 1)]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(run, [job(slice(*pair)) for pair in itertools.pairwise(edges)]))
