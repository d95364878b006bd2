"""`her2sim fit`: calibrate the model anew, on the shipped choice of data or on your own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from her2sim.cli.progress import Report
    from her2sim.studies.fit.own_data import OwnData
    from her2sim.studies.fit.study import FitOptions

app = typer.Typer(help="Calibrate the model: run, resume, report.", no_args_is_help=True)

Data = Annotated[str, typer.Option("--data", help="Comma separated data sets of the registry; all if none is named.")]
Petab = Annotated[str, typer.Option("--petab", help="A PEtab v1 problem of the model, fitted beside the data sets.")]
Hold = Annotated[str, typer.Option("--hold-out", help="Comma separated cell lines whose data are not used.")]
Claims = Annotated[bool, typer.Option("--claims/--no-claims", help="Claims of the literature as ordinal data.")]
Members = Annotated[
    int, typer.Option("--members", min=0, max=5000, help="Members of the ensemble; 0 is the usual number.")
]
Steps = Annotated[int, typer.Option("--steps", min=0, max=40, help="Steps of the smoother; 0 is the usual number.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Of everything that is drawn; 0 is the usual one.")]
Thin = Annotated[int, typer.Option("--thin", min=1, max=1000, help="Use one curve in so many: a fit of minutes.")]
Folder = Annotated[Path, typer.Argument(help="Folder of the fit.")]
FitOut = Annotated[
    Path, typer.Option("--out", "-o", help="Folder of the fit; an unfinished one there is gone on with.")
]


@app.command()
def run(
    *,
    out: FitOut = Path("runs/fit"),
    data: Data = "",
    petab: Petab = "",
    hold_out: Hold = "",
    claims: Claims = True,
    members: Members = 0,
    steps: Steps = 0,
    seed: Seed = 0,
    thin: Thin = 1,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Fit the model's numbers; stopped at any moment, the same command goes on from the last step.

    Writes step-NN.npz, ensemble.json and ensemble.parquet. Data come from the registry (HER2SIM_DATA).
    """
    from her2sim.inference.measurements import READERS
    from her2sim.studies.fit.study import FitOptions

    chosen = FitOptions(
        data=_words(data) or (() if petab else tuple(READERS)),
        petab=petab,
        hold_out=_words(hold_out),
        claims=claims,
        members=members,
        steps=steps,
        seed=seed,
        thin=thin,
    )
    _go(chosen, out, jobs, quiet=quiet, log_json=log_json, no_color=no_color)


@app.command()
def resume(
    folder: Folder,
    *,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Go on with a fit that was stopped."""
    from her2sim.studies.fit.study import read_options

    _go(read_options(folder), folder, jobs, quiet=quiet, log_json=log_json, no_color=no_color)


@app.command()
def report(
    folder: Folder, *, jobs: options.Jobs = 1, json_out: options.Json = False, no_color: options.NoColor = False
) -> None:
    """Say how well each data set is met and what the data tell of the parameters."""
    from rich.console import Console

    from her2sim.cli.summary_fit import print_ensemble
    from her2sim.studies.fit.study import ensemble_of_fit, read_options

    found = ensemble_of_fit(folder, jobs, _own(read_options(folder)))
    if json_out:
        typer.echo(json.dumps(dict(found.about), indent=2))
        return
    print_ensemble(Console(no_color=no_color, highlight=False), found)


@app.command("hold-out")
def hold_out(
    *,
    out: FitOut = Path("runs/hold-out"),
    data: Data = "heiser_lincs_gr,ccle_np24_drug,meyer_au565",
    members: Members = 150,
    steps: Steps = 3,
    seed: Seed = 0,
    number: Annotated[int, typer.Option("--folds", min=2, max=50, help="Folds of lines.")] = 5,
    jobs: options.Jobs = 1,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
    no_color: options.NoColor = False,
) -> None:
    """Fit without a fifth of the lines, predict their dose responses, for every fifth; beside baselines."""
    from her2sim.cli.progress import progress
    from her2sim.cli.summary_validate import print_scores
    from her2sim.studies.fit.held_out import hold_out_lines
    from her2sim.studies.fit.study import FitOptions
    from her2sim.studies.validate.held_out import held_out_scores

    chosen = FitOptions(data=_words(data), claims=False, members=members, steps=steps, seed=seed)
    with progress(lambda *_, **__: None, quiet=quiet, log_json=log_json, color=not no_color) as tell:
        rows = hold_out_lines(chosen, out, jobs, number, _told(tell))
    scores, frame = held_out_scores(rows)
    frame.to_csv(out / "held_out.csv", index=False)
    if not quiet:
        print_scores(scores, color=not no_color)
        typer.echo(f"rows: {out / 'held_out.csv'}")


def _go(
    chosen: FitOptions, folder: Path, jobs: int, *, quiet: bool, log_json: bool, no_color: bool
) -> None:  # fmt: skip
    from rich.console import Console

    from her2sim.cli.progress import progress
    from her2sim.cli.summary_fit import print_ensemble
    from her2sim.studies.fit.study import save_ensemble, start

    own = _own(chosen)
    if own and not quiet and (own.priors or own.fixed):
        typer.echo(f"{chosen.petab}: {len(own.priors)} priors of your own, {len(own.fixed)} parameters fixed", err=True)

    def log(event: str, **fields: object) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps({"event": event, **fields}) + "\n")

    with progress(log, quiet=quiet, log_json=log_json, color=not no_color) as tell:
        start(chosen, folder, jobs, _told(tell), own)
    found = save_ensemble(folder, folder, "ensemble", jobs, own)
    if not quiet:
        print_ensemble(Console(no_color=no_color, highlight=False), found)
        typer.echo(f"ensemble: {folder / 'ensemble.json'}")


def _own(chosen: FitOptions) -> OwnData | None:
    """What a PEtab problem holds; None if none is named."""
    if not chosen.petab:
        return None
    from her2sim.exchange.petab import read_petab
    from her2sim.network import load_network

    return read_petab(Path(chosen.petab), load_network())


def _told(tell: Report) -> Report:
    return lambda text, done, total: tell(f"fit: {text}", done, total)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
