"""Means over virtual patients with a bootstrap interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.combine.settings import settings
from her2sim.studies.resample import interval_of_mean
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
    low, high = interval_of_mean(values, np.random.default_rng([seed, _STREAM]), int(settings()["bootstrap"]), level)
    mean = float(values.mean()) if values.size else float("nan")
    return Interval(mean, low, high, level, "day")
