"""Reads the files under `evidence/data` into plain rows, and says where one is broken.

A YAML file holds `schema`, `kind` and `records` (id -> fields); a CSV file holds one record per line, with several
values in one cell parted by '; '. Numbers follow YAML 1.2 (2e-6 is a number, 'no' is a word); a key may stand once.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

import yaml
from pydantic import ValidationError

from her2sim.errors import EvidenceError
from her2sim.evidence.record import SCHEMA, Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Loaded:
    """The fields of one record and where they were read."""

    file: str
    key: str
    fields: dict[str, Any]


@lru_cache(maxsize=1)
def _loader() -> type[Any]:
    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):
        """YAML 1.2 numbers and booleans; a repeated key is an error."""

        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
            first: [(tag, pattern) for tag, pattern in rules if not tag.endswith((":bool", ":float", ":int"))]
            for first, rules in base.yaml_implicit_resolvers.items()
        }

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            keys = [self.construct_object(key, deep=True) for key, _ in node.value]
            seen: set[object] = set()
            for key in keys:
                if key in seen:
                    problem = f"the key {key!r} stands twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
                seen.add(key)
            return cast("dict[Any, Any]", base.construct_mapping(self, node, deep=deep))

    number = r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"
    Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
    Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(number), list("-+.0123456789"))
    Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
    return Loader


def read_yaml(path: Path) -> dict[str, Any]:
    """The top mapping of a YAML file.

    Raises:
        EvidenceError: not YAML, empty, a key twice, or no mapping at the top.
    """
    try:
        content: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        spot = getattr(error, "problem_mark", None)
        line = str(spot.line + 1) if spot else None
        problem = getattr(error, "problem", None) or str(error)
        raise EvidenceError("this is not valid YAML.", file=_place(path), where=line, got=problem) from error
    if not isinstance(content, dict):
        raise EvidenceError("this file holds no records.", file=_place(path), expected="a mapping", got=content)
    return {str(key): value for key, value in content.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def yaml_records(path: Path, kind: str) -> Iterator[Loaded]:
    """The records of one YAML file, each with its id.

    Raises:
        EvidenceError: another schema version or kind, or no `records`.
    """
    content = read_yaml(path)
    for field, expected in (("schema", SCHEMA), ("kind", kind)):
        if content.get(field) != expected:
            raise EvidenceError(
                f"'{field}' is missing or not supported.",
                file=_place(path), where=field, expected=expected, got=content.get(field),
            )  # fmt: skip
    records: Any = content.get("records")
    if not isinstance(records, dict):
        raise EvidenceError("no records.", file=_place(path), where="records", expected="id: fields", got=records)
    for key, fields in records.items():  # pyright: ignore[reportUnknownVariableType]
        if not isinstance(fields, dict):
            raise EvidenceError("no fields.", file=_place(path), where=str(key), expected="a mapping", got=fields)  # pyright: ignore[reportUnknownArgumentType]
        yield Loaded(_place(path), str(key), {"id": str(key), **fields})  # pyright: ignore[reportUnknownArgumentType]


def csv_records(path: Path, key: str, lists: Collection[str] = ()) -> Iterator[Loaded]:
    """The rows of one CSV file; empty cells are left out, cells of the columns `lists` are split at ';'."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            if None in row or None in row.values():
                problem = "the row has another number of cells than the header."
                raise EvidenceError(problem, file=_place(path), where=str(line))
            fields: dict[str, Any] = {
                name: [part.strip() for part in cell.split(";")] if name in lists else cell
                for name, cell in row.items()
                if cell
            }
            yield Loaded(_place(path), fields.get(key, f"line {line}"), fields)


def build(model: type[R], loaded: Loaded, *, strict: bool | None = None) -> R:
    """The record of one set of fields.

    Args:
        model: the class of the record.
        loaded: its fields and where they stand.
        strict: None for YAML, whose values have types; False for CSV, whose cells are all text.

    Raises:
        EvidenceError: a field is missing, unknown, or has the wrong type or value.
    """
    try:
        return model.model_validate(loaded.fields, strict=strict)
    except ValidationError as error:
        raise _as_evidence_error(error, model, loaded) from error


def index(model: type[R], rows: Iterator[Loaded], *, strict: bool | None = None) -> dict[str, R]:
    """Records by id; an id may stand once over all files of a kind."""
    found: dict[str, R] = {}
    for loaded in rows:
        if loaded.key in found:
            raise EvidenceError("this id stands twice.", file=loaded.file, where=loaded.key)
        found[loaded.key] = build(model, loaded, strict=strict)
    return found


def nearest(word: str, known: Collection[str], n: int = 1) -> str | None:
    """The valid key(s) most like `word`, for the hint of an error; None if nothing is near."""
    match = difflib.get_close_matches(word, list(known), n=n, cutoff=0.6)
    return ", ".join(match) or None


def _place(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _as_evidence_error(error: ValidationError, model: type[Record], loaded: Loaded) -> EvidenceError:
    problems = error.errors(include_url=False)
    first = next((one for one in problems if one["type"] == "extra_forbidden"), problems[0])
    place = ".".join(str(part) for part in first["loc"]) or "record"
    problem, expected, hint = first["msg"], None, None
    context: Mapping[str, Any] = first.get("ctx", {})
    got: object = first["input"]
    if first["type"] == "extra_forbidden":
        word = str(first["loc"][-1])
        problem, got, hint = "this field is not known.", word, nearest(word, model.model_fields)
        expected = ", ".join(model.model_fields) if len(first["loc"]) == 1 else None
    elif first["type"] == "missing":
        problem, expected, got = "a field is missing.", str(first["loc"][-1]), None
    elif first["type"] == "value_error":
        problem, got = str(context["error"]), None
    elif "expected" in context:
        problem, expected = "this value is not allowed.", str(context["expected"])
    elif isinstance(got, dict):
        got = None
    return EvidenceError(
        problem, file=loaded.file, where=f"{loaded.key}: {place}", expected=expected, got=got, hint=hint
    )
