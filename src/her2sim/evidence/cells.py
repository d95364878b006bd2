"""Cell lines: what is known of the cells that claims are tested in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, model_validator

from her2sim.evidence.knowledge import Shift
from her2sim.evidence.record import Cited, Finite, Text, Texts


class DoublingTime(Cited):
    """Time in which the untreated cells of a line double, with its 95 % range."""

    value: Finite
    low: Finite
    high: Finite
    unit: Literal["h", "day"]
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> DoublingTime:
        if not 0 < self.low <= self.value <= self.high:
            raise ValueError("give 0 < low <= value <= high")
        return self

    @property
    def hours(self) -> float:
        """The value in hours."""
        return self.value * (24.0 if self.unit == "day" else 1.0)


class LineQuantity(Shift):
    """A profile quantity of a line: a `value` in the unit of the model, or a `factor` on that of the reference."""

    references: Texts = ()
    note: str = ""


class LineAlteration(Cited):
    """A changed gene of a line; it acts through the record of the evidence of its gene and change, if there is one."""

    change: Text
    """protein change (p.K111N) or a word of `CHANGES`"""
    note: str = ""


class CellLineRecord(Cited):
    """A cell line; what it does not give is the value of the sensitive reference."""

    id: Text
    """the name claims use, e.g. BT-474"""
    aliases: Texts = ()
    subtype: Text
    doubling_time: DoublingTime
    quantities: Mapping[str, LineQuantity] = Field(default_factory=dict[str, LineQuantity])
    """by profile quantity; wins over what an alteration of the line says"""
    alterations: Mapping[str, LineAlteration] = Field(default_factory=dict[str, LineAlteration])
    """by gene symbol"""
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the line goes by."""
        return (self.id, *self.aliases)


def plain_name(name: str) -> str:
    """A name without case, hyphens, spaces, dots, slashes and underscores."""
    return "".join(letter for letter in name.lower() if letter.isalnum())
