"""A claim as it is written: frozen, strict, every field with its meaning; the JSON Schema comes from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, TypeAdapter, WithJsonSchema, model_validator

from her2sim.case.problems import refuse
from her2sim.evidence.record import Status
from her2sim.studies.verify.amounts import Concentration, Days, Hours, Setting, Share, Volume, split_amount
from her2sim.studies.verify.kinds import Form, Name, Readout

SCHEMA = "her2sim/claim/1"
_MANY = 200

Words = Annotated[str, Field(min_length=1, max_length=4000)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.+-]{0,63}$")]
Ids = Annotated[tuple[Id, ...], Field(strict=False, max_length=_MANY)]
Change = str | float | int
Panel = Annotated[tuple[Words, ...], Field(strict=False, min_length=1, max_length=_MANY)]


class OwnReference(Form):
    """A reference that the evidence does not hold."""

    cite: Words
    doi: str = ""
    pmid: int | None = None
    url: str = ""

    @property
    def link(self) -> str:
        """DOI, PubMed page or address (http and https only); '' if none is given."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid is not None:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url if self.url.startswith(("https://", "http://")) else ""


class DrugForm(Form):
    """A drug in the medium (or, in a xenograft, held in serum)."""

    drug: Words
    """INN"""
    dose: Concentration
    start: Hours = Field(default=0.0, alias="from")
    until: Hours | None = None
    free: bool = False
    """the dose is free concentration already; else the binding of serum is taken off"""

    @model_validator(mode="after")
    def _ordered(self) -> DrugForm:
        if self.until is not None and self.until <= self.start:
            raise refuse("'until' is not after 'from'.", "a later time")
        return self


_START_SCHEMA = WithJsonSchema(
    {
        "anyOf": [
            {"const": "steady"},
            {"type": "string", "pattern": "^[0-9.eE+-]+ *(min|h|day|week|s)$"},
            {"type": "number"},
        ]
    }
)


def _start(value: object) -> object:
    return None if value == "steady" else value


class LigandForm(Form):
    """A ligand added to what the cell has."""

    ligand: Words
    dose: Concentration
    start: Annotated[Hours | None, BeforeValidator(_start), _START_SCHEMA] = Field(default=0.0, alias="from")
    """None ('steady'): already there in the drug-free balance"""
    until: Hours | None = None
    at_rest: bool = False
    """the same as `from: steady`"""

    @model_validator(mode="after")
    def _ordered(self) -> LigandForm:
        if self.steady and self.until is not None:
            raise refuse("a ligand of the balance cannot end.", "no 'until' beside 'from: steady'")
        if not self.steady and self.until is not None and self.until <= (self.start or 0.0):
            raise refuse("'until' is not after 'from'.", "a later time")
        return self

    @property
    def steady(self) -> bool:
        """Whether it is part of the drug-free balance."""
        return self.at_rest or self.start is None


class EffectorsForm(Form):
    """Immune cells of an assay or of a mouse."""

    cells: Literal["PBMC", "NK", "none"] = "PBMC"
    ratio: Annotated[float, Field(ge=0, le=1000)] = 25.0
    """effector cells per target cell"""
    FCGR3A: Literal["V/V", "V/F", "F/F"] = "V/F"
    FCGR2A: Literal["H/H", "H/R", "R/R"] = "H/R"
    """of myeloid cells; cells of an assay are counted by their NK cells, which do not have it"""
    hours: Hours = 4.0
    fc: Literal["fucosylated", "afucosylated"] = "fucosylated"


class XenograftForm(Form):
    """A tumour in a mouse."""

    volume: Volume = 100.0
    doubling_time: Days = 6.0
    effectors: Literal["nude", "FcRg-/-", "FCGR2B-/-", "none"] | EffectorsForm = "nude"
    days: Days = 21.0


class DamageForm(Form):
    """What damages DNA beside the drugs."""

    agent: Literal["cisplatin", "radiation", "carboplatin", "doxorubicin"]
    dose: Annotated[float, Field(ge=0, le=100)] = 1.0
    """killing without other drugs, log10 per day"""

    @model_validator(mode="before")
    @classmethod
    def _number(cls, fields: object) -> object:
        """A number in quotes is a number."""
        if not isinstance(fields, dict):
            return fields  # pyright: ignore[reportUnknownVariableType]
        given = cast("dict[str, Any]", fields)
        amount = split_amount(given.get("dose"))
        return {**given, "dose": amount.value} if amount is not None and not amount.unit else given


class ArmForm(Form):
    """One condition; what `like` names is copied and overridden."""

    like: Name | None = None
    cell: Words | None = None
    cells: Panel | None = None
    patients: Words | None = None
    alterations: Mapping[str, Change] = Field(default_factory=dict[str, Change], max_length=_MANY)
    parameters: Mapping[str, Change] = Field(default_factory=dict[str, Change], max_length=_MANY)
    drugs: Annotated[tuple[DrugForm, ...], Field(strict=False, max_length=20)] = ()
    ligands: Annotated[tuple[LigandForm, ...], Field(strict=False, max_length=20)] = ()
    serum: Share | None = None
    doubling_time: Hours | None = None
    effectors: EffectorsForm | None = None
    setting: Setting | None = None
    xenograft: XenograftForm | None = None
    damage: DamageForm | None = None

    @model_validator(mode="before")
    @classmethod
    def _setting(cls, fields: object) -> object:
        """`setting: {xenograft: {...}}` is the same as `setting: xenograft` and `xenograft: {...}`."""
        if not isinstance(fields, dict):
            return fields  # pyright: ignore[reportUnknownVariableType]
        given = cast("dict[str, Any]", fields)
        setting = given.get("setting")
        inner = cast("dict[str, Any]", setting) if isinstance(setting, dict) else {}
        return {**given, "setting": "xenograft", **inner} if list(inner) == ["xenograft"] else given

    @model_validator(mode="after")
    def _one_cell(self) -> ArmForm:
        given = [name for name in ("cell", "cells", "patients") if getattr(self, name) is not None]
        if len(given) > 1:
            raise refuse(f"{' and '.join(given)} are both given.", "one of cell, cells, patients")
        if not given and self.like is None:
            raise refuse("no cell is named.", "cell: BT-474 (or cells, patients, like)", "cell: reference")
        return self


class Claim(Form):
    """One claim of the literature: arms, readouts, and the relation that is tested."""

    id: Id
    statement: Words
    category: str = ""
    references: Annotated[tuple[str | OwnReference, ...], Field(strict=False, max_length=_MANY)] = ()
    grade: Literal["A", "B", "C", "D"] = "C"
    status: Status = "assumption"
    mechanisms: Ids = ()
    therapies: Ids = ()
    contested: bool | str = False
    required: bool = False
    fitted: bool = True
    """whether a fit may use it; else it is asked only"""
    expected: str = ""
    note: str = ""
    diagnosis: str = ""
    arms: Mapping[Name, ArmForm] = Field(default_factory=dict[str, ArmForm], max_length=_MANY)
    readouts: Mapping[Name, Readout] = Field(default_factory=dict[str, Any], max_length=_MANY)
    constants: Mapping[Name, float | int | Annotated[tuple[float | int, ...], Field(strict=False)]] = Field(
        default_factory=dict[str, Any], max_length=_MANY
    )
    check: str | None = None
    report: Words | None = None
    needs: Literal["trial"] | None = None
    requires: str = ""

    @model_validator(mode="after")
    def _one_question(self) -> Claim:
        given = [name for name in ("check", "report", "needs") if getattr(self, name) is not None]
        if len(given) != 1:
            said = f"{' and '.join(given)} are both given." if given else "nothing is asked."
            raise refuse(said, "one of check, report, needs")
        if self.needs is None and not self.readouts:
            raise refuse("there are no readouts.", "at least one readout")
        return self


class ClaimFile(Form):
    """A file of claims."""

    schema_: Literal["her2sim/claim/1"] = Field(alias="schema")
    claims: Annotated[tuple[Claim, ...], Field(strict=False, min_length=1, max_length=2000)]


class SingleClaimFile(Claim):
    """A file with one claim at its top level."""

    schema_: Literal["her2sim/claim/1"] = Field(alias="schema")


def claim_json_schema() -> dict[str, Any]:
    """JSON Schema of a claim file: one claim at the top, or a list under `claims`."""
    adapter: TypeAdapter[Any] = TypeAdapter(ClaimFile | SingleClaimFile)
    document = adapter.json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "her2sim claim file", **document}
