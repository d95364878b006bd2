"""Read a case: from a file, from text, from a mapping or by the name of a shipped example. Every error says where."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from her2sim.case.checks import contradictions
from her2sim.case.examples import example_path, list_examples
from her2sim.case.marked_yaml import MAX_BYTES, Marked, read_yaml
from her2sim.case.problems import CaseProblemsError, Path, Problem, where
from her2sim.case.schema import SCHEMA, Case
from her2sim.errors import CaseError


def read_case(source: str | FilePath) -> Case:
    """Read a case file, or a shipped example by its name (any case, e.g. 'jimt-1').

    Raises:
        CaseError: no such file or example, or the case cannot be used; says file, line, field, what is expected.
    """
    path = FilePath(source)
    try:
        if path.is_file():
            with path.open("rb") as stream:
                return parse_case(stream.read(MAX_BYTES + 1), str(source))
        named = None if path.exists() else example_path(str(source))
    except (OSError, ValueError) as error:
        raise CaseError(f"the file cannot be read: {error}.", file=str(source)) from None
    if named is not None:
        return parse_case(named.read_bytes(), named.name)
    names = list_examples()
    lowered = {name.lower(): name for name in names}
    found = difflib.get_close_matches(str(source).lower().removesuffix(".yaml"), list(lowered), n=1, cutoff=0.5)
    problem = "this is a folder." if path.is_dir() else "there is no such file and no shipped case of this name."
    raise CaseError(
        problem,
        file=str(source)[:200],
        expected="a case file, or one of the shipped cases: " + ", ".join(names),
        hint=lowered[found[0]] if found else "her2sim case list",
    )


def parse_case(content: str | bytes, file: str = "<text>") -> Case:
    """Read a case from the text of a YAML file; `file` is its name in errors.

    Raises:
        CaseError: the text is not YAML or the case cannot be used.
    """
    marked = read_yaml(content.encode("utf-8") if isinstance(content, str) else content, file)
    return _validate(marked, file)


def case_from_dict(data: Mapping[str, Any], file: str = "<case>") -> Case:
    """Read a case from a mapping with the fields of the file.

    Raises:
        CaseError: the case cannot be used.
    """
    return _validate(Marked(dict(data), {}), file)


def _validate(marked: Marked, file: str) -> Case:
    data = marked.data
    if not isinstance(data, dict):
        raise CaseError("this is not a case.", file=file, expected="fields, e.g. 'name: T1'", got=_short(data))  # pyright: ignore[reportUnknownArgumentType]
    if "schema" not in data:
        raise CaseError("the field 'schema' is missing.", file=file, expected=f"schema: {SCHEMA}")
    try:
        case = Case.model_validate(data)
    except ValidationError as error:
        problems = _problems(error)
    except RecursionError:
        raise CaseError("fields are nested too deep.", file=file, expected="a case") from None
    else:
        problems = contradictions(case)
        if not problems:
            return case
    errors = [_error(problem, marked, file) for problem in problems]
    raise errors[0] if len(errors) == 1 else CaseProblemsError(errors)


def _error(problem: Problem, marked: Marked, file: str) -> CaseError:
    line = marked.line_of(problem.path)
    return CaseError(
        problem.problem,
        file=f"{file}:{line}" if line is not None and problem.path else file,
        where=where(problem.path),
        expected=problem.expected,
        got=problem.got,
        hint=problem.hint,
    )


def _problems(error: ValidationError) -> list[Problem]:
    """Pydantic's findings in our words, one for every field, in the order of the file."""
    problems: dict[Path, Problem] = {}
    for found in error.errors(include_url=False):
        path = _clean(found["loc"])
        problem = _problem(path, found["type"], found.get("input"), found.get("ctx") or {}, found["msg"])
        problems.setdefault(problem.path, problem)
    return list(problems.values())


_INNER = frozenset({"value", "float", "str", "function-before[_genes(), tuple[str, ...]]", "literal['all']"})


def _clean(loc: Iterable[str | int]) -> Path:
    """The way to the field without the steps that pydantic adds for unions and keys."""
    return tuple(step for step in loc if not (isinstance(step, str) and (step in _INNER or "[" in step)))


def _problem(path: Path, kind: str, seen: Any, context: Mapping[str, Any], message: str) -> Problem:
    got = _short(seen)
    if kind == "case":
        return Problem(path, context["problem"], context.get("expected"), got, context.get("hint"))
    name = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        allowed = _fields_at(path[:-1])
        near = difflib.get_close_matches(name, allowed, n=1, cutoff=0.5)
        elsewhere = None if near else _home_of(name)
        hint = near[0] if near else elsewhere
        return Problem(path, f"unknown field {name!r}.", "one of " + ", ".join(allowed), None, hint)
    if kind == "missing":
        return Problem(path, f"the field {name!r} is missing.", "a value")
    if kind == "literal_error":
        choices = str(context.get("expected", ""))
        near = difflib.get_close_matches(str(seen), choices.replace("'", "").replace(" or ", ", ").split(", "), n=1)
        return Problem(path, f"{got!r} is not a value of this field.", choices, got, near[0] if near else None)
    return Problem(path, f"{message[:1].lower()}{message[1:]}.", _EXPECTED.get(kind, "a value of the right type"), got)


_EXPECTED: Mapping[str, str] = {
    "model_type": "a group of fields",
    "dict_type": "a group of fields, gene: value",
    "tuple_type": "a list",
    "string_type": "text",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "less_than_equal": "a fraction from 0 to 1",
    "greater_than_equal": "a fraction from 0 to 1",
}


def _fields_at(path: Path) -> list[str]:
    """Names of the fields of the group that `path` leads to."""
    model: Any = Case
    for step in path:
        if isinstance(step, int):
            continue
        model = _model_in(model.model_fields[step].annotation) if step in model.model_fields else None
        if model is None:
            return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None


def _home_of(name: str) -> str | None:
    """The group a field belongs to, when it stands in the wrong one; e.g. 'pathology.ER' for 'ER'."""
    homes = {f"{group}.{field}": field for group in Case.model_fields for field in _fields_at((group,))}
    near = difflib.get_close_matches(name, list(homes.values()), n=1, cutoff=0.7)
    return next((home for home, field in homes.items() if near and field == near[0]), None)


def _short(seen: Any) -> Any:
    if isinstance(seen, str | int | float | bool) or seen is None:
        return seen[:80] if isinstance(seen, str) else seen
    text = repr(seen)
    return text if len(text) <= 80 else text[:77] + "..."
