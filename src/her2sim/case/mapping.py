"""The table that turns what a laboratory reports into quantities of the model (`data/mapping.yaml`), as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from her2sim.case.data import read_data
from her2sim.case.distributions import AnyDistribution, read_distribution
from her2sim.case.findings import Status
from her2sim.case.profile import Correlation
from her2sim.evidence import ParameterRecord, load_evidence


@dataclass(frozen=True)
class Reading:
    """A distribution with its source."""

    distribution: AnyDistribution
    references: tuple[str, ...]
    status: Status
    note: str


@dataclass(frozen=True)
class Limit:
    """Beyond this value a reported quantity means that the mechanism is carried."""

    mechanism: str
    above: float | None
    below: float | None

    def passed(self, value: float) -> bool:
        """Whether the value lies beyond the limit."""
        return (self.above is not None and value > self.above) or (self.below is not None and value < self.below)


@dataclass(frozen=True)
class Quantity:
    """One quantity of the profile: reference, prior by setting, limit of its mechanism."""

    name: str
    unit: str
    reference: float
    what: str
    priors: Mapping[str, Reading]
    """setting -> prior; 'any' for the settings not named"""
    limit: Limit | None
    moved_by: str | None
    """mechanism that is repaired by this quantity too, without being read from it"""

    def prior(self, setting: str) -> Reading:
        """What is assumed in this setting where nothing is reported."""
        return self.priors.get(setting, self.priors["any"])


@dataclass(frozen=True)
class MappingTable:
    """Everything in `data/mapping.yaml`."""

    quantities: Mapping[str, Quantity]
    readings: Mapping[str, Mapping[str, Mapping[str, Reading]]]
    """field -> word -> quantity -> reading"""
    scales: Mapping[str, float]
    correlations: tuple[Correlation, ...]
    genes: Mapping[str, Mapping[str, Any]]
    """gene -> how protein, RNA, copy number and ligand levels of it are read"""
    weights: Mapping[str, tuple[float, tuple[str, ...]]]
    """what matters -> weight and the quantities any of which answers it"""


@lru_cache(maxsize=1)
def mapping_table() -> MappingTable:
    """The table shipped with the package."""
    data, parameters = read_data("mapping.yaml"), load_evidence().parameters
    return MappingTable(
        quantities={name: _quantity(name, body, parameters) for name, body in data["quantities"].items()},
        readings={
            field: {word: {name: read_reading(body) for name, body in row.items()} for word, row in words.items()}
            for field, words in data["readings"].items()
        },
        scales={name: float(body["value"]) for name, body in data["scales"].items()},
        correlations=tuple(Correlation(body["a"], body["b"], body["rho"]) for body in data["correlations"]),
        genes=read_data("genes_mapping.yaml")["genes"],
        weights={name: (float(body["weight"]), tuple(body["any_of"])) for name, body in data["completeness"].items()},
    )


def read_reading(body: Mapping[str, Any]) -> Reading:
    """A distribution and its source from their form in the data files."""
    return Reading(read_distribution(body["is"]), tuple(body["source"]), body["status"], body["note"])


def _quantity(name: str, body: Mapping[str, Any], parameters: Mapping[str, ParameterRecord]) -> Quantity:
    prior: Mapping[str, Any] = body["prior"]
    priors = {"any": read_reading(prior)}
    priors |= {setting: read_reading(prior[setting]) for setting in ("neoadjuvant", "culture") if setting in prior}
    limit: Mapping[str, Any] | None = body.get("resists")
    return Quantity(
        name,
        body["unit"],
        float(body["reference"]) if "reference" in body else parameters[name].value,
        body["what"],
        priors,
        Limit(limit["mechanism"], limit.get("above"), limit.get("below")) if limit is not None else None,
        body.get("moved_by"),
    )
