"""Doses, and the stretches of time between them over which an integrator runs without a jump."""

import itertools
import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from her2sim.engine.solution import Floats
from her2sim.errors import RegimenError
from her2sim.network.check import nearest

SAME_H = 1e-9  # times closer than 4 us are one: they differ by rounding


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount added to a species, at once or at a constant rate over `duration_h`.

    Args:
        time_h: start, hours, not negative.
        amount: in the unit of the species, not negative.
    """

    time_h: float
    species: str
    amount: float
    duration_h: float = 0.0


def repeat(dose: Dose, times: int, every_h: float) -> tuple[Dose, ...]:
    """The same dose `times` times, `every_h` hours apart.

    Raises:
        RegimenError: `times` is negative or `every_h` is not positive.
    """
    if times < 0 or not every_h > 0:
        raise RegimenError(
            "doses cannot be repeated like this.",
            expected="times >= 0 and every_h > 0",
            got=f"times={times}, every_h={every_h}",
        )
    return tuple(
        Dose(dose.time_h + number * every_h, dose.species, dose.amount, dose.duration_h) for number in range(times)
    )


def delay(doses: Sequence[Dose], lag_h: float) -> tuple[Dose, ...]:
    """The same doses, each `lag_h` hours later: absorption that starts with a lag.

    Raises:
        RegimenError: `lag_h` is negative or not finite.
    """
    if not (math.isfinite(lag_h) and lag_h >= 0):
        raise RegimenError("doses cannot be delayed like this.", where="lag_h", expected=">= 0", got=lag_h)
    return tuple(Dose(dose.time_h + lag_h, dose.species, dose.amount, dose.duration_h) for dose in doses)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time span without jumps.

    Args:
        start_h, end_h: the span.
        jump: pairs of species place and amount added at its start.
        inflow: pairs of species place and amount per hour during it.
        first, last: outputs first..last-1 lie in [start_h, end_h); the very last stretch includes its end.
    """

    start_h: float
    end_h: float
    jump: tuple[tuple[int, float], ...]
    inflow: tuple[tuple[int, float], ...]
    first: int
    last: int


def check_dose(dose: Dose, species: Mapping[str, int]) -> None:
    """Refuse a dose that cannot be given.

    Raises:
        RegimenError: negative or not finite numbers, or a species that does not exist.
    """
    where = f"dose of {dose.species} at {dose.time_h} h"
    for field, value in (("time_h", dose.time_h), ("amount", dose.amount), ("duration_h", dose.duration_h)):
        if not (math.isfinite(value) and value >= 0):
            raise RegimenError(
                "a dose is negative or not finite.", where=f"{where}: {field}", expected=">= 0", got=value
            )
    if dose.species not in species:
        raise RegimenError(
            "a dose goes to no species of the network.",
            where=where,
            got=dose.species,
            hint=nearest(dose.species, species),
        )


def stretches(doses: Sequence[Dose], times: Floats, species: Mapping[str, int]) -> tuple[Stretch, ...]:
    """Cut the time from 0 to the last output at every start and end of a dose.

    Args:
        doses: checked, in any order; what starts after the last output is left out.
        times: (T,) hours, ascending, from 0 on.
    """
    end = float(times[-1])
    given = sorted((d for d in doses if d.amount > 0 and d.time_h <= end), key=lambda d: (d.time_h, d.species))
    edges = _edges(given, end)
    spans = [(_snap(dose.time_h, edges), _snap(dose.time_h + dose.duration_h, edges)) for dose in given]
    if end > 0 and any(start == end for start, _ in spans):
        edges.append(end)  # a dose at the very end still shows in the last output
    if len(edges) == 1:
        edges.append(end)
    jumps, inflows = _given(given, spans, edges, species)
    first = [int(place) for place in np.searchsorted(times, np.asarray(edges) - SAME_H)]
    first[-1] = len(times)
    return tuple(
        Stretch(start, stop, tuple(jumps.get(start, ())), tuple(inflows[place]), first[place], first[place + 1])
        for place, (start, stop) in enumerate(itertools.pairwise(edges))
    )


Amounts = list[tuple[int, float]]


def _given(
    doses: Sequence[Dose], spans: Sequence[tuple[float, float]], edges: Sequence[float], species: Mapping[str, int]
) -> tuple[dict[float, Amounts], list[Amounts]]:
    """Amounts added at once by time, and amounts per hour by stretch; each in the order of the doses."""
    jumps: dict[float, Amounts] = {}
    inflows: list[Amounts] = [[] for _ in edges[1:]]
    for dose, (on, off) in zip(doses, spans, strict=True):
        place = species[dose.species]
        if on == off:
            jumps.setdefault(on, []).append((place, dose.amount))
            continue
        for stretch in range(bisect_left(edges, on), bisect_right(edges, off) - 1):
            if edges[stretch] < edges[stretch + 1]:
                inflows[stretch].append((place, dose.amount / (off - on)))
    return jumps, inflows


def _edges(doses: Sequence[Dose], end: float) -> list[float]:
    """Starts and ends of doses within 0..end, those that differ by rounding only taken as one."""
    cuts = {dose.time_h for dose in doses} | {dose.time_h + dose.duration_h for dose in doses}
    kept = [0.0]
    for cut in sorted(cuts):
        if kept[-1] + SAME_H < cut < end - SAME_H:
            kept.append(cut)
    return [*kept, end] if end > SAME_H else kept


def _snap(time: float, edges: Sequence[float]) -> float:
    """The edge a time was taken as; a time beyond the last edge stays."""
    after = bisect_left(edges, time)
    nearest_edge = min(edges[max(after - 1, 0) : after + 1], key=lambda edge: abs(edge - time))
    return nearest_edge if abs(nearest_edge - time) <= 2 * SAME_H else time
