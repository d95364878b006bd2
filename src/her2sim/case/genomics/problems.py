"""What is said of a table of genomic data: an error for the whole table, a remark for a row, a column or a sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from her2sim.errors import InputError

RemarkKind = Literal[
    "file", "column", "row", "value", "other gene", "no protein change", "repeated", "not in the model", "assumed"
]


class StudyError(InputError):
    """A table or a study folder of genomic data cannot be used."""


ROW_KINDS = frozenset({"row", "other gene", "no protein change", "repeated"})
"""kinds of remarks that each stand for `count` rows of their table"""


@dataclass(frozen=True)
class Remark:
    """Something that was read and not used, and why; `count` rows, values or columns of the same kind."""

    kind: RemarkKind
    file: str
    line: int | None
    """line of the file, from 1; None for what is not one line"""
    reason: str
    sample: str = ""
    field: str = ""
    got: str = ""
    expected: str = ""
    hint: str = ""
    count: int = 1

    @property
    def rows(self) -> int:
        """How many rows of the table gave nothing for this reason."""
        return self.count if self.kind in ROW_KINDS else 0

    @property
    def text(self) -> str:
        """One line for people."""
        place = ":".join(str(part) for part in (self.file, self.line) if part not in {"", None})
        words = [f"{place}: " if place else "", f"{self.field}: " if self.field else "", self.reason]
        words += [f" (got {self.got!r})" if self.got else "", f", expected {self.expected}" if self.expected else ""]
        return "".join(words) + (f"; try {self.hint}" if self.hint else "")


@dataclass(frozen=True)
class Rejected:
    """A sample that gives no case."""

    sample: str
    reason: str
    file: str = ""
    line: int | None = None
    field: str = ""
    expected: str = ""
    got: str = ""
    hint: str = ""


def short(cell: str, most: int = 60) -> str:
    """A cell for a message: no control characters, not longer than `most`."""
    text = "".join(mark if mark.isprintable() else "?" for mark in cell[: most + 1])
    return text if len(text) <= most else text[: most - 3] + "..."
