"""Area under the ROC curve with its variance, and false discovery rates.

DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595, computed by ranks as in Sun & Xu 2014,
doi:10.1109/LSP.2014.2337313; Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.biomarkers.untyped import stats

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Auc:
    """Probability that a positive scores above a negative, ties counted half."""

    value: float
    variance: float
    """of sampling the tumours; NaN where a class holds fewer than two"""
    n_positive: int
    n_negative: int

    @property
    def se(self) -> float:
        """Standard error."""
        return float(np.sqrt(self.variance))


def auc(scores: Floats, positive: Bools) -> Auc:
    """Area under the ROC curve and DeLong's variance of it.

    Args:
        scores: shape (N,); a NaN is left out together with its class.
        positive: shape (N,).

    Returns:
        NaN where one of the classes is empty.
    """
    seen = np.isfinite(scores)
    high, low = scores[seen & positive], scores[seen & ~positive]
    m, n = high.size, low.size
    if m == 0 or n == 0:
        return Auc(np.nan, np.nan, m, n)
    everyone = stats.rankdata(np.concatenate([high, low]))
    first = (everyone[:m] - stats.rankdata(high)) / n  # placement of every positive among the negatives
    second = 1.0 - (everyone[m:] - stats.rankdata(low)) / m
    variance = np.nan if min(m, n) < 2 else float(first.var(ddof=1) / m + second.var(ddof=1) / n)
    return Auc(float(first.mean()), variance, m, n)


def q_values(p: Floats) -> Floats:
    """Benjamini-Hochberg adjusted p values, shape of `p`; NaN stays NaN and is not counted."""
    q = np.full(p.shape, np.nan)
    seen = np.flatnonzero(np.isfinite(p))
    if seen.size == 0:
        return q
    order = seen[np.argsort(p[seen], kind="stable")]
    raw = p[order] * seen.size / np.arange(1, seen.size + 1)
    q[order] = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    return q


def wilson(count: int, n: int, level: float) -> tuple[float, float]:
    """Wilson's interval of a proportion; NaN where `n` is 0. Wilson 1927, doi:10.1080/01621459.1927.10502953."""
    if n == 0:
        return np.nan, np.nan
    z = float(stats.norm.ppf(0.5 + level / 2))
    share, spread = count / n, z * z / n
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * float(np.sqrt(share * (1 - share) / n + spread / (4 * n)))
    return max(0.0, middle - half), min(1.0, middle + half)
