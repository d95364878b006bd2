"""What a long command says while it works: a bar, JSON lines or nothing, always on stderr, and lines in the log."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

Report = Callable[[str, int, int], None]
"""called by a study with what is being done, steps done, steps in all"""


@contextmanager
def progress(log: Callable[..., Any], *, quiet: bool, log_json: bool, color: bool = True) -> Generator[Report]:
    """A callable for a study's `progress`, for as long as the block lasts.

    Args:
        log: called with `event` and fields at every new step; writes the run's `log.jsonl`.
        quiet: print nothing.
        log_json: print one JSON object per call instead of a bar.
        color: whether the bar may use colour.
    """
    last: list[str] = [""]

    def note(text: str, done: int, total: int) -> None:
        if text != last[0]:
            log("step", text=text, done=done, total=total)
            last[0] = text

    if quiet:
        with _notes(logging.NullHandler()):
            yield note
    elif log_json:
        with _notes(_JsonNotes()):
            yield _both(note, _json_line)
    else:
        with _bar(color=color) as bar:
            yield _both(note, bar)


class _JsonNotes(logging.Handler):
    """What the engine says, as a JSON line."""

    def emit(self, record: logging.LogRecord) -> None:
        _print_json({"event": "note", "text": record.getMessage()})


@contextmanager
def _notes(handler: logging.Handler) -> Generator[None]:
    """What the program's rooms say goes to a handler for as long as the block lasts; by default it goes to stderr."""
    log = logging.getLogger("her2sim")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


def _both(first: Report, second: Report) -> Report:
    def call(text: str, done: int, total: int) -> None:
        first(text, done, total)
        second(text, done, total)

    return call


def _json_line(text: str, done: int, total: int) -> None:
    _print_json({"event": "progress", "text": text, "done": done, "total": total})


def _print_json(line: dict[str, Any]) -> None:
    sys.stderr.write(json.dumps(line) + "\n")
    sys.stderr.flush()


@contextmanager
def _bar(*, color: bool) -> Generator[Report]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=not color)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task("", total=None)

        def call(text: str, done: int, total: int) -> None:
            bars.update(task, completed=done, total=total, description=escape(text))

        yield call
