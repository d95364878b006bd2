"""Records that carry knowledge in words: references, genes, mechanisms, therapies, alterations, drugs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from her2sim.evidence.record import Cited, Findings, Finite, Record, Status, Text, Texts

Strength = Literal["strong", "moderate", "weak", "disputed"]


class Reference(Record):
    """A paper, label or database entry."""

    key: Text
    cite: Text
    pmid: int | None = None
    pmid_status: Literal["seen", "memory", "none"] = "none"
    """seen: printed in the source; memory: to be checked"""
    doi: str = ""
    url: str = ""
    read: Literal["abstract", "table", "listed", "memory", "copy"]
    """how far it was read; listed: only its entry in a bibliography; copy: values taken from a re-publication"""
    note: str = ""

    @model_validator(mode="after")
    def _pmid_has_status(self) -> Reference:
        if (self.pmid is None) != (self.pmid_status == "none"):
            raise ValueError("pmid and pmid_status must go together")
        return self

    @property
    def status(self) -> Status:
        """'read' where a part of the source was seen, 'memory' where it is only recalled or listed elsewhere."""
        return "memory" if self.read in {"memory", "listed"} else "read"

    @property
    def link(self) -> str:
        """DOI, address or PubMed page, the first that is known; '' if none is."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return self.url or (f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else "")


class Gene(Record):
    """A gene symbol of HGNC with the names it also goes by."""

    symbol: Text
    name: Text
    hgnc: str = ""
    uniprot: str = ""
    aliases: Texts = ()
    previous: Texts = ()
    status: Status


class MechanismRecord(Cited):
    """How trastuzumab acts (MOA..), or how a tumour escapes it (R.. in the review of 2012, P.. found later)."""

    id: Text
    kind: Literal["action", "resistance"]
    name: Text
    summary: Text
    group: Text
    """action: signalling, receptor, immune, vessels, damage, death; resistance: steric, bypass receptor, ..."""
    genes: Texts
    steps: Texts = ()
    observable: str = ""
    """what is seen to change, and by how much"""
    time_scale: str = ""
    quantity: str = ""
    """what moves in the model"""
    trigger: str = ""
    """what in a tumour's profile points to it"""
    overcome_by: Texts = ()
    """therapy ids"""
    overcome_note: str = ""
    strength: Strength
    """how well supported in the laboratory"""
    clinical: Strength | Literal["none"] = "none"
    """how well supported in patients; none: not studied, or not known here"""
    contested: str | None = None
    findings: Findings = ()
    hook: str = ""
    """how the model carries it"""
    in_review: bool = True
    """part of the review of 2012 the model starts from"""


class TherapyRecord(Cited):
    """A treatment, what it blocks, what it gets past and where it fails."""

    id: Text
    name: Text
    drugs: Texts = ()
    """drug ids"""
    target: Text
    genes: Texts = ()
    blocks: Texts = ()
    adds: Texts = ()
    acts_by: Texts = ()
    """ids of the mechanisms of action it has"""
    overcomes: Texts = ()
    """mechanism ids"""
    overcomes_note: str = ""
    fails_when: Texts = ()


class Shift(Record):
    """What an alteration does to one quantity of a profile: a new `value`, or a `factor` on the value it would have."""

    value: Finite | None = None
    factor: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    low: Finite
    high: Finite
    """95 % range"""
    status: Status = "assumption"
    """how the size is known; that the alteration acts at all has the status of its record"""

    @model_validator(mode="after")
    def _one_of_two(self) -> Shift:
        given = [number for number in (self.value, self.factor) if number is not None]
        if len(given) != 1:
            raise ValueError("give either value or factor")
        if not self.low <= given[0] <= self.high:
            raise ValueError("the 95 % range must hold the value or factor")
        return self

    @property
    def centre(self) -> float:
        """The value or the factor, whichever is given."""
        return self.value if self.value is not None else self.factor or 1.0


class AlterationRecord(Cited):
    """What a change of one gene does to the quantities of a tumour's profile."""

    id: Text
    """gene and change, e.g. 'PIK3CA p.H1047R'; a file need not repeat them"""
    gene: Text
    change: Text
    """protein change (p.H1047R) or one of the words of `CHANGES`"""
    effect: Literal["activating", "inactivating", "neutral", "unclear"]
    mechanism: str | None = None
    quantities: Mapping[str, Shift] = Field(default_factory=dict[str, Shift])
    not_modelled: str = ""
    """effects the network has no quantity for; must be given where `quantities` is empty"""
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _split_id(cls, fields: dict[str, object]) -> dict[str, object]:
        gene, _, change = str(fields.get("id", "")).partition(" ")
        return {"gene": gene, "change": change, **fields}

    @model_validator(mode="after")
    def _says_something(self) -> AlterationRecord:
        if self.id != f"{self.gene} {self.change}":
            raise ValueError(f"id must be gene and change, here '{self.gene} {self.change}'")
        if not self.change.startswith("p.") and self.change not in CHANGES:
            raise ValueError(f"change must start with 'p.' or be one of {', '.join(CHANGES)}")
        if not self.quantities and not self.not_modelled:
            raise ValueError("an alteration without quantities must say what is not modelled")
        return self


CHANGES = (
    "amplification",
    "gain",
    "deep deletion",
    "shallow deletion",
    "truncating",
    "loss",
    "other activating",
    "exon 20 insertion",
    "exon 16 skipping",
    "any",
)


class ContradictionRecord(Cited):
    """Where the literature disagrees, and what the model does about it."""

    id: Text
    topic: Text
    text: Text
    consequence: Text
    """what the model does"""
    genes: Texts = ()
    mechanisms: Texts = ()


class Number(Record):
    """A value with unit and, where known, a range."""

    value: Finite | None = None
    low: Finite | None = None
    high: Finite | None = None
    unit: Text
    status: Status
    note: str = ""

    @model_validator(mode="after")
    def _some(self) -> Number:
        if self.value is None and (self.low is None or self.high is None):
            raise ValueError("give a value, or low and high")
        return self


class Target(Number):
    """Affinity or potency at a target, or in cells."""

    target: Text
    measure: Literal["Kd", "Ki", "IC50", "GI50", "EC50", "relative affinity", "half-life", "effect"]


class Regimen(Record):
    """A dosing schedule."""

    name: Text
    dose: Annotated[float, Field(gt=0)]
    high_dose: float | None = None
    """upper end where practice gives a range"""
    loading: float | None = None
    unit: Literal["mg", "mg/kg", "mg/m2", "AUC"]
    every_day: Annotated[float, Field(gt=0)]
    """interval between doses in days"""
    days: str = ""
    """days of the cycle on which it is given, where not every day"""
    duration_h: float = 0.0
    route: Literal["intravenous", "subcutaneous", "oral"]
    status: Status
    note: str = ""


class PkParameter(Record):
    """A typical value with its spread between patients (coefficient of variation, %)."""

    value: Finite
    unit: Text
    cv: float | None = None


class PkModel(Cited):
    """A pharmacokinetic model of one drug."""

    name: Text
    recommended: bool = True
    structure: Text
    parameters: Mapping[str, PkParameter]
    covariates: Mapping[str, str] = Field(default_factory=dict[str, str])
    """multiplies the parameter"""
    covariance: Mapping[str, float] = Field(default_factory=dict[str, float])
    """between random effects (log scale), e.g. 'CL,V1'"""
    residual: Mapping[str, str] = Field(default_factory=dict[str, str])
    n: int | None = None
    note: str = ""


class DrugRecord(Cited):
    """A drug: what it hits, how it is dosed, how it moves through the body."""

    id: Text
    name: Text
    drug_class: Text
    genes: Texts = ()
    molecular_weight: Number | None = None
    fraction_unbound: Number | None = None
    targets: Annotated[tuple[Target, ...], Field(strict=False)] = ()
    potency: Annotated[tuple[Target, ...], Field(strict=False)] = ()
    regimens: Annotated[tuple[Regimen, ...], Field(strict=False)] = ()
    pk: Annotated[tuple[PkModel, ...], Field(strict=False)] = ()
    exposure: Mapping[str, Number] = Field(default_factory=dict[str, Number])
    """exposures a model of it must reproduce"""
    payload: Mapping[str, str] = Field(default_factory=dict[str, str])
    note: str = ""
