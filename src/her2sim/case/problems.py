"""What is wrong with a case, as data on the way to one CaseError that names every problem found."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from her2sim.errors import CaseError, SeveralProblemsError

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and the way from the top of the case to it."""

    path: Path
    problem: str
    expected: str | None = None
    got: object = None
    hint: str | None = None


class CaseProblemsError(SeveralProblemsError, CaseError):
    """Several problems of one case."""


def refuse(problem: str, expected: str | None = None, hint: str | None = None) -> PydanticCustomError:
    """A validation error that keeps its parts, for `raise` inside a pydantic validator."""
    parts = {"problem": problem, "expected": expected, "hint": hint}
    return PydanticCustomError("case", "{problem}", parts)


def where(path: Path) -> str | None:
    """The way to a field as users write it, e.g. 'mutations[2].gene'; None for the whole case."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or None
