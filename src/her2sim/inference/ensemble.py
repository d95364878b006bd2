"""The ensemble: parameter vectors drawn from the priors, one member a vector; not yet calibrated on any data.

`python -m her2sim.inference.build` (make ensemble) draws it again. It is an artefact of its own, tied to the network
and the parameter records it was drawn for; a calibrated ensemble will take its place in the same form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import NetworkError
from her2sim.evidence import load_evidence
from her2sim.network import Network, load_network

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Parameter vectors, one a member."""

    label: str
    values: Mapping[str, Floats]
    """network parameter -> values, shape (M,), model units"""
    about: Mapping[str, Any]
    """provenance: seed, network and prior hashes, share of draws kept, bounds"""

    @property
    def size(self) -> int:
        """Number of members."""
        return len(next(iter(self.values.values())))

    def pick(self, rng: np.random.Generator, n: int) -> NDArray[np.int64]:
        """Member numbers of `n` draws: every member once before any comes twice, in random order."""
        rounds = [rng.permutation(self.size) for _ in range(-(-n // self.size))]
        return np.concatenate([np.zeros(0, dtype=np.int64), *rounds])[:n]

    def members(self, picked: NDArray[np.int64]) -> dict[str, Floats]:
        """Parameter -> values of the picked members, shape (N,)."""
        return {name: values[picked] for name, values in self.values.items()}


def varied(network: Network) -> tuple[str, ...]:
    """Parameters of the network that have a prior and so are part of a member; what a case sets is not.

    Parameters of the tumour and of the pharmacokinetics are drawn from their priors by those rooms.
    """
    records = load_evidence().parameters
    inside = (parameter.name for parameter in network.parameters if parameter.name in records)
    return tuple(sorted(name for name in inside if records[name].prior.kind != "fixed"))


def prior_hash(network: Network) -> str:
    """sha256 over value, unit and prior of every varied parameter; changes when the ensemble must be drawn anew."""
    import hashlib

    records = load_evidence().parameters
    lines = [
        f"{name} {records[name].value!r} {records[name].unit} {records[name].prior.model_dump_json()}"
        for name in varied(network)
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@lru_cache(maxsize=1)
def load_ensemble() -> Ensemble:
    """The shipped ensemble.

    Raises:
        NetworkError: it was drawn for another network or other priors than those installed.
    """
    import json

    import pyarrow.parquet as pq

    folder = resources.files("her2sim.inference") / "data"
    about: dict[str, Any] = json.loads((folder / "prior.json").read_text(encoding="utf-8"))
    with resources.as_file(folder / "prior.parquet") as path:
        table: Any = pq.read_table(path)
    network = load_network()
    for name, expected in (("network", network.content_hash), ("priors", prior_hash(network))):
        if about[name] != expected:
            raise NetworkError(
                f"the ensemble was drawn for other {name}",
                file="prior.json",
                where=name,
                expected=expected[:12],
                got=about[name][:12],
                hint="make ensemble",
            )
    values = {name: np.asarray(table.column(name), dtype=np.float64) for name in table.column_names}
    return Ensemble(about["label"], values, about)
