"""Cell fate: what the signals of a cell do to its rates of division and death.

    division = division0 * division_drive / drug-free      division0 = Ki-67 * ln 2 / cell cycle
    death    = death0 * f(death_drive / drug-free)         death0 = division0 - net growth; f(1) = 1, slope 1, bounded

Nine in ten cells born are lost in an untreated tumour, so both rates are large and nearly equal: a partial fall of
division turns growth into shrinkage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

FATE = TumourMechanism(
    name="fate",
    does="division and death follow the drives of the network",
    evidence=("MOA10",),
    parameters=("cell_cycle", "net_growth_limit", "death_max_fold", "dead_cell_half_life"),
    reductions=("no phases of the cycle, no quiescent pool: all cells divide at the mean rate",),
)


@dataclass(frozen=True)
class Kinetics:
    """Rates of an untreated tumour, per day, shape (N,)."""

    division: Floats
    death: Floats

    @property
    def net(self) -> Floats:
        """Net growth, per day, shape (N,)."""
        return self.division - self.death

    @property
    def cell_loss(self) -> Floats:
        """Cell loss factor, shape (N,): share of births undone by death."""
        return self.death / self.division


def baseline_kinetics(ki67: Floats, doubling_time_day: Floats, parameters: TumourParameters) -> Kinetics:
    """Division and death of an untreated tumour.

    Args:
        ki67: share of cells in cycle, 0 to 1, shape (N,); at least 1 % is taken.
        doubling_time_day: volume doubling time, shape (N,).
        parameters: N lanes.

    Returns:
        rates whose difference is ln 2 / doubling time, or `net_growth_limit` of division where that is less.
    """
    division = np.clip(ki67, 0.01, 1.0) * np.log(2.0) / parameters.cell_cycle
    net = np.minimum(np.log(2.0) / doubling_time_day, parameters.net_growth_limit * division)
    return Kinetics(division, division - net)


def division_rate(kinetics: Kinetics, ratio: Floats) -> Floats:
    """Division per day, shape (N, T).

    Args:
        kinetics: untreated rates of N lanes.
        ratio: division drive over its drug-free value, shape (N, T).
    """
    return kinetics.division[:, None] * np.maximum(ratio, 0.0)


def death_rate(kinetics: Kinetics, ratio: Floats, parameters: TumourParameters) -> Floats:
    """Death per day without immune cells or chemotherapy, shape (N, T).

    Args:
        kinetics: untreated rates of N lanes.
        ratio: death drive over its drug-free value, shape (N, T).
        parameters: N lanes.
    """
    return kinetics.death[:, None] * death_factor(ratio, parameters.death_max_fold[:, None])


def death_factor(ratio: Floats, max_fold: Floats) -> Floats:
    """Factor on the death rate: `ratio` near 1, zero at 0, never above `max_fold` (which is above 1)."""
    excess = np.maximum(ratio - 1.0, 0.0)
    room = max_fold - 1.0
    return np.minimum(np.maximum(ratio, 0.0), 1.0) + excess * room / (excess + room)
