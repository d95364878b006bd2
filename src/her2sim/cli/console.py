"""The console tables are printed to: as wide as the terminal, or wide enough for all columns where it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

PIPE_WIDTH = 150
"""Columns where the output is no terminal."""


def wide_console(no_color: bool) -> Console:
    """A console on stdout, plain where that is no terminal."""
    from rich.console import Console

    console = Console(no_color=no_color, highlight=False)
    return console if console.is_terminal else Console(no_color=True, highlight=False, width=PIPE_WIDTH)
