"""Claims as ordinal data: each should hold by a margin; how far below it is counts against a member."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.fit.margins import margin
from her2sim.studies.telling import Progress
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.problems import CannotAskError
from her2sim.studies.verify.reading import ReadClaim
from her2sim.studies.verify.results import ReadoutResult
from her2sim.studies.verify.run import bench_of, take_readouts

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Margins:
    """Margins of the claims that could be asked."""

    ids: tuple[str, ...]
    values: Floats
    """shape (N, C); NaN where a member has no answer"""


def claim_margins(claims: Sequence[ReadClaim], lab: Lab, progress: Progress | None = None) -> Margins:
    """By how much each member satisfies each claim that has a check and can be asked of the model."""
    asked = [read for read in claims if read.claim.needs is None and read.formula is not None]
    benches = [bench_of(read, lab) for read in asked]
    lab.planning = True
    for read, bench in zip(asked, benches, strict=True):
        take_readouts(read, bench)
    lab.planning = False
    lab.run(progress)
    found = {read.claim.id: _margin(read, bench, lab.n) for read, bench in zip(asked, benches, strict=True)}
    kept = {id_: values for id_, values in found.items() if values is not None}
    values = np.stack(list(kept.values()), axis=1) if kept else np.zeros((lab.n, 0))
    return Margins(tuple(kept), values)


def _margin(read: ReadClaim, bench: Bench, n: int) -> Floats | None:
    if read.formula is None:
        return None
    taken: dict[str, ReadoutResult | CannotAskError] = take_readouts(read, bench)
    values = {name: one.values for name, one in taken.items() if isinstance(one, ReadoutResult)}
    known = {**dict(read.claim.constants), **{name: table for name, table in values.items() if table is not None}}
    if any(name not in known for name in read.formula.names):
        return None
    return margin(read.formula.text, known, n)
