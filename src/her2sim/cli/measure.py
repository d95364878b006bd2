"""`her2sim measure`: unknown fields of a case, ranked by what knowing them would be worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from her2sim.studies.measure_next import MeasureNext

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file or the name of a shipped case.")]
Names = Annotated[str, typer.Option("--regimen", "-r", help="Of the answer; several, comma separated, to choose from.")]
Ranks = Annotated[str | None, typer.Option("--measure", help="That ranks, e.g. log10_kill, shrinkage, ttp, response.")]
Split = Annotated[bool, typer.Option("--split/--no-split", help="Also part the variance: tumour and model.")]


def measure(
    *,
    case: CaseName,
    regimen: Names = "H",
    by: Ranks = None,
    split: Split = True,
    out: options.Out = None,
    draws: options.Draws = 400,
    seed: options.Seed = 1,
    interval: options.Level = 0.9,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Rank what is not known of a case by what knowing it would be worth.

    Stopped at any moment, the same command goes on where it was. Exit code 4: some draws failed.
    """
    from her2sim.cli.inputs import regimens_of, resolve_case, run_directory
    from her2sim.cli.progress import progress

    tumour, names = resolve_case(case, []), regimens_of(regimen)

    from her2sim.report.measure import write_measure
    from her2sim.report.rundir import open_run
    from her2sim.studies.measure_next import measure_next

    chosen: dict[str, Any] = {"measure": by, "split": split, "members": draws, "seed": seed, "level": interval}
    settings = {"case": tumour.name, "regimens": names, **chosen, "jobs": jobs}
    with open_run(run_directory(out, f"measure-{tumour.name}"), "measure", settings) as run:
        with progress(run.log, quiet=quiet or json_out, log_json=log_json, color=not no_color) as tell:
            answer = measure_next(tumour, names, **chosen, jobs=jobs, progress=tell, keep=run.kept)
        report = write_measure(run, answer)
    if json_out or not quiet:
        _say(answer, report, as_json=json_out, color=not no_color)
    if answer.n_failed:
        raise typer.Exit(4)


def _say(answer: MeasureNext, report: Path, *, as_json: bool, color: bool) -> None:
    from math import isnan

    from rich.table import Table

    from her2sim.cli.console import print_end, wide_console
    from her2sim.report.measure import fields_table

    if as_json:
        typer.echo(fields_table(answer).to_json(orient="records", indent=2))
        return
    console = wide_console(no_color=not color)
    several = len(answer.regimens) > 1
    more = (f"gain by choice, {answer.measures[answer.measure].unit}",) if several else ()
    title = f"Share of the variance of {answer.measure}"
    table = Table("field", "as read", "truth known", "interval", "q", *more, title=title)
    for one in answer.ranked()[:15]:
        known, ends = one.perfect, f"{one.perfect.low:.1%} to {one.perfect.high:.1%}"
        table.add_row(
            one.field,
            f"{one.assay:.1%}",
            f"{known.value:.1%}",
            ends,
            f"{one.q:.2g}",
            *((f"{one.choice:.2g}",) if several else ()),
        )
    console.print(table)
    for part in answer.sources:
        if part.measure == answer.measure:
            shares = f"tumour {part.tumour.value:.0%}, model {part.model.value:.0%}, rest {part.rest:.0%}"
            shares = "not told, too few draws could be simulated" if isnan(part.rest) else shares
            console.print(f"Where the variance comes from: {shares}")
    print_end(console, answer, report)
