"""`her2sim demo`: the figures of the review run as experiments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from her2sim.cli import options


def demo(
    *,
    out: options.Out = None,
    draws: options.Draws = 40,
    seed: options.Seed = 1,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 6 if a statement of the review fails.")] = False,
) -> None:
    """Run the figures of the review as experiments and write one report.

    Figure 1: HER2 activity drives PI3K-AKT-mTOR and RAS-MEK-ERK. Figure 2: the three groups of resistance, each against
    the sensitive reference. A statement that does not come out of the model is shown as such.
    """
    from her2sim.cli.progress import progress
    from her2sim.cli.summary import print_demonstration
    from her2sim.report.rundir import open_run, write_run
    from her2sim.studies.demo import run_demo

    settings = {"draws": draws, "seed": seed, "jobs": jobs}
    with open_run(out or Path("runs") / "demo", "demo", settings) as run:
        with progress(run.log, quiet=quiet, log_json=log_json, color=not no_color) as report:
            answer = run_demo(draws=draws, seed=seed, progress=report, jobs=jobs)
        files = write_run(run, answer)
    if not quiet:
        print_demonstration(answer, files.report, as_json=json_out, color=not no_color)
    if strict and not all(experiment.holds for experiment in answer.experiments):
        raise typer.Exit(6)
