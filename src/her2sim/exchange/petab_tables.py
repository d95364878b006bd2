"""The files of a PEtab problem as rows of text with their place, and the error that names it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from her2sim.errors import InputError
from her2sim.evidence.reading import nearest

FILES = {
    "sbml_files": "model.xml", "condition_files": "conditions.tsv", "observable_files": "observables.tsv",
    "measurement_files": "measurements.tsv",
}  # fmt: skip
PARAMETERS = "parameters.tsv"


class PetabError(InputError):
    """A PEtab problem cannot be read, or cannot be held by the model."""


@dataclass(frozen=True)
class Row:
    """One row of a table; an empty cell and NaN read ''."""

    file: str
    number: int
    """line of the file; the header is line 1"""
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """A cell; '' where the column or the value is missing."""
        return self.cells.get(column, "")

    def wrong(
        self, column: str, problem: str, expected: str | None = None, hint: str | None = None, got: object = None
    ) -> PetabError:
        """The error that says what is wrong with a cell."""
        seen = self.text(column) if got is None else got
        where = f"row {self.number}, {column}"
        return PetabError(problem, file=self.file, where=where, expected=expected, got=seen, hint=hint)

    def number_in(self, column: str, *, infinite: bool = False) -> float:
        """A cell as a number.

        Raises:
            PetabError: it is none, or infinite where that is not allowed.
        """
        try:
            value = float(self.text(column))
        except ValueError:
            value = math.nan
        if math.isnan(value) or not (infinite or math.isfinite(value)):
            raise self.wrong(column, "this is not a number." if math.isnan(value) else "a number must be finite.")
        return value


def problem_files(path: Path) -> dict[str, Path]:
    """The files of a problem by their key in the YAML file; `parameter_file` among them.

    Raises:
        PetabError: one is missing, or there is more than one of a kind.
    """
    import yaml

    if not path.is_file():
        raise PetabError("there is no such file.", file=str(path), expected="the problem.yaml of a PEtab v1 problem")
    try:
        loaded: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PetabError(f"the file is no YAML: {' '.join(str(error).split())[:200]}", file=path.name) from None
    document = cast("dict[str, Any]", loaded if isinstance(loaded, dict) else {})
    if str(document.get("format_version")) not in {"1", "1.0", "1.0.0"}:
        raise PetabError("this is no PEtab problem of version 1.", file=path.name, where="format_version", expected="1")
    problems = cast("list[dict[str, list[str]]]", document.get("problems") or [{}])
    if len(problems) != 1:
        raise PetabError("one problem is read.", file=path.name, where="problems", got=len(problems), expected="1")
    listed: dict[str, Any] = {**problems[0], "parameter_file": document.get("parameter_file") or []}
    return {name: _one_file(path, name, listed.get(name) or []) for name in (*FILES, "parameter_file")}


def _one_file(path: Path, name: str, listed: Any) -> Path:
    files = cast("list[Any]", listed if isinstance(listed, list) else [listed])
    if len(files) != 1:
        raise PetabError("one file of each kind is read.", file=path.name, where=name, got=files, expected="one file")
    found = path.parent / str(files[0])
    if not found.is_file():
        raise PetabError("this file is missing.", file=path.name, where=name, got=str(files[0]))
    return found


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """Rows of a tab-separated table.

    Raises:
        PetabError: it is no table, or lacks a column.
    """
    import pandas as pd

    try:
        frame = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, UnicodeDecodeError) as error:
        raise PetabError(f"the file is no table: {' '.join(str(error).split())[:200]}", file=path.name) from None
    known = [str(name) for name in frame.columns]
    for name in columns:
        if name not in known:
            raise PetabError(
                "a column is missing.", file=path.name, where=name, expected=", ".join(columns),
                got=", ".join(known)[:200], hint=nearest(name, known),
            )  # fmt: skip
    return [
        Row(path.name, number, {str(key): _plain(value) for key, value in row.items()})
        for number, row in enumerate(frame.to_dict("records"), start=2)
    ]


def by_id(rows: Sequence[Row], column: str) -> dict[str, Row]:
    """Rows by their identifier.

    Raises:
        PetabError: one is empty or stands twice.
    """
    found: dict[str, Row] = {}
    for row in rows:
        name = row.text(column)
        if not name:
            raise row.wrong(column, "this field is empty.", "an identifier")
        if name in found:
            raise row.wrong(column, f"this identifier stands in row {found[name].number} already.", "each once")
        found[name] = row
    return found


def _plain(value: Any) -> str:
    text = str(value).strip() if isinstance(value, str) else ""
    return "" if text.lower() in {"nan", "na"} else text
