"""The steady state of a dose repeated for ever, for any kinetics: the cycle is run until it closes.

Superposition of single doses would hold for linear kinetics alone. Blocks of 8, 16, 32, ... cycles follow each other;
the state is periodic when a block moves no species by more than 0.3*(rtol*amount + atol). The cycles are integrated ten
times tighter, so that their own error stays below that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import Dose, Status, simulate
from her2sim.engine.integrators import Method
from her2sim.engine.tolerances import absolute_tolerance
from her2sim.network import Network
from her2sim.pharmacology.events_table import Given
from her2sim.pharmacology.events_timeline import cycle

Floats = NDArray[np.float64]

_FIRST_BLOCK, _MOST_CYCLES = 8, 4_096
_FIRST_HOURS, _MOST_HOURS = 24.0, 1e9
_CLOSED = 0.3
_TIGHTER = 0.1


@dataclass(frozen=True)
class Setting:
    """What all parts of a run share."""

    network: Network
    outputs: tuple[str, ...]
    compartments: tuple[str, ...]
    rtol: float
    atol: float | Floats | None
    method: Method
    threads: int | None

    @property
    def species(self) -> tuple[str, ...]:
        """S names."""
        return tuple(item.name for item in self.network.species)

    def named(self, doses: Sequence[Dose]) -> list[Dose]:
        """Doses with the species of their compartment."""
        return [replace(dose, species=self.compartments[int(dose.species) - 1]) for dose in doses]

    def starts(self, rows: Floats) -> Floats:
        """The network's own start, shape (N, S)."""
        found = simulate(self.network, rows, [0.0], outputs=self.species, method=self.method, threads=self.threads)
        return found.values[:, 0]


@dataclass(frozen=True)
class Periodic:
    """States (N, S) just before the dose of a cycle, and whether each could be found."""

    states: Floats
    status: tuple[Status, ...]


def periodic(setting: Setting, rows: Floats, starts: Floats, doses: Sequence[Given], interval_h: float) -> Periodic:
    """Steady states of N lanes under their own doses of one interval; an interval of 0 is an endless infusion.

    A lane leaves once it is steady, so that no lane's result depends on the others.
    """
    states, status = starts.copy(), [Status(True)] * len(rows)
    open_lanes, cycles, hours = list(range(len(rows))), _FIRST_BLOCK, _FIRST_HOURS
    tolerance = absolute_tolerance(setting.network, setting.atol)
    while open_lanes:
        if interval_h:
            plans = [_repeated(*cycle(doses[lane]), cycles) for lane in open_lanes]
            span_h = cycles * interval_h
        else:
            plans = [[Dose(0.0, str(doses[lane].compartment), doses[lane].rate * hours, hours)] for lane in open_lanes]
            span_h = hours
        found = simulate(
            setting.network,
            rows[open_lanes],
            [span_h],
            initial=states[open_lanes],
            doses=[setting.named(plan) for plan in plans],
            outputs=setting.species,
            rtol=max(_TIGHTER * setting.rtol, 1e-12),
            atol=_TIGHTER * tolerance,
            method=setting.method,
            threads=setting.threads,
        )
        begin, end = states[open_lanes], found.values[:, 0]
        states[open_lanes] = end
        allowed = _CLOSED * (setting.rtol * np.abs(end) + tolerance)
        moving: list[bool] = np.any(np.abs(end - begin) > allowed, axis=1).tolist()
        spent = cycles >= _MOST_CYCLES or hours >= _MOST_HOURS
        for place, lane in enumerate(open_lanes):
            if not found.status[place].ok:
                status[lane] = Status(False, f"no steady state of the repeated dose: {found.status[place].reason}", 0.0)
            elif moving[place] and spent:
                status[lane] = Status(False, f"no steady state of the repeated dose in {span_h:g} h", 0.0)
        open_lanes = [lane for lane, moves in zip(open_lanes, moving, strict=True) if moves and status[lane].ok]
        cycles, hours = 2 * cycles, 2.0 * hours
    return Periodic(states, tuple(status))


def _repeated(interval_h: float, doses: Sequence[Dose], cycles: int) -> list[Dose]:
    return [replace(dose, time_h=dose.time_h + number * interval_h) for number in range(cycles) for dose in doses]
