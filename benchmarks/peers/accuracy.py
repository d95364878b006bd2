"""How wrong a run is, against a reference that another solver made with tolerances near rounding.

Error of one simulation: the largest, over outputs and species, of

    |y - ref| / (|ref| + 1e-3 max_t |ref| + floor)

so that a species near zero counts by its own peak, and one that never shows counts by an absolute floor. A set that
failed has an infinite error; medians and percentiles keep it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from benchmarks.peers.courses import Course, Sets
from benchmarks.peers.tool import Tool

LADDER = tuple(float(f"{10.0 ** (-step / 16):.3g}") for step in range(16, 129))  # 0.1 to 1e-8, sixteen to the decade
# a reference is asked for 1e-10; CVODE gives several digits less than it is asked for, so it is asked for more
REFERENCE_RTOL = {"amici": 1e-13, "radau": 1e-10}


@dataclass(frozen=True)
class Error:
    """Median and 95th percentile over the sets, and how many sets failed."""

    median: float
    p95: float
    failed: int
    sets: int


def errors(course: Course, values: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Error of every set, shape (N,); infinite where a set failed, NaN where the reference did.

    Args:
        reference: of at least as many sets.
    """
    reference = reference[: len(values)]
    scale = np.abs(reference) + 1e-3 * np.abs(reference).max(axis=1, keepdims=True) + course.floor
    found = (np.abs(values - reference) / scale).max(axis=(1, 2))
    found[np.isnan(values).any(axis=(1, 2))] = np.inf
    found[np.isnan(reference).any(axis=(1, 2))] = np.nan
    return found


def summary(found: np.ndarray, count: int | None = None) -> Error:
    """Median, 95th percentile and failures of the first sets; those whose reference failed are left out."""
    known = found[:count][~np.isnan(found[:count])]
    if not len(known):
        return Error(float("nan"), float("nan"), 0, 0)
    median, p95 = np.percentile(known, [50, 95], method="inverted_cdf")
    return Error(float(median), float(p95), int(np.isinf(known).sum()), len(known))


def reference_values(course: Course, tool: Tool, sets: Sets, cache: Path) -> np.ndarray:
    """Trajectories (N, T, S) by a tool at reference tolerances, kept in the cache."""
    rtol = REFERENCE_RTOL[tool.name]
    sets_digest = hashlib.sha256(sets.parameters.tobytes() + sets.initial.tobytes()).hexdigest()[:12]
    path = cache / f"{course.key}-{course.digest}-{sets_digest}-{tool.name}-{tool.version}-{rtol:g}.npz"
    if path.is_file():
        return np.load(path)["values"]
    values = tool.run(sets, rtol, course.atol * 1e-6).values
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, values=values)
    return values
