"""Conserved totals: weighted sums of species, with small whole non-negative weights, that no reaction changes.

These are the extreme rays of the non-negative left null space of the stoichiometry. Species that are made from
nothing or lost to nothing can carry no weight and are taken out first; the rest is solved by elimination, reaction by
reaction (the Farkas algorithm, as in Schuster & Hoefer 1991, J Chem Soc Faraday Trans 87:2561).
"""

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from her2sim.errors import NetworkError
from her2sim.network.check import net_changes
from her2sim.network.form import ConservedTotal, Network

_MOST_ROWS = 20_000
_LARGEST_DENOMINATOR = 10_000  # of a stoichiometry that is not whole; what is no such fraction conserves nothing

Row = dict[int, int]


def conserved_totals(network: Network, most_rows: int = _MOST_ROWS) -> tuple[ConservedTotal, ...]:
    """All minimal conserved totals, ordered by their first species; none holds a species that an event changes.

    Args:
        most_rows: how far the elimination may grow.

    Raises:
        NetworkError: the elimination grew beyond reason.
    """
    changes, lost = _whole_changes(network)
    free = _may_carry_weight(changes, set(range(len(network.species))) - lost)
    columns = [{place: amount for place, amount in change.items() if place in free} for change in changes]
    totals = _rays(sorted(free), [column for column in columns if column], network.name, most_rows)
    return tuple(
        ConservedTotal(
            f"total of {network.species[min(total)].name}",
            tuple((place, float(weight)) for place, weight in sorted(total.items())),
        )
        for total in sorted(totals, key=lambda total: sorted(total.items()))
    )


def _whole_changes(network: Network) -> tuple[list[Row], set[int]]:
    """Net changes in whole numbers, and the species that can carry no weight since something else changes them."""
    found: set[tuple[tuple[int, int], ...]] = set()
    lost = {place for event in network.events for place, _ in event.changes}
    for _, _, change in net_changes(network):
        near = [Fraction(amount).limit_denominator(_LARGEST_DENOMINATOR) for _, amount in change]
        if any(abs(float(part) - amount) > 1e-12 * abs(amount) for part, (_, amount) in zip(near, change, strict=True)):
            lost |= {place for place, _ in change}
            continue
        common = math.lcm(*(part.denominator for part in near))
        found.add(tuple((place, int(part * common)) for part, (place, _) in zip(near, change, strict=True)))
    return [dict(change) for change in sorted(found)], lost


def _may_carry_weight(changes: Sequence[Row], free: set[int]) -> set[int]:
    """Species left after taking out, again and again, those that a reaction changes without a counterpart."""
    before = -1
    while len(free) != before:
        before = len(free)
        for change in changes:
            signs = {amount > 0 for place, amount in change.items() if place in free}
            if len(signs) == 1:
                free -= change.keys()
    return free


def _rays(species: Sequence[int], columns: list[Row], name: str, most_rows: int) -> list[Row]:
    """Extreme rays w >= 0 with w . column = 0 for every column."""
    rows: list[tuple[Row, Row]] = []  # weights, and what is left of each column
    for place in species:
        rows.append(({place: 1}, {k: column[place] for k, column in enumerate(columns) if place in column}))
    open_columns = set(range(len(columns)))
    while open_columns:
        best = _cheapest(rows, open_columns)
        open_columns.remove(best)
        above = [row for row in rows if row[1].get(best, 0) > 0]
        below = [row for row in rows if row[1].get(best, 0) < 0]
        kept = [row for row in rows if not row[1].get(best, 0)]
        if not (above and below):
            rows = kept
            continue
        if len(kept) + len(above) * len(below) > most_rows:
            raise NetworkError("there are too many conserved totals to list.", where=f"network {name}")
        made = [_combine(first, second, best) for first in above for second in below]
        rows = _minimal(kept + made)
    return [weights for weights, _ in rows]


def _cheapest(rows: Sequence[tuple[Row, Row]], columns: set[int]) -> int:
    """The column whose elimination adds the fewest rows."""
    above, below = Counter[int](), Counter[int]()
    for _, left in rows:
        for column, value in left.items():
            (above if value > 0 else below)[column] += 1
    return min(columns, key=lambda c: (above[c] * below[c] - above[c] - below[c], c))


def _combine(first: tuple[Row, Row], second: tuple[Row, Row], column: int) -> tuple[Row, Row]:
    one, other = -second[1][column], first[1][column]
    sums = [_sum(a, b, one, other) for a, b in zip(first, second, strict=True)]
    shared = math.gcd(*(value for part in sums for value in part.values()))
    weights, left = ({place: value // shared for place, value in part.items()} for part in sums)
    return weights, left


def _sum(first: Row, second: Row, one: int, other: int) -> Row:
    found = {place: one * first.get(place, 0) + other * second.get(place, 0) for place in first.keys() | second.keys()}
    return {place: value for place, value in found.items() if value}


def _minimal(rows: list[tuple[Row, Row]]) -> list[tuple[Row, Row]]:
    """Rows whose set of species holds no other row's."""
    rows = sorted(rows, key=lambda row: (len(row[0]), sorted(row[0].items())))
    kept, sets = list[tuple[Row, Row]](), list[int]()
    for row in rows:
        members = sum(1 << place for place in row[0])
        if not any(other & members == other for other in sets):
            kept.append(row)
            sets.append(members)
    return kept
