"""`her2sim validate`: predictions beside measurements and simple baselines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from collections.abc import Callable

    from her2sim.cli.progress import Report
    from her2sim.studies.validate import Validation

app = typer.Typer(help="Score predictions on measurements, beside baselines.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="Table to score on (CSV; docs: validate).")]
Members = Annotated[int, typer.Option("--members", min=1, max=10_000, help="Members of the ensemble.")]
Cases = Annotated[Path | None, typer.Option("--cases", help="Folder of case files.")]


@app.command("drug-response")
def drug_response(
    file: File,
    *,
    members: Members = 100,
    out: options.Out = None,
    seed: options.Seed = 1,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Dose responses of cell lines: columns cell_line, drug, metric, value; dose_uM and hours where needed."""
    from her2sim.studies.validate import validate_drug_response

    def ask(tell: Report) -> Validation:
        return validate_drug_response(file, members=members, seed=seed, jobs=jobs, tell=tell)

    _run(ask, file, out, members, seed, json_out=json_out, quiet=quiet, log_json=log_json, no_color=no_color)


@app.command()
def timecourse(
    file: File,
    *,
    members: Members = 100,
    out: options.Out = None,
    seed: options.Seed = 1,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Signalling over time, relative: columns cell_line, treatment, time_min, observable, value."""
    from her2sim.studies.validate import validate_timecourse

    def ask(tell: Report) -> Validation:
        return validate_timecourse(file, members=members, seed=seed, jobs=jobs, tell=tell)

    _run(ask, file, out, members, seed, json_out=json_out, quiet=quiet, log_json=log_json, no_color=no_color)


@app.command()
def response(
    file: File,
    *,
    cases: Cases = None,
    members: Members = 100,
    out: options.Out = None,
    seed: options.Seed = 1,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Response of patients: columns case, regimen, and pcr (yes, no) or recist (CR, PR, SD, PD)."""
    from her2sim.studies.validate import validate_response

    def ask(tell: Report) -> Validation:
        return validate_response(file, cases, members=members, seed=seed, jobs=jobs, tell=tell)

    _run(ask, file, out, members, seed, json_out=json_out, quiet=quiet, log_json=log_json, no_color=no_color)


@app.command()
def survival(
    file: File,
    *,
    members: Members = 200,
    out: options.Out = None,
    seed: options.Seed = 1,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Progression of trial arms: columns arm (a regimen), time (months), event (1 or 0), and case if you like."""
    from her2sim.studies.validate import validate_survival

    def ask(tell: Report) -> Validation:
        return validate_survival(file, members=members, seed=seed, jobs=jobs, tell=tell)

    _run(ask, file, out, members, seed, json_out=json_out, quiet=quiet, log_json=log_json, no_color=no_color)


def _run(
    ask: Callable[[Report], Validation],
    file: Path,
    out: Path | None,
    members: int,
    seed: int,
    *,
    json_out: bool,
    quiet: bool,
    log_json: bool,
    no_color: bool,
) -> None:
    from her2sim.cli.progress import progress
    from her2sim.cli.summary_validate import print_validation
    from her2sim.report.rundir import open_run
    from her2sim.report.validate import write_validation

    settings = {"file": str(file), "members": members, "seed": seed}
    with open_run(out or Path("runs") / "validate", "validate", settings) as run:
        with progress(run.log, quiet=quiet or json_out, log_json=log_json, color=not no_color) as tell:
            answer = ask(tell)
        written = write_validation(run, answer)
    if json_out:
        typer.echo(json.dumps(answer.document(), indent=2, default=str))
    elif not quiet:
        print_validation(answer, written, color=not no_color)
    if answer.n_lost:
        raise typer.Exit(4)
