"""The console tables are printed to: as wide as the terminal, or wide enough for all columns where it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from rich.console import Console

PIPE_WIDTH = 150
"""Columns where the output is no terminal."""


def wide_console(no_color: bool) -> Console:
    """A console on stdout, plain where that is no terminal."""
    from rich.console import Console

    console = Console(no_color=no_color, highlight=False)
    return console if console.is_terminal else Console(no_color=True, highlight=False, width=PIPE_WIDTH)


class Noted(Protocol):
    """What the answers of studies have in common."""

    @property
    def notes(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def failures(self) -> Mapping[str, int]: ...  # noqa: D102


def print_end(console: Console, answer: Noted, report: Path) -> None:
    """What every answer ends with: its notes, what failed, what it may be used for, where the report is."""
    from her2sim.studies.results import RESEARCH_USE

    for note in answer.notes:
        console.print(note, markup=False)
    for reason, count in answer.failures.items():
        console.print(f"failed: {count} x {reason}", markup=False)
    console.print(RESEARCH_USE)
    console.print(f"report: {report}", markup=False)
