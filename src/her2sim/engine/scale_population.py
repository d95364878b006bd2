"""A population as a stream of parameter rows: from an array, columns, a Parquet file or an iterator; never all at once.

A value that is not finite is let through here: its lane becomes a failed row of the result (`scale_chunk`), it does
not end a run of a million lanes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np

from her2sim.engine.batch import parameter_place, parameter_rows
from her2sim.engine.solution import Floats
from her2sim.errors import InputError, NetworkError
from her2sim.network.form import Network

Columns = Mapping[str, float | Floats]
Population = Floats | Columns | Path | str | Iterable[Floats | Columns]

_LANE = "lane"  # a column that may stand in a Parquet file beside the parameters
_AT_ONCE = 4096  # lanes taken from columns or a Parquet file in one piece


@dataclass(frozen=True)
class Source:
    """Parameter rows (n, P) in pieces of any size, once; `lanes` is their sum where it is known before."""

    pieces: Iterator[Floats]
    lanes: int | None


def open_population(network: Network, population: Population) -> Source:
    """Where the rows come from.

    Raises:
        NetworkError: a column is no parameter, or an array does not fit.
        InputError: the file cannot be read or holds something else than numbers, or there are no lanes.
    """
    if isinstance(population, str | Path):
        return _from_parquet(network, Path(population))
    if isinstance(population, np.ndarray):
        rows = _rows(network, cast("Floats", population))
        return Source(iter((rows,)), _some(len(rows)))
    if isinstance(population, Mapping):
        return _from_columns(network, cast("Columns", population))
    return Source((_rows(network, piece) for piece in population), None)


def regrouped(pieces: Iterator[Floats], size: int) -> Iterator[tuple[slice, Floats]]:
    """The same rows in chunks of exactly `size` lanes (the last may be shorter), each with its place."""
    start, waiting, held = 0, list[Floats](), 0
    for piece in pieces:
        for first in range(0, len(piece), size):
            part = piece[first : first + size]
            waiting.append(part)
            held += len(part)
            if held >= size:
                rows = np.concatenate(waiting) if len(waiting) > 1 else part
                yield slice(start, start + size), rows[:size]
                start, held = start + size, held - size
                waiting = [rows[size:]] if held else []
    if held:
        yield slice(start, start + held), np.concatenate(waiting)


def _some(lanes: int) -> int:
    if not lanes:
        raise InputError("the population has no lanes.", where="population", expected="at least one", got=lanes)
    return lanes


def _rows(network: Network, piece: Floats | Columns) -> Floats:
    """Rows (n, P) of one piece, what is not finite included."""
    if not isinstance(piece, Mapping):
        given = np.atleast_2d(np.asarray(piece, dtype=float))
        parameter_rows(network, np.zeros_like(given[:1]) if given.ndim == 2 else np.zeros((1, 0)))  # its shape
        return given
    columns = {name: np.asarray(value, dtype=float) for name, value in piece.items()}
    rows = parameter_rows(network, {name: np.nan_to_num(column) for name, column in columns.items()})
    for name, column in columns.items():
        rows[:, network.parameter_index[name]] = column
    return rows


def _from_columns(network: Network, population: Columns) -> Source:
    columns = {name: np.asarray(value, dtype=float) for name, value in population.items()}
    parameter_rows(
        network, {name: np.zeros_like(column[:1] if column.ndim else column) for name, column in columns.items()}
    )
    lengths = {len(column) for column in columns.values() if column.ndim}
    lanes = lengths.pop() if lengths else 1
    if lengths:
        raise NetworkError(
            "parameters disagree on the number of lanes.",
            where="population",
            expected="arrays of one length",
            got={name: len(column) for name, column in columns.items() if column.ndim},
        )

    def pieces() -> Iterator[Floats]:
        for first in range(0, lanes, _AT_ONCE):
            part = slice(first, min(first + _AT_ONCE, lanes))
            full = {name: column[part] if column.ndim else column for name, column in columns.items()}
            yield np.broadcast_to(_rows(network, full), (part.stop - part.start, len(network.parameters)))

    return Source(pieces(), _some(lanes))


def _from_parquet(network: Network, path: Path) -> Source:
    import pyarrow.parquet

    parquet: Any = pyarrow.parquet
    try:
        file: Any = parquet.ParquetFile(path)
    except (OSError, ValueError) as error:
        raise InputError(
            "the population cannot be read.", file=str(path), expected="a Parquet file of parameters", got=str(error)
        ) from error
    names = [name for name in file.schema_arrow.names if name != _LANE]
    for name in names:
        parameter_place(network, name, "columns", str(path))
    return Source(_batches(network, file, names, path), _some(int(file.metadata.num_rows)))


def _batches(network: Network, file: Any, names: list[str], path: Path) -> Iterator[Floats]:
    for batch in file.iter_batches(batch_size=_AT_ONCE, columns=names):
        rows = np.tile(network.parameter_values, (batch.num_rows, 1))
        for name, column in zip(batch.schema.names, batch.columns, strict=True):
            try:
                values = np.asarray(column.to_numpy(zero_copy_only=False), dtype=float)
            except (TypeError, ValueError) as error:
                raise InputError(
                    "a column holds no numbers.", file=str(path), where=name, got=str(column.type)
                ) from error
            rows[:, network.parameter_index[name]] = values
        yield rows
