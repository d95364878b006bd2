"""What one field of a case says about one quantity, and which claim counts where several fields speak of the same."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from her2sim.case.distributions import Beta, Distribution, Fixed, LogNormal
from her2sim.case.findings import Finding, Status
from her2sim.case.mapping import MappingTable, Reading
from her2sim.case.profile import Notice

COUNTED, STAINED, COPIES, INDIRECT = 4, 3, 2, 1
"""how directly a field speaks of a quantity: molecules counted, protein or DNA seen, gene copies, RNA or serum"""

_WEAKNESS: dict[Status, int] = {"read": 0, "derived": 1, "memory": 2, "assumption": 3}


@dataclass(frozen=True)
class Claim:
    """One field's word on one quantity."""

    quantity: str
    reading: Reading
    field: str
    seen: str
    rank: int
    mechanism: str | None = None
    """the mechanism it points to, where the evidence names one; else that of the quantity"""


def claim(
    quantity: str, reading: Reading, field: str, finding: Finding, rank: int = STAINED, *, mechanism: str | None = None
) -> Claim:
    """A claim read from a finding; the finding's own sources and doubts go with it."""
    references = tuple(dict.fromkeys((*finding.source, *reading.references)))
    status = weaker(reading.status, finding.status) if finding.status is not None else reading.status
    note = "; ".join(part for part in (reading.note, finding.note) if part)
    reading = replace(reading, references=references, status=status, note=note)
    return Claim(quantity, reading, field, finding.seen, rank, mechanism)


def weaker(first: Status, second: Status) -> Status:
    """The less certain of two."""
    return first if _WEAKNESS[first] >= _WEAKNESS[second] else second


def around(value: float, sigma: float, finding: Finding | None = None, high: float = math.inf) -> Distribution:
    """A measured positive value with its spread: the range of reports where one is given, else `sigma` in ln."""
    if value <= 0:
        return Fixed(0.0)
    low_end = finding.low if finding is not None else None
    high_end = finding.high if finding is not None else None
    if low_end is not None and high_end is not None and 0 < low_end < high_end:
        sigma = max(0.5 * math.log(high_end / low_end) / 1.96, 0.02)
    return LogNormal(min(value, high), sigma, 0.0, high)


def share(percent: float, n: float) -> Distribution:
    """A counted share, given in percent, of which about `n` cells were seen."""
    return Beta(min(max(percent / 100, 0.5 / n), 1 - 0.5 / n), n)


_ALTERED = ("_basal", "_kinase", "_level")
"""quantities that DNA and protein set together: the worst finding counts, whatever the assay"""


def settle(claims: Iterable[Claim], table: MappingTable) -> tuple[dict[str, Claim], list[Notice]]:
    """The claim that counts for each quantity, and a notice for each that it overrules and that says something else."""
    chosen: dict[str, Claim] = {}
    by_quantity: dict[str, list[Claim]] = {}
    for one in claims:
        by_quantity.setdefault(one.quantity, []).append(one)
    notices: list[Notice] = []
    for name, found in by_quantity.items():
        best = max(found, key=lambda one: _weight(one, table))
        chosen[name] = best
        notices += [
            Notice("conflict", other.field, _overruled(best, other))
            for other in found
            if other is not best and _differ(best, other)
        ]
    return chosen, notices


def _weight(one: Claim, table: MappingTable) -> tuple[float, float]:
    limit = table.quantities[one.quantity].limit
    median = one.reading.distribution.median
    worst = -median if limit is not None and limit.below is not None else median
    return (worst, one.rank) if one.quantity.endswith(_ALTERED) else (one.rank, worst)


def _differ(first: Claim, second: Claim) -> bool:
    one, other = sorted((first.reading.distribution.median, second.reading.distribution.median))
    return other > 3 * one if one > 0 else abs(other - one) > 0.05


def _overruled(best: Claim, other: Claim) -> str:
    return (
        f"{other.seen} speaks for {best.quantity} near {other.reading.distribution.median:.2g}; "
        f"{best.field} ({best.seen}) counts: {best.reading.distribution.median:.2g}"
    )
