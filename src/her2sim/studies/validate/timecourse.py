"""`validate timecourse`: relative readings over time, each observable of a line with a scale of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence.cells import plain_name
from her2sim.evidence.reading import nearest
from her2sim.inference import Ensemble, load_ensemble
from her2sim.inference.likelihood import Targets, compared, filled, widened
from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.network import load_network
from her2sim.studies.fit.forward import fit_settings
from her2sim.studies.fit.problem import run_measurements
from her2sim.studies.validate.files import Checks, read_table
from her2sim.studies.validate.results import Score, Validation
from her2sim.studies.validate.scores import rmse, share, spearman
from her2sim.studies.verify.amounts import split_amount
from her2sim.tumour.culture import culture_defaults, known_compounds

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]


def validate_timecourse(
    path: Path, *, members: int = 50, seed: int = 1, jobs: int = 1, tell: Tell | None = None,
    ensemble: Ensemble | None = None,
) -> Validation:  # fmt: skip
    """Predict readings over time and score them after the best scale of each line, observable and file.

    Args:
        path: a table with cell_line, treatment, time_min, observable and value. A treatment names what was added with
            its dose, joined by '+': 'EGF 10 nM + lapatinib 1 uM'; 'none' for nothing.

    Raises:
        ValidationFileError: the table cannot be used.
    """
    rows = _read(path)
    chosen = (ensemble or load_ensemble()).some(members, seed)
    measured = [_measurement(row) for row in rows]
    found = run_measurements(measured, chosen, {}, seed, jobs, tell)
    frame = _frame(rows, measured, found.values, found.reasons, chosen)
    return Validation(
        kind="timecourse",
        file=path.name,
        scores=tuple(_scores(frame)),
        rows=frame,
        lost=dict(Counter(reason for reason in found.reasons if reason)),
        notes=(
            "Values are compared on a logarithm after the mean of their line and observable is taken off both.",
            "Baseline: nothing happens; every reading is the mean of its line and observable.",
            "NRMSE is the error over that of the baseline: below 1 the model says more than a flat line.",
        ),
        provenance={"ensemble": chosen.label, "members": members, "seed": seed},
    )


def _read(path: Path) -> list[dict[str, Any]]:
    checks = Checks(path)
    readouts = load_network().readouts
    found: list[dict[str, Any]] = []
    for row in read_table(path, ("cell_line", "treatment", "time_min", "observable", "value")):
        if row["observable"] not in readouts:
            checks.add(
                row, "observable", "the network has no such readout.", "a readout", nearest(row["observable"], readouts)
            )
        value = checks.number(row, "value")
        if not value > 0:
            checks.add(row, "value", "a relative reading is above 0.", "a number above 0")
        read: dict[str, Any] = {**row, "value": value, "time_min": checks.number(row, "time_min", 0.0, 1e5)}
        read["doses"] = _doses(row, checks)
        found.append(read)
    checks.finish()
    return found


def _doses(row: dict[str, Any], checks: Checks) -> list[tuple[str, Dose]]:
    """(drug or ligand, dose) of a treatment."""
    text = row["treatment"]
    if text.lower() in {"", "none", "control", "untreated"}:
        return []
    ligands, compounds = list(culture_defaults()["ligands"]), known_compounds()
    found: list[tuple[str, Dose]] = []
    for part in text.split("+"):
        name, _, amount = part.strip().partition(" ")
        dose = split_amount(amount)
        if dose is None or not dose.unit or dose.value < 0:
            checks.add(row, "treatment", f"{part.strip()!r} has no dose.", "e.g. 'EGF 10 nM + lapatinib 1 uM'")
            continue
        for kind, names in (("ligand", ligands), ("drug", compounds)):
            known = next((one for one in names if plain_name(one) == plain_name(name)), None)
            if known is not None:
                found.append((kind, Dose(known, dose.value, dose.unit)))
                break
        else:
            hint = nearest(name, [*ligands, *compounds])
            checks.add(row, "treatment", f"{name!r} is not known.", "a ligand or drug of the model", hint)
    return found


def _measurement(row: dict[str, Any]) -> Measurement:
    return Measurement(
        dataset="validation",
        row=row["row"],
        cell_line=row["cell_line"],
        drugs=tuple(dose for kind, dose in row["doses"] if kind == "drug"),
        ligands=tuple(dose for kind, dose in row["doses"] if kind == "ligand"),
        hours=row["time_min"] / 60.0,
        observable=row["observable"],
        value=float(np.log10(row["value"])),
        sd=0.1,
        scale="log10",
        group=f"{row['cell_line']} {row['observable']}",
        use="score",
    )


def _frame(
    rows: Sequence[dict[str, Any]],
    measured: Sequence[Measurement],
    values: Floats,
    reasons: Sequence[str],
    chosen: Ensemble,
) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame([{name: value for name, value in row.items() if name != "doses"} for row in rows])
    frame["status"] = ["not predicted" if reason else "ok" for reason in reasons]
    frame["status_reason"] = list(reasons)
    for name in ("log10_value", "predicted", "low", "high"):
        frame[name] = np.nan
    known = np.array([not reason for reason in reasons]) & np.isfinite(values).any(axis=0)
    frame.loc[~known, "status"] = "not predicted"
    error = float(fit_settings()["model_sd"]["signalling"])
    if known.any():
        kept = [one for one, good in zip(measured, known, strict=True) if good]
        targets = _targets(kept)
        predicted, missing = compared(targets, filled(values[:, known].T))
        low, middle, high = np.quantile(predicted, [0.05, 0.5, 0.95], axis=1)
        frame.loc[known, "log10_value"] = (predicted + missing)[:, 0]
        frame.loc[known, "predicted"] = middle
        frame.loc[known, "low"], frame.loc[known, "high"] = widened(low, middle, high, error)
    fitted = {(plain_name(one["cell_line"]), one["observable"]) for one in chosen.about.get("fitted", ())}
    frame["fitted"] = [(plain_name(str(row["cell_line"])), row["observable"]) in fitted for row in rows]
    return frame


def _targets(kept: Sequence[Measurement]) -> Targets:
    numbers: dict[str, int] = {}
    group = np.array([numbers.setdefault(one.group, len(numbers)) for one in kept], dtype=np.int64)
    ones = np.ones(len(kept))
    value = np.array([one.value for one in kept])
    return Targets(value, ones, group, np.zeros(len(kept), dtype=np.int64), ones)


def _scores(frame: pd.DataFrame) -> list[Score]:
    good = frame[frame["status"].eq("ok")]
    found: list[Score] = []
    groups = [("all observables", good), *((str(name), part) for name, part in good.groupby("observable"))]
    for group, part in groups:
        for rows, chosen in (("all", part), ("never fitted", part[~part["fitted"]]), ("fitted", part[part["fitted"]])):
            if chosen.empty:
                continue
            value, guess, low, high = (
                chosen[name].to_numpy(dtype=np.float64) for name in ("log10_value", "predicted", "low", "high")
            )
            model = Score(
                group, rows, "model", len(chosen), spearman(guess, value), rmse=rmse(guess, value),
                coverage=share((value >= low) & (value <= high)),
            )  # fmt: skip
            still = Score(group, rows, "no dynamics", len(chosen), rmse=rmse(np.zeros(len(value)), value))
            found += [model, still]
    return found
