"""`her2sim`: the root of the command line and the exit codes.

0 ok   2 usage   3 invalid input   4 some draws failed (listed)   5 nothing converged   6 a check failed
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from her2sim import __version__
from her2sim.cli.deferred import deferred
from her2sim.errors import Her2simError

_ABOUT = """Will this HER2-positive tumour respond to trastuzumab, if not, why not, and what should be added?

[bold]Research use only.[/bold] Not a medical device; not for decisions about the care of a patient."""

app = typer.Typer(
    name="her2sim",
    help=_ABOUT,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"her2sim {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Holds the options of the root; the work is in the commands."""


def _mount() -> None:
    from her2sim.cli.biomarkers import biomarkers
    from her2sim.cli.combine import combine
    from her2sim.cli.demo import demo
    from her2sim.cli.doctor import doctor
    from her2sim.cli.explain import explain
    from her2sim.cli.measure import measure
    from her2sim.cli.predict import predict
    from her2sim.cli.rank import rank
    from her2sim.cli.schema import schema
    from her2sim.cli.verify import verify
    from her2sim.cli.whatif import whatif

    ask, look = "Ask the model", "Look inside"
    app.command(rich_help_panel=ask)(predict)
    app.command(rich_help_panel=ask)(demo)
    app.command(rich_help_panel=ask)(verify)
    app.command(rich_help_panel=ask)(combine)
    app.command(rich_help_panel=ask)(rank)
    app.command(rich_help_panel=ask)(biomarkers)
    app.command(rich_help_panel=ask)(explain)
    app.command(rich_help_panel=ask)(whatif)
    app.command(rich_help_panel=ask)(measure)
    groups = {
        "case": ("Write, check and list tumour profiles.", ask),
        "cohort": ("Predict every tumour of a study folder, in parallel, resumable.", ask),
        "regimen": ("List the regimens and show their doses.", ask),
        "validate": ("Score predictions on measurements, beside baselines.", ask),
        "fit": ("Calibrate the model on measurements, resumable.", ask),
        "evidence": ("Show what the model holds on a gene, mechanism or drug, with citations.", look),
        "model": ("Show the network: species, modules, reductions, version.", look),
    }
    for name, (text, panel) in groups.items():
        app.add_typer(deferred(f"her2sim.cli.{name}", text), name=name, rich_help_panel=panel)
    app.command(rich_help_panel=look)(schema)
    app.command(rich_help_panel=look)(doctor)


_mount()


def run() -> None:
    """Entry point of the `her2sim` program: turns an error of ours into its message and exit code."""
    try:
        app()
    except Her2simError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)


if __name__ == "__main__":
    run()
