"""Expression matrices: a gene a row, a sample a column; only rows of the genes the model reads RNA of are kept.

The unit (TPM, FPKM, RPKM, RSEM, log2 or z) is told by the caller or a meta file, never guessed from the numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from her2sim.case.data import read_data
from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.hgnc import HgncTable, hgnc_table
from her2sim.case.genomics.matrix import find_genes, number_or_remark, sample_columns, wide_rows
from her2sim.case.genomics.problems import Remark, StudyError
from her2sim.case.genomics.tables import Limits, Row, Source, Table, name_of, open_table

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Expression:
    """What an expression matrix says of the model's genes."""

    file: str
    unit: str
    """of the file"""
    rows: int
    samples: tuple[str, ...]
    logs: Mapping[str, Floats]
    """gene -> shape (samples,): log2(x + 1) of TPM, FPKM, RPKM and RSEM, log2 and z as they are; NaN for none"""
    remarks: tuple[Remark, ...]


def genes_with_rna() -> frozenset[str]:
    """Genes whose RNA says something about a quantity of the model, and HER2."""
    genes: Mapping[str, Any] = read_data("genes_mapping.yaml")["genes"]
    return frozenset(gene for gene, line in genes.items() if line["power"]) | {"ERBB2"}


def read_expression(
    source: Source,
    unit: str,
    file: str | None = None,
    *,
    hgnc: HgncTable | None = None,
    limits: Limits | None = None,
) -> Expression:
    """Read an expression matrix with `Hugo_Symbol`, `Entrez_Gene_Id` or both; `unit` as in `data/expression.yaml`.

    Raises:
        StudyError: the file is not such a table, or the unit is not one.
    """
    data = genomics_data("expression.yaml")
    units = {name.lower(): name for name in data["units"]}
    if unit.lower() not in units:
        expected = "one of " + ", ".join(data["units"])
        raise StudyError(
            "the unit of expression is not known.", file=name_of(source, file), expected=expected, got=unit
        )
    known = units[unit.lower()]
    with open_table(source, file, limits) as table:
        genes = find_genes(table, data["columns"], hgnc or hgnc_table(), genes_with_rna(), "expression")
        columns = sample_columns(table, genes, data["columns"]["unused"])
        logs = {gene: _values(table, row, columns, gene, known) for gene, row in wide_rows(table, genes)}
        return Expression(table.file, known, table.count, tuple(columns), logs, genes.remarks())


def _values(table: Table, row: Row, columns: Mapping[str, int], gene: str, unit: str) -> Floats:
    data = genomics_data("expression.yaml")
    rule: Mapping[str, Any] = data["units"][unit]
    low, high, missing = float(rule["low"]), float(rule["high"]), data["missing"]
    found = (number_or_remark(table, row, at, gene, low, high, missing, sample) for sample, at in columns.items())
    values = np.array([np.nan if value is None else value for value in found], dtype=float)
    return np.log2(values + 1.0) if rule["logged"] else values


def receptor_rna(expression: Expression | None) -> dict[str, dict[str, float]]:
    """Sample -> gene -> log2(TPM + 1), of genes whose TPM is calibrated to receptors per cell; {} in another unit."""
    if expression is None or expression.unit != "TPM":
        return {}
    from her2sim.case.assays.calibration import calibration

    found: dict[str, dict[str, float]] = {}
    for gene in expression.logs.keys() & calibration().regressions["rna"].keys():
        for name, log in zip(expression.samples, expression.logs[gene], strict=True):
            if np.isfinite(log):
                found.setdefault(name, {})[gene] = float(log)
    return found
