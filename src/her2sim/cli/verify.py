"""`her2sim verify`: claims of the literature, or your own, asked of the model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from her2sim.cli import options

_FILES = "Claim files, or folders of them (docs: claims); the claims that ship with her2sim if none is named."
_ONLY = "Comma separated: id, category, mechanism, therapy, gene, drug, cell line or a word of the claim."

Files = Annotated[list[Path] | None, typer.Argument(metavar="[FILES]...", help=_FILES)]
Only = Annotated[str, typer.Option("--only", help=_ONLY)]
Members = Annotated[int, typer.Option("--members", min=1, max=10_000, help="Members of the ensemble that are asked.")]


def verify(
    *,
    files: Files = None,
    only: Only = "",
    members: Members = 200,
    out: options.Out = None,
    seed: options.Seed = 1,
    jobs: options.Jobs = 1,
    json_out: options.Json = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Ask claims of the model: which share of the ensemble's members satisfies each.

    A claim passes where at least 80 % of the members satisfy it. Writes report.html, results.parquet, manifest.json and
    log.jsonl. Exit code 6 means that a claim marked `required` fails.
    """
    from her2sim.studies.verify.reading import read_claims
    from her2sim.studies.verify.select import select

    claims = select(read_claims(files or []), only.split(","))

    from her2sim.cli.progress import progress
    from her2sim.cli.summary_verify import print_verification
    from her2sim.report.rundir import open_run
    from her2sim.report.verify import write_verification
    from her2sim.studies.verify import ask

    settings = {"files": [str(file) for file in files or []], "only": only, "members": members, "seed": seed}
    with open_run(out or Path("runs") / "verify", "verify", {**settings, "jobs": jobs}) as run:
        with progress(run.log, quiet=quiet, log_json=log_json, color=not no_color) as report:
            answer = ask(claims, members=members, seed=seed, jobs=jobs, progress=report)
        written = write_verification(run, answer)
    if not quiet:
        print_verification(answer, written.report, as_json=json_out, color=not no_color)
    if answer.broken:
        raise typer.Exit(6)
