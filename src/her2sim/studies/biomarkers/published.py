"""Published effects of markers in subgroups of trials (`data/published.csv`): every row that was collected.

Each row is one contrast of positives with negatives of a marker, or says why it cannot be asked here. Effects are
logarithms of an odds, risk or hazard ratio. Their intervals are, in this order: as published; from the numbers of
patients (Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x; half a patient added to empty cells); from the p value
(Miettinen 1976, doi:10.1093/oxfordjournals.aje.a112221); or missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np

from her2sim.studies.biomarkers.untyped import stats

_Z95 = 1.959964
_COPIED = (
    *("id", "trial", "setting", "context", "marker", "kind", "regimen", "control", "only", "outcome", "scale"),
    *("status", "evidence_rows", "why_not", "note"),
)


@dataclass(frozen=True)
class Contrast:
    """One published row."""

    id: str
    trial: str
    setting: str
    context: str
    marker: str
    kind: Literal["within", "graded", "benefit", "none"]
    """positives against negatives in one arm; per tenfold in one arm; treated against control in both; not asked"""
    regimen: str
    control: str
    only: str
    """'ER positive' or 'ER negative' where only these tumours count"""
    outcome: str
    """pcr, response, ttp (progression), control (none within 24 weeks), failure (progression within 12 weeks)"""
    scale: str
    """odds ratio, risk ratio, hazard ratio"""
    log_effect: float
    """positives over negatives; NaN where only a direction is published"""
    log_low: float
    log_high: float
    basis: str
    """what the interval rests on; '' for none"""
    direction: Literal["better", "worse", "none"]
    """of the outcome in positives; for `benefit` of what the treatment adds"""
    status: str
    sources: tuple[str, ...]
    evidence_rows: str
    why_not: str
    note: str

    @property
    def favourable(self) -> float:
        """1 where a ratio above one is good for positives, -1 where it is bad."""
        return -1.0 if self.scale == "hazard ratio" or self.outcome == "failure" else 1.0


@lru_cache(maxsize=1)
def published_contrasts() -> tuple[Contrast, ...]:
    """Every row, in the order of the file."""
    import csv

    text = (files("her2sim.studies.biomarkers") / "data" / "published.csv").read_text(encoding="utf-8")
    return tuple(_contrast(row) for row in csv.DictReader(text.splitlines()))


def _contrast(row: dict[str, str]) -> Contrast:
    effect, low, high, basis = (np.nan, np.nan, np.nan, "") if not row["positive"] else _effect(row)
    made: dict[str, Any] = {name: row[name] for name in _COPIED}
    direction: Any = row["direction"] or _direction(row, effect)
    return Contrast(
        **made,
        log_effect=effect,
        log_low=low,
        log_high=high,
        basis=basis,
        direction=direction,
        sources=tuple(row["references"].split(";")),
    )


def _direction(row: dict[str, str], effect: float) -> str:
    if np.isnan(effect):
        return "none"
    bad = row["scale"] == "hazard ratio" or row["outcome"] == "failure"
    return "better" if (effect < 0) == bad else "worse"


def _effect(row: dict[str, str]) -> tuple[float, float, float, str]:
    """Log effect with its 95 % interval and what that rests on."""
    positive, negative = float(row["positive"]), float(row["negative"])
    if row["kind"] == "benefit":
        return _interaction(row, positive, negative)
    if row["low"]:
        return np.log(positive), np.log(float(row["low"])), np.log(float(row["high"])), "as published"
    percent = row["scale"] == "odds ratio" and negative != 1.0
    if percent and row["n_positive"]:
        return _woolf(positive, float(row["n_positive"]), negative, float(row["n_negative"]))
    effect = _log_effect(row, positive, negative, percent)
    if not row["p"]:
        return effect, np.nan, np.nan, ""
    se = abs(effect) / float(stats.norm.isf(float(row["p"]) / 2))
    return effect, effect - _Z95 * se, effect + _Z95 * se, "from p"


def _log_effect(row: dict[str, str], positive: float, negative: float, percent: bool) -> float:
    if percent:
        return float(np.log(positive / (100 - positive)) - np.log(negative / (100 - negative)))
    if row["scale"] == "hazard ratio" and negative != 1.0:  # medians: hazards go as their inverse
        return float(np.log(negative / positive))
    return float(np.log(positive / negative))


def _woolf(positive: float, n_positive: float, negative: float, n_negative: float) -> tuple[float, float, float, str]:
    cells = [positive * n_positive / 100, (100 - positive) * n_positive / 100]
    cells += [negative * n_negative / 100, (100 - negative) * n_negative / 100]
    if min(cells) < 0.5:
        cells = [one + 0.5 for one in cells]
    a, b, c, d = cells
    effect, se = float(np.log(a / b) - np.log(c / d)), float(np.sqrt(1 / a + 1 / b + 1 / c + 1 / d))
    return effect, effect - _Z95 * se, effect + _Z95 * se, "from counts"


def _interaction(row: dict[str, str], positive: float, negative: float) -> tuple[float, float, float, str]:
    """Ratio of the hazard ratios of treated against control in positives and in negatives."""
    ends = [np.log(float(row[key])) for key in ("low", "high", "low_negative", "high_negative")]
    se = float(np.hypot(ends[1] - ends[0], ends[3] - ends[2])) / (2 * _Z95)
    effect = float(np.log(positive / negative))
    return effect, effect - _Z95 * se, effect + _Z95 * se, "from the intervals of both groups"
