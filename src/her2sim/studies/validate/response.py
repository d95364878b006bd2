"""`validate response`: pCR or RECIST of cases, predicted and scored beside HER2 level and ER status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case, list_examples, read_case
from her2sim.errors import Her2simError, InputError
from her2sim.evidence.reading import nearest
from her2sim.inference import load_ensemble
from her2sim.studies.cohort.rows import receptor
from her2sim.studies.predict import predict
from her2sim.studies.validate.files import Checks, read_table
from her2sim.studies.validate.results import Score, Validation
from her2sim.studies.validate.scores import auc, brier, calibration

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

RECIST = ("CR", "PR", "SD", "PD")
_YES, _NO = {"1", "yes", "true", "pcr"}, {"0", "no", "false", "rd"}


def validate_response(
    path: Path, cases: Path | None = None, *, members: int = 50, seed: int = 1, jobs: int = 1, tell: Tell | None = None
) -> Validation:
    """Predict response of cases and score it.

    Args:
        path: a table with case, regimen and pcr (yes, no) or recist (CR, PR, SD, PD).
        cases: a folder of case files; names of the table are files there, shipped cases, or paths.

    Raises:
        ValidationFileError: the table cannot be used.
    """
    rows, known = _read(path, cases)
    answers: dict[tuple[str, str], tuple[float, str]] = {}
    wanted = list(dict.fromkeys((row["case"], row["regimen"], row["kind"]) for row in rows))
    for number, (name, regimen, kind) in enumerate(wanted):
        if tell:
            tell(f"{name}: {regimen}", number, len(wanted))
        answers[name, regimen] = _answer(known[name], regimen, kind, members, seed, jobs)
    frame = _frame(rows, known, answers)
    good = frame[frame["status"].eq("ok")]
    happened, guess = good["happened"].to_numpy(dtype=bool), good["predicted"].to_numpy(dtype=np.float64)
    return Validation(
        kind="response",
        file=path.name,
        scores=tuple(_scores(good)),
        rows=frame,
        lost=dict(Counter(reason for reason in frame["status_reason"] if reason)),
        calibration=calibration(guess, happened) if len(good) else (),
        notes=(
            "No patient's outcome was fitted: every row is one the ensemble was never fitted on.",
            "Baselines: share of responders among the other rows; HER2 level; ER status, then HER2 level.",
        ),
        provenance={"ensemble": load_ensemble().label, "draws": members, "seed": seed},
    )


def _read(path: Path, cases: Path | None) -> tuple[list[dict[str, Any]], dict[str, Case]]:
    rows = read_table(path, ("case", "regimen"), ("pcr", "recist"))
    checks, found, known = Checks(path), list[dict[str, Any]](), dict[str, Case]()
    for row in rows:
        kind = "pcr" if row["pcr"] else "recist"
        value = row[kind].lower() if kind == "pcr" else row[kind].upper()
        if not value or (kind == "pcr" and value not in _YES | _NO) or (kind == "recist" and value not in RECIST):
            checks.add(row, kind, "this is no outcome.", "pcr: yes or no; recist: CR, PR, SD or PD")
        if not row["regimen"]:
            checks.add(row, "regimen", "this field is empty.", "e.g. TH")
        if row["case"] not in known:
            _open(row, cases, checks, known)
        happened = value in _YES if kind == "pcr" else value in {"CR", "PR"}
        found.append({**row, "kind": kind, "outcome": value, "happened": happened})
    checks.finish()
    return found, known


def _open(row: dict[str, Any], cases: Path | None, checks: Checks, known: dict[str, Case]) -> None:
    name = row["case"]
    inside = [cases / f"{name}{end}" for end in ("", ".yaml", ".yml")] if cases else []
    path = next((one for one in inside if one.is_file()), None)
    try:
        known[name] = read_case(str(path) if path else name)
    except InputError as error:
        here = [one.stem for one in cases.glob("*.y*ml")] if cases else []
        checks.add(
            row, "case", error.problem, "a case file or a shipped case", nearest(name, [*here, *list_examples()])
        )


def _answer(case: Case, regimen: str, kind: str, members: int, seed: int, jobs: int) -> tuple[float, str]:
    try:
        result = predict(case, regimen, draws=members, seed=seed, jobs=jobs, repairs=False).regimens[0]
    except Her2simError as error:
        return float("nan"), " ".join(str(error).split())[:200]
    value = result.p_pcr if kind == "pcr" else result.p_response
    return value, "" if np.isfinite(value) else "no probability for a case in culture"


def _frame(
    rows: Sequence[dict[str, Any]], known: Mapping[str, Case], answers: Mapping[tuple[str, str], tuple[float, str]]
) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(list(rows))
    found = [answers[row["case"], row["regimen"]] for row in rows]
    frame["predicted"] = [value for value, _ in found]
    frame["status"] = ["not predicted" if reason else "ok" for _, reason in found]
    frame["status_reason"] = [reason for _, reason in found]
    frame["fitted"] = False
    frame["HER2 level"] = [_her2_level(known[row["case"]]) for row in rows]
    frame["ER status + HER2 level"] = [
        _her2_level(known[row["case"]]) - 10.0 * (receptor(known[row["case"]]) == "positive") for row in rows
    ]
    return frame


def _her2_level(case: Case) -> float:
    """log10 of HER2 receptors per cell, as the case room understands the case without a model of signalling."""
    from her2sim.case import understand

    drawn = understand(case).draw(np.random.default_rng(0), 200)
    return float(np.median(np.log10(drawn["ERBB2_total"])))


def _scores(good: pd.DataFrame) -> list[Score]:
    found: list[Score] = []
    groups = [("all regimens", good), *((str(name), part) for name, part in good.groupby("regimen"))]
    for group, part in groups:
        if part.empty:
            continue
        happened, guess = part["happened"].to_numpy(dtype=bool), part["predicted"].to_numpy(dtype=np.float64)
        n = len(part)
        rest = (happened.sum() - happened) / max(n - 1, 1)
        found.append(Score(group, "never fitted", "model", n, auc=auc(guess, happened), brier=brier(guess, happened)))
        found.append(Score(group, "never fitted", "share of the others", n, brier=brier(rest.astype(float), happened)))
        for name in ("HER2 level", "ER status + HER2 level"):
            found.append(
                Score(group, "never fitted", name, n, auc=auc(part[name].to_numpy(dtype=np.float64), happened))
            )
    return found
