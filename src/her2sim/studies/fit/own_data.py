"""A user's own data: measurements of cells that are described by parameters of the network, not by the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from her2sim.inference.measurements.form import Measurement
from her2sim.network import Network
from her2sim.studies.verify.cells import Cell
from her2sim.studies.verify.conditions import Condition, Given

KIND = "own"
"""kind of a cell of a user's own data"""


@dataclass(frozen=True)
class OwnData:
    """Measurements and the cells they were made in."""

    measurements: tuple[Measurement, ...] = ()
    """`cell_line` is the name of one of `rest`, `row` of one of `given`"""
    rest: Mapping[str, Cell] = field(default_factory=dict[str, Cell])
    """drug-free cells by name; their `kind` is `KIND`"""
    given: Mapping[str, Mapping[str, float]] = field(default_factory=dict[str, Mapping[str, float]])
    """network parameters that take another value at time 0 (ligands, drugs), by condition"""

    def condition(self, one: Measurement, network: Network) -> Condition:
        """What is simulated for a measurement."""
        cell = self.rest[one.cell_line]
        added = tuple(
            Given(name, name, level - self._before(name, cell, network))
            for name, level in sorted(self.given.get(one.row, {}).items())
        )
        return Condition(cell, drugs=added, serum=0.0, doubling_h=cell.doubling_h)

    @staticmethod
    def _before(name: str, cell: Cell, network: Network) -> float:
        own = cell.quantities.get(name)
        return float(network.parameter_values[network.parameter_index[name]]) if own is None else float(own)
