"""The ensemble: parameter vectors of what is believed, one member a vector.

    load_ensemble()          calibrated on laboratory data and on claims of the literature: what every study uses
    load_ensemble("prior")   draws of the priors, nothing fitted

Each is an artefact tied to the network and the parameter records it was made for: `her2sim fit` makes the first,
`make ensemble` the second.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import NetworkError
from her2sim.evidence import load_evidence
from her2sim.network import Network, load_network
from her2sim.tumour import TumourParameters

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Parameter vectors, one a member."""

    label: str
    values: Mapping[str, Floats]
    """network parameter -> values, shape (M,), model units"""
    about: Mapping[str, Any]
    """provenance: seed, network and prior hashes, data used, fit statistics"""
    tumour: Mapping[str, Floats] = field(default_factory=dict[str, Floats])
    """parameters of the tumour room that were fitted, in the units of `TumourParameters`, shape (M,)"""

    @property
    def size(self) -> int:
        """Number of members."""
        return len(next(iter(self.values.values())))

    def pick(self, rng: np.random.Generator, n: int) -> NDArray[np.int64]:
        """Member numbers of `n` draws: every member once before any comes twice, in random order."""
        rounds = [rng.permutation(self.size) for _ in range(-(-n // self.size))]
        return np.concatenate([np.zeros(0, dtype=np.int64), *rounds])[:n]

    def some(self, n: int, seed: int) -> Ensemble:
        """An ensemble of `n` members picked at random (`pick`)."""
        picked = self.pick(np.random.default_rng([seed, 0]), n)
        outside = {name: values[picked] for name, values in self.tumour.items()}
        return Ensemble(self.label, self.members(picked), self.about, outside)

    def members(self, picked: NDArray[np.int64]) -> dict[str, Floats]:
        """Parameter -> values of the picked members, shape (N,)."""
        return {name: values[picked] for name, values in self.values.items()}

    def tumours(self, drawn: TumourParameters, picked: NDArray[np.int64]) -> TumourParameters:
        """Draws of the tumour room with what the picked members say of it, N lanes each."""
        known = {name: values[picked] for name, values in self.tumour.items()}
        return replace(drawn, **known) if known else drawn


def varied(network: Network) -> tuple[str, ...]:
    """Parameters of the network that have a prior and so are part of a member; what a case sets is not.

    Parameters of the tumour and of the pharmacokinetics are drawn from their priors by those rooms.
    """
    records = load_evidence().parameters
    inside = (parameter.name for parameter in network.parameters if parameter.name in records)
    return tuple(sorted(name for name in inside if records[name].prior.kind != "fixed"))


def fitted_hash(names: Sequence[str]) -> str:
    """sha256 over value, unit and prior of some parameters; changes when what was fitted no longer is what is there."""
    import hashlib

    records = load_evidence().parameters
    lines = [
        f"{name} {records[name].value!r} {records[name].unit} {records[name].prior.model_dump_json()}"
        if name in records
        else f"{name} is gone"
        for name in names
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@lru_cache(maxsize=2)
def load_ensemble(name: Literal["calibrated", "prior"] = "calibrated") -> Ensemble:
    """A shipped ensemble.

    Raises:
        NetworkError: it was made for another network or other priors than those installed.
    """
    return read_ensemble(resources.files("her2sim.inference") / "data", name)


def read_ensemble(folder: Traversable | Path, name: str) -> Ensemble:
    """An ensemble from `<name>.json` and `<name>.parquet` of a folder.

    Raises:
        NetworkError: it is not there, or was made for another network or other priors than those installed.
    """
    import json

    import pyarrow.parquet as pq

    if not (folder / f"{name}.json").is_file():
        raise NetworkError("there is no ensemble of this name.", file=str(folder), where=f"{name}.json")
    about: dict[str, Any] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    with resources.as_file(folder / f"{name}.parquet") as path:
        table: Any = pq.read_table(path)
    columns = {column: np.asarray(table.column(column), dtype=np.float64) for column in table.column_names}
    outside = {column: columns.pop(column) for column in about.get("tumour", ())}
    for what, expected in (("network", load_network().content_hash), ("priors", fitted_hash([*columns, *outside]))):
        if about[what] != expected:
            raise NetworkError(
                f"the ensemble was made for other {what}",
                file=f"{name}.json",
                where=what,
                expected=expected[:12],
                got=about[what][:12],
                hint="make ensemble" if name == "prior" else "her2sim fit run",
            )
    return Ensemble(about["label"], columns, about, outside)


def write_ensemble(ensemble: Ensemble, folder: Path, name: str) -> None:
    """Write `<name>.json` and `<name>.parquet`; what it was made for is added to what it says of itself."""
    import json

    import pandas as pd

    names = [*ensemble.values, *ensemble.tumour]
    about = {
        "schema": "her2sim/ensemble/2",
        "label": ensemble.label,
        "members": ensemble.size,
        "network": load_network().content_hash,
        "priors": fitted_hash(names),
        "tumour": list(ensemble.tumour),
        **ensemble.about,
    }
    folder.mkdir(parents=True, exist_ok=True)
    columns = {**ensemble.values, **ensemble.tumour}
    table = pd.DataFrame({key: np.asarray(column, dtype=np.float64) for key, column in columns.items()})
    table.to_parquet(folder / f"{name}.parquet", engine="pyarrow", compression="zstd", index=False)
    (folder / f"{name}.json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
