"""The files of a PEtab problem as rows of text with their place, and the error that names it."""

from __future__ import annotations

import csv
import difflib
import io
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
_OPTIONAL = (
    "conditionName", "observableName", "observableTransformation", "noiseDistribution", "preequilibrationConditionId",
    "observableParameters", "noiseParameters", "datasetId", "replicateId", "parameterName",
    "initializationPriorType", "initializationPriorParameters", "objectivePriorType", "objectivePriorParameters",
)  # fmt: skip
"""columns of PEtab v1 that a table may lack; one that is nearly spelled so would be lost"""


class PetabError(InputError):
    """A PEtab problem cannot be read, or cannot be held by the model."""


@dataclass(frozen=True)
class Row:
    """One row of a table; an empty cell and NaN read '' as text."""

    file: str
    number: int
    """line of the file; the header is line 1"""
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """A cell; '' where the column or the value is missing."""
        text = self.cells.get(column, "")
        return "" if text.lower() in {"nan", "na"} else text

    def wrong(
        self, column: str, problem: str, expected: str | None = None, hint: str | None = None, got: object = None
    ) -> PetabError:
        """The error that says what is wrong with a cell."""
        seen = self.cells.get(column, "") if got is None else got
        where = f"row {self.number}, {column}"
        return PetabError(problem, file=self.file, where=where, expected=expected, got=seen, hint=hint)

    def number_in(self, column: str, *, infinite: bool = False) -> float:
        """A cell as a number.

        Raises:
            PetabError: it is none, or infinite where that is not allowed.
        """
        try:
            value = plain_float(self.text(column))
        except ValueError:
            value = math.nan
        if math.isnan(value) or not (infinite or math.isfinite(value)):
            raise self.wrong(
                column, "this is not a number." if math.isnan(value) else "a number must be finite.",
                "a number, with a point for decimals",
            )  # fmt: skip
        return value


def plain_float(text: str) -> float:
    """A number as tables have it; ValueError for Python's own '1_000'."""
    if "_" in text:
        raise ValueError(text)
    return float(text)


def problem_files(path: Path) -> dict[str, Path]:
    """The files of a problem by their key in the YAML file; `parameter_file` among them.

    Raises:
        PetabError: one is missing, or there is more than one of a kind.
    """
    import yaml

    if not path.is_file():
        inside = path / "problem.yaml"
        raise PetabError(
            "this is a folder." if path.is_dir() else "there is no such file.", file=str(path),
            expected="the problem.yaml of a PEtab v1 problem", hint=str(inside) if inside.is_file() else None,
        )  # fmt: skip
    try:
        loaded: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise PetabError(f"the file is no YAML: {' '.join(str(error).split())[:200]}", file=path.name) from None
    document = cast("dict[str, Any]", loaded if isinstance(loaded, dict) else {})
    if str(document.get("format_version")) not in {"1", "1.0", "1.0.0"}:
        raise PetabError("this is no PEtab problem of version 1.", file=path.name, where="format_version", expected="1")
    problems: Any = document.get("problems") or [{}]
    if not isinstance(problems, list) or not all(isinstance(one, dict) for one in cast("list[Any]", problems)):
        raise PetabError(
            "these are no problems.", file=path.name, where="problems", got=str(cast("object", problems))[:100],
            expected="a list with one mapping: " + ", ".join(FILES),
        )  # fmt: skip
    mappings = cast("list[dict[str, Any]]", problems)
    if len(mappings) != 1:
        raise PetabError("one problem is read.", file=path.name, where="problems", got=len(mappings), expected="1")
    listed: dict[str, Any] = {**mappings[0], "parameter_file": document.get("parameter_file") or []}
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
        PetabError: it is no table, lacks a column or has one twice, or a row has more fields than columns.
    """
    lines = _lines(path)
    known = lines[0][1] if lines else []
    _check_columns(path.name, known)
    for name in columns:
        if name not in known:
            raise PetabError(
                "a column is missing.", file=path.name, where=name, expected=", ".join(columns),
                got=", ".join(known)[:200], hint=nearest(name, known),
            )  # fmt: skip
    for number, cells in lines[1:]:
        if len(cells) > len(known):
            raise PetabError(
                "this row has more fields than there are columns.", file=path.name, where=f"row {number}",
                expected=f"{len(known)} fields parted by tabs", got=f"{len(cells)}: {' | '.join(cells)[:200]}",
            )  # fmt: skip
    return [Row(path.name, number, dict(zip(known, cells, strict=False))) for number, cells in lines[1:]]


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    """Number and fields of every line that is not empty."""
    try:
        reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter="\t", strict=True)
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except (csv.Error, UnicodeDecodeError) as error:
        raise PetabError(
            f"the file is no table: {' '.join(str(error).split())[:200]}", file=path.name,
            expected="tab-separated text in UTF-8, quotes closed",
        ) from None  # fmt: skip
    return [(number, cells) for number, cells in lines if any(cells)]


def _check_columns(file: str, known: Sequence[str]) -> None:
    """Refuse a column that stands twice, or is nearly one that PEtab knows and would not be read."""
    for name in known:
        if name and known.count(name) > 1:
            raise PetabError("a column stands twice.", file=file, where=name, expected="every column once")
        near = difflib.get_close_matches(name, _OPTIONAL, n=1, cutoff=0.85)
        if near and near[0] != name and near[0] not in known:
            raise PetabError("no such column is read.", file=file, where=name, expected=near[0], got=name, hint=near[0])


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
