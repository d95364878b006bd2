"""Clinical tables of patients and samples: up to five `#` lines, then a header, then a row for each.

Columns go by the spellings of `data/clinical.yaml`; a word that is not known is remarked, not guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.names import ALLOWED, is_name, sample_name
from her2sim.case.genomics.problems import Rejected, Remark, short
from her2sim.case.genomics.tables import Limits, Row, Source, Table, open_table

Level = Literal["patient", "sample"]


@dataclass(frozen=True)
class Entry:
    """One finding of a clinical table."""

    value: str | float
    column: str
    line: int


@dataclass(frozen=True)
class Clinical:
    """What a clinical table says."""

    file: str
    level: Level
    rows: int
    entries: Mapping[str, Mapping[str, Entry]]
    """patient or sample -> field of `data/clinical.yaml` -> finding"""
    patients: Mapping[str, str]
    """sample -> patient, of a table of samples"""
    rejected: tuple[Rejected, ...]
    """patients or samples whose row cannot be read, or that are there twice with different words"""
    remarks: tuple[Remark, ...]


@dataclass
class _Reading:
    table: Table
    level: Level
    id: int
    patient: int | None
    fields: Mapping[str, Sequence[int]]
    """field -> columns, the first with a value counts"""
    entries: dict[str, dict[str, Entry]] = field(default_factory=dict[str, dict[str, Entry]])
    patients: dict[str, str] = field(default_factory=dict[str, str])
    cells: dict[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    rejected: dict[str, Rejected] = field(default_factory=dict[str, Rejected])
    bad: list[Rejected] = field(default_factory=list[Rejected])
    """rows that name nobody"""


def read_clinical(source: Source, level: str, file: str | None = None, *, limits: Limits | None = None) -> Clinical:
    """Read a clinical table; `level` is 'patient' (by `PATIENT_ID`) or 'sample' (by `SAMPLE_ID`, with `PATIENT_ID`).

    Raises:
        StudyError: the file is not such a table.
    """
    of: Level = "sample" if level == "sample" else "patient"
    with open_table(source, file, limits) as table:
        reading = _open(table, of)
        for row in table.rows():
            _read_row(reading, row)
        entries = {name: found for name, found in reading.entries.items() if name not in reading.rejected}
        rejected = (*reading.rejected.values(), *reading.bad, *(_ragged(reading, *bad) for bad in table.ragged))
        return Clinical(table.file, of, table.count, entries, reading.patients, rejected, tuple(table.remarks))


def _open(table: Table, level: Level) -> _Reading:
    data = genomics_data("clinical.yaml")
    spelled = {re.sub(r"[^A-Z0-9]+", "_", name.upper()).strip("_"): index for index, name in enumerate(table.header)}
    ids = {what: spelled.get(names[0]) for what, names in data["ids"].items()}
    own = ids[level]
    if own is None:
        got = short(", ".join(table.header), 200)
        raise table.error(f"this is not a clinical table of {level}s.", None, f"a column {level.upper()}_ID", got)
    if any(len(line.split(table.delimiter)) != len(table.header) for line in table.comments):
        reason = "a line before the header has another number of cells; the lines are not used"
        table.note(Remark("row", table.file, None, reason, expected=f"{len(table.header)} cells", count=0))
    fields = {
        name: [spelled[column] for column in body["columns"] if column in spelled]
        for name, body in data["fields"].items()
    }
    used = {own, ids["patient"], *(index for columns in fields.values() for index in columns)}
    for index, column in enumerate(table.header):
        if index not in used:
            table.note(Remark("column", table.file, None, "no field of a case; not read", "", short(column), count=0))
    return _Reading(table, level, own, ids["patient"], {name: at for name, at in fields.items() if at})


def _ragged(reading: _Reading, line: int, cells: Sequence[str]) -> Rejected:
    name = short(cells[reading.id]) if reading.id < len(cells) else ""
    expected = f"{len(reading.table.header)} cells, as the header"
    return Rejected(name, "the row has another number of cells than the header", reading.table.file, line, "", expected)


def _read_row(reading: _Reading, row: Row) -> None:
    table, name = reading.table, row.cells[reading.id]
    name = sample_name(name) if reading.level == "sample" else name
    if not is_name(name):
        header = table.header[reading.id]
        reason = f"this is no name of a {reading.level}"
        table.note(Remark("row", table.file, row.line, reason, short(name), header, short(name), ALLOWED))
        reading.bad.append(Rejected(short(name), reason, table.file, row.line, header, ALLOWED, short(name)))
        return
    if name in reading.cells:
        _again(reading, row, name)
        return
    reading.cells[name] = row.cells
    if reading.level == "sample" and reading.patient is not None:
        reading.patients[name] = row.cells[reading.patient]
    found = {what: _entry(reading, row, what, columns, name) for what, columns in reading.fields.items()}
    reading.entries[name] = {what: entry for what, entry in found.items() if entry is not None}


def _again(reading: _Reading, row: Row, name: str) -> None:
    """A second row of one name: the same once more, or a contradiction."""
    table = reading.table
    if list(row.cells) == list(reading.cells[name]):
        table.note(Remark("repeated", table.file, row.line, "the same row is there before", name))
        return
    differs = next(i for i, (one, two) in enumerate(zip(row.cells, reading.cells[name], strict=True)) if one != two)
    reason, column = f"the {reading.level} is there twice with different values", table.header[differs]
    got = f"{short(reading.cells[name][differs], 25)} and {short(row.cells[differs], 25)}"
    reading.rejected[name] = Rejected(name, reason, table.file, row.line, column, "one row", got)
    table.note(Remark("row", table.file, row.line, reason, name, column, got, "one row"))


def _entry(reading: _Reading, row: Row, what: str, columns: Sequence[int], name: str) -> Entry | None:
    """The finding in the first column that has one."""
    table, data = reading.table, genomics_data("clinical.yaml")
    for index in columns:
        text, column = row.cells[index], table.header[index]
        if text.upper() in data["missing"]:
            continue
        value = read_value(text, data["fields"][what]["kind"])
        if value is None:
            expected = _EXPECTED[data["fields"][what]["kind"]]
            reason = "this value cannot be read; the field is left out"
            table.note(Remark("value", table.file, row.line, reason, name, column, short(text), expected, count=0))
            continue
        return Entry(value, column, row.line)
    return None


_EXPECTED: Mapping[str, str] = {
    "receptor": "positive, negative or percent of cells",
    "sign": "positive, negative or equivocal",
    "stain": "0, 1+, 2+ or 3+",
    "stain_or_sign": "0, 1+, 2+, 3+, positive, negative or equivocal",
    "number": "a number",
    "percent": "percent, 0 to 100",
    "text": "text",
}


def read_value(text: str, kind: str) -> str | float | None:
    """A cell as this kind of field has it: 'pos', 'neg', 'unclear', '0' to '3+', a number or text; None if unknown."""
    words = _words()
    if kind == "text":
        return short(text, 120)
    if kind in {"stain", "stain_or_sign"} and text.upper() in words["stain"]:
        return words["stain"][text.upper()]
    if kind in {"receptor", "sign", "stain_or_sign"} and text.upper() in words["sign"]:
        return words["sign"][text.upper()]
    if kind in {"number", "percent", "receptor"}:
        return _number(text.rstrip("% ") if kind != "number" else text, 100.0 if kind != "number" else math.inf)
    return None


def _number(text: str, high: float) -> float | None:
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{0,9})?", text):
        return None
    return float(text) if float(text) <= high else None


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    data: Mapping[str, Any] = genomics_data("clinical.yaml")
    return {
        what: {str(other).upper(): word for word, others in data[what].items() for other in others}
        for what in ("sign", "stain")
    }
