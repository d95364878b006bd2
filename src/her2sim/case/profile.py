"""What the model knows of one tumour: a distribution of every quantity, the mechanisms carried, what was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from her2sim.case.distributions import AnyDistribution, Floats, Given, normal_scores, uniforms
from her2sim.case.findings import Status

NoticeKind = Literal["unknown variant", "not in the model", "conflict", "assumed", "not sequenced"]
Grade = Literal["green", "amber", "red"]


@dataclass(frozen=True)
class ProfileQuantity:
    """One quantity of the profile: how it is distributed and why."""

    name: str
    unit: str
    distribution: AnyDistribution
    field: str
    """the case field it was read from, e.g. 'pathology.PTEN_IHC'; 'population' where nothing was reported"""
    seen: str
    """what the case says there; '' where nothing was reported"""
    known: bool
    references: tuple[str, ...]
    status: Status
    note: str = ""
    what: str = ""


@dataclass(frozen=True)
class CarriedMechanism:
    """A way to resist trastuzumab that the case carries, and what puts it back to the sensitive reference."""

    id: str
    name: str
    field: str
    seen: str
    repair: Mapping[str, float]
    """profile quantity -> value of the sensitive reference"""
    references: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Notice:
    """Something the reader of a prediction must know: a field set aside, a conflict, a value assumed."""

    kind: NoticeKind
    field: str
    text: str


@dataclass(frozen=True)
class Domain:
    """Whether the case is one the model was made for: green, amber (some doubt) or red (do not use)."""

    grade: Grade
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Correlation:
    """Correlation of the normal scores of two quantities."""

    first: str
    second: str
    rho: float


@dataclass(frozen=True)
class Profile:
    """A case as the model understands it."""

    case: str
    quantities: tuple[ProfileQuantity, ...]
    mechanisms: tuple[CarriedMechanism, ...]
    notices: tuple[Notice, ...]
    completeness: float
    """0 to 1: weighted share of the fields that matter and were reported"""
    domain: Domain
    correlations: tuple[Correlation, ...] = ()

    def __getitem__(self, name: str) -> ProfileQuantity:
        """The quantity of this name.

        Raises:
            KeyError: the profile has no such quantity.
        """
        for quantity in self.quantities:
            if quantity.name == name:
                return quantity
        raise KeyError(name)

    def draw(self, rng: np.random.Generator, n: int) -> dict[str, Floats]:
        """Draw `n` patients that all fit the case.

        The same generator state gives the same random numbers to a quantity of every case, so that two cases differ
        only where they were reported to differ.

        Returns:
            quantity -> values, shape (n,), in the unit of the quantity.
        """
        names = [quantity.name for quantity in self.quantities]
        scores = dict(zip(names, rng.random((len(names), n)), strict=True))
        for link in self.correlations:
            first, second = normal_scores(scores[link.first]), normal_scores(scores[link.second])
            scores[link.second] = uniforms(link.rho * first + np.sqrt(1.0 - link.rho**2) * second)
        drawn: dict[str, Floats] = {}
        for quantity in self.quantities:
            u, distribution = scores[quantity.name], quantity.distribution
            if isinstance(distribution, Given):
                drawn[quantity.name] = distribution.at_given(u, drawn[distribution.on])
            else:
                drawn[quantity.name] = distribution.at(u)
        return drawn

    def medians(self) -> dict[str, float]:
        """The middle of every quantity; not a patient, only a summary."""
        return {quantity.name: quantity.distribution.median for quantity in self.quantities}
