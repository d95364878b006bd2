"""Copy numbers: discrete calls (-2 to 2, GISTIC) and log2 ratios, a gene a row and a sample a column, or a call a row.

Which of the two a table holds is told, never guessed. The cuts of log2 stand in `data/copy_number.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.hgnc import HgncTable, hgnc_table
from her2sim.case.genomics.matrix import Genes, find_genes, number_or_remark, sample_columns, wide_rows
from her2sim.case.genomics.names import ALLOWED, NO_NAME, is_name, sample_name
from her2sim.case.genomics.problems import Remark, StudyError, short
from her2sim.case.genomics.tables import Limits, Row, Source, Table, name_of, open_table

CopyKind = Literal["discrete", "log2"]


@dataclass(frozen=True)
class Call:
    """Copies of one gene in one sample."""

    word: str
    """amplification, gain, neutral, loss or deep deletion"""
    value: float
    """as the table has it"""


@dataclass(frozen=True)
class CopyNumbers:
    """What a table of copy numbers says."""

    file: str
    kind: CopyKind
    rows: int
    calls: Mapping[str, Mapping[str, Call]]
    """sample -> gene -> call; a sample without any call is there too"""
    genes: tuple[str, ...]
    """genes read"""
    remarks: tuple[Remark, ...]


def read_copy_number(
    source: Source,
    kind: str,
    file: str | None = None,
    *,
    hgnc: HgncTable | None = None,
    limits: Limits | None = None,
) -> CopyNumbers:
    """Read copy numbers, wide or long (`Hugo_Symbol`, `Sample_Id`, `Value`); `kind` is 'discrete' or 'log2'.

    Raises:
        StudyError: the file is not such a table, or `kind` is not one of the two.
    """
    if kind not in {"discrete", "log2"}:
        expected = "discrete or log2; a table does not tell which it is"
        raise StudyError(
            "the kind of copy numbers is not known.", file=name_of(source, file), expected=expected, got=kind
        )
    known: CopyKind = "discrete" if kind == "discrete" else "log2"
    data = genomics_data("copy_number.yaml")
    with open_table(source, file, limits) as table:
        genes = find_genes(table, data["columns"], hgnc or hgnc_table(), None, "copy numbers")
        long = [table.column(data["columns"][what]) for what in ("sample", "value")]
        if long[0] is not None and long[1] is not None:
            calls = _long(table, genes, known, long[0], long[1])
        else:
            calls = _wide(table, genes, known)
        return CopyNumbers(table.file, known, table.count, calls, tuple(genes.found), genes.remarks())


def _wide(table: Table, genes: Genes, kind: CopyKind) -> dict[str, dict[str, Call]]:
    samples = sample_columns(table, genes, genomics_data("copy_number.yaml")["columns"]["unused"])
    calls: dict[str, dict[str, Call]] = {sample: {} for sample in samples}
    for gene, row in wide_rows(table, genes):
        for sample, index in samples.items():
            call = _call(table, row, index, gene, kind, sample)
            if call is not None:
                calls[sample][gene] = call
    return calls


def _long(table: Table, genes: Genes, kind: CopyKind, at: int, value: int) -> dict[str, dict[str, Call]]:
    calls: dict[str, dict[str, Call]] = {}
    for row in table.rows():
        sample = sample_name(row.cells[at])
        if not is_name(sample):
            field = table.header[at]
            table.note(Remark("row", table.file, row.line, NO_NAME, short(sample), field, short(sample), ALLOWED))
            continue
        mine = calls.setdefault(sample, {})
        gene = genes.of(row, once=False)
        if gene is None:
            continue
        if gene in mine:
            reason = f"{gene} of this sample is given before; the first counts"
            table.note(Remark("repeated", table.file, row.line, reason, sample, table.header[value]))
            continue
        call = _call(table, row, value, gene, kind, sample)
        if call is not None:
            mine[gene] = call
    return calls


def _call(table: Table, row: Row, index: int, gene: str, kind: CopyKind, sample: str) -> Call | None:
    data = genomics_data("copy_number.yaml")
    cuts: Mapping[str, Any] = data["log2"]
    low, high = (float(cuts["low"]), float(cuts["high"])) if kind == "log2" else (-2.0, 2.0)
    value = number_or_remark(table, row, index, gene, low, high, data["missing"], sample)
    if value is None:
        return None
    if kind == "log2":
        return Call(next(step["is"] for step in cuts["steps"] if value < step["below"]), value)
    word = data["discrete"].get(f"{value:g}".replace("-0", "0") if value == 0 else f"{value:g}")
    if word is None:
        reason, expected = f"{gene}: this is no discrete call", "-2, -1, 0, 1, 2 or NA"
        got = short(row.cells[index])
        table.note(Remark("value", table.file, row.line, reason, sample, table.header[index], got, expected))
        return None
    return Call(word, value)
