"""Scores of predictions, each with an interval where one is known; no model, no files."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.inference.likelihood import Z90

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A score with its 90 % interval; NaN where it is not defined."""

    value: float
    low: float = float("nan")
    high: float = float("nan")

    @property
    def text(self) -> str:
        """0.62 (0.31 to 0.81), or '' where it is not defined."""
        if math.isnan(self.value):
            return ""
        return f"{self.value:.2f}" + ("" if math.isnan(self.low) else f" ({self.low:.2f} to {self.high:.2f})")


def number_text(value: float) -> str:
    """Three significant digits, or '' for NaN."""
    return "" if math.isnan(value) else f"{value:.3g}"


NOTHING = Estimate(float("nan"))


def spearman(predicted: Floats, measured: Floats) -> Estimate:
    """Rank correlation, interval by Fisher's z with the variance of Bonett & Wright 2000 (doi 10.1007/BF02294183).

    Args:
        predicted, measured: shape (n,).
    """
    from scipy.stats import rankdata  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    n = len(predicted)
    if n < 4 or np.ptp(predicted) == 0 or np.ptp(measured) == 0:
        return NOTHING
    ranks: list[Floats] = [np.asarray(rankdata(one), dtype=np.float64) for one in (predicted, measured)]
    value = float(np.corrcoef(ranks[0], ranks[1])[0, 1])
    half = Z90 * np.sqrt((1.0 + value**2 / 2.0) / (n - 3.0))
    middle = np.arctanh(np.clip(value, -0.999999, 0.999999))
    return Estimate(value, float(np.tanh(middle - half)), float(np.tanh(middle + half)))


def rmse(predicted: Floats, measured: Floats) -> float:
    """Root-mean-square error; NaN of nothing."""
    return float(np.sqrt(np.mean((predicted - measured) ** 2))) if len(predicted) else float("nan")


def share(hits: NDArray[np.bool_]) -> Estimate:
    """A share with its Wilson interval (Wilson 1927, doi 10.1080/01621459.1927.10502953)."""
    n = len(hits)
    if n == 0:
        return NOTHING
    p = float(np.mean(hits))
    middle = (p + Z90**2 / (2 * n)) / (1 + Z90**2 / n)
    half = Z90 / (1 + Z90**2 / n) * np.sqrt(p * (1 - p) / n + Z90**2 / (4 * n**2))
    return Estimate(p, float(middle - half), float(middle + half))


def auc(score: Floats, positive: NDArray[np.bool_]) -> Estimate:
    """Area under the ROC curve; interval by DeLong, DeLong & Clarke-Pearson 1988 (PMID 3203132)."""
    above, below = score[positive], score[~positive]
    m, n = len(above), len(below)
    if m == 0 or n == 0:
        return NOTHING
    wins = (above[:, None] > below).astype(np.float64) + 0.5 * (above[:, None] == below)
    value = float(wins.mean())
    if m < 2 or n < 2:
        return Estimate(value)
    variance = wins.mean(axis=1).var(ddof=1) / m + wins.mean(axis=0).var(ddof=1) / n
    half = Z90 * float(np.sqrt(variance))
    return Estimate(value, max(0.0, value - half), min(1.0, value + half))


def brier(probability: Floats, happened: NDArray[np.bool_]) -> float:
    """Mean squared error of a probability (Brier 1950)."""
    return float(np.mean((probability - happened) ** 2)) if len(happened) else float("nan")


@dataclass(frozen=True)
class Bin:
    """One bin of a calibration curve."""

    predicted: float
    observed: Estimate
    n: int


def calibration(probability: Floats, happened: NDArray[np.bool_], bins: int = 5) -> tuple[Bin, ...]:
    """Observed share by bins of equal size of the predicted probability, ascending."""
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, min(bins, max(1, len(order)))) if len(part)]
    return tuple(Bin(float(probability[part].mean()), share(happened[part]), len(part)) for part in parts)


def concordance(risk: Floats, time: Floats, event: NDArray[np.bool_]) -> float:
    """Harrell's C: of pairs whose order in time is known, the share with the higher risk first; ties are half."""
    earlier = (time[:, None] < time) & event[:, None]
    pairs = int(earlier.sum())
    if pairs == 0:
        return float("nan")
    right = (risk[:, None] > risk) + 0.5 * (risk[:, None] == risk)
    return float((right * earlier).sum() / pairs)


def kaplan_meier(time: Floats, event: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Times of events, ascending, and the share without an event just after each (Kaplan & Meier 1958)."""
    times = np.unique(time[event])
    at_risk = np.array([(time >= moment).sum() for moment in times], dtype=np.float64)
    died = np.array([((time == moment) & event).sum() for moment in times], dtype=np.float64)
    return times, np.asarray(np.cumprod(1.0 - died / at_risk), dtype=np.float64)


def survival_at(times: Floats, shares: Floats, when: Floats) -> Floats:
    """A Kaplan-Meier curve read at some times."""
    place = np.searchsorted(times, when, side="right")
    return np.concatenate([[1.0], shares])[place]
