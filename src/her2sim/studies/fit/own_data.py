"""A user's own data: measurements of cells that are described by parameters of the network, not by the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.inference.measurements.form import Measurement
from her2sim.network import Network
from her2sim.studies.fit.own_priors import CutPrior, OwnPrior
from her2sim.studies.verify.cells import Cell
from her2sim.studies.verify.conditions import Condition, Given

Floats = NDArray[np.float64]
Belief = OwnPrior | CutPrior

KIND = "own"
"""kind of a cell of a user's own data"""


@dataclass(frozen=True)
class OwnData:
    """Measurements and the cells they were made in; what the user believes of parameters, where it is not ours."""

    measurements: tuple[Measurement, ...] = ()
    """`cell_line` is the name of one of `rest`; with `row` it is the key of one of `given`"""
    rest: Mapping[str, Cell] = field(default_factory=dict[str, Cell])
    """drug-free cells by name; their `kind` is `KIND`"""
    given: Mapping[tuple[str, str], Mapping[str, float]] = field(
        default_factory=dict[tuple[str, str], Mapping[str, float]]
    )
    """network parameters that take another value at time 0 (ligands, drugs), by cell and condition"""
    priors: Mapping[str, Belief] = field(default_factory=dict[str, Belief])
    """network parameter -> prior that replaces that of the evidence"""
    fixed: Mapping[str, float] = field(default_factory=dict[str, float])
    """network parameter -> its value in every member, model units"""

    def condition(self, one: Measurement, network: Network) -> Condition:
        """What is simulated for a measurement."""
        cell = self.rest[one.cell_line]
        added = tuple(
            Given(name, name, level - self._before(name, cell, network))
            for name, level in sorted(self.given.get((one.cell_line, one.row), {}).items())
        )
        return Condition(cell, drugs=added, serum=0.0, doubling_h=cell.doubling_h)

    @staticmethod
    def _before(name: str, cell: Cell, network: Network) -> float:
        own = cell.quantities.get(name)
        return float(network.parameter_values[network.parameter_index[name]]) if own is None else float(own)

    def members(self, values: Mapping[str, Floats], scores: Mapping[str, Floats]) -> dict[str, Floats]:
        """Parameters of members with the user's priors and fixed values in place of the evidence's.

        Args:
            values: network parameter -> (N,), by the priors of the evidence.
            scores: standard normal, name -> (N,).
        """
        believed = {name: prior.at(scores[name]) for name, prior in self.priors.items() if name in scores}
        n = len(next(iter(scores.values()), np.zeros(0)))
        return {**values, **believed, **{name: np.full(n, value) for name, value in self.fixed.items()}}

    def content(self) -> tuple[Any, ...]:
        """All but the measurements, so that a fit to other conditions or priors is told from this one."""
        cells = [(name, sorted(cell.quantities.items()), cell.doubling_h) for name, cell in sorted(self.rest.items())]
        return cells, sorted((key, sorted(levels.items())) for key, levels in self.given.items()), self.beliefs()

    def beliefs(self) -> dict[str, Any]:
        """The user's priors and fixed values as plain types; {} where all is the evidence's."""
        priors = {name: _plain(prior) for name, prior in sorted(self.priors.items())}
        return {name: part for name, part in (("priors", priors), ("fixed", dict(sorted(self.fixed.items())))) if part}


def _plain(prior: Belief) -> dict[str, Any]:
    if isinstance(prior, OwnPrior):
        return {name: _finite(value) for name, value in asdict(prior).items()}
    return {
        "of the evidence": prior.prior.model_dump(mode="json"),
        "low": _finite(prior.low),
        "high": _finite(prior.high),
    }


def _finite(value: Any) -> Any:
    """JSON knows no infinity."""
    return str(value) if isinstance(value, float) and not np.isfinite(value) else value
