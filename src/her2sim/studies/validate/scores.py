"""Scores of predictions, each with an interval where one is known; no model, no files."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

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
    """Area under the ROC curve; interval by Newcombe 2006, method 5 (doi 10.1002/sim.2324).

    The ends solve |area - t| = z sqrt(v(t)), v the variance of Hanley & McNeil 1982 (PMID 7063747) at t with
    (m + n)/2 - 1 for both m - 1 and n - 1: the interval stays in 0..1 and has a width where the groups separate.

    Args:
        score, positive: shape (n,).
    """
    above, below = score[positive], score[~positive]
    m, n = len(above), len(below)
    if m == 0 or n == 0:
        return NOTHING
    wins = (above[:, None] > below).astype(np.float64) + 0.5 * (above[:, None] == below)
    value = float(wins.mean())
    return Estimate(value, _auc_end(value, m, n, 0.0), _auc_end(value, m, n, 1.0))


def _auc_end(value: float, m: int, n: int, side: float) -> float:
    """The end of Newcombe's interval between an area and 0 or 1."""
    from scipy.optimize import brentq  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

    if value == side:
        return side
    more = (m + n) / 2.0 - 1.0

    def excess(t: float) -> float:
        spread = t * (1.0 - t) * (1.0 + more * (1.0 - t) / (2.0 - t) + more * t / (1.0 + t)) / (m * n)
        return (value - t) ** 2 - Z90**2 * spread

    near = value + 1e-9 * (side - value)  # the area itself is a root where it is 0 or 1
    return float(brentq(excess, side, near))  # pyright: ignore[reportArgumentType, reportCallIssue]


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


Times = tuple[Floats, NDArray[np.bool_]]


def logrank(first: Times, second: Times) -> float:
    """Two-sided p of the log-rank test (Mantel 1966, PMID 5910392), by scipy; NaN where neither group has an event.

    Args:
        first, second: times, and whether there was an event at each; shape (n,) each.
    """
    from importlib import import_module

    stats: Any = import_module("scipy.stats")  # its types are incomplete
    if not (first[1].any() or second[1].any()):
        return math.nan
    made: Any = [stats.CensoredData.right_censored(time, ~event) for time, event in (first, second)]
    found: Any = stats.logrank(*made)
    return float(found.pvalue)
