"""What is done is kept: every chunk of samples becomes a file at once or not at all, and only for the same inputs.

PARTS/inputs.json    what the numbers depend on
PARTS/00000.json     rows of the first chunk
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from her2sim.errors import InputError
from her2sim.studies.cohort.rows import COLUMNS, Row

CHUNK = 8
"""samples of a part"""


@dataclass(frozen=True)
class Parts:
    """The folder of finished chunks of one run."""

    path: Path
    inputs: Mapping[str, Any]

    @property
    def begun(self) -> bool:
        """Whether a run was begun here."""
        return (self.path / "inputs.json").exists()

    def check(self) -> None:
        """Refuse parts that were made of other inputs.

        Raises:
            InputError: they were; says what differs.
        """
        if not self.begun:
            return
        there = _read(self.path / "inputs.json")
        changed = _differences(there or {}, json.loads(json.dumps(self.inputs)))
        if changed:
            where, before, now = changed[0]
            more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
            raise InputError(
                "the run directory holds parts that were made of other inputs.",
                file=str(self.path.parent),
                where=where + more,
                expected=_short(before),
                got=now,
                hint="--fresh to begin anew, or another directory with -o",
            )

    def clear(self) -> None:
        """Remove what a run has left here."""
        if self.path.is_dir():
            for pattern in ("inputs.json", "[0-9]" * 5 + ".json", ".*.tmp"):
                for path in self.path.glob(pattern):
                    path.unlink(missing_ok=True)

    def begin(self) -> None:
        """Make the folder and write the inputs, if it was not begun.

        Raises:
            InputError: the folder cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            for stale in self.path.glob(".*.tmp"):
                stale.unlink(missing_ok=True)
            if not self.begun:
                self.clear()
                _write(self.path / "inputs.json", self.inputs)
        except OSError as error:
            expected = "a directory that exists or can be created"
            raise InputError(
                f"the parts cannot be written: {error.strerror}", file=str(self.path), expected=expected
            ) from error

    def load(self, number: int, samples: Sequence[str], regimens: Sequence[str]) -> list[Row] | None:
        """Rows of a finished chunk; None if there are none, or not of these samples and inputs."""
        part = _read(self._file(number))
        if part is None or part.get("key") != self.key or part.get("sha256") != _digest(part.get("rows")):
            return None
        rows = cast("list[Row]", part["rows"])
        wanted = [(sample, regimen) for sample in samples for regimen in regimens]
        have = [(row["sample"], row["regimen"]) for row in rows]
        return rows if have == wanted and all(set(row) == set(COLUMNS) for row in rows) else None

    def save(self, number: int, rows: Sequence[Row]) -> None:
        """Write a finished chunk; it is there whole or not at all."""
        _write(self._file(number), {"key": self.key, "sha256": _digest(rows), "rows": list(rows)})

    @property
    def key(self) -> str:
        """One word for the inputs."""
        return _digest(self.inputs)

    def _file(self, number: int) -> Path:
        return self.path / f"{number:05d}.json"


def chunks(samples: Sequence[str]) -> list[tuple[str, ...]]:
    """Samples in chunks, in order."""
    return [tuple(samples[start : start + CHUNK]) for start in range(0, len(samples), CHUNK)]


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _write(path: Path, value: Mapping[str, Any]) -> None:
    """Write a file so that a kill or a power cut leaves the old one or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with temporary.open("w", encoding="utf-8") as stream:
        json.dump(value, stream)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)  # noqa: PTH105 - the name of the call is what the reader looks for


def _differences(there: Mapping[str, Any], now: Mapping[str, Any], above: str = "") -> list[tuple[str, Any, Any]]:
    found: list[tuple[str, Any, Any]] = []
    for name in sorted({*there, *now}):
        before: Any = there.get(name)
        after: Any = now.get(name)
        if isinstance(before, dict) and isinstance(after, dict):
            inner = cast("tuple[dict[str, Any], dict[str, Any]]", (before, after))
            found += _differences(*inner, f"{above}{name}.")
            continue
        pair = cast("tuple[Any, Any]", (before, after))
        if pair[0] != pair[1]:
            found.append((f"{above}{name}", *pair))
    return found


def _short(value: object) -> str:
    return "nothing" if value is None else json.dumps(value)
