"""Delimited tables, read line by line: tab or comma, plain or .gz, `#` lines before the header.

A table that is not one (binary, another encoding, too large, a header with one name twice) is an error. A row that
cannot be a row of the table (too few cells, a cell too long) is left out and remarked; no other row is ever left out.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import BinaryIO

from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.problems import Remark, StudyError, short

Source = Path | bytes
Wanted = Callable[[Sequence[str]], bool]
_COMPRESSED = {b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


@dataclass(frozen=True)
class Limits:
    """What one file may hold; a file with more is refused."""

    bytes: int
    unpacked_bytes: int
    line: int
    columns: int
    cell: int
    rows: int
    remarks: int


def usual_limits() -> Limits:
    """The limits of `data/limits.yaml`."""
    data = genomics_data("limits.yaml")
    return Limits(**{one.name: int(data[one.name]) for one in fields(Limits)})


@dataclass(frozen=True)
class Row:
    """One row; `cells` in the order of the header, stripped. Only the first cells of a row that was not wanted."""

    line: int
    cells: Sequence[str]
    wanted: bool = True


@dataclass
class Table:
    """A table on the way through; rows are read once."""

    file: str
    header: tuple[str, ...]
    comments: tuple[str, ...]
    delimiter: str
    limits: Limits
    lines: Iterator[tuple[int, str]]
    remarks: list[Remark] = field(default_factory=list[Remark])
    """rows that were left out"""
    count: int = 0
    """rows seen so far, with those left out"""
    ragged: list[tuple[int, Sequence[str]]] = field(default_factory=list[tuple[int, Sequence[str]]])
    """line and first cells of rows with another number of cells than the header"""

    def rows(self, lead: int = 0, wanted: Wanted | None = None) -> Iterator[Row]:
        """Every row; of those that `wanted` refuses by their first `lead` cells only these are split.

        Raises:
            StudyError: the rest of the file cannot be read, or holds too many rows or too many bad ones.
        """
        for line, text in self.lines:
            self.count += 1
            if self.count > self.limits.rows:
                raise self.error("too many rows.", line, f"at most {self.limits.rows}")
            row = self._skip(line, text, lead, wanted) if wanted is not None else None
            row = row or self._row(line, text, wanted)
            if row is not None:
                yield row

    def _skip(self, line: int, text: str, lead: int, wanted: Wanted | None) -> Row | None:
        """The row, if it is not wanted and plain enough to tell so without splitting all of it."""
        if wanted is None or '"' in text or text.count(self.delimiter) != len(self.header) - 1:
            return None
        first = [cell.strip() for cell in text.split(self.delimiter, lead)[:lead]]
        return None if wanted(first) else Row(line, first, False)

    def _row(self, line: int, text: str, wanted: Wanted | None) -> Row | None:
        cells = _split(text, self.delimiter)
        if cells is None:
            self.remark(line, "a quoted cell does not end on its line", expected="one row on one line")
            return None
        if len(cells) != len(self.header):
            hint = "write the name of the first column too" if len(cells) == len(self.header) + 1 else ""
            expected = f"{len(self.header)} cells, as the header"
            self.ragged.append((line, cells[: min(len(self.header), 100)]))
            self.remark(line, "the row has another number of cells than the header", f"{len(cells)}", expected, hint)
            return None
        if len(text) > self.limits.cell and max(map(len, cells)) > self.limits.cell:
            self.remark(line, "a cell is too long", expected=f"at most {self.limits.cell} characters")
            return None
        return Row(line, cells, wanted is None or wanted(cells))

    def remark(self, line: int, reason: str, got: str = "", expected: str = "", hint: str = "") -> None:
        """List a row that is left out."""
        self.note(Remark("row", self.file, line, reason, got=got, expected=expected, hint=hint))

    def note(self, remark: Remark) -> None:
        """List something that is left out.

        Raises:
            StudyError: so much was listed that this is not a table of this kind.
        """
        self.remarks.append(remark)
        if len(self.remarks) > self.limits.remarks:
            problem = f"more than {self.limits.remarks} rows or values cannot be read; the last: {remark.reason}."
            raise self.error(problem, remark.line, remark.expected or "a table of this kind")

    def error(self, problem: str, line: int | None, expected: str, got: object = None) -> StudyError:
        """An error that names the file and the line."""
        where = f"line {line}" if line is not None else None
        return StudyError(problem, file=self.file, where=where, expected=expected, got=got)

    def column(self, names: Sequence[str]) -> int | None:
        """Index of the column of the first name that is there; case does not matter."""
        upper = {name.upper(): index for index, name in enumerate(self.header)}
        return next((upper[name] for name in names if name in upper), None)

    def columns(self, spellings: Mapping[str, Sequence[str]]) -> dict[str, int]:
        """What -> index of its column, for what is there."""
        found = {what: self.column(names) for what, names in spellings.items()}
        return {what: index for what, index in found.items() if index is not None}


def name_of(source: Source, file: str | None) -> str:
    """How errors call the table."""
    return file or (source.name if isinstance(source, Path) else "<table>")


@contextmanager
def open_table(source: Source, file: str | None = None, limits: Limits | None = None) -> Generator[Table]:
    """Open a table, given as a path or as its bytes; `file` is its name in errors.

    Raises:
        StudyError: the file cannot be read, is not text in UTF-8, is too large, or its header is not one.
    """
    limits, name = limits or usual_limits(), name_of(source, file)
    try:
        with _stream(source, name, limits) as stream:
            lines = _lines(stream, name, limits)
            comments, header, delimiter = _head(lines, name, limits)
            yield Table(name, header, comments, delimiter, limits, lines)
    except (OSError, EOFError, zlib.error) as error:
        raise StudyError(f"the file cannot be read: {error}.", file=name, expected="a table, plain or .gz") from None


@contextmanager
def _stream(source: Source, name: str, limits: Limits) -> Generator[BinaryIO]:
    raw: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    with raw:
        size = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        if size > limits.bytes:
            raise StudyError("the file is too large.", file=name, expected=f"at most {limits.bytes} bytes", got=size)
        start = raw.read(64)
        raw.seek(0)
        _refuse_other_formats(start, name)
        if start.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield unpacked  # pyright: ignore[reportReturnType]
        else:
            yield raw


def _refuse_other_formats(start: bytes, name: str) -> None:
    for magic, kind in _COMPRESSED.items():
        if start.startswith(magic):
            problem = "this is an Excel or zip file." if kind == "zip" else f"the file is packed by {kind}."
            raise StudyError(problem, file=name, expected="text, plain or .gz", hint="save it as tab-delimited text")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise StudyError("the text is in UTF-16.", file=name, expected="UTF-8", hint="save it again as UTF-8")
    if start.startswith(b"version https://git-lfs"):
        problem = "this is a pointer of Git LFS, not the data."
        raise StudyError(problem, file=name, expected="a table", hint="git lfs pull")


def _lines(stream: BinaryIO, name: str, limits: Limits) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is not blank."""
    number = total = 0
    while raw := stream.readline(limits.line + 1):
        number += 1
        total += len(raw)
        where = f"line {number}"
        if total > limits.unpacked_bytes:
            expected = f"at most {limits.unpacked_bytes} bytes once unpacked"
            raise StudyError("the file is too large.", file=name, where=where, expected=expected)
        if len(raw) > limits.line:
            raise StudyError("a line is too long.", file=name, where=where, expected=f"at most {limits.line} bytes")
        if b"\x00" in raw:
            raise StudyError("the file holds a NUL; it is not text.", file=name, where=where, expected="text in UTF-8")
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            got = raw[max(0, error.start - 10) : error.start + 10]
            raise StudyError("the text is not UTF-8.", file=name, where=where, expected="UTF-8", got=got) from None
        text = text.rstrip("\r\n")
        if "\r" in text:
            expected = "line ends of Unix or Windows"
            raise StudyError("a carriage return stands within a line.", file=name, where=where, expected=expected)
        if text and not text.isspace():
            yield number, text


def _head(lines: Iterator[tuple[int, str]], name: str, limits: Limits) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """`#` lines, header and delimiter."""
    comments: list[str] = []
    for number, text in lines:
        if text.startswith("#"):
            comments.append(text)
            if len(comments) > 1000:
                break
            continue
        where = f"line {number}"
        delimiter = "," if "\t" not in text and "," in text else "\t"
        header = _split(text, delimiter) or []
        if len(header) > limits.columns:
            expected = f"at most {limits.columns}"
            raise StudyError("too many columns.", file=name, where=where, expected=expected, got=len(header))
        _check_header(header, name, where)
        return tuple(comments), tuple(header), delimiter
    raise StudyError("the table has no header.", file=name, expected="a line with the names of the columns")


def _check_header(header: Sequence[str], name: str, where: str) -> None:
    seen: set[str] = set()
    for index, column in enumerate(header, 1):
        if not column:
            expected = "a name for every column"
            raise StudyError(f"column {index} has no name.", file=name, where=where, expected=expected)
        if column.upper() in seen:
            got = short(column)
            raise StudyError("a column is there twice.", file=name, where=where, expected="every name once", got=got)
        seen.add(column.upper())
    if not header:
        raise StudyError("the header cannot be read.", file=name, where=where, expected="names of the columns")


def _split(text: str, delimiter: str) -> list[str] | None:
    """Cells of a line, stripped; None if a quoted cell does not end on it."""
    if '"' not in text:
        return [cell.strip() for cell in text.split(delimiter)]
    if delimiter == "\t":
        return [_unquoted(cell.strip()) for cell in text.split(delimiter)]
    try:
        return [cell.strip() for cell in next(csv.reader([text], strict=True))]
    except (csv.Error, StopIteration):
        return None


def _unquoted(cell: str) -> str:
    quoted = len(cell) >= 2 and cell[0] == cell[-1] == '"'
    return cell[1:-1].replace('""', '"').strip() if quoted else cell
