"""The report and tables of a validation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from her2sim import __version__
from her2sim.report import figures_validate
from her2sim.report.exhibits import Exhibit, Plan, exhibit
from her2sim.report.html import environment, style_sheet
from her2sim.report.rundir import Run, sha256_of, write_manifest
from her2sim.studies.results import RESEARCH_USE
from her2sim.studies.validate.results import Score
from her2sim.studies.validate.scores import number_text

if TYPE_CHECKING:
    from pathlib import Path

    from her2sim.studies.validate import Validation

_SCATTER = Plan(
    "scatter",
    "Predicted and measured",
    "Points: rows of the table; lines: 90 % interval of the ensemble and of the error the model and the assay are "
    "taken to have. Dashed: equal.",
    figures_validate.scatter,
    figures_validate.scatter_data,
)
_CALIBRATION = Plan(
    "calibration",
    "Calibration",
    "Rows in bins of equal size by predicted probability; lines: 90 % Wilson interval of the observed share.",
    figures_validate.calibration,
    figures_validate.calibration_data,
)
_SURVIVAL = Plan(
    "survival",
    "Time to progression",
    "Kaplan-Meier curve of the table beside simulated patients.",
    figures_validate.survival,
    figures_validate.survival_data,
)


def write_validation(run: Run, answer: Validation) -> Path:
    """Write scores.json, rows.parquet, rows.csv, report.html and the manifest; the path of the report."""
    files = {name: run.path / name for name in ("scores.json", "rows.parquet", "rows.csv", "report.html")}
    files["scores.json"].write_text(json.dumps(answer.document(), indent=2, default=str) + "\n", encoding="utf-8")
    answer.rows.to_csv(files["rows.csv"], index=False)
    mixed = {name: "string" for name in answer.rows.columns if answer.rows[name].map(type).nunique() > 1}
    answer.rows.astype(mixed).to_parquet(files["rows.parquet"], compression="zstd", index=False)
    render_validation(answer, files["report.html"])
    run.log("written", file="report.html")
    about = {"provenance": dict(answer.provenance), "lost": dict(answer.lost)}
    write_manifest(run, "complete", {**about, "files": {name: sha256_of(path) for name, path in files.items()}})
    return files["report.html"]


def render_validation(answer: Validation, path: Path) -> None:
    """Write the report; an existing file is replaced."""
    page = environment().get_template("validate.html.j2")
    text = page.render(
        version=__version__,
        research_use=RESEARCH_USE,
        css=style_sheet(),
        answer=answer,
        exhibits=_exhibits(answer),
        scores=[_words(score) for score in answer.scores],
    )
    path.write_text(text, encoding="utf-8")


def _exhibits(answer: Validation) -> list[Exhibit]:
    plans: list[Plan] = []
    good = answer.rows[answer.rows["status"].eq("ok")]
    if answer.kind in {"drug-response", "timecourse"} and len(good):
        plans.append(_SCATTER)
    if answer.calibration:
        plans.append(_CALIBRATION)
    if answer.curves:
        plans.append(_SURVIVAL)
    return [exhibit(plan, 0.9, (answer,)) for plan in plans]


def _words(score: Score) -> dict[str, str]:
    return {
        "group": score.group, "rows": score.rows, "predictor": score.predictor, "n": str(score.n),
        "spearman": score.spearman.text, "auc": score.auc.text, "rmse": number_text(score.rmse),
        "brier": number_text(score.brier), "coverage": score.coverage.text,
    }  # fmt: skip
