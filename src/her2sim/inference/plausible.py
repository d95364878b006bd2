"""Which draws of the priors are kept: those whose untreated reference cell looks like one.

The bounds stand in `data/plausible.yaml`. They speak of the drug-free balance only; no response to a drug is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import simulate, steady_state
from her2sim.errors import EvidenceError
from her2sim.network import Network

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bound:
    """One readout of the untreated reference cell and the range it must lie in (unit of the readout)."""

    readout: str
    low: float
    high: float
    status: str
    sources: tuple[str, ...]
    note: str


def read_bounds() -> tuple[Bound, ...]:
    """The bounds of `data/plausible.yaml`.

    Raises:
        EvidenceError: a bound is not a range.
    """
    import yaml

    name = "plausible.yaml"
    text = (resources.files("her2sim.inference") / "data" / name).read_text(encoding="utf-8")
    bounds = tuple(
        Bound(
            readout,
            float(item["low"]),
            float(item["high"]),
            item["status"],
            tuple(item["source"]),
            item.get("note", ""),
        )
        for readout, item in yaml.safe_load(text)["bounds"].items()
    )
    for bound in bounds:
        if not bound.low < bound.high:
            raise EvidenceError("low must be below high", file=name, where=bound.readout, got=(bound.low, bound.high))
    return bounds


def plausible(
    network: Network, members: Mapping[str, Floats], bounds: Sequence[Bound]
) -> tuple[NDArray[np.bool_], Mapping[str, float]]:
    """Which members give an untreated reference cell within all bounds.

    Args:
        members: parameter -> values, shape (N,), model units.

    Returns:
        kept, shape (N,); and for each readout the share of members that miss its bound ("no balance" for those without
        a steady state, which are not kept).
    """
    rest = steady_state(network, members)
    outputs = [bound.readout for bound in bounds]
    values = simulate(network, members, [0.0], initial=rest, outputs=outputs).values[:, 0, :]
    settled = np.array([status.ok for status in rest.status])
    missed: dict[str, float] = {"no balance": float(np.mean(~settled))}
    kept = settled.copy()
    for place, bound in enumerate(bounds):
        inside = (values[:, place] >= bound.low) & (values[:, place] <= bound.high)
        missed[bound.readout] = float(np.mean(~inside[settled])) if settled.any() else 1.0
        kept &= inside
    return kept, missed
