"""Cells of the typical vector or of members of the ensemble, treated: what the tests of the biology ask.

A cell is the sensitive reference with some profile quantities set; what is given are inputs and parameters that change
at time 0. Courses are kept, so that tests share them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import SteadyState, simulate, steady_state
from her2sim.inference import load_ensemble
from her2sim.network import load_network
from her2sim.tumour import culture_growth, typical_tumour

Floats = NDArray[np.float64]
Values = Mapping[str, float]

HOURS = (0.0, 0.5, 1.0, 2.0, 6.0, 24.0, 48.0, 72.0, 96.0, 120.0)
MEMBERS = 40
MOST = 0.8
"""share of the members that must satisfy a claim"""
DOUBLING_H = 37.4
"""of SK-BR-3, untreated (cellosaurus)"""
NOTHING: Values = {}


class Cells:
    """N parameter vectors and the courses run with them so far."""

    def __init__(self, members: int = 0) -> None:
        """`members` of the ensemble from its first on; 0 is the typical vector alone."""
        self.network = load_network()
        self.n = members or 1
        self._typical = dict(
            zip((p.name for p in self.network.parameters), self.network.parameter_values.tolist(), strict=True)
        )
        self._vectors = (
            load_ensemble("prior").members(np.arange(members))
            if members
            else {"k_rec": np.array([self.usual("k_rec")])}
        )
        self._rests: dict[str, SteadyState] = {}
        self._courses: dict[str, dict[str, Floats]] = {}

    def usual(self, name: str) -> float:
        """A parameter of the typical vector."""
        return self._typical[name]

    def parameters(self, *changes: Values) -> dict[str, Floats]:
        """Parameter -> values (N,), later changes over earlier ones."""
        return self._vectors | {name: np.full(self.n, value) for change in changes for name, value in change.items()}

    def rest(self, cell: Values) -> SteadyState:
        """The drug-free balance."""
        key = repr(sorted(cell.items()))
        if key not in self._rests:
            self._rests[key] = steady_state(self.network, self.parameters(cell))
            assert self._rests[key].ok.all()
        return self._rests[key]

    def course(self, given: Values = NOTHING, cell: Values = NOTHING) -> dict[str, Floats]:
        """Readout -> values (N, T) at `HOURS`."""
        key = repr((sorted(cell.items()), sorted(given.items())))
        if key not in self._courses:
            names = sorted(self.network.readouts)
            found = simulate(
                self.network, self.parameters(cell, given), HOURS, initial=self.rest(cell), outputs=names, rtol=1e-6
            )
            assert found.ok.all()
            self._courses[key] = {name: found[name] for name in names}
        return self._courses[key]

    def after(self, readout: str, first: Values, then: Values, hours: Sequence[float], cell: Values) -> Floats:
        """A readout (N, T) at hours after `then` is given on top of an hour of `first`."""
        before = simulate(self.network, self.parameters(cell, first), [0.0, 1.0], initial=self.rest(cell))
        given = self.parameters(cell, first, then)
        return simulate(self.network, given, hours, initial=before.final, outputs=[readout])[readout]

    def at(self, readout: str, hour: float, given: Values = NOTHING, cell: Values = NOTHING) -> Floats:
        """Value at an hour, (N,); hour 0 is the untreated cell but for what answers to a drug at once."""
        return self.course(given, cell)[readout][:, HOURS.index(hour)]

    def untreated(self, readout: str, cell: Values = NOTHING) -> Floats:
        """Value without drug, (N,)."""
        return self.at(readout, 0.0, NOTHING, cell)

    def fold(self, readout: str, hour: float, given: Values, cell: Values = NOTHING) -> Floats:
        """Value over that of the untreated cell, (N,)."""
        return self.at(readout, hour, given, cell) / self.untreated(readout, cell)

    def fall(self, given: Values, cell: Values = NOTHING) -> Floats:
        """What a treatment takes from division in three days, as a share, (N,)."""
        return 1.0 - self.fold("division_drive", 72, given, cell)

    def inhibition(self, given: Values, cell: Values = NOTHING) -> Floats:
        """1 - treated / untreated cells after five days, (N,)."""
        course = self.course(given, cell)
        division, death = (
            course[name] / self.untreated(name, cell)[:, None] for name in ("division_drive", "death_drive")
        )
        return culture_growth(
            np.array(HOURS) / 24.0, division, death, DOUBLING_H, typical_tumour(self.n)
        ).growth_inhibition


@lru_cache(maxsize=1)
def typical() -> Cells:
    """The typical vector."""
    return Cells()


@lru_cache(maxsize=1)
def ensemble() -> Cells:
    """The first members of the ensemble."""
    return Cells(MEMBERS)


def most(satisfied: NDArray[np.bool_]) -> bool:
    """Whether enough members satisfy a claim."""
    return float(satisfied.mean()) >= MOST


def response(readout: str, drug: str, doses: Sequence[float], hour: float, cell: Values = NOTHING) -> Floats:
    """A readout of the typical vector at some hours of every dose (nM), shape (len(doses),)."""
    base = typical()
    lanes = {name: np.full(len(doses), value) for name, value in cell.items()} | {drug: np.asarray(doses)}
    start = np.repeat(base.rest(cell).values, len(doses), axis=0)
    found = simulate(base.network, lanes, [0.0, hour], initial=start, outputs=[readout], rtol=1e-8)
    assert found.ok.all()
    return found[readout][:, -1]
