"""From the records of one individual to stretches of time with doses in them.

A stretch ends where the state is set anew (reset, steady state), where parameters change, and where an observation is
to be taken before a dose of the same time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from her2sim.engine import Dose
from her2sim.engine.doses import SAME_H
from her2sim.pharmacology.events_table import Given, Record


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of time.

    Args:
        start_h, end_h: from the first record's clock.
        fresh: begin from the network's own start; else from where the last part ended.
        steady: begin from (`fresh`), or add, the steady state of this dose.
        doses: by compartment number written as text; times count from `start_h`.
        records: places of the records observed in it.
        values: place of the record whose parameters hold in it.
    """

    start_h: float
    end_h: float
    fresh: bool
    steady: Given | None
    doses: tuple[Dose, ...]
    records: tuple[int, ...]
    values: int


@dataclass
class _Open:
    """The part being filled; pending holds doses at the individual's own times, those of later parts too."""

    start_h: float
    fresh: bool = True
    steady: Given | None = None
    values: int = 0
    records: list[int] = field(default_factory=list[int])
    pending: list[Dose] = field(default_factory=list[Dose])
    done: list[Part] = field(default_factory=list[Part])


def timeline(records: Sequence[Record], changed: Sequence[bool]) -> tuple[Part, ...]:
    """The parts of one individual.

    Args:
        records: at least one, ascending in time.
        changed: whether the parameters at a record differ from those at the record before. As in NONMEM the values of
            a record hold from the record before it on.
    """
    line = _Open(records[0].time_h)
    for place, record in enumerate(records):
        if place and changed[place]:
            _cut(line, records[place - 1].time_h, after=True)
            line.values = place
        given = record.given
        steady = given if given is not None and given.steady != "no" else None
        fresh = record.reset or (steady is not None and steady.steady == "reset")
        if fresh or steady is not None:
            _cut(line, record.time_h)
            line.fresh, line.steady = fresh, steady
            if fresh:
                line.pending = []
        elif given is not None and _seen_at(line, records, record.time_h) and given.lag_h == 0 and given.rate == 0:
            _cut(line, record.time_h, after=True)
        if given is not None:
            line.pending += arrivals(given, record.time_h)
        line.records.append(place)
    _cut(line, records[-1].time_h, after=True)
    return tuple(line.done)


def _seen_at(line: _Open, records: Sequence[Record], time_h: float) -> bool:
    return bool(line.records) and records[line.records[-1]].time_h >= time_h - SAME_H


def arrivals(given: Given, time_h: float) -> list[Dose]:
    """All doses of one record: those of its steady state that still run, itself, and its repetitions."""
    if given.endless:
        return []
    name, first = str(given.compartment), time_h + given.lag_h
    found = [
        Dose(first + number * given.interval_h, name, given.amount, given.duration_h)
        for number in range(given.additional + 1)
    ]
    if given.steady != "no":
        number = 1
        while first - number * given.interval_h + given.duration_h > time_h + SAME_H:
            left = first - number * given.interval_h + given.duration_h - time_h
            found.append(Dose(time_h, name, given.rate * left, left))
            number += 1
    return found


def _cut(line: _Open, time_h: float, *, after: bool = False) -> None:
    """End the part at a time; doses of exactly that time still belong to it if `after`."""
    edge = time_h + (SAME_H if after else -SAME_H)
    now = [dose for dose in line.pending if dose.time_h < edge]
    doses = tuple(
        Dose(max(dose.time_h - line.start_h, 0.0), dose.species, dose.amount, dose.duration_h) for dose in now
    )
    line.done.append(Part(line.start_h, time_h, line.fresh, line.steady, doses, tuple(line.records), line.values))
    later = [dose for dose in line.pending if dose.time_h >= edge]
    for dose in now:
        left = dose.time_h + dose.duration_h - time_h
        if left > SAME_H:
            later.append(Dose(time_h, dose.species, dose.amount * left / dose.duration_h, left))
    line.start_h, line.fresh, line.steady, line.records, line.pending = time_h, False, None, [], later


def cycle(given: Given) -> tuple[float, tuple[Dose, ...]]:
    """One interval of a dose that has been repeated for ever, from the record's time: its length and its doses.

    Infusions longer than the interval overlap; whole overlaps are a constant inflow.
    """
    name, interval = str(given.compartment), given.interval_h
    if given.rate == 0:
        return interval, (Dose(given.lag_h, name, given.amount),)
    whole = math.floor(given.duration_h / interval + 1e-12)
    rest = given.duration_h - whole * interval
    doses = [Dose(0.0, name, whole * given.rate * interval, interval)] if whole else []
    here = min(rest, interval - given.lag_h)
    for start, length in ((given.lag_h, here), (0.0, rest - here)):
        if length > SAME_H:
            doses.append(Dose(start, name, given.rate * length, length))
    return interval, tuple(doses)
