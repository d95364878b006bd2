"""One sample in, its rows out: one a regimen, always; a prediction that failed says why in its row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from her2sim.case import Case, Profile, understand
from her2sim.errors import Her2simError
from her2sim.studies.cohort.plan import Settings
from her2sim.studies.predict import predict
from her2sim.studies.results import RegimenResult

Row = dict[str, Any]

OK, SOME_FAILED, FAILED = "ok", "some draws failed", "failed"

COLUMNS = {
    "sample": "string", "patient": "string", "regimen": "string", "setting": "string", "er": "string",
    "her2": "string", "her2_from": "string", "status": "string", "reason": "string",
    "p_response": "double", "p_response_low": "double", "p_response_high": "double",
    "p_pcr": "double", "p_pcr_low": "double", "p_pcr_high": "double",
    "best_change_pct": "double", "best_change_low": "double", "best_change_high": "double",
    "ttp_day": "double", "ttp_low": "double", "ttp_high": "double",
    "mechanisms": "list", "completeness": "double", "domain": "string",
    "draws": "int64", "failed_draws": "int64", "seed": "int64",
}  # fmt: skip
"""columns of the table in order, and their types in Parquet; 'list' is a list of strings"""


@dataclass(frozen=True)
class Task:
    """What one worker needs to know of one sample."""

    sample: str
    patient: str
    case: Case
    her2: str
    her2_from: str
    settings: Settings


def rows_of(task: Task) -> list[Row]:
    """Rows of one sample, in the order of the regimens.

    Every sample has the draws of the run's seed: a quantity has the same random number in each, so that two samples
    differ by what was found in them alone.
    """
    asked, seed = task.settings, task.settings.seed
    try:
        answer = predict(task.case, asked.regimens, draws=asked.draws, seed=seed, level=asked.level, repairs=False)
    except (Her2simError, ArithmeticError, ValueError) as error:
        return [_failed(task, name, seed, error) for name in asked.regimens]
    return [
        {**_head(task, name, seed), **_known(answer.profile), **_numbers(result, asked.draws)}
        for name, result in zip(asked.regimens, answer.regimens, strict=True)
    ]


def _head(task: Task, regimen: str, seed: int) -> Row:
    return {
        "sample": task.sample,
        "patient": task.patient,
        "regimen": regimen,
        "setting": task.case.setting,
        "er": receptor(task.case),
        "her2": task.her2,
        "her2_from": task.her2_from,
        "draws": task.settings.draws,
        "seed": seed,
    }


def receptor(case: Case) -> str:
    """Oestrogen receptor of a case: positive, negative or unknown."""
    found = case.pathology.ER
    if found is None:
        return "unknown"
    if found.number is not None:
        return "positive" if found.number >= 1.0 else "negative"
    return {"pos": "positive", "neg": "negative"}.get(str(found.value), "unknown")


def _known(profile: Profile | None) -> Row:
    if profile is None:
        return {"mechanisms": [], "completeness": math.nan, "domain": ""}
    carried = [mechanism.id for mechanism in profile.mechanisms]
    return {"mechanisms": carried, "completeness": profile.completeness, "domain": profile.domain.grade}


def _numbers(result: RegimenResult, draws: int) -> Row:
    reasons = "; ".join(f"{count} x {reason}" for reason, count in sorted(result.failures.items()))
    status = OK if result.n_failed == 0 else FAILED if result.n_failed == draws else SOME_FAILED
    pairs = {
        "p_response": (result.p_response, *result.p_response_interval),
        "p_pcr": (result.p_pcr, *result.p_pcr_interval),
        "best_change": (result.best_change.median, result.best_change.low, result.best_change.high),
        "ttp": (result.ttp.median, result.ttp.low, result.ttp.high),
    }
    return {"status": status, "reason": reasons, "failed_draws": result.n_failed, **_triples(pairs)}


def _triples(triples: dict[str, tuple[float, float, float]]) -> Row:
    units = {"best_change": "best_change_pct", "ttp": "ttp_day"}
    row: Row = {}
    for name, (middle, low, high) in triples.items():
        row |= {units.get(name, name): float(middle), f"{name}_low": float(low), f"{name}_high": float(high)}
    return row


def _failed(task: Task, regimen: str, seed: int, error: Exception) -> Row:
    try:
        known = _known(understand(task.case))
    except Her2simError:
        known = _known(None)
    nothing = (math.nan, math.nan, math.nan)
    numbers = _triples(dict.fromkeys(("p_response", "p_pcr", "best_change", "ttp"), nothing))
    reason = str(error) if isinstance(error, Her2simError) else f"{type(error).__name__}: {error}"
    told = {"status": FAILED, "reason": " ".join(reason.split()), "failed_draws": task.settings.draws}
    return {**_head(task, regimen, seed), **known, **numbers, **told}
