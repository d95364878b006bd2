"""Simulated effects of markers beside published ones, row by row; hits and misses alike are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.arms import Arm
from her2sim.studies.biomarkers.benefit import Bench, Outcome, bench_of
from her2sim.studies.biomarkers.glm import fit
from her2sim.studies.biomarkers.markers import Reading, read_markers
from her2sim.studies.biomarkers.published import Contrast, published_contrasts
from her2sim.studies.biomarkers.sampler import population_case, sample_tumours
from her2sim.studies.biomarkers.scores import Pooled, event_and_time, interaction, pool, why_not
from her2sim.studies.biomarkers.settings import settings
from her2sim.studies.telling import Progress

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CONTROL_DAYS, FAILURE_DAYS = 168.0, 84.0
"""clinical benefit: no progression within 24 weeks; primary failure: progression within 12 weeks (a choice)"""

_PROGRESSION = Outcome("progression", "exponential", "ttp", "progression", "log hazard ratio")


@dataclass
class Clinic:
    """Populations of both settings and the arms that published rows ask for, each simulated once."""

    benches: Mapping[str, Bench]
    readings: Mapping[str, Mapping[str, Reading]]
    """setting -> marker -> reading"""
    arms: dict[tuple[str, str], tuple[Arm, ...]] = field(default_factory=dict[tuple[str, str], tuple[Arm, ...]])

    def run(self, setting: str, regimen: str) -> tuple[Arm, ...]:
        """An arm in every round."""
        key = (setting, regimen)
        if key not in self.arms:
            self.arms[key] = self.benches[setting].run(regimen)
        return self.arms[key]

    def failures(self) -> dict[str, int]:
        """Why tumours failed in an arm, and how many of every reason, over all arms that were run."""
        told = Counter(
            f"published subgroups, {setting}, {regimen}: {why}"
            for (setting, regimen), rounds in self.arms.items()
            for arm in rounds
            for why in arm.problems
            if why
        )
        return dict(told)


def clinic_of(
    tumours: int,
    *,
    members: int,
    seed: int,
    jobs: int,
    weeks: Mapping[str, float] | None = None,
    keep: Path | None = None,
) -> Clinic:
    """HER2-positive populations of both settings, without drugs yet; `weeks` by setting where not the study's own.

    `keep`: folder of finished arms; None keeps nothing.
    """
    benches: dict[str, Bench] = {}
    readings: dict[str, dict[str, Reading]] = {}
    for setting in ("metastatic", "neoadjuvant"):
        sampled = sample_tumours(population_case(setting), tumours, seed)
        lasts = (weeks or {}).get(setting)
        benches[setting] = bench_of(sampled, members=members, weeks=lasts, seed=seed, jobs=jobs, keep=keep)
        readings[setting] = read_markers(sampled, seed)
    return Clinic(benches, readings)


def comparison_table(clinic: Clinic, level: float, progress: Progress | None = None) -> pd.DataFrame:
    """One row a published contrast: its ratio and the simulated one with intervals, whether they agree, or why not.

    `direction_agrees` compares the sides of the two ratios (where none was found: whether the simulated interval holds
    1); `clear` says whether the simulated interval leaves out 1; `inside` whether the simulated ratio lies in the
    published interval.
    """
    import pandas as pd

    contrasts = published_contrasts()
    rows: list[dict[str, object]] = []
    for place, contrast in enumerate(contrasts):
        if progress is not None:
            progress(f"published subgroups: {contrast.trial}", place, len(contrasts))
        why, found = (contrast.why_not, _NOTHING) if contrast.why_not else simulated(clinic, contrast)
        rows.append(_row(contrast, why, found, level))
    return pd.DataFrame(rows)


_NOTHING = Pooled(np.nan, np.nan, np.nan)


def _row(contrast: Contrast, why: str, found: Pooled, level: float) -> dict[str, object]:
    low, high = found.interval(level)
    agrees, inside = _verdict(contrast, found.value, low, high)
    shown = {
        "id": contrast.id, "trial": contrast.trial, "setting": contrast.setting, "context": contrast.context,
        "marker": contrast.marker, "kind": contrast.kind, "regimen": contrast.regimen, "control": contrast.control,
        "only": contrast.only, "outcome": contrast.outcome, "scale": contrast.scale,
        "published": np.exp(contrast.log_effect), "published_low": np.exp(contrast.log_low),
        "published_high": np.exp(contrast.log_high), "basis": contrast.basis, "published_direction": contrast.direction,
    }  # fmt: skip
    about = {"status": contrast.status, "why_not": why, "note": contrast.note}
    return {
        **shown, "simulated": np.exp(found.value), "simulated_low": np.exp(low), "simulated_high": np.exp(high),
        "direction_agrees": agrees, "clear": None if np.isnan(found.value) else bool(low > 0 or high < 0),
        "inside": inside, **about, "references": ";".join(contrast.sources), "evidence_rows": contrast.evidence_rows,
    }  # fmt: skip


def _verdict(contrast: Contrast, value: float, low: float, high: float) -> tuple[bool | None, bool | None]:
    """Whether the directions agree, and whether the simulated effect lies in the published interval."""
    if np.isnan(value):
        return None, None
    inside = None if np.isnan(contrast.log_low) else bool(contrast.log_low <= value <= contrast.log_high)
    if contrast.direction == "none":
        return bool(low <= 0.0 <= high), inside
    better = value * contrast.favourable > 0
    return bool(better == (contrast.direction == "better")), inside


def simulated(clinic: Clinic, contrast: Contrast) -> tuple[str, Pooled]:
    """'' or why there is none, and the simulated log ratio of a contrast."""
    reading = clinic.readings[contrast.setting][contrast.marker]
    here = _only(clinic, contrast)
    arms = clinic.run(contrast.setting, contrast.regimen)
    if contrast.kind == "benefit":
        controls = clinic.run(contrast.setting, contrast.control)
        found = [_benefit(a, b, reading, here) for a, b in zip(controls, arms, strict=True)]
    elif contrast.kind == "graded":
        found = [_graded(arm, reading, here) for arm in arms]
    else:
        found = [_within(arm, reading, here, contrast) for arm in arms]
    reasons = [why for why, _, _ in found if why]
    if reasons:
        return reasons[0], _NOTHING
    return "", pool([value for _, value, _ in found], [variance for _, _, variance in found])


def _only(clinic: Clinic, contrast: Contrast) -> Bools:
    """Tumours that count, shape (N,): all, or by the reading of ER."""
    er = clinic.readings[contrast.setting]["ER"].positive
    return {"": np.ones(er.shape, dtype=bool), "ER positive": er, "ER negative": ~er}[contrast.only]


def _within(arm: Arm, reading: Reading, here: Bools, contrast: Contrast) -> tuple[str, float, float]:
    """Positives against negatives in one arm: log ratio and its variance."""
    told = contrast.outcome == "ttp" or np.isfinite(good_outcome(arm, contrast.outcome))
    groups = [here & arm.ok & told & group for group in (reading.positive, ~reading.positive)]
    least = min(int(group.sum()) for group in groups)
    if least < 2:
        return "fewer than two tumours that are positive, or negative, can be judged", np.nan, np.nan
    if contrast.outcome == "ttp":
        event, time = event_and_time(arm, _PROGRESSION)
        return _log_rates([float(event[g].sum()) for g in groups], [float(time[g].sum()) for g in groups])
    values = good_outcome(arm, contrast.outcome)
    counts = [(float(values[g].sum()), float(g.sum())) for g in groups]
    return log_ratio(counts[0], counts[1], contrast.scale)


def good_outcome(arm: Arm, outcome: str) -> Floats:
    """Outcome of a proportion, shape (N,), 0 to 1; NaN where a tumour failed, or was not watched for long enough."""
    if outcome not in ("control", "failure"):
        return arm.worth[outcome]
    limit = CONTROL_DAYS if outcome == "control" else FAILURE_DAYS
    early = arm.worth["ttp"] < limit - 0.5
    known = np.isfinite(arm.worth["ttp"]) & (arm.progressed | ~early)
    return np.where(known, ~early if outcome == "control" else early, np.nan)


def log_ratio(first: tuple[float, float], second: tuple[float, float], scale: str) -> tuple[str, float, float]:
    """Log odds or risk ratio of two proportions (count, n) with its variance; half added where a cell is near empty."""
    (a, n), (c, m) = first, second
    least = float(settings()["least"]["cell"]["value"])
    if min(a + c, n - a + m - c) < least:
        return f"fewer than {least:.0f} tumours with, or without, the outcome", np.nan, np.nan
    if min(a, n - a, c, m - c) < 0.5:
        a, c, n, m = a + 0.5, c + 0.5, n + 1.0, m + 1.0
    if scale == "risk ratio":
        return "", float(np.log(a / n) - np.log(c / m)), 1 / a - 1 / n + 1 / c - 1 / m
    b, d = n - a, m - c
    return "", float(np.log(a / b) - np.log(c / d)), 1 / a + 1 / b + 1 / c + 1 / d


def _log_rates(events: Sequence[float], times: Sequence[float]) -> tuple[str, float, float]:
    """Log ratio of two rates of progression with its variance."""
    least = float(settings()["least"]["cell"]["value"])
    if sum(events) < least:
        return f"fewer than {least:.0f} tumours progress while watched", np.nan, np.nan
    first, second = (one + 0.5 if min(events) < 0.5 else one for one in events)
    return "", float(np.log(first / times[0]) - np.log(second / times[1])), 1 / first + 1 / second


def _graded(arm: Arm, reading: Reading, here: Bools) -> tuple[str, float, float]:
    """Log hazard ratio of progression per tenfold of a level."""
    ok = here & arm.ok
    event, time = event_and_time(arm, _PROGRESSION)
    why = why_not([event[ok]], reading.score[ok], _PROGRESSION, "per SD")
    if why:
        return why, np.nan, np.nan
    level = reading.score[ok] / np.log(10.0)
    design = np.column_stack([np.ones(level.size), level - level.mean()])
    found = fit("exponential", design, event[ok], np.arange(len(event[ok])), time[ok])
    if not found.converged:
        return "the regression has no solution", np.nan, np.nan
    return "", float(found.coefficients[1]), float(found.covariance[1, 1])


def _benefit(control: Arm, treated: Arm, reading: Reading, here: Bools) -> tuple[str, float, float]:
    """Log of the hazard ratio treated against control in positives over that in negatives."""
    ok = here & control.ok & treated.ok
    arms = [event_and_time(arm, _PROGRESSION) for arm in (control, treated)]
    marker = reading.positive[ok].astype(np.float64)
    why = why_not([event[ok] for event, _ in arms], marker, _PROGRESSION, "positive")
    if why:
        return why, np.nan, np.nan
    events, times = ([one[place][ok] for one in arms] for place in (0, 1))
    why, (beta, covariance) = interaction(marker, events, times, "exponential")
    return why, float(beta[3]), float(covariance[3, 3])


def comparison_summary(table: pd.DataFrame) -> dict[str, Any]:
    """How many published rows there are, can be asked, and agree."""
    asked = table[table["simulated"].notna()]
    told = asked[asked["inside"].notna()]
    return {
        "rows": len(table),
        "cannot_be_asked": int(table["kind"].eq("none").sum()),
        "without_estimate": int((table["kind"].ne("none") & table["simulated"].isna()).sum()),
        "compared": len(asked),
        "direction_agrees": int(asked["direction_agrees"].eq(True).sum()),
        "direction_clear_and_agrees": int((asked["direction_agrees"].eq(True) & asked["clear"].eq(True)).sum()),
        "direction_clear_and_opposite": int((asked["direction_agrees"].eq(False) & asked["clear"].eq(True)).sum()),
        "with_interval": len(told),
        "inside": int(told["inside"].eq(True).sum()),
    }
