"""`her2sim biomarkers`: how well markers and small panels predict benefit, over a population of tumours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from her2sim.studies.biomarkers import Biomarkers

Tumours = Annotated[int, typer.Option("--tumours", min=2, max=100_000, help="Tumours of the population.")]
Treated = Annotated[str, typer.Option("--treated", help="Regimen whose benefit is asked for.")]
Control = Annotated[str, typer.Option("--control", help="Regimen it is compared with, or 'untreated'.")]
Setting = Annotated[str, typer.Option("--setting", help="metastatic or neoadjuvant.")]
Given = Annotated[list[str] | None, typer.Option("--given", help="FIELD=VALUE that all tumours share; repeat it.")]
MeasureName = Annotated[str | None, typer.Option("--measure", help="log10_kill, shrinkage, ttp, response or pcr.")]
Members = Annotated[
    int, typer.Option("--members", min=1, help="1: each tumour its own member; more: repeat the population with each.")
]
Weeks = Annotated[float | None, typer.Option("--weeks", min=1.0, help="Weeks of treatment and follow-up.")]
Panels = Annotated[bool, typer.Option("--panels/--no-panels", help="Also pairs and small panels.")]
Compare = Annotated[bool, typer.Option("--compare/--no-compare", help="Also published subgroups (15 more arms).")]
Level = Annotated[float, typer.Option("--interval", min=0.5, max=0.99, help="Level of the intervals.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print CSV instead of tables.", rich_help_panel="What is printed")]


def biomarkers(
    *,
    tumours: Tumours = 400,
    treated: Treated = "TH",
    control: Control = "T",
    setting: Setting = "metastatic",
    given: Given = None,
    measure: MeasureName = None,
    members: Members = 1,
    weeks: Weeks = None,
    panels: Panels = True,
    compare: Compare = True,
    out: options.Out = None,
    seed: options.Seed = 1,
    interval: Level = 0.95,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    csv_out: Csv = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Say how well each marker predicts who benefits, and whether any is conclusive.

    Samples HER2-positive tumours, reads their markers with the errors of an assay, and treats every tumour in both
    arms: AUC, prognostic and predictive effects, panels, patients a trial needs, published subgroups. Stopped at any
    moment, the same command goes on where it was. Exit code 4: some failed.
    """
    chosen: dict[str, Any] = {"treated": treated, "control": control, "setting": setting, "given": tuple(given or ())}
    chosen |= {"measure": measure, "members": members, "weeks": weeks, "panels": panels, "compare": compare}
    chosen |= {"seed": seed, "level": interval, "jobs": jobs}
    silent = quiet or json_out or csv_out
    answer, report = _run(tumours, out, chosen, quiet=silent, log_json=log_json, color=not no_color)
    if json_out or csv_out:
        _print_scores(answer, as_json=json_out)
    elif not quiet:
        _say(answer, report, color=not no_color)
    if answer.n_failed:
        raise typer.Exit(4)


def _print_scores(answer: Biomarkers, *, as_json: bool) -> None:
    from her2sim.report.biomarkers import scores_table

    table = scores_table(answer)
    typer.echo(table.to_json(orient="records", indent=2) if as_json else table.to_csv(index=False).rstrip("\n"))


def _run(
    tumours: int, out: Path | None, chosen: dict[str, Any], *, quiet: bool, log_json: bool, color: bool
) -> tuple[Biomarkers, Path]:
    from her2sim.cli.inputs import run_directory
    from her2sim.cli.progress import progress
    from her2sim.report.biomarkers import write_biomarkers
    from her2sim.report.rundir import open_run
    from her2sim.studies.biomarkers import biomarkers as study

    where = run_directory(out, f"biomarkers-{chosen['treated']}-{chosen['control']}")
    with open_run(where, "biomarkers", {"tumours": tumours, **chosen}) as run:
        with progress(run.log, quiet=quiet, log_json=log_json, color=color) as tell:
            answer = study(tumours, **chosen, progress=tell, keep=run.kept)
        return answer, write_biomarkers(run, answer)


def _say(answer: Biomarkers, report: Path, *, color: bool) -> None:
    from rich.table import Table

    from her2sim.cli.console import print_end, wide_console
    from her2sim.report.biomarkers import scores_table
    from her2sim.report.words import NONE

    console = wide_console(no_color=not color)
    title = f"{answer.treated} against {answer.control}, {answer.n} tumours"
    table = Table(
        "marker", "positive", "AUC benefit", "interval", "q", "predictive", "q", title=title, title_justify="left"
    )
    for row in scores_table(answer).to_dict("records"):
        values = [f"{float(row[name]):.2f}" for name in ("auc_benefit", "low_benefit", "high_benefit")]
        area = (values[0], f"{values[1]} to {values[2]}") if values[0] != "nan" else (NONE, NONE)
        rest = [_number(row[name]) for name in ("q_benefit", "predictive", "q_predictive")]
        table.add_row(str(row["name"]), f"{float(row['share_positive']):.0%}", *area, *rest)
    console.print(table)
    for statement in answer.statements:
        console.print(statement.text)
    about = answer.comparison_summary
    if about:
        console.print(
            f"published subgroups: {about['compared']} of {about['rows']} compared; direction agrees in "
            f"{about['direction_agrees']}, clearly opposite in {about['direction_clear_and_opposite']}; "
            f"{about['inside']} of {about['with_interval']} inside the published interval"
        )
    print_end(console, answer, report)


def _number(value: object) -> str:
    import math

    from her2sim.report.words import NONE

    number = float(str(value))
    return NONE if math.isnan(number) else f"{number:.2g}"
