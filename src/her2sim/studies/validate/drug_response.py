"""`validate drug-response`: dose responses of cell lines, predicted and scored beside baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence.cells import plain_name
from her2sim.inference import Ensemble, load_ensemble
from her2sim.inference.likelihood import widened
from her2sim.inference.measurements.common import reader_settings
from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.studies.fit.forward import fit_settings
from her2sim.studies.fit.problem import run_measurements
from her2sim.studies.validate.baselines import baselines, her2_rank
from her2sim.studies.validate.files import Checks, read_table
from her2sim.studies.validate.results import Score, Validation
from her2sim.studies.validate.scores import NOTHING, auc, rmse, share, spearman
from her2sim.studies.verify.measure_doses import crossing
from her2sim.tumour.culture import known_compounds

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

METRICS = ("GR_AOC", "GRmax", "relative_viability", "log10_GI50_M")
_FALLS = {"GRmax", "relative_viability", "log10_GI50_M"}
"""metrics that are low where a drug works"""
_GI50_TOP_UM, _GI50_STEPS = 10.0, 9


def validate_drug_response(
    path: Path, *, members: int = 50, seed: int = 1, jobs: int = 1, tell: Tell | None = None,
    ensemble: Ensemble | None = None,
) -> Validation:  # fmt: skip
    """Predict dose responses and score them.

    Args:
        path: a table with cell_line, drug, metric, value, and dose_uM and hours where the metric needs them.
        members: of the ensemble.

    Raises:
        ValidationFileError: the table cannot be used.
    """
    rows = _read(path)
    chosen = ensemble or load_ensemble()
    values, reasons = predict_rows(rows, chosen, members, seed, jobs, tell)
    frame = _frame(rows, values, reasons, chosen)
    _add_baselines(frame)
    return Validation(
        kind="drug-response",
        file=path.name,
        scores=tuple(scores_of(frame)),
        rows=frame,
        lost=dict(Counter(reason for reason in reasons if reason)),
        notes=(
            "Interval: members of the ensemble and the error that the model and the assay are taken to have, 90 %.",
            "Baselines leave each line out in turn; the HER2 level ranks by itself.",
            "Amounts of a line are drawn within the error of their assays, not fitted to the line.",
        ),
        provenance={"ensemble": chosen.label, "members": members, "seed": seed},
    )


def _read(path: Path) -> list[dict[str, Any]]:
    rows = read_table(path, ("cell_line", "drug", "metric", "value"), ("dose_uM", "hours"))
    checks = Checks(path)
    found: list[dict[str, Any]] = []
    for row in rows:
        metric = checks.choice(row, "metric", METRICS)
        read: dict[str, Any] = {**row, "metric": metric, "value": checks.number(row, "value")}
        read["hours"] = checks.number(row, "hours", 0.1, 1000.0) if row["hours"] else 72.0
        needed = bool(row["dose_uM"]) or metric == "relative_viability"
        read["dose_uM"] = checks.number(row, "dose_uM", 0.0, 1e6) if needed else None
        for name in ("cell_line", "drug"):
            if not row[name]:
                checks.add(row, name, "this field is empty.", "a name")
        found.append(read)
    checks.finish()
    return found


def drug_of(name: str) -> tuple[str, float, float | None]:
    """The model's drug of a name, its potency and top dose (uM) in a known screen; the name itself if unknown."""
    plain = plain_name(name)
    for compound in known_compounds():
        if plain_name(compound) == plain:
            return compound, 1.0, _top(compound)
    screens = reader_settings()["heiser"]
    for kind in ("drugs", "stand_ins"):
        for known, about in screens[kind].items():
            if plain_name(known) == plain:
                return about["drug"], float(about.get("potency", 1.0)), float(about["top"])
    ccle = {plain_name(known): drug for known, drug in reader_settings()["ccle"]["drugs"].items()}
    return ccle.get(plain, name), 1.0, None


def _top(drug: str) -> float | None:
    tops = [about["top"] for about in reader_settings()["heiser"]["drugs"].values() if about["drug"] == drug]
    return float(tops[0]) if tops else None


def as_measurements(row: dict[str, Any]) -> list[Measurement]:
    """What must be simulated for a row: one reading, or a dose series for the dose of half inhibition."""
    drug, potency, top = drug_of(row["drug"])
    metric, dose = row["metric"], row["dose_uM"]
    blank = Measurement(
        "validation", row["row"], row["cell_line"], (), (), row["hours"], "GR", row["value"], 0.0, "linear", use="score"
    )
    if metric == "log10_GI50_M":
        series = (dose or top or _GI50_TOP_UM) * 10.0 ** -np.linspace(0.0, 4.0, _GI50_STEPS)[::-1]
        return [
            replace(blank, observable="GR", drugs=(Dose(drug, float(one) * potency * 1e3, "nM"),)) for one in series
        ]
    level = dose if dose is not None else (top or _GI50_TOP_UM)
    observable = "GR" if metric == "GRmax" else metric
    return [replace(blank, observable=observable, drugs=(Dose(drug, level * potency * 1e3, "nM"),))]


def predict_rows(
    rows: Sequence[dict[str, Any]], ensemble: Ensemble, members: int, seed: int, jobs: int, tell: Tell | None
) -> tuple[Floats, list[str]]:
    """Predictions of every row, (N, rows), and why there are none."""
    some = ensemble.some(members, seed)
    parts = [as_measurements(row) for row in rows]
    flat = [one for part in parts for one in part]
    found = run_measurements(flat, some, {}, seed, jobs, tell)
    values, reasons = np.full((some.size, len(rows)), np.nan), list[str]()
    place = 0
    for number, (row, part) in enumerate(zip(rows, parts, strict=True)):
        own = found.values[:, place : place + len(part)]
        if row["metric"] == "log10_GI50_M":
            doses = np.array([one.drugs[0].value for one in part])
            half = crossing(doses, 1.0 - own, np.full(some.size, 0.5))
            values[:, number] = np.log10(np.minimum(half, 10.0 * doses[-1]) * 1e-9)
        else:
            values[:, number] = own[:, 0]
        reasons.append(next((reason for reason in found.reasons[place : place + len(part)] if reason), ""))
        place += len(part)
    lost = [not bool(np.isfinite(column).any()) for column in values.T]
    return values, [
        reason or ("no member has an answer" if gone else "") for reason, gone in zip(reasons, lost, strict=True)
    ]


def _frame(rows: Sequence[dict[str, Any]], values: Floats, reasons: Sequence[str], ensemble: Ensemble) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(list(rows))
    known = ~np.isnan(values).all(axis=0)
    error = np.array([model_error(str(metric)) for metric in frame["metric"]])
    for name, quantile in (("predicted", 0.5), ("low", 0.05), ("high", 0.95)):
        column = np.full(len(frame), np.nan)
        column[known] = np.nanquantile(values[:, known], quantile, axis=0)
        frame[name] = column
    low, middle, high = (frame[name].to_numpy(dtype=np.float64) for name in ("low", "predicted", "high"))
    frame["low"], frame["high"] = widened(low, middle, high, error)
    frame["status"] = ["not predicted" if reason else "ok" for reason in reasons]
    frame["status_reason"] = list(reasons)
    frame["fitted"] = fitted_rows(rows, ensemble)
    return frame


def model_error(metric: str) -> float:
    """Error (sd) of a prediction beside the ensemble's spread: of the model and of the assay."""
    chosen: dict[str, float] = fit_settings()["score_sd"]
    return float(chosen[metric])


def fitted_rows(rows: Sequence[dict[str, Any]], ensemble: Ensemble) -> list[bool]:
    """Whether the ensemble was fitted on dose responses of this line and drug."""
    keys = {
        (plain_name(entry["cell_line"]), plain_name(entry["treatment"]))
        for entry in ensemble.about.get("fitted", ())
        if entry["observable"] in {"GR", "relative_viability", "cells", "G1_share"}
    }
    return [(plain_name(row["cell_line"]), plain_name(drug_of(row["drug"])[0])) in keys for row in rows]


def _add_baselines(frame: pd.DataFrame) -> None:
    for _, part in frame[frame["status"].eq("ok")].groupby(["drug", "metric"]):
        found = baselines(part["value"].to_numpy(dtype=np.float64), [str(one) for one in part["cell_line"]])
        for name, values in found.items():
            frame.loc[part.index, name] = values


def scores_of(frame: pd.DataFrame) -> list[Score]:
    """Scores by drug and metric and by what was fitted, of the model and of the baselines."""
    good = frame[frame["status"].eq("ok")]
    found: list[Score] = []
    for metric, whole in good.groupby("metric"):
        groups = [(f"all drugs {metric}", whole)] if whole["drug"].nunique() > 1 else []
        groups += [(f"{drug} {metric}", part) for drug, part in whole.groupby("drug")]
        for group, part in groups:
            for rows, chosen in (
                ("all", part),
                ("never fitted", part[~part["fitted"]]),
                ("fitted", part[part["fitted"]]),
            ):
                if len(chosen):
                    found += _score(group, rows, chosen, str(metric))
    return found


def _score(group: str, rows: str, part: pd.DataFrame, metric: str) -> list[Score]:
    value = part["value"].to_numpy(dtype=np.float64)
    lines = [str(line) for line in part["cell_line"]]
    single = part["drug"].nunique() == 1
    works = value < np.median(value) if metric in _FALLS else value > np.median(value)
    sign = -1.0 if metric in _FALLS else 1.0
    found: list[Score] = []
    for predictor in ("predicted", *(name for name in part.columns if name in BASELINES)):
        guess = part[predictor].to_numpy(dtype=np.float64)
        ranks = her2_rank(lines, sign).get(predictor, guess) if single else guess
        constant = predictor == BASELINES[0] and single
        covered = (value >= part["low"].to_numpy()) & (value <= part["high"].to_numpy())
        known = np.isfinite(guess)
        found.append(
            Score(
                group=group,
                rows=rows,
                predictor="model" if predictor == "predicted" else predictor,
                n=len(part),
                spearman=NOTHING if constant else spearman(ranks, value),
                auc=NOTHING if constant else auc(sign * ranks, works),
                rmse=rmse(guess[known], value[known]),
                coverage=share(covered) if predictor == "predicted" else NOTHING,
            )
        )
    return found


BASELINES = ("drug mean", "HER2 level", "ER status + HER2 level")
