"""What can go wrong, said so that the user can mend it: where, what, expected, got."""

from collections.abc import Sequence


class Her2simError(Exception):
    """Base of every error her2sim raises on purpose; `exit_code` is what the command line returns."""

    exit_code: int = 1


class InputError(Her2simError):
    """Something the user gave cannot be used.

    Args:
        problem: one sentence that says what is wrong.
        file: the file (or the word for the source) it stands in.
        where: line, row or field, e.g. "14: mutations[2]".
        expected: what would be right; a choice of values where the list is short.
        got: what was seen, as it was written.
        hint: the nearest valid value or the command that mends it.
    """

    exit_code = 3

    def __init__(
        self,
        problem: str,
        *,
        file: str | None = None,
        where: str | None = None,
        expected: str | None = None,
        got: object = None,
        hint: str | None = None,
    ) -> None:
        self.problem, self.file, self.where = problem, file, where
        self.expected, self.got, self.hint = expected, got, hint
        super().__init__(self._layout())

    def _layout(self) -> str:
        place = ": ".join(part for part in (self.file, self.where) if part)
        lines = [f"{type(self).__name__}: {place + ': ' if place else ''}{self.problem}"]
        if self.expected is not None:
            lines.append(f"  expected  {self.expected}")
        if self.got is not None:
            lines.append(f"  got       {self.got!r}")
        if self.hint is not None:
            lines.append(f"  try       {self.hint}")
        return "\n".join(lines)


class SeveralProblemsError(InputError):
    """Several problems of what the user gave; reads as the first of them, prints all.

    Args:
        errors: the problems as single errors, at least one, in the order of the files.
    """

    def __init__(self, errors: Sequence[InputError]) -> None:
        first = errors[0]
        super().__init__(
            first.problem, file=first.file, where=first.where, expected=first.expected, got=first.got, hint=first.hint
        )
        self.errors = tuple(errors)
        self.args = ("\n".join(str(error) for error in errors),)


class CaseError(InputError):
    """A case file or one of its fields cannot be used."""


class RegimenError(InputError):
    """A regimen or dose cannot be used."""


class EvidenceError(InputError):
    """An evidence file breaks its schema."""


class NetworkError(InputError):
    """A reaction network is not well formed."""


class ConvergenceError(Her2simError):
    """Nothing could be computed because no simulation converged."""

    exit_code = 5
