"""`validate survival`: time to progression of whole arms, simulated patients beside a Kaplan-Meier curve."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case, case_from_dict, list_examples, read_case
from her2sim.errors import InputError, RegimenError
from her2sim.evidence.reading import nearest
from her2sim.inference import load_ensemble
from her2sim.pharmacology.regimens import list_regimens, regimen
from her2sim.studies.predict import predict
from her2sim.studies.validate.files import Checks, read_table
from her2sim.studies.validate.results import Score, Validation
from her2sim.studies.validate.scores import concordance, kaplan_meier, logrank, survival_at

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

_DRAWN: dict[str, Any] = {
    "schema": "her2sim/case/1", "name": "HER2-positive disease", "kind": "patient", "setting": "metastatic",
    "pathology": {"HER2_status": "positive"},
}  # fmt: skip
_FEWEST = 20
"""virtual patients of a case, where a table has several"""
_NOTES = (
    "Patients without a case are drawn from the priors of HER2-positive metastatic disease, not from the eligibility.",
    "Deaths without progression, dropout and visits of a trial are not simulated here; RMSE is between the curves.",
)


@dataclass(frozen=True)
class _Simulated:
    """Virtual patients of one arm."""

    months: Floats
    """to progression, or to the end of the simulation; shape (n,)"""
    progressed: NDArray[np.bool_]
    weight: Floats
    """of each, sum 1: every case of the table counts as often as it stands there"""
    like: NDArray[np.bool_]
    """so many of each case as the table has patients of it, at most all"""
    median: Mapping[str, float]
    """months, by case; '' without one"""


def validate_survival(
    path: Path, *, members: int = 200, seed: int = 1, jobs: int = 1, tell: Tell | None = None
) -> Validation:
    """Simulate each arm in patients drawn from the priors of HER2-positive disease and compare with the trial.

    Args:
        path: a table with arm (a regimen), time (months) and event (1 progressed or died, 0 censored); with a column
            case (a shipped case, or a file beside the table) a patient is simulated as this case.
        members: virtual patients an arm, at least 20 a case.

    Raises:
        ValidationFileError: the table cannot be used.
    """
    rows, known = _read(path)
    arms = list(dict.fromkeys(str(row["arm"]) for row in rows))
    curves: dict[str, Any] = {}
    scores: list[Score] = []
    for number, arm in enumerate(arms):
        if tell:
            tell(arm, number, len(arms))
        own, others = ([row for row in rows if (row["arm"] == arm) is same] for same in (True, False))
        simulated = _simulate(arm, own, known, members, (seed, jobs))
        curve = curves[arm] = _compare(*_times(own), simulated)
        for row in own:
            row["predicted_median"] = simulated.median[row["case"]]
        scores.append(Score(arm, "never fitted", "model", len(own), rmse=curve["rmse"]))
        if others:
            scores.append(Score(arm, "never fitted", "the other arms", len(own), rmse=_as_others(others, curve)))
    import pandas as pd

    frame = pd.DataFrame(rows)
    frame[["status", "status_reason", "fitted"]] = ["ok", "", False]
    about = {"ensemble": load_ensemble().label, "draws": members, "seed": seed}
    notes = (*_NOTES, *_logrank_notes(rows, arms, curves), *_concordance_note(rows))
    return Validation("survival", path.name, tuple(scores), frame, {}, (), curves, notes, about)


def _concordance_note(rows: list[dict[str, Any]]) -> list[str]:
    """Concordance of the predicted medians, where there is more than one."""
    medians = np.array([row["predicted_median"] for row in rows], dtype=np.float64)
    if len(np.unique(medians)) < 2:
        return []
    found = concordance(-medians, *_times(rows))
    return [f"Concordance of the predicted medians with the patients' times: {found:.3f} (0.5 is chance)."]


def _logrank_notes(rows: list[dict[str, Any]], arms: list[str], curves: Mapping[str, Any]) -> list[str]:
    """Log-rank tests: model against trial arm by arm, then the arms of the trial against each other."""
    found = [
        f"{arm}: log-rank of the trial against {curves[arm]['logrank_patients']} virtual patients: "
        f"p = {curves[arm]['logrank_p']:.2g}. A large p does not show that they are the same."
        for arm in arms
    ]
    times = {arm: _times([row for row in rows if row["arm"] == arm]) for arm in arms}
    for first, second in itertools.combinations(arms, 2):
        found.append(f"{first} against {second} in the trial: log-rank p = {logrank(times[first], times[second]):.2g}.")
    return found


def _read(path: Path) -> tuple[list[dict[str, Any]], dict[str, Case]]:
    checks, found, known = Checks(path), list[dict[str, Any]](), {"": case_from_dict(_DRAWN)}
    regimens = list(list_regimens())
    for row in read_table(path, ("arm", "time", "event"), ("case",)):
        try:
            regimen(row["arm"])
        except RegimenError as error:
            checks.add(row, "arm", error.problem, "a regimen, e.g. TH", error.hint or nearest(row["arm"], regimens))
        time = checks.number(row, "time", 0.0, 1e4)
        event = checks.choice(row, "event", ("0", "1"))
        if row["case"] not in known:
            _open(row, path.parent, checks, known)
        found.append({**row, "time": time, "event": event == "1"})
    checks.finish()
    return found, known


def _open(row: dict[str, Any], folder: Path, checks: Checks, known: dict[str, Case]) -> None:
    name = row["case"]
    path = next((one for one in (folder / f"{name}{end}" for end in ("", ".yaml", ".yml")) if one.is_file()), None)
    try:
        case = read_case(str(path) if path else name)
    except InputError as error:
        near = nearest(name, [*(one.stem for one in folder.glob("*.y*ml")), *list_examples()])
        checks.add(row, "case", error.problem, "a case file beside the table or a shipped case", near)
        return
    if case.kind != "patient":
        checks.add(row, "case", f"this case is a {case.kind}: it has no time to progression.", "a case of a patient")
    known[name] = case


def _times(rows: list[dict[str, Any]]) -> tuple[Floats, NDArray[np.bool_]]:
    """Months and events of some rows."""
    time, event = (np.array([row[name] for row in rows]) for name in ("time", "event"))
    return time.astype(np.float64), event.astype(bool)


def _simulate(
    arm: str, rows: list[dict[str, Any]], known: Mapping[str, Case], members: int, how: tuple[int, int]
) -> _Simulated:
    """Virtual patients of an arm, case by case; `how` is seed and jobs."""
    counts = Counter(str(row["case"]) for row in rows)
    months, progressed, weight, like = (list[Any]() for _ in range(4))
    median: dict[str, float] = {}
    for case, number in counts.items():
        draws = max(_FEWEST, round(members * number / len(rows))) if len(counts) > 1 else members
        result = predict(known[case], arm, draws=draws, seed=how[0], jobs=how[1], repairs=False).regimens[0]
        days = result.patients["ttp_day"].to_numpy(dtype=np.float64)
        ended = np.isfinite(days)
        months.append(np.where(ended, days, float(result.diameter.times[-1])) / 30.44)
        progressed.append(ended)
        weight.append(np.full(len(days), number / len(rows) / len(days)))
        like.append(np.arange(len(days)) < number)
        median[case] = float(np.median(months[-1]))
    return _Simulated(
        np.concatenate(months), np.concatenate(progressed), np.concatenate(weight), np.concatenate(like), median
    )


def _compare(time: Floats, event: NDArray[np.bool_], simulated: _Simulated) -> dict[str, Any]:
    times, shares = kaplan_meier(time, event)
    months, like = simulated.months, simulated.like
    grid = np.linspace(0.0, min(float(time.max()), float(months.max())), 60)
    measured = survival_at(times, shares, grid)
    model = np.array([float(simulated.weight[months > moment].sum()) for moment in grid])
    order = np.argsort(months, kind="stable")
    middle = int(np.searchsorted(np.cumsum(simulated.weight[order]), 0.5))
    return {
        "months": grid.tolist(),
        "measured": measured.tolist(),
        "model": model.tolist(),
        "rmse": float(np.sqrt(np.mean((measured - model) ** 2))),
        "median_model": float(months[order][min(middle, len(order) - 1)]),
        "logrank_p": logrank((time, event), (months[like], simulated.progressed[like])),
        "logrank_patients": int(like.sum()),
    }


def _as_others(others: list[dict[str, Any]], curve: dict[str, Any]) -> float:
    """Error of the pooled curve of the other arms as a prediction of this one, on the grid of the model's error."""
    pooled = survival_at(*kaplan_meier(*_times(others)), np.array(curve["months"]))
    return float(np.sqrt(np.mean((np.array(curve["measured"]) - pooled) ** 2)))
