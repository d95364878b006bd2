"""Results as one Zarr (version 3) group whose arrays are chunked by lanes; the manifest is the group's attribute.

values        (N, T, O)  float64; NaN from where a lane stopped
ok            (N,)       uint8; 1 where the lane reached its end
stopped_at_h  (N,)       float64; NaN where it did
reason        (N, 200)   uint8; why it did not, UTF-8 filled up with zeros (Zarr has no settled form of text yet)
time          (T,)       float64, hours
inputs        (C, 32)    uint8; per chunk the sha256 of what went in, all zero while the chunk is to be made
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from her2sim.engine.scale_store import Manifest, Results, compare, lane_columns, lane_status, refuse_longer, sync
from her2sim.engine.solution import Floats, Solution
from her2sim.errors import InputError

_REASON_BYTES = 200
_PER_CHUNK = ("values", "ok", "stopped_at_h", "reason")


@dataclass(frozen=True)
class ZarrStore:
    """One group on a local disk; see `scale_store.Store`."""

    folder: Path
    group: Any
    done: dict[int, str]
    """fingerprint by chunk, as it stood when the group was opened"""

    def recorded(self, number: int) -> str | None:
        """Fingerprint of a finished chunk."""
        return self.done.get(number)

    def write(self, number: int, lanes: slice, fingerprint: str, solution: Solution) -> None:
        """Write the lanes, make sure they are on the disk, then their record."""
        good, reasons, stopped = lane_columns(solution.status)
        text = np.array([_bytes(reason) for reason in reasons], dtype=np.uint8)
        columns = (solution.values, good.astype(np.uint8), stopped, text)
        for name, column in zip(_PER_CHUNK, columns, strict=True):
            self._put(name, number, lanes, column)
        self._put(
            "inputs", number, slice(number, number + 1), np.frombuffer(bytes.fromhex(fingerprint), np.uint8)[None]
        )

    def _put(self, name: str, number: int, place: slice, values: Any) -> None:
        array = self.group[name]
        if array.shape[0] < place.stop:
            array.resize((place.stop, *array.shape[1:]))
        array[place] = values
        written = [path for path in (self.folder / name / "c").glob(f"{number}/**/*") if path.is_file()]
        for path in (*written, self.folder / name / "c" / str(number)):
            if path.exists():  # what holds nothing but the fill value is not written
                sync(path)

    def read(self, number: int, lanes: slice) -> Results:
        """A finished chunk."""
        values, good, stopped, text = (np.asarray(self.group[name][lanes]) for name in _PER_CHUNK)
        reasons = [bytes(row).rstrip(b"\0").decode() for row in text]
        return Results(values, lane_status(good.astype(bool), reasons, stopped))

    def finish(self, chunks: int, lanes: int) -> None:
        """Note that all chunks stand."""
        there = int(self.group["inputs"].shape[0])
        if there > chunks:
            refuse_longer(str(self.folder), there, chunks)
        self.group.attrs["complete"] = {"chunks": chunks, "lanes": lanes}


def _bytes(text: str) -> Any:
    """Text as a row of bytes, cut between characters where it is too long."""
    cut = text.encode()[:_REASON_BYTES].decode(errors="ignore").encode()
    return np.frombuffer(cut.ljust(_REASON_BYTES, b"\0"), np.uint8)


def open_zarr(folder: Path, manifest: Manifest) -> ZarrStore:
    """A new group, or one whose manifest is the same.

    Raises:
        InputError: Zarr is not installed, or the group holds results of another run.
    """
    try:
        import zarr  # pyright: ignore[reportMissingImports]
    except ModuleNotFoundError as error:
        raise InputError("Zarr is not installed.", where="format", hint="pip install 'her2sim[zarr]'") from error
    module: Any = zarr
    if (folder / "zarr.json").exists():
        group: Any = _existing(module, folder)
        compare(manifest, group.attrs.get("her2sim", {}), str(folder))
    else:
        group = module.create_group(str(folder), zarr_format=3, attributes={"her2sim": dict(manifest)})
        sync(folder / "zarr.json")
    _require(group, manifest, module)
    records = np.asarray(group["inputs"][:])
    done = {place: bytes(row).hex() for place, row in enumerate(records) if row.any()}
    return ZarrStore(folder, group, done)


def _existing(module: Any, folder: Path) -> Any:
    try:
        return module.open_group(str(folder), mode="r+", zarr_format=3)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(
            "what is there is no Zarr group.",
            file=str(folder),
            where="into",
            expected="results of map_batches",
            got=str(error),
        ) from error


def _require(group: Any, manifest: Manifest, module: Any) -> None:
    """Make the arrays that are not there yet."""
    chunk, times, outputs = manifest["chunk"], len(manifest["times"]), len(manifest["outputs"])
    lanes = manifest["lanes"] or 0
    count = -(-lanes // chunk)
    shapes: dict[str, tuple[str, tuple[int, ...], tuple[int, ...], Any, tuple[str, ...]]] = {
        "values": ("float64", (lanes, times, outputs), (chunk, times, outputs), np.nan, ("lane", "time", "output")),
        "ok": ("uint8", (lanes,), (chunk,), 0, ("lane",)),
        "stopped_at_h": ("float64", (lanes,), (chunk,), np.nan, ("lane",)),
        "reason": ("uint8", (lanes, _REASON_BYTES), (chunk, _REASON_BYTES), 0, ("lane", "byte")),
        "time": ("float64", (times,), (times,), np.nan, ("time",)),
        "inputs": ("uint8", (count, 32), (1, 32), 0, ("chunk", "byte")),
    }
    zstd = module.codecs.ZstdCodec(level=3)
    for name, (kind, shape, pieces, fill, dimensions) in shapes.items():
        if name not in group:
            group.create_array(
                name,
                shape=shape,
                chunks=pieces,
                dtype=kind,
                fill_value=fill,
                dimension_names=dimensions,
                compressors=zstd,
            )
    hours: Floats = np.array(manifest["times"], dtype=float)
    group["time"][:] = hours
