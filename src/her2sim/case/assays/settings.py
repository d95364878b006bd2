"""What the calibration of assays takes as given (`settings.yaml`), as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from her2sim.case.marked_yaml import read_yaml

NAME = "settings.yaml"


@dataclass(frozen=True)
class Receptor:
    """One receptor: the quantity of the model it is, and its columns in the ELISA tables."""

    gene: str
    quantity: str
    elisa: str
    molecules: str


@dataclass(frozen=True)
class Guess:
    """A prior: value and, where it has one, its standard deviation."""

    value: float
    sd: float


@dataclass(frozen=True)
class Settings:
    """Everything in `settings.yaml`."""

    method: int
    receptors: Mapping[str, Receptor]
    assays: Mapping[str, tuple[str, ...]]
    """assay -> genes it can be calibrated for"""
    references: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[str, str]]
    """table -> data set and file"""
    aliases: Mapping[str, str]
    regression: Mapping[str, Guess]
    scale: Mapping[str, Guess]
    transfer: Mapping[str, Mapping[str, Any]]
    stain: Mapping[str, Guess]


def settings_bytes() -> bytes:
    """The file as it is shipped, for its hash."""
    return files(__package__ or __name__).joinpath(NAME).read_bytes()


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The choices shipped with the package."""
    data: Mapping[str, Any] = read_yaml(settings_bytes(), NAME).data
    return Settings(
        method=int(data["method"]),
        receptors={gene: Receptor(gene, **body) for gene, body in data["receptors"].items()},
        assays={name: tuple(genes) for name, genes in data["assays"].items()},
        references={name: tuple(keys) for name, keys in data["references"].items()},
        files={name: (pair[0], pair[1]) for name, pair in data["files"].items()},
        aliases=data["aliases"],
        regression=_guesses(data["regression"]),
        scale=_guesses(data["scale"]),
        transfer=data["transfer"],
        stain=_guesses(data["stain"]),
    )


def _guesses(body: Mapping[str, Any]) -> Mapping[str, Guess]:
    return {name: Guess(float(one["value"]), float(one.get("sd", 0.0))) for name, one in body.items()}
