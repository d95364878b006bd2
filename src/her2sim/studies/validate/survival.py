"""`validate survival`: time to progression of whole arms, simulated patients beside a Kaplan-Meier curve."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case import case_from_dict
from her2sim.errors import RegimenError
from her2sim.evidence.reading import nearest
from her2sim.inference import load_ensemble
from her2sim.pharmacology.regimens import list_regimens, regimen
from her2sim.studies.predict import predict
from her2sim.studies.validate.files import Checks, read_table
from her2sim.studies.validate.results import Score, Validation
from her2sim.studies.validate.scores import concordance, kaplan_meier, survival_at

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

_NOTES = (
    "Patients are drawn from the priors of HER2-positive metastatic disease, not from the trial's own eligibility.",
    "Deaths without progression, dropout and visits of a trial are not simulated here; RMSE is between the curves.",
)


def validate_survival(
    path: Path, *, members: int = 200, seed: int = 1, jobs: int = 1, tell: Tell | None = None
) -> Validation:
    """Simulate each arm in patients drawn from the priors of HER2-positive disease and compare with the trial.

    Args:
        path: a table with arm (a regimen), time (months) and event (1 progressed or died, 0 censored).
        members: virtual patients an arm.

    Raises:
        ValidationFileError: the table cannot be used.
    """
    import pandas as pd

    rows = _read(path)
    arms = list(dict.fromkeys(str(row["arm"]) for row in rows))
    curves: dict[str, Any] = {}
    medians: dict[str, float] = {}
    scores: list[Score] = []
    for number, arm in enumerate(arms):
        if tell:
            tell(arm, number, len(arms))
        own = [row for row in rows if row["arm"] == arm]
        curve = curves[arm] = _compare(*_times(own), _simulated(arm, members, seed, jobs))
        medians[arm] = float(curve["median_model"])
        scores.append(Score(arm, "never fitted", "model", len(own), rmse=curve["rmse"]))
        if len(arms) > 1:
            others = [row for row in rows if row["arm"] != arm]
            scores.append(Score(arm, "never fitted", "the other arms", len(own), rmse=_as_others(others, curve)))
    frame = pd.DataFrame(rows)
    notes: list[str] = [*_NOTES]
    frame["predicted_median"] = [medians[str(row["arm"])] for row in rows]
    frame[["status", "status_reason", "fitted"]] = ["ok", "", False]
    if len(arms) > 1:
        risk = -frame["predicted_median"].to_numpy(dtype=np.float64)
        found = concordance(risk, *_times(rows))
        notes.append(f"Concordance of the arms' order with the patients' times: {found:.3f} (0.5 is chance).")
    about = {"ensemble": load_ensemble().label, "draws": members, "seed": seed}
    return Validation("survival", path.name, tuple(scores), frame, {}, (), curves, tuple(notes), about)


def _read(path: Path) -> list[dict[str, Any]]:
    checks = Checks(path)
    found: list[dict[str, Any]] = []
    known = list(list_regimens())
    for row in read_table(path, ("arm", "time", "event")):
        try:
            regimen(row["arm"])
        except RegimenError as error:
            checks.add(row, "arm", error.problem, "a regimen, e.g. TH", error.hint or nearest(row["arm"], known))
        time = checks.number(row, "time", 0.0, 1e4)
        event = checks.choice(row, "event", ("0", "1"))
        found.append({**row, "time": time, "event": event == "1"})
    checks.finish()
    return found


def _times(rows: list[dict[str, Any]]) -> tuple[Floats, NDArray[np.bool_]]:
    """Months and events of some rows."""
    time, event = (np.array([row[name] for row in rows]) for name in ("time", "event"))
    return time.astype(np.float64), event.astype(bool)


def _simulated(arm: str, members: int, seed: int, jobs: int) -> Floats:
    """Months to progression of virtual patients; the end of the simulation where there was none."""
    fields = {
        "schema": "her2sim/case/1", "name": "HER2-positive disease", "kind": "patient", "setting": "metastatic",
        "pathology": {"HER2_status": "positive"},
    }  # fmt: skip
    result = predict(case_from_dict(fields), arm, draws=members, seed=seed, jobs=jobs, repairs=False).regimens[0]
    days = result.patients["ttp_day"].to_numpy(dtype=np.float64)
    last = float(result.diameter.times[-1])
    return np.where(np.isfinite(days), days, last) / 30.44


def _compare(time: Floats, event: NDArray[np.bool_], simulated: Floats) -> dict[str, Any]:
    times, shares = kaplan_meier(time, event)
    grid = np.linspace(0.0, min(float(time.max()), float(simulated.max())), 60)
    measured = survival_at(times, shares, grid)
    model = np.array([(simulated > moment).mean() for moment in grid])
    return {
        "months": grid.tolist(),
        "measured": measured.tolist(),
        "model": model.tolist(),
        "rmse": float(np.sqrt(np.mean((measured - model) ** 2))),
        "median_model": float(np.median(simulated)),
    }


def _as_others(others: list[dict[str, Any]], curve: dict[str, Any]) -> float:
    """Error of the pooled curve of the other arms as a prediction of this one, on the grid of the model's error."""
    pooled = survival_at(*kaplan_meier(*_times(others)), np.array(curve["months"]))
    return float(np.sqrt(np.mean((np.array(curve["measured"]) - pooled) ** 2)))
