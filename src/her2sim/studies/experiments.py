"""What an experiment on the network is: arms, readouts, and how many members of the ensemble agree with a statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import SteadyState, simulate, steady_state
from her2sim.inference import load_ensemble
from her2sim.network import load_network
from her2sim.studies.results import Interval, Series

Floats = NDArray[np.float64]

_RTOL = 1e-5

ENOUGH = 0.8
"""share of members that must agree for a statement to hold"""


@dataclass(frozen=True)
class Arm:
    """One condition: a cell in its drug-free balance, perhaps a drug for some hours, then something added at time 0."""

    name: str
    cell: Mapping[str, float] = field(default_factory=dict[str, float])
    """parameter -> value of the cell, where it differs from the sensitive reference"""
    added: Mapping[str, float] = field(default_factory=dict[str, float])
    """parameter -> value from time 0 on: drug or ligand, nM"""
    before: Mapping[str, float] = field(default_factory=dict[str, float])
    """parameter -> value in the hours before time 0; stays afterwards"""
    before_h: float = 1.0


@dataclass(frozen=True)
class Observed:
    """Readouts of one arm."""

    hours: Floats
    values: Mapping[str, Floats]
    """readout -> shape (N, T); NaN where a member failed"""

    def end(self, name: str) -> Floats:
        """Readout at the last time, shape (N,)."""
        return self.values[name][:, -1]

    def fold(self, name: str) -> Floats:
        """Last over first value, shape (N,)."""
        return self.values[name][:, -1] / self.values[name][:, 0]


def observe(
    arms: Sequence[Arm], hours: Floats, readouts: Sequence[str], members: NDArray[np.int64], jobs: int
) -> dict[str, Observed]:
    """Run every arm with the same members of the ensemble.

    Args:
        hours: shape (T,), from 0, ascending.
        members: shape (N,).

    Returns:
        by name of the arm.
    """
    network, n = load_network(), members.size
    kinetics = load_ensemble().members(members)
    seen: dict[str, Observed] = {}
    for arm in arms:
        cell = {**kinetics, **{name: np.full(n, value) for name, value in arm.cell.items()}}
        start: SteadyState | Floats = steady_state(network, cell, threads=jobs)
        treated = {**cell, **{name: np.full(n, value) for name, value in arm.before.items()}}
        if arm.before:
            start = simulate(network, treated, [0.0, arm.before_h], initial=start, rtol=_RTOL, threads=jobs).final
        treated |= {name: np.full(n, value) for name, value in arm.added.items()}
        run = simulate(network, treated, hours, initial=start, outputs=list(readouts), rtol=_RTOL, threads=jobs)
        seen[arm.name] = Observed(hours, {name: run[name] for name in readouts})
    return seen


def agreement(holds: NDArray[np.bool_], counted: NDArray[np.bool_]) -> float:
    """Share of the members that could be simulated for which a statement holds."""
    return float(holds[counted].mean()) if counted.any() else 0.0


def cell_text(values: Floats, unit: str = "1") -> str:
    """Median and 90 % interval as a table's cell."""
    interval = Interval.of(values, unit)
    return f"{_short(interval.median)} ({_short(interval.low)} to {_short(interval.high)})"


def _short(value: float) -> str:
    """Three digits, or whole numbers with separators from 1000 on."""
    return f"{float(f'{value:.3g}'):,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def hourly(observed: Observed, labels: Mapping[str, str]) -> tuple[Series, ...]:
    """Time courses relative to the start."""
    return tuple(
        Series(name, label, "x start", observed.hours, observed.values[name] / observed.values[name][:, :1], "hour")
        for name, label in labels.items()
    )
