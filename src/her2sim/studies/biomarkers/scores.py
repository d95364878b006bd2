"""How well each marker tells who benefits, and whether it is predictive or only prognostic.

AUC of a marker for three targets: benefit (the paired difference lies above its median), response under the treatment,
and a good course without it (control above its median). Effects by regression on arm, marker and their product: the
marker's coefficient is its effect in the control arm (prognostic), that of the product how much more the treatment
does in positives (predictive). The two arms of a tumour are a cluster. Over rounds with different members of the
ensemble the estimates are pooled (Rubin 1987, doi:10.1002/9780470316696), which keeps sampling of tumours and the
model apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.arms import Arm
from her2sim.studies.biomarkers.auc import auc, q_values
from her2sim.studies.biomarkers.benefit import Outcome, Round, worth_of
from her2sim.studies.biomarkers.glm import Family, fit
from her2sim.studies.biomarkers.markers import Reading
from her2sim.studies.biomarkers.settings import settings
from her2sim.studies.biomarkers.untyped import stats

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Scale = Literal["positive", "per SD"]

TARGETS: Mapping[str, str] = {
    "benefit": "benefit above the median",
    "response": "response under the treatment",
    "control": "course in the control arm above the median",
}


@dataclass(frozen=True)
class Pooled:
    """An estimate over the rounds."""

    value: float
    sampling: float
    """standard error of sampling the tumours"""
    model: float
    """standard deviation over the members; NaN where every tumour has its own"""
    df: float = np.inf

    @property
    def se(self) -> float:
        """Standard error of both."""
        return self.sampling if np.isnan(self.model) else float(np.hypot(self.sampling, self.model))

    def interval(self, level: float) -> tuple[float, float]:
        """Two-sided interval."""
        reach = float(stats.t.ppf(0.5 + level / 2, self.df)) * self.se
        return self.value - reach, self.value + reach

    def p(self, null: float = 0.0) -> float:
        """Two-sided p value; NaN without a standard error beyond rounding."""
        if not self.se > 1e-9:
            return np.nan
        return float(2.0 * stats.t.sf(abs(self.value - null) / self.se, self.df))


def pool(values: Sequence[float], variances: Sequence[float], df: float = np.inf) -> Pooled:
    """Rubin's rules over the rounds that gave an estimate, his degrees of freedom where they are fewer than `df`."""
    value, variance = np.asarray(values, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    seen = np.isfinite(value) & np.isfinite(variance)
    if not seen.any():
        return Pooled(np.nan, np.nan, np.nan, df)
    k = int(seen.sum())
    within = max(0.0, float(variance[seen].mean()))
    if k == 1:
        return Pooled(float(value[seen][0]), float(np.sqrt(within)), np.nan, df)
    between = (1 + 1 / k) * float(value[seen].var(ddof=1))
    own = (k - 1) * (1.0 + within / between) ** 2 if between > 0.0 else np.inf
    return Pooled(float(value[seen].mean()), float(np.sqrt(within)), float(np.sqrt(between)), min(df, own))


def targets_of(one: Round, measure: str) -> dict[str, tuple[Bools, Bools]]:
    """target -> whether it is met and whether the tumour counts, shape (N,) each."""
    ok = one.ok
    gain, control = one.gain(measure), worth_of(one.control, measure)
    met = {
        "benefit": _above_median(gain, ok),
        "response": np.nan_to_num(one.treated.worth["response"]) > 0.5,
        "control": _above_median(control, ok),
    }
    return {name: (values, ok) for name, values in met.items()}


def _above_median(values: Floats, ok: Bools) -> Bools:
    if not ok.any():
        return np.zeros(values.shape, dtype=bool)
    return np.nan_to_num(values, nan=-np.inf) > np.median(values[ok])


def auc_table(rounds: Sequence[Round], readings: Mapping[str, Reading], measure: str, level: float) -> pd.DataFrame:
    """One row a marker and target: AUC in the direction that is said of the marker, with its interval.

    `sampling_se` is of the tumours; `model_sd`, `members_low` and `members_high` over the members of the ensemble.
    """
    import pandas as pd

    marked = [targets_of(one, measure) for one in rounds]
    rows: list[dict[str, object]] = []
    for name, reading in readings.items():
        for target in TARGETS:
            rows.append({"marker": name, "target": target, **_auc_row(reading, [m[target] for m in marked], level)})
    table = pd.DataFrame(rows)
    for target in TARGETS:
        here = table["target"].eq(target)
        table.loc[here, "q"] = q_values(table.loc[here, "p"].to_numpy(dtype=np.float64))
    return table


def _auc_row(reading: Reading, marked: Sequence[tuple[Bools, Bools]], level: float) -> dict[str, object]:
    least = int(settings()["least"]["cell"]["value"])
    score = reading.marker.sign * reading.score
    found = [auc(score[ok], met[ok]) for met, ok in marked]
    met, ok = marked[0]
    counts = {"n": int(ok.sum()), "n_target": int((met & ok).sum())}
    if min(min(one.n_positive, one.n_negative) for one in found) < least:
        why = f"fewer than {least} tumours with or without the target"
        nothing = dict.fromkeys(
            ("auc", "low", "high", "sampling_se", "model_sd", "df", "members_low", "members_high", "p"), np.nan
        )
        return {**nothing, "q": np.nan, **counts, "why_not": why}
    pooled = pool([one.value for one in found], [one.variance for one in found])
    low, high = pooled.interval(level)
    tail = 50.0 * (1.0 - level)
    members = np.percentile([one.value for one in found], [tail, 100 - tail]) if len(found) > 1 else (np.nan, np.nan)
    return {
        "auc": pooled.value, "low": max(0.0, low), "high": min(1.0, high), "sampling_se": pooled.sampling,
        "model_sd": pooled.model, "df": pooled.df, "members_low": float(members[0]), "members_high": float(members[1]),
        "p": pooled.p(0.5), "q": np.nan, **counts, "why_not": "",
    }  # fmt: skip


def effects_table(
    rounds: Sequence[Round],
    readings: Mapping[str, Reading],
    outcomes: Sequence[Outcome],
    level: float,
) -> pd.DataFrame:
    """One row a marker, outcome, scale and effect (prognostic, predictive): estimate, interval, p, q, or why none.

    Scale: positive against negative, and for graded markers per standard deviation of the score.
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    for name, reading in readings.items():
        for scale in ("positive", "per SD") if reading.graded else ("positive",):
            for outcome in outcomes:
                about = {"marker": name, "outcome": outcome.name, "scale": scale, "unit": outcome.effect}
                rows += [{**about, **row} for row in _effects(rounds, reading, outcome, scale, level)]
    table = pd.DataFrame(rows)
    for _, part in table.groupby(["outcome", "scale", "effect"], sort=False):
        table.loc[part.index, "q"] = q_values(part["p"].to_numpy(dtype=np.float64))
    return table


def _effects(
    rounds: Sequence[Round], reading: Reading, outcome: Outcome, scale: Scale, level: float
) -> list[dict[str, object]]:
    groups = (int(reading.positive.sum()), int((~reading.positive).sum()))
    df = float(min(groups) - 1) if scale == "positive" else float(sum(groups) - 2)
    found = [_one_round(one, reading, outcome, scale) for one in rounds]
    reasons = [why for why, _ in found if why]
    rows: list[dict[str, object]] = []
    for place, effect in ((2, "prognostic"), (3, "predictive")):
        values = [beta[place] for _, (beta, _) in found]
        variances = [covariance[place, place] for _, (_, covariance) in found]
        pooled = Pooled(np.nan, np.nan, np.nan) if reasons else pool(values, variances, max(df, 1.0))
        low, high = pooled.interval(level)
        rows.append(
            {
                "effect": effect, "estimate": pooled.value, "low": low, "high": high, "sampling_se": pooled.sampling,
                "model_sd": pooled.model, "p": pooled.p(), "q": np.nan, "n_positive": groups[0],
                "why_not": reasons[0] if reasons else "",
            }
        )  # fmt: skip
    return rows


def _one_round(one: Round, reading: Reading, outcome: Outcome, scale: Scale) -> tuple[str, tuple[Floats, Floats]]:
    nothing = (np.full(4, np.nan), np.full((4, 4), np.nan))
    marker = reading.positive.astype(np.float64) if scale == "positive" else reading.score
    arms = [event_and_time(arm, outcome) for arm in (one.control, one.treated)]
    ok = one.ok
    why = why_not([event[ok] for event, _ in arms], marker[ok], outcome, scale)
    if why:
        return why, nothing
    x = marker[ok] if scale == "positive" else (marker[ok] - marker[ok].mean()) / marker[ok].std()
    return interaction(x, [event[ok] for event, _ in arms], [time[ok] for _, time in arms], outcome.family)


def interaction(
    marker: Floats, outcomes: Sequence[Floats], times: Sequence[Floats], family: str
) -> tuple[str, tuple[Floats, Floats]]:
    """Regression of both arms on arm, marker and their product, one cluster a tumour.

    Args:
        marker: shape (N,).
        outcomes: of the control and the treated arm, shape (N,) each.
        times: until the event or the end, shape (N,) each; used by 'exponential' alone.
        family: linear, logistic, exponential.

    Returns:
        '' or why there is no estimate; coefficients (one, arm, marker, product) and their covariance.
    """
    n = marker.size
    arm, both = np.repeat([0.0, 1.0], n), np.tile(marker, 2)
    design = np.column_stack([np.ones(2 * n), arm, both, arm * both])
    time = np.concatenate(times) if family == "exponential" else None
    found = fit(cast("Family", family), design, np.concatenate(outcomes), np.tile(np.arange(n), 2), time)
    why = "" if found.converged else "the regression has no solution"
    return why, (found.coefficients, found.covariance)


def event_and_time(arm: Arm, outcome: Outcome) -> tuple[Floats, Floats]:
    """Outcome of a regression, and time: progression at any visit, the last too, is an event; shape (N,) each."""
    values = worth_of(arm, outcome.measure)
    if outcome.family != "exponential":
        return values, np.ones_like(values)
    return np.where(np.isfinite(values), arm.progressed, np.nan), np.maximum(values, 1e-3)


def why_not(outcomes: Sequence[Floats], marker: Floats, outcome: Outcome, scale: Scale) -> str:
    """Why an effect is not tested: groups too small, or too few with or without the event in a cell; '' if it is."""
    least = settings()["least"]
    group, cell = int(least["group"]["value"]), int(least["cell"]["value"])
    parts = [marker > 0.5, marker <= 0.5] if scale == "positive" else [np.ones(marker.shape, dtype=bool)]
    if min(int(part.sum()) for part in parts) < group:
        return f"fewer than {group} tumours in a group"
    if outcome.family == "linear":
        return ""
    for values in outcomes:
        for part in parts:
            events = float(values[part].sum())
            rest = np.inf if outcome.family == "exponential" else float(part.sum()) - events
            if min(events, rest) < cell:
                return f"fewer than {cell} tumours with or without the event in a cell"
    return ""
