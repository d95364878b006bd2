"""`her2sim explain`: why a tumour gains less from a regimen than it could, attributed to named mechanisms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from her2sim.studies.explain import Explanation

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file, the name of a shipped case, or '-'.")]
Fields = Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="Fields, only with '-'.")]
Regimen = Annotated[str, typer.Option("--regimen", "-r", help="One regimen, e.g. H or TH+P.")]
Measure = Annotated[
    str | None, typer.Option("--measure", help="log10_kill, shrinkage, ttp, response, pcr; in culture another.")
]
Members = Annotated[int, typer.Option("--members", min=2, max=10_000, help="Members of the ensemble.")]
Weeks = Annotated[float | None, typer.Option("--weeks", min=1.0, help="Weeks of treatment.")]
ExactLimit = Annotated[
    int | None, typer.Option("--exact-limit", min=0, help="Most mechanisms that are attributed exactly. [default: 12]")
]
Blocks = Annotated[int | None, typer.Option("--blocks", min=2, help="Blocks of permutations beyond that.")]


def explain(
    case: CaseName,
    fields: Fields = None,
    *,
    regimen: Regimen = "H",
    measure: Measure = None,
    members: Members = 100,
    weeks: Weeks = None,
    exact_limit: ExactLimit = None,
    blocks: Blocks = None,
    out: options.Out = None,
    seed: options.Seed = 1,
    interval: options.Level = 0.9,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Attribute the benefit a tumour loses to the mechanisms it carries, and to what is not known.

    Shapley values with pairwise interactions, each mechanism repaired and worsened alone, and the path through the
    network. Stopped at any moment, the same command goes on where it was. Exit code 4: some members failed.
    """
    chosen: dict[str, Any] = {"regimen": regimen, "measure": measure, "members": members, "duration_weeks": weeks}
    chosen |= {"exact_limit": exact_limit, "blocks": blocks, "seed": seed, "level": interval, "jobs": jobs}
    answer, written = _run(
        case, fields or [], out, chosen, quiet=quiet or json_out, log_json=log_json, color=not no_color
    )
    if json_out or not quiet:
        _say(answer, written, as_json=json_out, color=not no_color)
    if answer.n_failed or any(path.failed for path in answer.paths):
        raise typer.Exit(4)


def _run(
    case: str, fields: list[str], out: Path | None, chosen: dict[str, Any], *, quiet: bool, log_json: bool, color: bool
) -> tuple[Explanation, Path]:
    from her2sim.cli.inputs import resolve_case, run_directory
    from her2sim.cli.progress import progress

    tumour = resolve_case(case, fields)

    from her2sim.report.explain import write_explanation
    from her2sim.report.rundir import open_run
    from her2sim.studies.explain import explain as explained

    with open_run(run_directory(out, f"explain-{tumour.name}"), "explain", {"case": tumour.name, **chosen}) as run:
        with progress(run.log, quiet=quiet, log_json=log_json, color=color) as tell:
            answer = explained(tumour, **chosen, progress=tell, keep=run.kept)
        return answer, write_explanation(run, answer)


def _say(answer: Explanation, report: Path, *, as_json: bool, color: bool) -> None:
    from her2sim.cli.console import print_end, wide_console
    from her2sim.report.explain import as_json as in_json

    if as_json:
        typer.echo(in_json(answer))
        return
    console = wide_console(no_color=not color)
    console.print(answer.answer)
    console.print(_bars(answer))
    for pair in answer.pairs:
        console.print(f"{pair.first} and {pair.second}: {pair.word}. {pair.sentence}")
    for path in answer.paths:
        console.print(f"Path, {path.name}: {path.sentence}")
    print_end(console, answer, report)


def _bars(answer: Explanation) -> Any:
    from rich.table import Table

    title = f"Benefit lost under {answer.regimen}" + (f", {answer.unit}" if answer.unit else "")
    table = Table("what", "median", "interval", "mean", "share of the gap", title=title, title_justify="left")
    rows = [(bar.name, bar.lost, bar.mean, bar.share) for bar in answer.bars]
    for name, lost, mean, share in [*rows, ("the whole gap", answer.gap, answer.mean_gap, answer.whole)]:
        shown = f"{100 * share:.0f} %" if math.isfinite(share) else "-"
        table.add_row(name, f"{lost.median:.3g}", f"{lost.low:.3g} to {lost.high:.3g}", f"{mean:.3g}", shown)
    return table
