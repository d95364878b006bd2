"""`her2sim cohort`: every tumour of a study folder, predicted in parallel, resumable after a kill."""

from __future__ import annotations

import json
import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from her2sim.report.cohort import CohortFiles
    from her2sim.studies.cohort import Cohort, Settings

app = typer.Typer(help="Predict every tumour of a study.", no_args_is_help=True)

_RUN = "The run"
_REGIMENS = "Regimens, comma separated, e.g. TH,TH+P (her2sim regimen list), or regimen files."

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A study folder in cBioPortal's layout.")]
Regimens = Annotated[str, typer.Option("--regimen", "-r", help=_REGIMENS)]
Setting = Annotated[
    str | None,
    typer.Option("--setting", help="neoadjuvant or metastatic, for every sample. [default: as the study tells it]"),
]
ExprUnit = Annotated[
    str | None, typer.Option("--expr-unit", help="Unit of expression: TPM, FPKM, ... [default: as the study tells it]")
]
Everyone = Annotated[bool, typer.Option("--all", help="Every sample that can be read, not only the HER2-positive.")]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Begin anew; what a run has left there is removed.", rich_help_panel=_RUN)
]


@app.callback()
def group() -> None:
    """Predict every tumour of a study."""


@app.command()
def run(
    *,
    folder: Folder,
    regimen: Regimens = "TH",
    setting: Setting = None,
    expr_unit: ExprUnit = None,
    everyone: Everyone = False,
    out: options.Out = None,
    draws: options.Draws = 50,
    seed: options.Seed = 1,
    interval: options.Level = 0.9,
    jobs: options.Jobs = 1,
    fresh: Fresh = False,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Predict the HER2-positive tumours of a study folder.

    Writes cohort.parquet (one row per sample and regimen), rejected.csv, left_out.csv, report.html, manifest.json and
    log.jsonl. Killed at any moment, the same command goes on where it was and gives the same bytes. Exit code 4 means
    that some draws failed; they are counted and listed, never dropped.
    """
    from her2sim.cli.inputs import regimens_of, run_directory
    from her2sim.cli.progress import progress

    names, target = regimens_of(regimen), run_directory(out, folder.resolve().name)
    speak = partial(progress, quiet=quiet, log_json=log_json, color=not no_color)

    from her2sim.studies.cohort import Settings

    asked = Settings(names, draws, seed, interval, setting, everyone, expr_unit)
    answer, files = _answer(folder, asked, target, jobs, fresh, speak)
    if not quiet:
        _print(answer, files, as_json=json_out, color=not no_color)
    if answer.failed_draws:
        raise typer.Exit(5 if answer.nothing else 4)


def _answer(
    folder: Path, asked: Settings, target: Path, jobs: int, fresh: bool, speak: Any
) -> tuple[Cohort, CohortFiles]:
    """Check everything, then run; a run that was refused leaves the directory as it was."""
    from her2sim.report.cohort import write_cohort, write_lists
    from her2sim.report.rundir import open_run
    from her2sim.studies.cohort import Parts, make_plan, run_cohort

    plan = make_plan(folder, asked)
    parts = Parts(target / "parts", plan.inputs)
    if fresh:
        parts.clear()
    parts.check()
    settings = {**plan.inputs["settings"], "folder": str(folder), "jobs": jobs}
    with open_run(target, "cohort run", settings, resume=parts.begun) as opened:
        write_lists(plan.study, plan.left_out, target)
        with speak(opened.log) as report:
            answer = run_cohort(plan, parts.path, jobs=jobs, progress=report)
        return answer, write_cohort(opened, answer)


def _print(answer: Cohort, files: CohortFiles, *, as_json: bool, color: bool) -> None:
    from her2sim.report.cohort import counts_of, limits_of
    from her2sim.studies.cohort import groups_table
    from her2sim.studies.results import RESEARCH_USE

    table = groups_table(answer)
    rows: list[dict[str, Any]] = [
        {str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")
    ]
    if as_json:
        document = {
            "notice": RESEARCH_USE,
            "limits": list(limits_of(answer)),
            "study": answer.study.name,
            "draws": answer.settings.draws,
            "seed": answer.settings.seed,
            "level": answer.settings.level,
            "samples": counts_of(answer),
            "failed_draws": answer.failed_draws,
            "groups": rows,
            "table": str(files.table),
            "report": str(files.report),
        }
        typer.echo(json.dumps(document, indent=2))
        return
    _print_table(answer, files, [row for row in rows if row["by"] in {"all", "ER"}], color=color)


def _print_table(answer: Cohort, files: CohortFiles, rows: list[dict[str, Any]], *, color: bool) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from her2sim.report.cohort import counts_of, limits_of
    from her2sim.report.words import percent, signed
    from her2sim.studies.results import RESEARCH_USE

    console = Console(no_color=not color, highlight=False)
    console.print(f"[bold]{RESEARCH_USE}[/]", soft_wrap=True)
    for limit in limits_of(answer):
        console.print(f"- {limit}", markup=False, soft_wrap=True)
    counts = ", ".join(f"{count} {name}" for name, count in counts_of(answer).items())
    console.print(f"{answer.study.name}: {counts}", markup=False, soft_wrap=True)
    table = Table("regimen", "samples", "n", "best change", "P(response)", box=SIMPLE_HEAD, pad_edge=False)
    for row in rows:
        change, response = row["best_change_pct"], row["p_response"]
        shown = ("–" if change is None else f"{signed(change)} %", "–" if response is None else percent(response))
        table.add_row(escape(row["regimen"]), row["group"], str(row["n"]), *shown)
    console.print(table)
    console.print(f"table   {files.table}", soft_wrap=True, markup=False)
    console.print(f"report  {files.report}", soft_wrap=True, markup=False)


def _plain(value: Any) -> Any:
    """A value for JSON; what is not known is null."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
