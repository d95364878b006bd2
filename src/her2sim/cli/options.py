"""Options that several commands share, so that they are named and explained once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_RUN, _PRINT = "The run", "What is printed"

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Run directory that is written. [default: runs/NAME]", rich_help_panel=_RUN),
]
Draws = Annotated[int, typer.Option("--draws", min=2, max=100_000, help="Draws of the ensemble.", rich_help_panel=_RUN)]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Same seed, same numbers.", rich_help_panel=_RUN)]
Level = Annotated[
    float,
    typer.Option("--interval", min=0.5, max=0.99, help="Share of draws inside an interval.", rich_help_panel=_RUN),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Processor cores to use.", rich_help_panel=_RUN)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.", rich_help_panel=_PRINT)]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress and no summary, only errors.", rich_help_panel=_PRINT)
]
LogJson = Annotated[
    bool, typer.Option("--log-json", help="Progress to stderr as JSON lines, not bars.", rich_help_panel=_PRINT)
]
NoColor = Annotated[
    bool, typer.Option("--no-color", envvar="NO_COLOR", help="Plain text.", rich_help_panel=_PRINT, show_envvar=False)
]
