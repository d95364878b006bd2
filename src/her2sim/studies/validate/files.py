"""Tables to validate on, read strictly: a row that cannot be used is an error with its place, never dropped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from her2sim.errors import InputError, SeveralProblemsError
from her2sim.evidence.reading import nearest

MOST_PROBLEMS = 20


class ValidationFileError(InputError):
    """A table to validate on cannot be used."""


class ValidationProblemsError(SeveralProblemsError, ValidationFileError):
    """Several problems of one table."""


def read_table(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> list[dict[str, str]]:
    """Rows of a CSV or tab-separated table as text, with `row` (number of the line in the file).

    Raises:
        ValidationFileError: it cannot be read, is empty, or lacks a column.
    """
    import csv

    if not path.is_file():
        raise ValidationFileError("there is no such file.", file=str(path), expected="a CSV file")
    try:
        text = path.read_text(encoding="utf-8-sig")
        dialect = "\t" if path.suffix in {".tsv", ".txt"} else ","
        rows = list(csv.DictReader(text.splitlines(), delimiter=dialect))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValidationFileError(f"the file is no table: {error}.", file=str(path)) from None
    columns = list(rows[0]) if rows else []
    for name in required:
        if name not in columns:
            hint = nearest(name, [str(column) for column in columns])
            raise ValidationFileError(
                "a column is missing." if rows else "the file has no rows.", file=str(path), where=name,
                expected=", ".join(required), got=", ".join(map(str, columns))[:200] or "nothing", hint=hint,
            )  # fmt: skip
    wanted = (*required, *optional)
    return [
        {**{name: (row.get(name) or "").strip() for name in wanted}, "row": str(number)}
        for number, row in enumerate(rows, start=2)
    ]


class Checks:
    """Problems of one file, collected so that all are told at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[ValidationFileError] = []

    def add(
        self, row: dict[str, Any], column: str, problem: str, expected: str | None = None, hint: str | None = None
    ) -> None:
        """Note a problem of one cell."""
        where = f"row {row['row']}, {column}"
        seen = str(row.get(column, ""))[:60]
        self.problems.append(
            ValidationFileError(problem, file=str(self.path), where=where, expected=expected, got=seen, hint=hint)
        )

    def number(self, row: dict[str, Any], column: str, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number of a row; NaN after noting why it is none."""
        try:
            value = float(row[column])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            self.add(row, column, "this is not a number.", "a finite number")
            return math.nan
        if not low <= value <= high:
            self.add(row, column, "the number is out of range.", f"{low:g} to {high:g}")
        return value

    def choice(self, row: dict[str, Any], column: str, known: Sequence[str]) -> str:
        """One of a few words; '' after noting why it is none."""
        if row[column] in known:
            return str(row[column])
        self.add(row, column, "this value is not known.", ", ".join(known), nearest(str(row[column]), known))
        return ""

    def finish(self) -> None:
        """Raise what was noted.

        Raises:
            ValidationFileError: there was a problem.
        """
        if len(self.problems) == 1:
            raise self.problems[0]
        if self.problems:
            raise ValidationProblemsError(self.problems[:MOST_PROBLEMS])
