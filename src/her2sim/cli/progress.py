"""What a long command says while it works: a bar, JSON lines or nothing, always on stderr, and lines in the log."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

Report = Callable[[str, int, int], None]
"""called by a study with (what is being done, how many are done, how many there are)"""


@contextmanager
def progress(log: Callable[..., Any], *, quiet: bool, log_json: bool, color: bool = True) -> Generator[Report]:
    """A callable for a study's `progress`, for as long as the block lasts.

    Args:
        log: called with `event` and fields whenever a stage begins or ends; writes the run's `log.jsonl`.
        quiet: print nothing.
        log_json: print one JSON object per call instead of a bar.
        color: whether the bar may use colour.
    """
    stages: dict[str, int] = {}

    def note(stage: str, done: int, total: int) -> None:
        if stage not in stages or (done >= total and stages[stage] < total):
            log("stage", stage=stage, done=done, total=total)
        stages[stage] = done

    if quiet:
        yield note
    elif log_json:
        yield _both(note, _json_line)
    else:
        with _bars(color=color) as bar:
            yield _both(note, bar)


def _both(first: Report, second: Report) -> Report:
    def call(stage: str, done: int, total: int) -> None:
        first(stage, done, total)
        second(stage, done, total)

    return call


def _json_line(stage: str, done: int, total: int) -> None:
    sys.stderr.write(json.dumps({"event": "progress", "stage": stage, "done": done, "total": total}) + "\n")
    sys.stderr.flush()


@contextmanager
def _bars(*, color: bool) -> Generator[Report]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    console = Console(stderr=True, no_color=not color)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def call(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield call
