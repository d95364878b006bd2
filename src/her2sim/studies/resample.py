"""The error of a mean over a finite number of draws."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def interval_of_mean(
    values: NDArray[np.float64], rng: np.random.Generator, times: int, level: float
) -> tuple[float, float]:
    """Percentile bootstrap interval of a mean (Efron 1979, doi:10.1214/aos/1176344552); NaN without values.

    Args:
        values: shape (N,), none of them missing.
        rng: the same state gives the same resamples, so that differences of means are paired.
        times: resamples.
        level: of the interval.
    """
    if not values.size:
        return float("nan"), float("nan")
    picks = rng.integers(0, values.size, (times, values.size))
    tail = 50.0 * (1.0 - level)
    low, high = np.percentile(values[picks].mean(axis=1), [tail, 100.0 - tail])
    return float(low), float(high)
