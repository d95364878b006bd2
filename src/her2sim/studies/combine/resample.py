"""Means over virtual patients with a bootstrap interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.combine.settings import settings
from her2sim.studies.results import Interval

_STREAM = 101
"""stream of random numbers"""


def mean_over_patients(values: NDArray[np.float64], seed: int, level: float) -> Interval:
    """Mean over the virtual patients with a percentile bootstrap interval (Efron 1979, doi:10.1214/aos/1176344552).

    Args:
        values: days, one a patient, shape (N,), none of them missing.
        seed: the same gives the same resamples, so that differences of means are paired.
        level: of the interval.
    """
    if not values.size:
        return Interval(np.nan, np.nan, np.nan, level, "day")
    rng = np.random.default_rng([seed, _STREAM])
    picks = rng.integers(0, values.size, (int(settings()["bootstrap"]), values.size))
    tail = 50.0 * (1.0 - level)
    low, high = np.percentile(values[picks].mean(axis=1), [tail, 100.0 - tail])
    return Interval(float(values.mean()), float(low), float(high), level, "day")
