"""Cells of one or many parameter vectors, treated: what the claims of `listed.py` are asked of.

A cell is the sensitive reference with some profile quantities set; an arm is what is added to the medium from time 0.
Courses are kept, so that claims share them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import SteadyState, simulate, steady_state
from her2sim.inference import load_ensemble
from her2sim.network import load_network
from her2sim.tumour import culture_growth, medium, typical_tumour

Floats = NDArray[np.float64]

HOURS = (0.0, 0.5, 1.0, 2.0, 6.0, 24.0, 48.0, 72.0, 96.0, 120.0, 168.0)
READOUTS = (
    "surface_ERBB2",
    "total_ERBB2",
    "surface_ERBB3",
    "surface_IGF1R",
    "surface_MET",
    "HER2_HER2",
    "HER2_HER3_free",
    "HER2_HER3_NRG1",
    "p_HER2_HER3_free",
    "p_HER2_HER3_NRG1",
    "pERBB2",
    "pERBB3",
    "pAKT",
    "pERK",
    "pS6",
    "PTEN_active",
    "SRC_active",
    "FOXO_nuclear",
    "p27_total",
    "CDK2_active",
    "BIRC5_amount",
    "ECD",
    "p95_648",
    "p95_611",
    "bound_trastuzumab",
    "trastuzumab_one_arm",
    "trastuzumab_two_arms",
    "VEGF",
    "division_drive",
    "death_drive",
)
DOUBLING_H = 37.4
"""of SK-BR-3, untreated (cellosaurus)"""


@dataclass(frozen=True)
class Arm:
    """What is done to the cells at time 0.

    `scaled` multiplies parameters: the stand-in for an inhibitor or a knock-down that the network has no drug for.
    """

    drugs: Mapping[str, tuple[float, str]] = field(default_factory=dict[str, tuple[float, str]])
    scaled: Mapping[str, float] = field(default_factory=dict[str, float])
    values: Mapping[str, float] = field(default_factory=dict[str, float])

    def __add__(self, other: Arm) -> Arm:
        return Arm({**self.drugs, **other.drugs}, {**self.scaled, **other.scaled}, {**self.values, **other.values})


Cell = Mapping[str, float]
NOTHING = Arm()
REFERENCE: Cell = {}


class Bench:
    """N parameter vectors and the courses run with them so far."""

    def __init__(self, members: int = 0) -> None:
        """`members` of the ensemble from its first on; 0 is the typical vector alone."""
        self.network = load_network()
        self.n = members or 1
        self.vectors = load_ensemble().members(np.arange(members)) if members else {}
        self.failed = 0
        self._rests: dict[str, SteadyState] = {}
        self._courses: dict[str, dict[str, Floats]] = {}
        self._typical = {p.name: p.value for p in self.network.parameters}

    def parameters(self, cell: Cell, arm: Arm) -> dict[str, Floats]:
        """Parameter -> values (N,) under an arm."""
        found = {**self.vectors, **{name: np.full(self.n, value) for name, value in cell.items()}}
        for name, factor in arm.scaled.items():
            found[name] = found.get(name, np.full(self.n, self._typical[name])) * factor
        given = {**medium(arm.drugs), **arm.values}
        return {**found, **{name: np.full(self.n, value) for name, value in given.items()}}

    def rest(self, cell: Cell) -> SteadyState:
        """The untreated steady state."""
        key = repr(sorted(cell.items()))
        if key not in self._rests:
            self._rests[key] = steady_state(
                self.network, self.parameters(cell, NOTHING) or {"k_rec": self._typical["k_rec"]}
            )
        return self._rests[key]

    def course(self, cell: Cell = REFERENCE, arm: Arm = NOTHING) -> dict[str, Floats]:
        """Readout -> values (N, T) at `HOURS`; NaN in a lane that failed."""
        key = repr((sorted(cell.items()), arm))
        if key not in self._courses:
            found = simulate(
                self.network, self.parameters(cell, arm), HOURS, initial=self.rest(cell), outputs=READOUTS, rtol=1e-5
            )
            self.failed += sum(not status.ok for status in found.status)
            self._courses[key] = {name: found[name] for name in READOUTS}
        return self._courses[key]

    def after(self, cell: Cell, first: Arm, then: Arm, hours: Sequence[float], readout: str) -> Floats:
        """A readout (N, T) at hours after a change of arm that follows one hour of the first."""
        before = simulate(self.network, self.parameters(cell, first), [0.0, 1.0], initial=self.rest(cell))
        found = simulate(self.network, self.parameters(cell, then), hours, initial=before.final, outputs=[readout])
        return found[readout]

    def at(self, readout: str, hour: float, arm: Arm = NOTHING, cell: Cell = REFERENCE) -> Floats:
        """Value at an hour, (N,)."""
        return self.course(cell, arm)[readout][:, HOURS.index(hour)]

    def fold(self, readout: str, hour: float, arm: Arm, cell: Cell = REFERENCE) -> Floats:
        """Value over that of the untreated cell, (N,)."""
        return self.at(readout, hour, arm, cell) / self.at(readout, 0.0, arm, cell)

    def inhibition(self, arm: Arm, cell: Cell = REFERENCE) -> Floats:
        """1 - treated / untreated cells after five days, (N,)."""
        course, last = self.course(cell, arm), HOURS.index(120.0) + 1
        division, death = (course[name][:, :last] / course[name][:, :1] for name in ("division_drive", "death_drive"))
        days = np.array(HOURS[:last]) / 24.0
        return culture_growth(days, division, death, DOUBLING_H, typical_tumour(self.n)).growth_inhibition
