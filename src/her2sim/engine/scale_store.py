"""Results of a population on disk: one manifest, one record a chunk, and nothing half written.

A chunk counts as done once its record stands, and the record is the last thing written, by renaming a finished file.
So a run killed at any moment leaves whole chunks and at most some `*.partial` files, which the next run removes.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from her2sim.engine.solution import Floats, Solution, Status
from her2sim.errors import InputError

Manifest = Mapping[str, Any]
"""what all chunks of a run share, as plain JSON values"""


@dataclass(frozen=True, slots=True)
class Results:
    """Values (n, T, O) of the lanes of one chunk, and how each ended."""

    values: Floats
    status: tuple[Status, ...]


class Store(Protocol):
    """Where the chunks of one run lie."""

    def recorded(self, number: int) -> str | None:
        """Fingerprint of a finished chunk; None where the chunk is still to be made."""
        ...

    def write(self, number: int, lanes: slice, fingerprint: str, solution: Solution) -> None:
        """Write a chunk and then its record."""
        ...

    def read(self, number: int, lanes: slice) -> Results:
        """A finished chunk."""
        ...

    def finish(self, chunks: int, lanes: int) -> None:
        """Note that the population is complete.

        Raises:
            InputError: more chunks lie there than the population has.
        """
        ...


def compare(wanted: Manifest, found: Manifest, place: str) -> None:
    """Refuse to go on with results of another run.

    Raises:
        InputError: names every entry that differs, with both values.
    """
    different = [key for key in wanted if wanted[key] != found.get(key)]
    if different:
        raise InputError(
            f"the results there are of another run: {', '.join(different)} differ.",
            file=place,
            where="manifest",
            expected="; ".join(f"{key} = {_brief(found.get(key))}" for key in different),
            got="; ".join(f"{key} = {_brief(wanted[key])}" for key in different),
            hint="another folder, or the arguments of the run that is there",
        )


def _brief(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else f"{text[:40]} ... {text[-16:]}"


def refuse_longer(place: str, found: int, expected: int) -> None:
    """Raise because more chunks lie there than the population has."""
    raise InputError(
        "more chunks lie there than the population has.",
        file=place,
        where="population",
        expected=f"{expected} chunks",
        got=found,
        hint="another folder, or the population of the run that is there",
    )


def write_atomically(path: Path, fill: Callable[[Path], None]) -> None:
    """Let `fill` write a file beside `path`, make sure it is on the disk, then rename it: whole or not there."""
    partial = path.with_name(f"{path.name}.partial")
    fill(partial)
    sync(partial)
    partial.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk (Windows cannot say so of a folder)."""
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def hold(folder: Path) -> Generator[None]:
    """Keep a second run out of a folder while one writes there; a kill frees it, and what was half written goes.

    Raises:
        InputError: another run is writing there.
    """
    try:
        import fcntl
    except ModuleNotFoundError:  # Windows: two runs in one folder are not told apart
        yield
        return
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError("another run is writing there.", file=str(folder), expected="one run a folder") from error
        except OSError:  # a file system without locks
            pass
        for partial in folder.rglob("*.partial"):
            partial.unlink()
        yield


def lane_columns(status: tuple[Status, ...]) -> tuple[np.ndarray, list[str], Floats]:
    """Status as columns: whether ok, the reason, and the hour it stopped (NaN where ok)."""
    stopped = [np.nan if item.stopped_at_h is None else item.stopped_at_h for item in status]
    return np.array([item.ok for item in status]), [item.reason for item in status], np.array(stopped, dtype=float)


def lane_status(good: np.ndarray, reasons: list[str], stopped: Floats) -> tuple[Status, ...]:
    """The inverse of `lane_columns`."""
    return tuple(
        Status(True) if ok else Status(False, reason, None if np.isnan(hour) else float(hour))
        for ok, reason, hour in zip(good.tolist(), reasons, stopped, strict=True)
    )
