"""Clones of a tumour over time: division, death, crowding, vessels, debris.

    d cells_c/dt  = (division_c - death_c - kill_c - crowding) * cells_c + births that switch clone
    d debris/dt   = sum over clones of (death_c + kill_c) * cells_c - debris * ln 2 / dead_cell_half_life
    crowding      = net0 * (V/K - V0/K0) / (1 - V0/K0)              0 at the start: the untreated tumour grows at net0
    d K/dt        see `vessels.py`

Measured volume V follows cells and debris together; stroma scales along. Within a step rates are constant, so that
cells never fall below zero, and more killing of every clone never leaves a larger tumour. (Killing one clone alone
gives the others room.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.fate import Kinetics
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.vessels import capacity_target

Floats = NDArray[np.float64]

GROWTH = TumourMechanism(
    name="growth",
    does="clones compete for one carrying volume; dead cells stay a while",
    evidence=(),
    parameters=(
        "doubling_time_primary", "doubling_time_metastatic", "cell_density", "tumour_cell_fraction", "carrying_volume",
        "resistance_switch", "resistant_adcc_share",
    ),
    reductions=("no space inside the tumour; stroma scales along", "two clones, one switch, no way back"),
)  # fmt: skip

STEP_DAY = 0.25
"""Longest step of the integration; halving it moves a diameter by less than 0.1 % (tests/tumour/test_growth.py)"""
_LARGEST_START = 0.5
"""A tumour starts at no more than half of the volume it can carry."""


@dataclass(frozen=True)
class Rates:
    """What drives the clones, on a grid of days; C clones, the sensitive one first."""

    times_day: Floats
    """shape (T,), ascending"""
    division: Floats
    """per day, shape (N, C, T)"""
    death: Floats
    """per day, all causes, shape (N, C, T)"""
    vegf: Floats
    """VEGF over its drug-free value, as vessels feel it (`angiogenic_balance`), shape (N, T)"""


@dataclass(frozen=True)
class Start:
    """The tumour at day 0, shape (N,)."""

    volume_mm3: Floats
    resistant_fraction: Floats
    """share of tumour cells in the second clone; not used with one clone"""
    lesions: Floats | float = 1.0
    """each can grow to the carrying volume"""


@dataclass(frozen=True)
class TumourCourse:
    """What became of the tumour."""

    times_day: Floats
    """shape (T,)"""
    cells: Floats
    """living tumour cells, shape (N, C, T)"""
    debris: Floats
    """dying cells still there, shape (N, T)"""
    volume_ratio: Floats
    """volume over that of day 0, shape (N, T)"""
    volume_mm3: Floats
    """shape (N, T)"""


def starting_cells(start: Start, kinetics: Kinetics, parameters: TumourParameters) -> tuple[Floats, Floats]:
    """(living cells, debris) of the untreated tumour at day 0, shape (N,) each; debris in balance with its growth."""
    living = start.volume_mm3 * parameters.cell_density * parameters.tumour_cell_fraction
    clearance = np.log(2.0) / parameters.dead_cell_half_life
    return living, living * kinetics.death / (clearance + kinetics.net)


Coupling = Callable[[int, float, Floats], Floats]
"""What one clone does to another: (day of the grid, part of the way to the next, `clone_density`, shape (N, C)) -> kill
per day, shape (N, C)."""


def grow(
    start: Start,
    kinetics: Kinetics,
    rates: Rates,
    parameters: TumourParameters,
    coupling: Coupling | None = None,
) -> TumourCourse:
    """Integrate the clones over the grid of `rates`.

    Args:
        start: the tumour at day 0.
        kinetics: its untreated rates.
        rates: what treatment makes of them; taken as straight lines between the days of the grid.
        parameters: N lanes.
        coupling: kill that depends on the clones themselves; None for none.

    Returns:
        the course on the same grid.

    Checked: tests/tumour/test_growth.py against SciPy's integration of the equations above.
    """
    lanes, clones, days = rates.division.shape
    living, debris = starting_cells(start, kinetics, parameters)
    shares = np.zeros((lanes, clones))
    resistant = start.resistant_fraction if clones > 1 else np.zeros(lanes)
    shares[:, 0] = 1.0 - resistant
    if clones > 1:
        shares[:, 1] = resistant
    state = _State(living[:, None] * shares, debris, np.ones_like(living))
    crowd = _Crowd.of(start, kinetics, parameters, living, debris)
    cells, dead = np.empty((lanes, clones, days)), np.empty((lanes, days))
    cells[:, :, 0], dead[:, 0] = state.cells, state.debris
    for day in range(days - 1):
        state = _cross(state, rates, day, crowd, parameters, coupling)
        cells[:, :, day + 1], dead[:, day + 1] = state.cells, state.debris
    ratio = (cells.sum(axis=1) + dead) / (living + debris)[:, None]
    return TumourCourse(rates.times_day, cells, dead, ratio, ratio * start.volume_mm3[:, None])


@dataclass(frozen=True)
class _State:
    cells: Floats
    debris: Floats
    capacity: Floats
    """carrying volume over that of day 0"""


@dataclass(frozen=True)
class _Crowd:
    """Crowding at a size and capacity, both relative to day 0."""

    net: Floats
    fullness: Floats
    """V0/K0"""
    size: Floats
    """cells and debris at day 0"""
    living: Floats
    """cells at day 0"""

    @staticmethod
    def of(start: Start, kinetics: Kinetics, parameters: TumourParameters, living: Floats, debris: Floats) -> _Crowd:
        fullness = np.minimum(start.volume_mm3 / (start.lesions * parameters.carrying_volume), _LARGEST_START)
        return _Crowd(kinetics.net, fullness, living + debris, living)

    def rate(self, state: _State) -> Floats:
        filled = self.fullness * (state.cells.sum(axis=1) + state.debris) / self.size / state.capacity
        return self.net * (filled - self.fullness) / (1.0 - self.fullness)


def _cross(
    state: _State, rates: Rates, day: int, crowd: _Crowd, parameters: TumourParameters, coupling: Coupling | None
) -> _State:
    """From one day of the grid to the next, in steps of at most STEP_DAY."""
    span = float(rates.times_day[day + 1] - rates.times_day[day])
    steps = max(1, int(np.ceil(span / STEP_DAY - 1e-9)))
    for step in range(steps):
        late = (step + 0.5) / steps

        def at(values: Floats, late: float = late) -> Floats:
            return (1.0 - late) * values[..., day] + late * values[..., day + 1]

        death = at(rates.death)
        if coupling is not None:
            death = death + coupling(day, late, clone_density(state.cells, state.debris, crowd.size / crowd.living))
        state = _step(state, (at(rates.division), death, at(rates.vegf)), span / steps, crowd, parameters)
    return state


def _step(
    state: _State, rates: tuple[Floats, Floats, Floats], span: float, crowd: _Crowd, parameters: TumourParameters
) -> _State:
    """One step with constant rates: exact for cells, and for debris given the cells."""
    division, death, vegf = rates
    net = division - death - crowd.rate(state)[:, None]
    grown = state.cells * np.exp(net * span)
    mean = state.cells * _mean_growth(net * span)
    if state.cells.shape[1] > 1:
        switched = parameters.resistance_switch * division[:, 0] * mean[:, 0] * span
        grown[:, 1] += switched
    clearance = np.log(2.0) / parameters.dead_cell_half_life
    keep = np.exp(-clearance * span)
    debris = keep * state.debris + (death * mean).sum(axis=1) * (1.0 - keep) / clearance
    target = capacity_target(vegf, parameters)
    lasting = np.exp(-span / parameters.vessel_time)
    return _State(grown, debris, target + (state.capacity - target) * lasting)


def clone_density(cells: Floats, debris: Floats, size_per_living: Floats) -> Floats:
    """Cells of each clone per volume, over all living cells per volume at day 0, same shape as `cells`.

    Args:
        cells: shape (N, C) or (N, C, T).
        debris: shape (N,) or (N, T).
        size_per_living: cells and debris over cells at day 0, shape (N,).
    """
    whole = cells.sum(axis=1) + debris
    scale = size_per_living.reshape(-1, *[1] * (whole.ndim - 1))
    return cells * (scale / np.maximum(whole, 1e-300))[:, None]


def _mean_growth(exponent: Floats) -> Floats:
    """Mean of exp over [0, exponent]: expm1(x)/x, 1 at 0."""
    small = np.abs(exponent) < 1e-8
    safe = np.where(small, 1.0, exponent)
    return np.where(small, 1.0, np.expm1(safe) / safe)
