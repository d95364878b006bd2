"""All that kills the clones of a tumour, put together: signals, immune cells, chemotherapy, payload."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.antigen_presentation import adaptive_kill_rate
from her2sim.tumour.bystander import outside_nM
from her2sim.tumour.chemotherapy import chemotherapy_kill_rate, taxane_kill_rate
from her2sim.tumour.fate import Kinetics, death_rate, division_rate
from her2sim.tumour.growth import Rates, Start, TumourCourse, clone_density, grow, starting_cells
from her2sim.tumour.immune import Effectors, immune_kill_rate
from her2sim.tumour.inputs import Chemotherapy, Signals
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.payload import cytosol_nM, payload_pools, permeable_nM
from her2sim.tumour.payload_kill import payload_kill_rate
from her2sim.tumour.vessels import angiogenic_balance

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fate:
    """What becomes of one clone, per day, shape (N, T) each."""

    division: Floats
    death: Floats
    """by its own signals"""
    immune: Floats
    chemotherapy: Floats
    taxane: Floats
    """the part of chemotherapy that taxanes do"""


@dataclass(frozen=True)
class Burden:
    """The clones' course and what killed the first of them, per day, shape (N, T) each."""

    course: TumourCourse
    main: Fate
    adaptive: Floats
    payload: Floats


def clone_fate(
    clone: Signals, kinetics: Kinetics, cells: Effectors, parameters: TumourParameters, chemotherapy: Chemotherapy
) -> Fate:
    """Division and death of one clone without payload and T cells."""
    division = division_rate(kinetics, clone.division)
    immune = immune_kill_rate(
        clone.bound_trastuzumab, clone.bound_pertuzumab, cells, parameters, antibody=clone.antibody
    )
    if clone.adcc_share is not None:
        immune = immune * clone.adcc_share
    exposure = chemotherapy.cumulative_auc
    taxanes = {drug: auc for drug, auc in exposure.items() if drug in {"docetaxel", "paclitaxel"}}
    return Fate(
        division=division,
        death=death_rate(kinetics, clone.death, parameters),
        immune=immune,
        chemotherapy=chemotherapy_kill_rate(exposure, clone.times_day, division, parameters, clone.dna_repair),
        taxane=taxane_kill_rate(taxanes, clone.times_day, division, parameters),
    )


def grow_clones(
    start: Start,
    kinetics: Kinetics,
    clones: tuple[Signals, ...],
    cells: Effectors,
    parameters: TumourParameters,
    *,
    chemotherapy: Chemotherapy,
    til: Floats,
) -> Burden:
    """Grow the clones of N tumours under all that kills them.

    Args:
        start: tumours at day 0.
        kinetics: untreated.
        clones: signals, the sensitive clone first, one grid.
        cells: effectors of N hosts.
        parameters: N lanes.
        chemotherapy: exposure on the same grid.
        til: factor of the lymphocytes, shape (N,).
    """
    fates = tuple(clone_fate(clone, kinetics, cells, parameters, chemotherapy) for clone in clones)
    times = clones[0].times_day
    adaptive = adaptive_kill_rate(fates[0].immune, times, til, parameters)
    balance = angiogenic_balance(clones[0].vegf, clones[0].thbs1, parameters)
    division = np.stack([fate.division for fate in fates], axis=1)
    death = np.stack([fate.death + fate.immune + fate.chemotherapy + adaptive for fate in fates], axis=1)
    rates = Rates(times, division, death, balance)
    poison = Poison.of(clones, division, parameters)
    if poison is None:
        return Burden(grow(start, kinetics, rates, parameters), fates[0], adaptive, np.zeros(division.shape)[:, 0])
    course = grow(start, kinetics, rates, parameters, poison.coupling)
    living, debris = starting_cells(start, kinetics, parameters)
    density = clone_density(course.cells, course.debris, (living + debris) / living)
    return Burden(course, fates[0], adaptive, poison.kill(density)[:, 0])


@dataclass(frozen=True)
class Poison:
    """Payload of conjugates in the clones; shapes (N, C, T) but for the parameters."""

    division: Floats
    trapped_nM: Floats
    """DM1 in the cytosol"""
    release_per_day: Floats
    """DXd, molecules per cell"""
    parameters: TumourParameters

    @staticmethod
    def of(clones: tuple[Signals, ...], division: Floats, parameters: TumourParameters) -> Poison | None:
        """From what the clones take up; None where no clone takes up anything."""
        if not any(clone.payload for clone in clones):
            return None
        trapped, release = np.zeros(division.shape), np.zeros(division.shape)
        for place, clone in enumerate(clones):
            for uptake in clone.payload:
                pools = payload_pools(uptake, clone.times_day, division[:, place], parameters)
                if uptake.payload == "DM1":
                    trapped[:, place] += cytosol_nM(uptake, pools, parameters)
                else:
                    release[:, place] += pools.release_per_day
        return Poison(division, trapped, release, parameters)

    def kill(self, density: Floats) -> Floats:
        """Per day, shape (N, C, T); DXd reaches every clone from all that release it.

        Args:
            density: cells of each clone per volume over all cells per volume at day 0, shape (N, C, T).
        """
        outside = outside_nM(self.release_per_day, density, self.parameters)
        total = np.zeros(density.shape)
        for place in range(density.shape[1]):
            division = self.division[:, place]
            inside = permeable_nM(self.release_per_day[:, place], outside, self.parameters)
            total[:, place] = payload_kill_rate("DM1", self.trapped_nM[:, place], division, self.parameters)
            total[:, place] += payload_kill_rate("DXd", inside, division, self.parameters)
        return total

    def coupling(self, day: int, late: float, density: Floats) -> Floats:
        """The kill between two days of the grid, shape (N, C)."""

        def at(values: Floats) -> Floats:
            return (1.0 - late) * values[:, :, day : day + 1] + late * values[:, :, day + 1 : day + 2]

        now = replace(
            self, division=at(self.division), trapped_nM=at(self.trapped_nM), release_per_day=at(self.release_per_day)
        )
        return now.kill(density[:, :, None])[:, :, 0]
