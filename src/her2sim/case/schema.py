"""The case file, `her2sim/case/1`: what a laboratory knows of one tumour or cell line.

Every field but `schema` and `name` may be left out; what is left out is drawn from the population (`understand.py`).
Fields whose reading needs more than one field (HER2 status, size by setting) are checked in `checks.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import core_schema

from her2sim.case import fields as ask
from her2sim.case.findings import Finding, Status, Strict
from her2sim.case.genes import gene_table, known_gene
from her2sim.case.hgvs import HgvsError, parse_protein_change
from her2sim.case.measured import Measured
from her2sim.case.problems import refuse

SCHEMA = "her2sim/case/1"


class Size(Strict):
    """Size before treatment; one of the three."""

    diameter_mm: Annotated[Finding, ask.LENGTH] | None = None
    sum_of_diameters_mm: Annotated[Finding, ask.LENGTH] | None = None
    """sum of the longest diameters of the target lesions (RECIST)"""
    lesions_mm: tuple[Annotated[Finding, ask.LENGTH], ...] = Field(default=(), max_length=50)

    @model_validator(mode="after")
    def _one(self) -> Size:
        given = [self.diameter_mm is not None, self.sum_of_diameters_mm is not None, bool(self.lesions_mm)]
        if sum(given) > 1:
            raise refuse("the size is given more than once.", "one of diameter_mm, sum_of_diameters_mm, lesions_mm")
        return self


class Pathology(Strict):
    """The pathology report, and tests of the same block."""

    ER: Annotated[Finding, ask.RECEPTOR] | None = None
    PgR: Annotated[Finding, ask.RECEPTOR] | None = None
    HER2_status: Annotated[Finding, ask.STATUS] | None = None
    HER2_IHC: Annotated[Finding, ask.IHC] | None = None
    HER2_H_score: Annotated[Finding, ask.H_SCORE] | None = None
    HER2_ISH_ratio: Annotated[Finding, ask.ISH_RATIO] | None = None
    HER2_copies: Annotated[Finding, ask.COPIES] | None = None
    HER2_negative_cells: Annotated[Finding, ask.CELLS] | None = None
    """percent of tumour cells without HER2 (heterogeneity)"""
    Ki67: Annotated[Finding, ask.CELLS] | None = None
    TIL: Annotated[Finding, ask.STROMA] | None = None
    PTEN_IHC: Annotated[Finding, ask.PTEN] | None = None
    p95HER2: Annotated[Finding, ask.P95] | None = None
    MUC4: Annotated[Finding, ask.SCORE] | None = None
    CD44: Annotated[Finding, ask.SCORE] | None = None
    hyaluronan: Annotated[Finding, ask.SCORE] | None = None


class Blood(Strict):
    """Serum and germline."""

    HER2_ECD: Annotated[Finding, ask.ECD] | None = None
    FCGR3A: Annotated[Finding, ask.FCGR3A] | None = None
    FCGR2A: Annotated[Finding, ask.FCGR2A] | None = None
    FCGR2B: Annotated[Finding, ask.FCGR2B] | None = None


class Patient(Strict):
    """Covariates of drug exposure."""

    weight_kg: Annotated[Finding, ask.WEIGHT] | None = None
    height_cm: Annotated[Finding, ask.HEIGHT] | None = None
    albumin_g_L: Annotated[Finding, ask.ALBUMIN] | None = None
    AST_U_L: Annotated[Finding, ask.AST] | None = None
    liver_metastases: bool | None = None


class Growth(Strict):
    """How fast it grows untreated."""

    doubling_time: Annotated[Finding, ask.DOUBLING] | None = None


class Mutation(Strict):
    """One protein change of one gene, or the statement that the gene is wild type."""

    gene: str
    change: str
    """HGVS p. with three-letter residues, or 'wt'"""
    vaf: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    source: tuple[str, ...] = ()
    status: Status | None = None
    note: str = ""

    @property
    def short(self) -> str:
        """E.g. 'PIK3CA p.H1047R'."""
        return f"{self.gene} {'wt' if self.change == 'wt' else parse_protein_change(self.change).short}"

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The short form, 'PIK3CA p.H1047R', beside the long one."""
        long = handler.resolve_ref_schema(handler(schema))
        strings: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
        long["properties"]["source"] = {"anyOf": [{"type": "string"}, strings]}
        return {"anyOf": [{"type": "string", "pattern": "[ :]"}, dict(long)]}

    @model_validator(mode="before")
    @classmethod
    def _split(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            parts = raw.replace(":", " ", 1).split(None, 1)
            if len(parts) < 2:
                raise refuse(
                    f"{raw!r} names no {'change' if parts else 'gene'}.", "gene and change, e.g. 'PIK3CA p.H1047R'"
                )
            return {"gene": parts[0], "change": parts[1]}
        if isinstance(raw, Mapping):
            body: dict[str, Any] = {str(key): value for key, value in raw.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            return body | {"source": [body["source"]]} if isinstance(body.get("source"), str) else body
        return raw

    @field_validator("gene")
    @classmethod
    def _gene(cls, text: str) -> str:
        return known_gene(text)

    @field_validator("change")
    @classmethod
    def _change(cls, text: str) -> str:
        if text.strip().lower() in {"wt", "wild type", "wildtype", "none"}:
            return "wt"
        try:
            return parse_protein_change(text).long
        except HgvsError as error:
            raise refuse(error.problem, error.expected, error.hint) from None

    @model_validator(mode="after")
    def _in_protein(self) -> Mutation:
        length = gene_table().lengths.get(self.gene)
        if length is None or self.change == "wt":
            return self
        change = parse_protein_change(self.change)
        if max(change.start, change.end) > length + (change.kind == "stop_lost"):
            raise refuse(f"{self.gene} has {length} residues; {change.short} lies behind its end.", f"1 to {length}")
        return self


def _by_gene(raw: Any) -> Any:
    """Common names to symbols in the keys of a mapping; one gene under two names is refused."""
    if not isinstance(raw, Mapping):
        return raw
    named: dict[str, Any] = {}
    for name, value in raw.items():  # pyright: ignore[reportUnknownVariableType]
        symbol = known_gene(name)
        if symbol in named:
            raise refuse(f"{symbol} is given twice, the second time as {name!r}.", "every gene once")
        named[symbol] = value
    return named


def _genes(raw: Any) -> Any:
    return [known_gene(name) for name in raw] if isinstance(raw, list) else raw  # pyright: ignore[reportUnknownVariableType]


_ByGene = BeforeValidator(_by_gene)


class Case(Strict):
    """What is known of one tumour or cell line."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="her2sim case", populate_by_name=True)

    schema_: Literal["her2sim/case/1"] = Field(alias="schema")
    name: str = Field(min_length=1, max_length=200)
    description: str = ""
    kind: Literal["patient", "cell_line"] = "patient"
    setting: Literal["neoadjuvant", "metastatic", "culture"] = "metastatic"
    accept_conflict: bool = False
    """take a contradictory HER2 status as it is, with a notice instead of an error"""
    size: Size = Size()
    pathology: Pathology = Pathology()
    blood: Blood = Blood()
    patient: Patient = Patient()
    growth: Growth = Growth()
    mutations: tuple[Mutation, ...] | None = Field(default=None, max_length=5000)
    """None: not sequenced; (): sequenced, nothing found"""
    genes_sequenced: (
        Literal["all"]
        | Annotated[
            tuple[str, ...], BeforeValidator(_genes), WithJsonSchema({"type": "array", "items": {"type": "string"}})
        ]
    ) = "all"
    """genes that `mutations` speaks of; the others are taken as not sequenced"""
    copy_number: Annotated[dict[str, Annotated[Finding, ask.COPY_NUMBER]], _ByGene] = Field(default_factory=dict)
    protein: Annotated[dict[str, Annotated[Finding, ask.PROTEIN]], _ByGene] = Field(default_factory=dict)
    rna: Annotated[dict[str, Annotated[Finding, ask.RNA]], _ByGene] = Field(default_factory=dict)
    ligands: Annotated[dict[str, Annotated[Finding, ask.LIGAND]], _ByGene] = Field(default_factory=dict)
    assays: tuple[Measured, ...] = Field(default=(), max_length=1000)
    """values in an assay's own unit, read as receptors per cell"""
    references: tuple[str, ...] = ()
    """keys of references for the case as a whole"""


def case_json_schema() -> dict[str, Any]:
    """The JSON Schema of the case file, as shipped in `case.schema.json`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | Case.model_json_schema(by_alias=True)
