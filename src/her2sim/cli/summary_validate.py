"""A validation as tables on the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

from her2sim.cli.console import wide_console
from her2sim.studies.results import RESEARCH_USE
from her2sim.studies.validate.scores import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from her2sim.studies.validate import Score, Validation


def print_validation(answer: Validation, report: Path, *, color: bool) -> None:
    """Scores by group and by what was fitted, what was lost, notes."""
    console = wide_console(no_color=not color)
    console.print(
        f"[bold]validate {answer.kind}[/]  {answer.file}: {len(answer.rows)} rows, {answer.n_lost} not predicted"
    )
    print_scores(answer.scores, color=color)
    for reason, count in answer.lost.items():
        console.print(f"not predicted: {count} x {reason}")
    for note in answer.notes:
        console.print(note)
    console.print(RESEARCH_USE)
    console.print(f"report: {report}")


def print_scores(scores: Sequence[Score], *, color: bool) -> None:
    """The table of scores."""
    from rich.table import Table

    columns = ("group", "rows", "predictor", "n", "Spearman", "AUC", "RMSE", "Brier", "coverage of 90 %")
    table = Table(*columns, title="Scores, with 90 % intervals", title_justify="left")
    for score in scores:
        table.add_row(
            score.group, score.rows, score.predictor, str(score.n), score.spearman.text, score.auc.text,
            number_text(score.rmse), number_text(score.brier), score.coverage.text,
        )  # fmt: skip
    wide_console(no_color=not color).print(table)
