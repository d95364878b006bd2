"""Cell lines with the error of their assays: every amount of a line is drawn around its value, member by member.

Only initial amounts (receptors, protein levels) differ between lines beside their mutations; rates are those of the
member, the same in every line. In a fit the scores of the amounts are fitted with everything else, each by the data of
its own line alone; elsewhere they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.evidence.cells import CellLineRecord, LineQuantity, plain_name
from her2sim.evidence.priors import Z95
from her2sim.evidence.reading import nearest
from her2sim.network import Network
from her2sim.studies.fit.own_data import OwnData
from her2sim.studies.verify.cells import Cell, CellSource
from her2sim.studies.verify.changes import Quantity, usable
from her2sim.studies.verify.problems import CannotAskError

Floats = NDArray[np.float64]

_LINE_STREAM = 3
_AMOUNTS = ("_total", "_level")


def score_name(line: str, quantity: str) -> str:
    """Name of the score of one amount of one line."""
    return f"{line}:{quantity}"


def line_record(name: str) -> CellLineRecord:
    """The record of a line by any of its names.

    Raises:
        CannotAskError: the evidence has no such line.
    """
    record = load_evidence().cell_line(name)
    if record is None:
        known = [one for line in load_evidence().cell_lines.values() for one in line.names]
        raise CannotAskError(f"there is no cell line {name[:60]!r}", unknown=True, hint=nearest(name, known))
    return record


def spread_amounts(record: CellLineRecord, network: Network) -> dict[str, LineQuantity]:
    """Amounts of a line with the range of their assay, by quantity."""
    return {
        name: given
        for name, given in record.quantities.items()
        if name.endswith(_AMOUNTS) and usable(name, network) and _centre(given) > 0
    }


def line_scores(lines: Iterable[str], network: Network) -> tuple[str, ...]:
    """Names of the scores of all amounts of some lines."""
    records = {record.id: record for record in map(line_record, lines)}
    return tuple(score_name(id_, name) for id_ in sorted(records) for name in spread_amounts(records[id_], network))


@dataclass(frozen=True)
class LineSource:
    """Lines for n members.

    Args:
        scores: of amounts (`score_name`), shape (n,); those not given are drawn.
        own: cells of a user's own data.
    """

    network: Network
    n: int
    seed: int
    scores: Mapping[str, Floats] = field(default_factory=dict[str, Floats])
    own: OwnData = field(default_factory=OwnData)

    def find(self, name: str) -> Cell:
        """A line of the evidence, its amounts one value a member.

        Raises:
            CannotAskError: the evidence has no such line.
        """
        if name in self.own.rest:
            return self.own.rest[name]
        record = line_record(name)
        cell = CellSource(self.network, self.n, self.seed, Path()).find(record.id)
        amounts: dict[str, Quantity] = {
            quantity: np.asarray(cell.quantities[quantity]) * self._factor(record.id, quantity, given)
            for quantity, given in spread_amounts(record, self.network).items()
        }
        return Cell(cell.name, {**cell.quantities, **amounts}, cell.doubling_h, "assayed line")

    def _factor(self, line: str, quantity: str, given: LineQuantity) -> Floats:
        name = score_name(line, quantity)
        scores = self.scores.get(name)
        if scores is None:
            key = [self.seed, _LINE_STREAM, crc32(name.encode())]
            scores = np.random.default_rng(key).standard_normal(self.n)
        centre = _centre(given)
        up, down = np.log(max(given.high, centre) / centre), np.log(centre / max(given.low, 1e-3 * centre))
        width: Floats = np.where(scores > 0, float(up), float(down))
        return np.exp(width / Z95 * scores)


def _centre(given: LineQuantity) -> float:
    return float(given.value if given.value is not None else given.factor or 0.0)


def is_line(name: str) -> bool:
    """Whether the evidence has a line of this name."""
    return bool(plain_name(name)) and load_evidence().cell_line(name) is not None
