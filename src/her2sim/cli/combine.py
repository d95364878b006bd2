"""`her2sim combine`: two or three drugs in culture, or regimens in patients, with scores of synergy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from rich.table import Table

    from her2sim.studies.combine import DrugCombination, RegimenCombination

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file or the name of a shipped case.")]
Drugs = Annotated[str | None, typer.Option("--drugs", help="Two or three drugs in culture, e.g. alpelisib,lapatinib.")]
Regimens = Annotated[str | None, typer.Option("--regimens", help="Two or three regimens in patients, e.g. H,L.")]
Doses = Annotated[int, typer.Option("--doses", min=4, max=24, help="Doses of each drug, 0 among them.")]
Members = Annotated[int, typer.Option("--members", min=2, max=10_000, help="Members of the ensemble.")]
Rho = Annotated[float | None, typer.Option("--rho", min=0.0, max=1.0, help="Correlation for independent action.")]
Weeks = Annotated[float | None, typer.Option("--weeks", min=1.0, help="Weeks of treatment, with --regimens.")]
Attribute = Annotated[
    bool, typer.Option("--attribute/--no-attribute", help="Also repair mechanisms: what makes the excess.")
]
Gammas = Annotated[bool, typer.Option("--gammas", help="Also fit MuSyC's cooperativity.")]


def combine(
    case: CaseName,
    *,
    drugs: Drugs = None,
    regimens: Regimens = None,
    doses: Doses = 8,
    members: Members = 50,
    rho: Rho = None,
    weeks: Weeks = None,
    attribute: Attribute = True,
    gammas: Gammas = False,
    out: options.Out = None,
    seed: options.Seed = 1,
    interval: options.Level = 0.9,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Score the synergy of two or three drugs, and say what makes it.

    With --drugs a dose matrix in culture: Bliss, HSA, Loewe, ZIP, MuSyC, combination index, isoboles. With --regimens
    arms in patients: kill, shrinkage, progression beside independent action. Exit code 4: some members failed.
    """
    chosen = {"drugs": drugs, "regimens": regimens, "doses": doses, "members": members, "rho": rho, "weeks": weeks}
    chosen |= {"attribute": attribute, "gammas": gammas, "seed": seed, "level": interval, "jobs": jobs}
    answer, written = _run(case, out, chosen, quiet=quiet or json_out, log_json=log_json, color=not no_color)
    if json_out or not quiet:
        _say(answer, written, as_json=json_out, color=not no_color)
    if answer.n_failed:
        raise typer.Exit(4)


def _run(
    case: str, out: Path | None, chosen: dict[str, Any], *, quiet: bool, log_json: bool, color: bool
) -> tuple[DrugCombination | RegimenCombination, Path]:
    from her2sim.cli.inputs import resolve_case, run_directory
    from her2sim.cli.progress import progress
    from her2sim.errors import InputError

    if (chosen["drugs"] is None) == (chosen["regimens"] is None):
        raise InputError("one of --drugs and --regimens is needed.", expected="--drugs A,B or --regimens A,B")
    tumour = resolve_case(case, [])

    from her2sim.report.combine import write_combination
    from her2sim.report.rundir import open_run
    from her2sim.studies.combine import combine_drugs, combine_regimens

    common = {key: chosen[key] for key in ("members", "seed", "level", "jobs")}
    own = {key: chosen[key] for key in ("doses", "attribute", "gammas")}
    with open_run(run_directory(out, f"combine-{tumour.name}"), "combine", {"case": tumour.name, **chosen}) as run:
        with progress(run.log, quiet=quiet, log_json=log_json, color=color) as tell:
            if chosen["drugs"] is not None:
                answer = combine_drugs(tumour, chosen["drugs"], **own, **common, progress=tell)
            else:
                rho, weeks = chosen["rho"], chosen["weeks"]
                answer = combine_regimens(
                    tumour, chosen["regimens"], rho=rho, duration_weeks=weeks, attribute=chosen["attribute"],
                    **common, progress=tell,
                )  # fmt: skip
        return answer, write_combination(run, answer)


def _say(answer: DrugCombination | RegimenCombination, report: Path, *, as_json: bool, color: bool) -> None:
    from rich.table import Table

    from her2sim.cli.console import print_end, wide_console
    from her2sim.report.combine import answer_tables, how_attributed, scores_table

    rows = scores_table(answer)
    if as_json:
        import json

        tables = {name: json.loads(table.to_json(orient="records")) for name, table in answer_tables(answer).items()}
        typer.echo(json.dumps(tables, indent=2))
        return
    console = wide_console(no_color=not color)
    table = Table("score", "median", "interval", "null", "unit", title="Synergy", title_justify="left")
    for row in rows.to_dict("records"):
        ends = f"{row['low']:.3g} to {row['high']:.3g}"
        table.add_row(str(row["score"]), f"{row['median']:.3g}", ends, f"{row['null']:g}", str(row["unit"]))
    console.print(table)
    for more in _why(answer):
        console.print(more)
    how = how_attributed(answer)
    if how:
        console.print(f"what makes the excess: {how}", markup=False)
    print_end(console, answer, report)


def _why(answer: DrugCombination | RegimenCombination) -> list[Table]:
    """Tables of what makes the excess, as far as it was asked for."""
    from rich.table import Table

    from her2sim.report.combine import answer_tables

    found = answer_tables(answer)
    tables: list[Table] = []
    if found["attribution"].size:
        patients = "measure" in found["attribution"]
        title = "What carrying each mechanism adds" if patients else "What makes the synergy"
        table = Table("of", "what", "median", "interval", title=title, title_justify="left")
        for row in found["attribution"].to_dict("records"):
            low, high = (row[key] for key in (("share_low", "share_high") if patients else ("low", "high")))
            what = f"{row['id']} {row['name']}" if row["id"] != row["name"] else str(row["name"])
            table.add_row(
                str(row["measure" if patients else "kind"]), what, f"{row['share']:.3g}", f"{low:.3g} to {high:.3g}"
            )
        tables.append(table)
    if found.get("readouts") is not None and found["readouts"].size:
        table = Table("readout", "ratio", "interval", "", title="Combination over the better arm", title_justify="left")
        for row in found["readouts"].to_dict("records"):
            ends = f"{row['low']:.3g} to {row['high']:.3g}"
            table.add_row(f"{row['label']} ({row['better']} is better)", f"{row['ratio']:.3g}", ends, str(row["word"]))
        tables.append(table)
    return tables
