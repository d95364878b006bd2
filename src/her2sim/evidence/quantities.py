"""Records that carry numbers of the model: parameters, published model values, quantities of cells, facts on growth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from her2sim.evidence.priors import AnyPrior, Beta, Fixed, Lognormal
from her2sim.evidence.record import Cited, Finite, Fraction, Record, Status, Text, Texts

GUESS_FOLD = 3.0
"""A lognormal guess must leave at least this factor on either side."""


def _ordered(low: float | None, high: float | None) -> None:
    if low is not None and high is not None and low > high:
        raise ValueError("low must not be above high")


class ParameterEntry(Record):
    """One parameter as it stands in `data/parameters/<mechanism>.yaml`."""

    value: Finite
    unit: Text
    prior: AnyPrior
    source: Texts
    status: Status
    note: str = ""

    @model_validator(mode="after")
    def _honest(self) -> ParameterEntry:
        problem = self.prior.problem(self.value)
        if problem:
            raise ValueError(problem)
        if self.status == "assumption":
            if isinstance(self.prior, Lognormal) and self.prior.fold < GUESS_FOLD:
                raise ValueError(f"an assumption needs a wide prior: fold at least {GUESS_FOLD:g}")
            if isinstance(self.prior, Fixed) and not self.note:
                raise ValueError("a fixed assumption needs a note that says why it may be fixed")
        elif not self.source:
            raise ValueError(f"status '{self.status}' needs at least one source")
        return self


class ParameterFile(Record):
    """One file of `data/parameters`: the parameters of one mechanism."""

    mechanism: Text
    evidence: Texts = ()
    parameters: Mapping[str, ParameterEntry]


class ParameterRecord(Record):
    """One parameter of the model: value, unit, prior and where they come from."""

    name: Text
    mechanism: Text
    """the module of biology, pharmacology or tumour that uses it"""
    value: Finite
    unit: Text
    """as published; `units.to_model` converts"""
    prior: AnyPrior
    sources: Texts
    """reference keys, or ids of the table of published model values (P123, C05)"""
    status: Status
    note: str = ""
    evidence: Texts = ()
    """mechanisms and therapies the module stands on, e.g. MOA06"""

    @property
    def references(self) -> tuple[str, ...]:
        """The sources, under the name every other record uses."""
        return self.sources


class PublishedValue(Cited):
    """A parameter value of a published model."""

    id: Text
    module: Text
    quantity: Text
    symbol: Text
    value: Finite
    unit: Text
    """as printed in the model; some have no unit a computer can read"""
    low: Finite | None = None
    high: Finite | None = None
    basis: Literal["measured", "literature", "fitted", "population", "assumed", "consensus"]
    """how the model got it; consensus = median over several models, range widened by a factor 2"""
    model: Text
    """short name of the model, see `references` for its paper"""
    note: str = ""


class QuantityRecord(Cited):
    """A measured or estimated amount: receptors of a cell line, affinities, rates."""

    id: Text
    kind: Literal["receptors", "IHC", "binding", "trafficking", "dimer", "immune", "growth"]
    cell_line: Text
    """cell line, or the condition the number holds for"""
    gene: str = ""
    quantity: Text
    value: Finite | None = None
    low: Finite | None = None
    high: Finite | None = None
    unit: Text
    usable: Literal["yes", "caution", "no"] = "yes"
    note: str = ""

    @property
    def reference(self) -> str | None:
        """The first reference, if any."""
        return self.references[0] if self.references else None

    @model_validator(mode="after")
    def _has_number(self) -> QuantityRecord:
        if self.value is None and self.low is None and self.high is None and not self.note:
            raise ValueError("a quantity needs a value, a range or a note")
        _ordered(self.low, self.high)
        return self


class GrowthRecord(Cited):
    """A fact on how tumours of this disease grow, are measured and are followed."""

    id: Text
    topic: Literal["doubling time", "proliferation", "kinetics", "size", "response", "clones", "visits", "hazard"]
    quantity: Text
    setting: Text
    value: Finite | None = None
    low: Finite | None = None
    high: Finite | None = None
    unit: Text
    range_is: Literal["", "range", "interquartile range", "95 % confidence interval", "plausible"] = ""
    prior: AnyPrior | None = None
    n: int | None = None
    note: str = ""

    @model_validator(mode="after")
    def _fits(self) -> GrowthRecord:
        if self.prior is not None and self.value is not None and (problem := self.prior.problem(self.value)):
            raise ValueError(problem)
        _ordered(self.low, self.high)
        return self


class Estimate(Cited):
    """What one study reports: a proportion `p` of `n` patients, or another number in the unit of the record."""

    setting: Text
    p: Fraction | None = None
    value: Finite | None = None
    n: int | None = None
    low: Finite | None = None
    high: Finite | None = None
    by: Mapping[str, float] = Field(default_factory=dict[str, float])
    note: str = ""


class Recommended(Cited):
    """What the model uses where a case says nothing.

    A proportion has `value` and a beta prior; a category has `shares`; a continuous quantity has a median `value`, a
    prior for its spread between patients and, where needed, bounds it is truncated at.
    """

    value: Finite | None = None
    prior: AnyPrior | None = None
    shares: Mapping[str, Fraction] = Field(default_factory=dict[str, float])
    by: Mapping[str, float] = Field(default_factory=dict[str, float])
    """the value in a subgroup, e.g. {'HR_negative': 0.30}"""
    low: Finite | None = None
    high: Finite | None = None
    note: str = ""

    @model_validator(mode="after")
    def _complete(self) -> Recommended:
        if self.shares and abs(sum(self.shares.values()) - 1) > 0.02:
            raise ValueError(f"shares must sum to 1, not {sum(self.shares.values()):.3f}")
        if not self.shares and (self.value is None or self.prior is None):
            raise ValueError("give shares, or a value and its prior")
        if self.value is not None and self.prior is not None and (problem := self.prior.problem(self.value)):
            raise ValueError(problem)
        return self


class PopulationRecord(Record):
    """How often something is found, or how it is spread, among patients with HER2-positive breast cancer."""

    id: Text
    name: Text
    unit: Text
    genes: Texts = ()
    recommended: Recommended | None = None
    estimates: Annotated[tuple[Estimate, ...], Field(strict=False)] = ()
    note: str = ""

    @property
    def status(self) -> Status:
        """The status of the recommended value; 'assumption' where none is recommended."""
        return self.recommended.status if self.recommended else "assumption"

    @property
    def references(self) -> tuple[str, ...]:
        """The references of the recommended value and of every estimate, each once."""
        parts = (*((self.recommended,) if self.recommended else ()), *self.estimates)
        return tuple(dict.fromkeys(key for part in parts for key in part.references))

    @model_validator(mode="after")
    def _proportion(self) -> PopulationRecord:
        best = self.recommended
        if self.unit == "proportion" and best and best.value is not None and not isinstance(best.prior, Beta):
            raise ValueError("a proportion needs a beta prior")
        return self


class CorrelationRecord(Cited):
    """Two features that are, or are not, found together."""

    id: Text
    first: Text
    second: Text
    direction: Literal["together", "apart", "independent"]
    size: str = ""
    note: str = ""


class ProfileQuantity(Record):
    """A quantity of the network that a tumour's profile sets, by the name the network gives it."""

    name: Text
    unit: Text
    meaning: Text
    gene: str = ""
