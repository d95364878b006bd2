"""Records of the evidence room on changed genes, turned into readings of profile quantities."""

from __future__ import annotations

import math

from her2sim.case.claims import Claim, claim
from her2sim.case.distributions import Distribution, Fixed, LogNormal, Normal
from her2sim.case.findings import Finding
from her2sim.case.mapping import MappingTable, Reading
from her2sim.evidence import AlterationRecord, Shift


def claims_of(
    record: AlterationRecord, field: str, finding: Finding, rank: int, *, table: MappingTable, why: str = ""
) -> list[Claim]:
    """What one record says, as claims; `why` is added to the note."""
    gap = f"not modelled: {record.not_modelled}" if record.not_modelled else ""
    note = "; ".join(part for part in (why, record.note, gap) if part)
    claims: list[Claim] = []
    for name, shift in record.quantities.items():
        spread = spread_of(shift, table.quantities[name].reference)
        reading = Reading(spread, record.references, record.status, note)
        claims.append(claim(name, reading, field, finding, rank, mechanism=record.mechanism))
    return claims


def spread_of(shift: Shift, reference: float) -> Distribution:
    """The distribution of a shift: its value, or factor on the reference, with its 95 % range."""
    scale = 1.0 if shift.value is not None else reference
    centre, low, high = (scale * number for number in (shift.centre, shift.low, shift.high))
    if high <= low:
        return Fixed(centre)
    if low <= 0:
        return Normal(centre, (high - low) / 3.92, low, high)
    return LogNormal(centre, math.log(high / low) / 3.92, low, high)
