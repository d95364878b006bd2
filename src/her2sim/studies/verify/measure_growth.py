"""Cells in culture: growth, growth inhibition, death, the share in G1.

Division and death are taken relative to the cell without the arm's alterations, ligands and drugs, which doubles in the
line's doubling time; so an alteration that makes cells grow faster does so here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.verify import kinds
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.conditions import Condition
from her2sim.studies.verify.killing import kill_rate
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.measure_signals import ratio, relative
from her2sim.tumour import culture_growth
from her2sim.tumour.culture import culture_rates, g1_share
from her2sim.tumour.fate import death_factor

Floats = NDArray[np.float64]

DIVISION, DEATH = "division_drive", "death_drive"
_EARLY = (0.0, 1.0, 3.0, 6.0, 12.0)


def growth_hours(days: float) -> list[float]:
    """Hours at which division and death are read, from 0 to the end."""
    half_days = np.arange(24.0, 24.0 * days, 12.0)
    return sorted({*(hour for hour in _EARLY if hour < 24.0 * days), *(float(hour) for hour in half_days), 24.0 * days})


def cells(lab: Lab, condition: Condition, days: float) -> Floats:
    """Number of cells over that at the start, (N,)."""
    hours = growth_hours(days)
    division, death_drive = (relative(lab, condition, name, hours) for name in (DIVISION, DEATH))
    times, parameters = np.asarray(hours) / 24.0, lab.tumour_of(condition)
    kill = kill_rate(lab, condition, hours, division)
    grown = culture_growth(times, division, death_drive, condition.doubling_h, parameters, kill=kill)
    return grown.treated[:, -1]


def viability_of(lab: Lab, condition: Condition, days: float) -> Floats:
    """Treated over untreated cells, (N,)."""
    return ratio(cells(lab, condition, days), cells(lab, condition.untreated(), days))


def gr_of(lab: Lab, condition: Condition, days: float) -> Floats:
    """GR value, (N,); NaN where untreated cells do not grow."""
    treated, control = cells(lab, condition, days), cells(lab, condition.untreated(), days)
    grows = np.where(control > 1.0, control, np.nan)
    return 2.0 ** (np.log2(treated) / np.log2(grows)) - 1.0


def death_rate_of(lab: Lab, condition: Condition, hour: float) -> Floats:
    """Death rate per day, (N,)."""
    _, untreated = culture_rates(condition.doubling_h, lab.tumour_of(condition))
    drive = relative(lab, condition, DEATH, [hour])[:, 0]
    rate = untreated * death_factor(drive, lab.tumour_of(condition).death_max_fold)
    if hour <= 0:
        return rate
    hours = growth_hours(hour / 24.0)
    kill = kill_rate(lab, condition, hours, relative(lab, condition, DIVISION, hours))
    return rate if kill is None else rate + kill[:, -1]


def growth_inhibition(readout: kinds.GrowthInhibition, bench: Bench) -> Floats:
    """1 - treated/untreated."""
    days = readout.days
    return bench.each(readout.growth_inhibition, lambda condition: 1.0 - viability_of(bench.lab, condition, days))


def viability(readout: kinds.Viability, bench: Bench) -> Floats:
    """Treated/untreated."""
    return bench.each(readout.viability, lambda condition: viability_of(bench.lab, condition, readout.days))


def growth_rate_value(readout: kinds.GrowthRateValue, bench: Bench) -> Floats:
    """GR value."""
    return bench.each(readout.growth_rate_value, lambda condition: gr_of(bench.lab, condition, readout.days))


def cell_number(readout: kinds.Cells, bench: Bench) -> Floats:
    """Cells over those at the start."""
    return bench.each(readout.cells, lambda condition: cells(bench.lab, condition, readout.days))


def death(readout: kinds.Death, bench: Bench) -> Floats:
    """Death rate per day."""
    return bench.each(readout.death, lambda condition: death_rate_of(bench.lab, condition, readout.at))


def apoptosis(readout: kinds.Apoptosis, bench: Bench) -> Floats:
    """Death rate over that without drugs."""

    def take(condition: Condition) -> Floats:
        treated = death_rate_of(bench.lab, condition, readout.at)
        return ratio(treated, death_rate_of(bench.lab, condition.untreated(), readout.at))

    return bench.each(readout.apoptosis, take)


def g1_fraction(readout: kinds.G1Fraction, bench: Bench) -> Floats:
    """Share of cells in G1, from free E2F and active CDK2 over those of the cell alone."""

    def take(condition: Condition) -> Floats:
        e2f, cdk2 = (relative(bench.lab, condition, name, [readout.at])[:, 0] for name in ("E2F_free", "CDK2_active"))
        own = bench.lab.tumour_of(condition)
        return g1_share(e2f, cdk2, own.culture_G1_untreated, own.culture_G1_power)

    return bench.each(readout.G1_fraction, take)
