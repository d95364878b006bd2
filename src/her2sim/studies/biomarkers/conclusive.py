"""The review says that no single biomarker is conclusive. Here that is measured, and may come out false.

A marker is conclusive if its AUC reaches a threshold, and few of those it favours do not benefit, and few of the others
do. All intervals are simultaneous over the markers (Bonferroni), since the statement is about the best of them.

    true         of every marker it is sure that it fails one of the three
    false        of one marker it is sure that it passes all
    not decided  neither
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from her2sim.studies.biomarkers.auc import wilson
from her2sim.studies.biomarkers.benefit import Round
from her2sim.studies.biomarkers.markers import CONTROL, Reading
from her2sim.studies.biomarkers.scores import TARGETS, Pooled, targets_of
from her2sim.studies.biomarkers.settings import settings

if TYPE_CHECKING:
    import pandas as pd


_POOLED = ("auc", "sampling_se", "model_sd", "df")


@dataclass(frozen=True)
class Statement:
    """The statement for one target, and what was measured."""

    target: str
    verdict: str
    """true, false, not decided"""
    text: str
    best_marker: str
    best_auc: float
    best_low: float
    best_high: float
    """simultaneous interval of the best"""
    n_markers: int
    n_not_conclusive: int
    """markers of which it is sure"""
    n_conclusive: int
    threshold_auc: float
    threshold_wrong: float


def conclusive_table(
    areas: pd.DataFrame, rounds: Sequence[Round], readings: Mapping[str, Reading], measure: str, level: float
) -> pd.DataFrame:
    """One row a marker and target: AUC and errors in both groups, simultaneous intervals, whether it is conclusive.

    `wrong_favoured`: share of those the marker favours that do not meet the target; `missed`: share of the others
    that do. The marker is turned round where that raises its AUC: no matter which group it favours.
    """
    import pandas as pd

    used = {name: one for name, one in readings.items() if one.marker.group != CONTROL}
    sure = 1.0 - (1.0 - level) / max(1, len(used))
    rows: list[dict[str, object]] = []
    for target in ("benefit", "response"):
        here = {str(row["marker"]): row for row in areas[areas["target"].eq(target)].to_dict("records")}
        for name, reading in used.items():
            row = here[name]
            pooled, n_why = Pooled(*(float(row[key]) for key in _POOLED)), str(row["why_not"])
            rows.append(
                {"marker": name, "target": target, **_row(pooled, reading, rounds, measure, target, sure, n_why)}
            )
    return pd.DataFrame(rows)


def _row(
    area: Pooled, reading: Reading, rounds: Sequence[Round], measure: str, target: str, sure: float, why: str
) -> dict[str, object]:
    turned = area.value < 0.5
    low, high = area.interval(sure)
    low, high = (1.0 - high, 1.0 - low) if turned else (low, high)
    favoured = reading.positive if (reading.marker.sign > 0) != turned else ~reading.positive
    marked = [targets_of(one, measure)[target] for one in rounds]
    wrong = _share(
        [(met[ok & favoured].size - int(met[ok & favoured].sum()), int((ok & favoured).sum())) for met, ok in marked],
        sure,
    )
    missed = _share([(int(met[ok & ~favoured].sum()), int((ok & ~favoured).sum())) for met, ok in marked], sure)
    at_auc, at_wrong = thresholds()
    fails = high < at_auc or wrong[1] > at_wrong or missed[1] > at_wrong
    passes = low >= at_auc and wrong[2] <= at_wrong and missed[2] <= at_wrong
    verdict = "" if why else "no" if fails else "yes" if passes else "not decided"
    return {
        "auc": max(area.value, 1.0 - area.value), "auc_low": max(0.0, low), "auc_high": min(1.0, high),
        "wrong_favoured": wrong[0], "wrong_low": wrong[1], "wrong_high": wrong[2], "missed": missed[0],
        "missed_low": missed[1], "missed_high": missed[2], "conclusive": verdict, "why_not": why,
    }  # fmt: skip


def thresholds() -> tuple[float, float]:
    """AUC that a conclusive marker reaches, and the most it may be wrong in either group."""
    row = settings()["conclusive"]
    return float(row["auc"]["value"]), float(row["wrong"]["value"])


def _share(counts: Sequence[tuple[int, int]], level: float) -> tuple[float, float, float]:
    """Mean share over the rounds; its ends are the lowest and highest of Wilson's intervals of every round."""
    seen = [(some, total) for some, total in counts if total]
    if not seen:
        return np.nan, np.nan, np.nan
    ends = [wilson(some, total, level) for some, total in seen]
    share = float(np.mean([some / total for some, total in seen]))
    return share, min(low for low, _ in ends), max(high for _, high in ends)


def statement_of(table: pd.DataFrame, target: str) -> Statement:
    """The verdict for one target of `conclusive_table`."""
    rows = table[table["target"].eq(target) & table["why_not"].eq("")]
    no, yes = int(rows["conclusive"].eq("no").sum()), int(rows["conclusive"].eq("yes").sum())
    verdict = "false" if yes else "true" if len(rows) and no == len(rows) else "not decided"
    at_auc, at_wrong = thresholds()
    if rows.empty:
        text = f"No marker could be scored for {TARGETS[target]}: too few tumours with or without it."
        nothing = (np.nan, np.nan, np.nan)
        return Statement(target, verdict, text, "", *nothing, 0, 0, 0, at_auc, at_wrong)
    best = rows.sort_values("auc", ascending=False, kind="stable").to_dict("records")[0]
    area, low, high = (float(best[name]) for name in ("auc", "auc_low", "auc_high"))
    least = float(rows[["wrong_favoured", "missed"]].max(axis=1).min())
    text = (
        f"{TARGETS[target]}: the best of {len(rows)} markers, {best['marker']}, reaches an AUC of {area:.2f} "
        f"({low:.2f} to {high:.2f}, simultaneous interval); every marker is wrong in at "
        f"least {least:.0%} of one of its two groups. "
        f"Conclusive would be an AUC of {at_auc:g} and at most {at_wrong:.0%} wrong in both: {no} markers surely are "
        f"not, {yes} are. 'No single marker is conclusive' is {verdict}."
    )
    return Statement(target, verdict, text, str(best["marker"]), area, low, high, len(rows), no, yes, at_auc, at_wrong)
