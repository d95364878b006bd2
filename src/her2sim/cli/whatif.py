"""`her2sim whatif`: the case and any number of variants of it, side by side with paired differences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from her2sim.studies.whatif import WhatIf

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file or the name of a shipped case.")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="FIELD=VALUE; all --set and --drug make one variant.")]
Drugs = Annotated[list[str] | None, typer.Option("--drug", help="Added to the regimen in the variant of --set.")]
Variants = Annotated[
    list[str] | None,
    typer.Option("--variant", help="One more variant: 'PTEN=wt MET=amp', '@ H+L' (regimen), 'PTEN=wt @ +L' (added)."),
]
Name = Annotated[str, typer.Option("--regimen", "-r", help="Regimen of the case as it is (her2sim regimen list).")]
Shown = Annotated[str | None, typer.Option("--measure", help="Shown first, e.g. log10_kill, shrinkage, ttp, response.")]


def whatif(
    *,
    case: CaseName,
    sets: Sets = None,
    drug: Drugs = None,
    variant: Variants = None,
    regimen: Name = "H",
    measure: Shown = None,
    out: options.Out = None,
    draws: options.Draws = 100,
    seed: options.Seed = 1,
    interval: options.Level = 0.9,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Change fields of a case or the regimen, and compare with the case as it is.

    GENE=wt puts a gene right, FIELD=unknown puts a field back to the population. Stopped at any moment, the
    same command goes on where it was. Exit code 4: some draws failed.
    """
    from her2sim.cli.inputs import resolve_case, run_directory
    from her2sim.cli.progress import progress

    tumour = resolve_case(case, [])

    from her2sim.report.rundir import open_run
    from her2sim.report.whatif import write_whatif
    from her2sim.studies.whatif import whatif as study

    asked: dict[str, Any] = {"variants": variant or [], "together": sets or [], "drugs": drug or []}
    asked |= {"regimen": regimen, "measure": measure, "members": draws, "seed": seed, "level": interval, "jobs": jobs}
    with open_run(run_directory(out, f"whatif-{tumour.name}"), "whatif", {"case": tumour.name, **asked}) as run:
        with progress(run.log, quiet=quiet or json_out, log_json=log_json, color=not no_color) as tell:
            answer = study(tumour, **asked, progress=tell, keep=run.kept)
        report = write_whatif(run, answer)
    _finish(answer, report, quiet=quiet and not json_out, as_json=json_out, color=not no_color)


def _finish(answer: WhatIf, report: Path, *, quiet: bool, as_json: bool, color: bool) -> None:
    if not quiet:
        _say(answer, report, as_json=as_json, color=color)
    if answer.n_failed:
        raise typer.Exit(4)


def _say(answer: WhatIf, report: Path, *, as_json: bool, color: bool) -> None:
    from rich.markup import escape
    from rich.table import Table

    from her2sim.cli.console import print_end, wide_console
    from her2sim.report.whatif import differences_table

    rows = differences_table(answer)
    if as_json:
        typer.echo(rows.to_json(orient="records", indent=2))
        return
    console = wide_console(no_color=not color)
    table = Table(
        "variant", "regimen", "measure", "median", "mean difference", "error", "P(better)", title_justify="left"
    )
    shown = rows["measure"].eq(answer.measure)
    for row in [*rows[shown].to_dict("records"), *rows[~shown].to_dict("records")]:
        error = f"{row['mean_low']:.3g} to {row['mean_high']:.3g}"
        table.add_row(
            escape(str(row["variant"])), str(row["regimen"]), str(row["measure"]), f"{row['median']:.3g}",
            f"{row['mean_difference']:.3g} {row['unit']}", error, f"{row['p_better']:.2f}",
        )  # fmt: skip
    console.print(table)
    print_end(console, answer, report)
