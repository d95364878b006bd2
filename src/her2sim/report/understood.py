"""What the model understood of a case: field, quantity, distribution, source, and whether it was reported or drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from her2sim.report.words import quantity

if TYPE_CHECKING:
    from her2sim.case.profile import Profile


@dataclass(frozen=True)
class Understood:
    """One row of the table."""

    field: str
    seen: str
    name: str
    about: str
    """what the quantity is, and what was assumed"""
    value: str
    spread: str
    unit: str
    known: bool
    status: str
    references: tuple[str, ...]


def understood(profile: Profile) -> list[Understood]:
    """Rows of the table, reported fields first, otherwise in the order of the profile."""
    from her2sim.case.distributions import spread

    rows: list[Understood] = []
    for item in profile.quantities:
        low, high = spread(item.distribution)
        wide = high > low
        rows.append(
            Understood(
                field=item.field,
                seen=item.seen,
                name=item.name,
                about="; ".join(text for text in (item.what, item.note) if text),
                value=quantity(item.distribution.median),
                spread=f"{quantity(low)} to {quantity(high)}" if wide else "taken as known",
                unit=_unit(item.name, item.unit),
                known=item.known,
                status=item.status,
                references=tuple(item.references),
            )
        )
    return sorted(rows, key=lambda row: not row.known)


def _unit(name: str, unit: str) -> str:
    """The unit beside the name; nothing where there is none or the name already says it."""
    spoken = unit.replace("/", "_").replace("^", "")
    return "" if unit == "1" or name.endswith(f"_{spoken}") else unit.replace("^2", "²")
