"""Read claim files: plain YAML, strictly; every error says file, line, claim and key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, cast, get_args

from pydantic import ValidationError

from her2sim.case.marked_yaml import MAX_BYTES, Marked, read_yaml
from her2sim.case.problems import where
from her2sim.errors import CaseError
from her2sim.evidence.reading import nearest
from her2sim.studies.verify import consistency
from her2sim.studies.verify.consistency import Problem
from her2sim.studies.verify.form import SCHEMA, ArmForm, Claim, Form
from her2sim.studies.verify.formula import Formula
from her2sim.studies.verify.kinds import KINDS
from her2sim.studies.verify.problems import ClaimError, one_error

Steps = tuple[str | int, ...]
MAX_FILES = 1000


@dataclass(frozen=True, eq=False)
class ReadClaim:
    """A claim and where it stands."""

    claim: Claim
    arms: Mapping[str, ArmForm]
    """every arm with what it is `like` filled in"""
    formula: Formula | None
    file: str
    folder: Path
    """what a case file named in it is relative to"""
    marked: Marked = field(repr=False)
    path: Steps
    """way from the top of the file to the claim"""
    strict: bool
    """whether a name that the model does not know is an error; else the claim is not evaluable"""

    def error(self, steps: Steps, problem: Problem) -> ClaimError:
        """A problem of one field, as an error that says where."""
        return _error(self.marked, self.file, (*self.path, *steps), self.claim.id, steps, problem)


def shipped_folder() -> Path:
    """Where the claims that ship with the package lie."""
    return Path(str(files("her2sim.studies"))) / "claims"


def read_claims(sources: Sequence[str | Path] = ()) -> tuple[ReadClaim, ...]:
    """The claims of some files or folders of files; those that ship with the package if none is named.

    Raises:
        ClaimError: a file cannot be read, or a claim cannot be used; names every problem found.
    """
    shipped = shipped_folder()
    found: list[ReadClaim] = []
    errors: list[ClaimError] = []
    for path in _paths(sources or [shipped]):
        try:
            content = _bytes(path)
            found += parse_claims(content, str(path), folder=path.parent, strict=shipped not in path.resolve().parents)
        except ClaimError as error:
            errors += getattr(error, "errors", (error,))
    errors += _repeated(found)
    if errors:
        raise one_error(errors)
    return tuple(found)


def claims_hash(claims: Sequence[ReadClaim]) -> str:
    """sha256 over what the claims say, in their order."""
    digest = sha256()
    for read in claims:
        digest.update(read.claim.model_dump_json(by_alias=True).encode())
    return digest.hexdigest()


def _paths(sources: Sequence[str | Path]) -> Iterator[Path]:
    count = 0
    for source in sources:
        path = Path(source)
        if not path.exists():
            raise ClaimError("there is no such file.", file=str(source)[:200], expected="a claim file, or a folder")
        inside = sorted(path.glob("*.y*ml")) if path.is_dir() else [path]
        if not inside:
            raise ClaimError("the folder holds no claim files.", file=str(source), expected="*.yaml")
        for one in inside:
            count += 1
            if count > MAX_FILES:
                raise ClaimError("there are too many files.", file=str(source), expected=f"at most {MAX_FILES}")
            yield one


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ClaimError(f"the file cannot be read: {error.strerror}.", file=str(path)) from None


def parse_claims(
    content: str | bytes, file: str = "<text>", *, folder: Path | None = None, strict: bool = True
) -> tuple[ReadClaim, ...]:
    """The claims of the text of one file.

    Args:
        file: its name in errors.
        folder: what a case file named in it is relative to; the present one if None.
        strict: whether a name that the model does not know is an error.

    Raises:
        ClaimError: the text is not plain YAML, or a claim cannot be used; names every problem found.
    """
    marked = _yaml(content, file)
    errors: list[ClaimError] = []
    found: list[ReadClaim] = []
    for path, fields in _entries(marked, file):
        name = str(fields.get("id", ""))
        try:
            claim = Claim.model_validate(fields)
        except ValidationError as error:
            problems = [_as_problem(one, fields) for one in _worth(error)]
            errors += [_error(marked, file, (*path, *steps), name, steps, problem) for steps, problem in problems]
            continue
        arms, formula, problems = consistency.check(claim)
        errors += [_error(marked, file, (*path, *steps), name, steps, problem) for steps, problem in problems]
        if not problems:
            found.append(ReadClaim(claim, arms, formula, file, folder or Path(), marked, path, strict))
    errors += _repeated(found)
    if errors:
        raise one_error(errors)
    return tuple(found)


def _yaml(content: str | bytes, file: str) -> Marked:
    try:
        return read_yaml(content.encode("utf-8") if isinstance(content, str) else content, file)
    except CaseError as error:
        hint = None if error.hint and "case" in error.hint else error.hint
        expected = None if error.expected == "a case" else error.expected
        raise ClaimError(
            error.problem, file=error.file, where=error.where, expected=expected, got=error.got, hint=hint
        ) from None


def _entries(marked: Marked, file: str) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """(way to the claim, its fields) of every claim: the file itself, or the list under `claims`."""
    data: Any = marked.data
    if not isinstance(data, dict):
        raise ClaimError("this is no claim file.", file=file, expected=f"schema: {SCHEMA}")
    top = cast("dict[str, Any]", data)
    if top.get("schema") != SCHEMA:
        said = "the field 'schema' is missing." if "schema" not in top else "this schema is not supported."
        raise ClaimError(said, file=file, where="schema", expected=f"schema: {SCHEMA}", got=top.get("schema"))
    if "claims" not in top:
        yield (), {key: value for key, value in top.items() if key != "schema"}
        return
    for key in top:
        if key not in {"schema", "claims"}:
            place = f"{file}:{marked.line_of((key,))}"
            raise ClaimError(f"unknown field {key!r}.", file=place, where=key, expected="schema, claims")
    claims: Any = top["claims"]
    if not isinstance(claims, list) or not claims:
        raise ClaimError("there are no claims.", file=f"{file}:{marked.line_of(('claims',))}", expected="a list")
    for index, fields in enumerate(claims):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        if not isinstance(fields, dict):
            place = f"{file}:{marked.line_of(('claims', index))}"
            raise ClaimError("this is no claim.", file=place, where=f"claims[{index}]", expected="id, statement, ...")
        yield ("claims", index), fields


def _error(marked: Marked, file: str, path: Steps, claim: str, steps: Steps, problem: Problem) -> ClaimError:
    line = marked.line_of(path)
    place = ": ".join(part for part in (claim[:64], where(steps), problem.where) if part)
    return ClaimError(
        problem.problem,
        file=f"{file}:{line}" if line is not None else file,
        where=place or None,
        expected=problem.expected,
        got=problem.got,
        hint=problem.hint,
    )


def _repeated(claims: Sequence[ReadClaim]) -> list[ClaimError]:
    first: dict[str, ReadClaim] = {}
    errors: list[ClaimError] = []
    for read in claims:
        before = first.setdefault(read.claim.id, read)
        if before is not read:
            line = before.marked.line_of((*before.path, "id"))
            problem = Problem(f"this id stands twice, first in {before.file}:{line}.", "an id of its own")
            errors.append(read.error(("id",), problem))
    return errors


def _worth(error: ValidationError) -> list[Any]:
    """Findings but those that only follow from another: a list that is too short because its items are wrong."""
    found = error.errors(include_url=False)
    kept = [one for one in found if one["type"] not in {"too_short"}]
    return kept or found


def _as_problem(found: Any, fields: Mapping[str, Any]) -> tuple[Steps, Problem]:
    steps = _way(found["loc"], fields)
    kind, seen = found["type"], found.get("input")
    context: Mapping[str, Any] = found.get("ctx") or {}
    if kind == "case":
        got = seen if isinstance(seen, str | int | float) else None
        return steps, Problem(context["problem"], context.get("expected"), got, context.get("hint"))
    name = str(found["loc"][-1])
    if kind == "extra_forbidden":
        allowed = _fields_at(steps[:-1], fields)
        return steps, Problem(f"unknown field {name!r}.", ", ".join(allowed), None, nearest(name, allowed))
    if kind == "missing":
        return (*steps, name), Problem(f"the field {name!r} is missing.", "a value")
    message = re.sub(r"^Input should be ", "", found["msg"])
    got = seen if isinstance(seen, str | int | float | bool) else None
    if kind == "literal_error":
        choices = str(context.get("expected", ""))
        hint = nearest(str(seen), re.findall(r"'([^']*)'", choices))
        return steps, Problem("this value is not allowed.", choices, got, hint)
    if kind == "string_pattern_mismatch":
        return steps, Problem("this is no name.", "letters, digits and _, e.g. gi_PTEN", got)
    return steps, Problem("this value cannot be used.", message, got)


def _way(loc: Sequence[str | int], fields: Mapping[str, Any]) -> Steps:
    """The way to a field without the steps pydantic adds for unions, keys and classes."""
    steps: list[str | int] = []
    here: Any = fields
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            continue
        steps.append(step)
    return tuple(steps)


def _fields_at(steps: Steps, fields: Any) -> list[str]:
    """Names of the fields of the group a way leads to."""
    model: type[Form] | None = Claim
    here: Any = fields
    for number, step in enumerate(steps):
        here = here[step]
        if number == 1 and steps[0] == "readouts":
            kind = next((key for key in here if key in KINDS and not (key == "area" and "payload" in here)), None)
            model = KINDS[kind] if kind else None
        elif not isinstance(step, int) and model is not None and not (number == 1 and steps[0] in {"arms"}):
            model = _model_under(model, step)
    return [item.alias or name for name, item in model.model_fields.items()] if model else []


def _model_under(model: type[Form], name: str) -> type[Form] | None:
    names = {item.alias or field: item.annotation for field, item in model.model_fields.items()}
    return _first_model(names.get(name))


def _first_model(annotation: Any) -> type[Form] | None:
    if isinstance(annotation, type) and issubclass(annotation, Form):
        return annotation
    for part in get_args(annotation):
        found = _first_model(part)
        if found is not None:
            return found
    return None
