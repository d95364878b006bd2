"""ERBB2 on a microarray, read by quantiles: where a tumour stands among patients is where its receptors stand.

The log2 intensities of the cohort are two normals, HER2-negative and HER2-positive. A value's quantile in the first is
looked up among the molecules of the same two groups, made of IHC classes by `mapping.yaml`. A z-score is a value only
together with the cohort it was made in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from her2sim.case.assays.solvers import special
from her2sim.case.distributions import Distribution, Mixture


@dataclass(frozen=True)
class Cohort:
    """log2 intensity of ERBB2 in a cohort: mean and sd of all, of the negative, of the positive; and their share."""

    mean: float
    sd: float
    negative_mean: float
    negative_sd: float
    positive_mean: float
    positive_sd: float
    positive_share: float
    patients: int
    low: float
    high: float

    def quantile(self, value: float) -> float:
        """Share of the cohort that lies below a log2 intensity."""
        ndtr = special().ndtr
        negative = float(ndtr((value - self.negative_mean) / self.negative_sd))
        positive = float(ndtr((value - self.positive_mean) / self.positive_sd))
        return (1 - self.positive_share) * negative + self.positive_share * positive


def fit_cohort(frame: Any) -> Cohort:
    """The cohort of a table with `ERBB2` (log2 intensity) and `HER2_status` of every patient."""
    values = np.asarray(frame["ERBB2"], dtype=np.float64)
    positive = np.asarray(frame["HER2_status"] == "Positive", dtype=np.bool_)
    known = np.isfinite(values)
    values, positive = values[known], positive[known]
    no, yes = values[~positive], values[positive]
    spread = [float(group.std(ddof=1)) for group in (values, no, yes)]
    return Cohort(
        float(values.mean()),
        spread[0],
        float(no.mean()),
        spread[1],
        float(yes.mean()),
        spread[2],
        float(positive.mean()),
        len(values),
        float(values.min()),
        float(values.max()),
    )


def at_quantile(share: float, positive_share: float, negative: Distribution, positive: Distribution) -> float:
    """Molecules at a quantile of the two groups together, read from their own quantiles on a fixed grid."""
    grid = (np.arange(4000) + 0.5) / 4000
    both = Mixture((1 - positive_share, positive_share), (negative, positive), ("negative", "positive"))
    return float(np.interp(share, grid, np.sort(both.at(grid))))
