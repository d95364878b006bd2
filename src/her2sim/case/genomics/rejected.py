"""`rejected.csv`: every sample that gives no case, and why; no cell of it is a formula to a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING

from her2sim.case.genomics.cohort import Study
from her2sim.case.genomics.problems import Rejected, StudyError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def neutral(cell: str) -> str:
    """The cell with an apostrophe before anything a spreadsheet would take for a formula, full-width marks too."""
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell


def rejected_csv(study: Study) -> str:
    """The text of the file: sample, reason, file, line, field, expected, got, hint."""
    return csv_of(Rejected, study.rejected)


def csv_of(kind: type[DataclassInstance], rows: Iterable[DataclassInstance]) -> str:
    """Rows of one dataclass as the text of a CSV file, its fields as columns; nothing a spreadsheet would run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([one.name for one in fields(kind)])
    writer.writerows([neutral("" if value is None else str(value)) for value in astuple(one)] for one in rows)
    return text.getvalue()


def write_rejected(study: Study, path: str | Path) -> None:
    """Write `rejected.csv`.

    Raises:
        StudyError: the file cannot be written.
    """
    try:
        Path(path).write_text(rejected_csv(study), encoding="utf-8")
    except OSError as error:
        raise StudyError(f"the file cannot be written: {error}.", file=str(path)) from None
