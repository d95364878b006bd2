"""`her2sim predict`: the answer for one case under one or more regimens, as a run directory and a short table."""

from __future__ import annotations

from typing import Annotated

import typer

from her2sim.cli import options

_CASE = "A case file, the name of a shipped case (her2sim case list), or '-' for KEY=VALUE fields or YAML from stdin."
_REGIMENS = "Regimens, comma separated, e.g. TH,TH+P,TH+L (her2sim regimen list), or regimen files."

CaseName = Annotated[str, typer.Argument(metavar="CASE", help=_CASE)]
Fields = Annotated[
    list[str] | None,
    typer.Argument(metavar="[KEY=VALUE]...", help="With '-': fields of the case, e.g. HER2_IHC=3+ ER=neg."),
]
Regimens = Annotated[str, typer.Option("--regimen", "-r", help=_REGIMENS)]


def predict(
    *,
    case: CaseName,
    fields: Fields = None,
    regimen: Regimens = "TH",
    out: options.Out = None,
    draws: options.Draws = 200,
    seed: options.Seed = 1,
    interval: options.Level = 0.9,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Predict how one tumour responds: by how much, how sure, and why.

    Writes report.html, patients.parquet, manifest.json and log.jsonl. Exit code 4 means that some draws failed; they
    are counted and listed, never dropped.
    """
    from her2sim.cli.inputs import regimens_of, resolve_case, run_directory
    from her2sim.cli.progress import progress
    from her2sim.cli.summary import print_prediction

    tumour = resolve_case(case, fields or [])
    names = regimens_of(regimen)

    from her2sim.report.rundir import open_run, write_run  # after the input was found good: these take a second
    from her2sim.studies.predict import predict as study

    settings = {"case": tumour.name, "regimens": names, "draws": draws, "seed": seed, "level": interval, "jobs": jobs}
    with open_run(run_directory(out, tumour.name), "predict", settings) as run:
        with progress(run.log, quiet=quiet, log_json=log_json, color=not no_color) as report:
            answer = study(tumour, names, draws=draws, seed=seed, level=interval, progress=report, jobs=jobs)
        files = write_run(run, answer)
    if not quiet:
        print_prediction(answer, files.report, as_json=json_out, color=not no_color)
    if any(result.n_failed for result in answer.regimens):
        raise typer.Exit(4)
