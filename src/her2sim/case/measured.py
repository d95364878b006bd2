"""A value of an assay in a case: `assays: [{assay: rna, gene: ERBB2, value: 450, unit: TPM}]`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, field_validator, model_validator

from her2sim.case.findings import Finding, Status, Strict
from her2sim.case.genes import known_gene
from her2sim.case.problems import refuse
from her2sim.errors import CaseError


class Measured(Strict):
    """One value of one assay of one gene, in the assay's own unit; docs/assays.md says what each assay tells."""

    assay: str
    """rna, mass_spec, elisa, flow, rppa, copy_number, ish_ratio or microarray"""
    gene: str
    value: float = Field(allow_inf_nan=False)
    unit: str
    total_fpkm: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    """of FPKM: their sum over all genes of the sample"""
    cohort: tuple[float, float] | str | None = None
    """of a z-score: mean and sd of log2(TPM+1) for rna, the name of a cohort for microarray"""
    error_log2: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    """standard error of the value in log2; what is assumed of another laboratory if it is not given"""
    source: tuple[str, ...] = ()
    status: Status | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _one_source(cls, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        body: dict[str, Any] = {str(key): value for key, value in raw.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        return body | {"source": [body["source"]]} if isinstance(body.get("source"), str) else body

    @field_validator("gene")
    @classmethod
    def _gene(cls, text: str) -> str:
        return known_gene(text)

    @model_validator(mode="after")
    def _readable(self) -> Measured:
        from her2sim.case.assays import receptor_from

        try:
            receptor_from(self.assay, self.gene, self.value, self.unit, **self.context)
        except CaseError as error:
            raise refuse(f"{error.problem}.", error.expected, error.hint) from None
        return self

    @property
    def context(self) -> dict[str, Any]:
        """What `receptor_from` needs beside assay, gene, value and unit."""
        return {"total_fpkm": self.total_fpkm, "cohort": self.cohort, "error_log2": self.error_log2}

    @property
    def finding(self) -> Finding:
        """As a finding, for claims."""
        return Finding(value=self.value, unit=self.unit, source=self.source, status=self.status, note=self.note)
