"""`her2sim rank`: regimens in the order of what they are worth to one tumour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from her2sim.studies.rank import Ranking

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file or the name of a shipped case.")]
Sets = Annotated[str | None, typer.Option("--set", help="standard, targeted, schedules. [default: the first two]")]
Regimens = Annotated[str, typer.Option("--regimens", help="More to rank: names or files, e.g. H+L,mine.yaml.")]
Backbone = Annotated[str, typer.Option("--backbone", help="The reference, and what targeted agents are added to.")]
Agents = Annotated[int, typer.Option("--agents", min=1, max=3, help="Most targeted agents in a combination.")]
Every = Annotated[bool, typer.Option("--every-agent", help="Every agent of a node, not only the first.")]
Measure = Annotated[
    str | None, typer.Option("--measure", help="log10_kill, shrinkage, ttp, response, pcr; growth_* in culture.")
]
Feasible = Annotated[bool, typer.Option("--feasible-only", help="Leave out what violates a constraint (listed).")]
Why = Annotated[int | None, typer.Option("--why", min=0, help="First places for which mechanisms are put back.")]
Members = Annotated[int, typer.Option("--members", min=1, max=10_000, help="Joint draws of ensemble and patient.")]
Weeks = Annotated[float | None, typer.Option("--weeks", min=1.0, help="Weeks of treatment, the same for all.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print the ranking as CSV.", rich_help_panel="What is printed")]

FIRST = 20
"""places printed; all are in ranking.csv"""


def rank(
    case: CaseName,
    *,
    sets: Sets = None,
    regimens: Regimens = "",
    backbone: Backbone = "H",
    agents: Agents = 2,
    every_agent: Every = False,
    measure: Measure = None,
    feasible_only: Feasible = False,
    why: Why = None,
    members: Members = 100,
    weeks: Weeks = None,
    out: options.Out = None,
    seed: options.Seed = 1,
    interval: options.Level = 0.9,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    csv_out: Csv = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Rank regimens for a tumour: expected benefit, P(best), regret, evidence, constraints, and how each helps.

    The order comes from simulation: every regimen on the same virtual patients for the same time. Stopped at any
    moment, the same command goes on where it was. Exit code 4: some draws failed.
    """
    chosen = {"sets": sets, "regimens": regimens, "backbone": backbone, "agents": agents, "every_agent": every_agent}
    chosen |= {"measure": measure, "feasible_only": feasible_only, "why": why, "members": members, "weeks": weeks}
    chosen |= {"seed": seed, "level": interval, "jobs": jobs}
    silent = quiet or json_out or csv_out
    answer, written = _run(case, out, chosen, quiet=silent, log_json=log_json, color=not no_color)
    if json_out or csv_out:
        _print(answer, as_json=json_out)
    elif not quiet:
        _say(answer, written, color=not no_color)
    if answer.n_failed or answer.failures:
        raise typer.Exit(4)


def _run(
    case: str, out: Path | None, chosen: dict[str, Any], *, quiet: bool, log_json: bool, color: bool
) -> tuple[Ranking, Path]:
    from her2sim.cli.inputs import resolve_case, run_directory
    from her2sim.cli.progress import progress

    tumour = resolve_case(case, [])

    from her2sim.report.rank import write_ranking
    from her2sim.report.rundir import open_run
    from her2sim.studies.rank import rank as study

    with open_run(run_directory(out, f"rank-{tumour.name}"), "rank", {"case": tumour.name, **chosen}) as run:
        with progress(run.log, quiet=quiet, log_json=log_json, color=color) as tell:
            answer = study(tumour, **chosen, progress=tell, keep=run.kept)
        return answer, write_ranking(run, answer)


def _print(answer: Ranking, *, as_json: bool) -> None:
    from her2sim.report.rank import as_json as in_json
    from her2sim.report.tables_rank import ranking_table

    typer.echo(in_json(answer) if as_json else ranking_table(answer).to_csv(index=False), nl=as_json)


def _say(answer: Ranking, report: Path, *, color: bool) -> None:
    from rich.table import Table

    from her2sim.cli.console import print_end, wide_console

    console = wide_console(no_color=not color)
    title = f"{answer.measure.label} ({answer.measure.unit}), reference {answer.reference}"
    table = Table("", "regimen", "expected", "interval", "P(best)", "regret", "evidence", "constraints",
                  title=title, title_justify="left")  # fmt: skip
    for one in answer.places[:FIRST]:
        flags = ", ".join(f"{'!' if flag.kind == 'violation' else ''}{flag.id}" for flag in one.limits.flags)
        ends = f"{one.worth.low:.3g} to {one.worth.high:.3g}"
        table.add_row(str(one.place), one.name, f"{one.expected:.3g}", ends, f"{one.p_best:.0%}", f"{one.regret:.3g}",
                      one.support.level, flags)  # fmt: skip
    console.print(table)
    if len(answer.places) > FIRST:
        console.print(f"{len(answer.places) - FIRST} more in ranking.csv")
    console.print(f"{answer.places[0].name}: {answer.places[0].why.text or 'the reference'}")
    for one in answer.unranked:
        console.print(f"not ranked: {one.name}: {one.reason}")
    print_end(console, answer, report)
