"""What can be wrong with a claim file, and why a claim cannot be asked of the model."""

from __future__ import annotations

from collections.abc import Sequence

from her2sim.errors import InputError, SeveralProblemsError


class ClaimError(InputError):
    """A claim file or one of its fields cannot be used."""


class ClaimProblemsError(SeveralProblemsError, ClaimError):
    """Several problems of claim files."""


class CannotAskError(Exception):
    """Why a claim, or one of its readouts, cannot be asked of this model; ends as 'not evaluable', never as a crash.

    Args:
        reason: half a sentence, e.g. "the network has no input 'everolimus_nM'".
        unknown: the name is known nowhere, so that it may be a slip of the pen.
        hint: the nearest name that is known.
    """

    def __init__(self, reason: str, *, unknown: bool = False, hint: str | None = None) -> None:
        self.reason, self.unknown, self.hint = reason, unknown, hint
        super().__init__(reason)

    @property
    def text(self) -> str:
        """The reason with the nearest name."""
        return f"{self.reason} (nearest: {self.hint})" if self.hint else self.reason


def one_error(errors: Sequence[ClaimError]) -> ClaimError:
    """One error for one or several problems."""
    return errors[0] if len(errors) == 1 else ClaimProblemsError(errors)
