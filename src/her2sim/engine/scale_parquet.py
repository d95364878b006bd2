"""Results as a folder of Parquet files, one a chunk, one row a lane and time; `pandas.read_parquet(folder)` reads all.

Columns: lane (place in the population), time (hours), status ("ok" or "failed"), reason, stopped_at_h, the outputs.
A chunk's record lies in its own file's metadata, so one rename makes both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from her2sim.engine.scale_store import (
    Manifest,
    Results,
    compare,
    lane_columns,
    lane_status,
    refuse_longer,
    write_atomically,
)
from her2sim.engine.solution import Solution
from her2sim.errors import InputError

# a leading underscore keeps readers of Parquet folders from taking them for data
MANIFEST, COMPLETE = "_manifest.json", "_complete.json"
_RESERVED = ("lane", "time", "status", "reason", "stopped_at_h")
_RECORD = b"her2sim"


@dataclass(frozen=True)
class ParquetStore:
    """A folder of chunks; see `scale_store.Store`."""

    folder: Path
    outputs: tuple[str, ...]
    times: int

    def _file(self, number: int) -> Path:
        return self.folder / f"chunk-{number:06d}.parquet"

    def recorded(self, number: int) -> str | None:
        """Fingerprint of a finished chunk."""
        path = self._file(number)
        if not path.exists():
            return None
        import pyarrow.parquet

        parquet: Any = pyarrow.parquet
        try:
            return str(json.loads(parquet.read_schema(path).metadata[_RECORD])["inputs"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                "a chunk cannot be read.", file=str(path), got=str(error), hint="delete this file to have it made again"
            ) from error

    def write(self, number: int, lanes: slice, fingerprint: str, solution: Solution) -> None:
        """Write a chunk with its record."""
        import pyarrow
        import pyarrow.parquet

        arrow: Any = pyarrow
        parquet: Any = pyarrow.parquet
        good, reasons, stopped = lane_columns(solution.status)
        each = len(solution.times)
        places = np.arange(int(lanes.start), int(lanes.stop))
        columns: dict[str, Any] = {
            "lane": np.repeat(places, each),
            "time": np.tile(solution.times, len(good)),
            "status": ["ok" if item.ok else "failed" for item in solution.status for _ in range(each)],
            "reason": [reason for reason in reasons for _ in range(each)],
            "stopped_at_h": np.repeat(stopped, each),
        }
        columns |= {name: solution.values[:, :, place].ravel() for place, name in enumerate(solution.outputs)}
        record = json.dumps({"chunk": number, "inputs": fingerprint})
        table = arrow.table(columns).replace_schema_metadata({_RECORD: record.encode()})
        options = {"compression": "zstd", "use_dictionary": ["lane", "time", "status", "reason"]}
        write_atomically(self._file(number), lambda path: parquet.write_table(table, path, **options))

    def read(self, number: int, lanes: slice) -> Results:
        """A finished chunk."""
        import pyarrow.parquet

        parquet: Any = pyarrow.parquet
        table: Any = parquet.read_table(self._file(number))
        count = lanes.stop - lanes.start
        values = np.stack([table.column(n).to_numpy().reshape(count, self.times) for n in self.outputs], axis=-1)
        first = table.select(["status", "reason", "stopped_at_h"]).take(np.arange(count) * self.times)
        good = np.array([word == "ok" for word in first.column("status").to_pylist()])
        stopped = first.column("stopped_at_h").to_numpy()
        return Results(values, lane_status(good, first.column("reason").to_pylist(), stopped))

    def finish(self, chunks: int, lanes: int) -> None:
        """Note that all chunks stand."""
        there = len(list(self.folder.glob("chunk-*.parquet")))
        if there > chunks:
            refuse_longer(str(self.folder), there, chunks)
        _write_json(self.folder / COMPLETE, {"chunks": chunks, "lanes": lanes})


def open_parquet(folder: Path, manifest: Manifest) -> ParquetStore:
    """A new folder, or one whose manifest is the same.

    Raises:
        InputError: the folder holds results of another run or something else, or an output's name is taken.
    """
    outputs = tuple(manifest["outputs"])
    for name in outputs:
        if name in _RESERVED:
            raise InputError(
                "an output has the name of a column.", where="outputs", got=name, hint="format='zarr' has no columns"
            )
    path = folder / MANIFEST
    if path.exists():
        compare(manifest, json.loads(path.read_text("utf-8")), str(folder))
    else:
        _write_json(path, manifest)
    return ParquetStore(folder, outputs, len(manifest["times"]))


def _write_json(path: Path, document: Manifest) -> None:
    text = json.dumps(document, indent=1) + "\n"
    write_atomically(path, lambda partial: _fill(partial, text))


def _fill(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
