"""Wide tables, a gene a row and a sample a column, as copy numbers and expression have them; rows of other genes are
passed over without being split.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from her2sim.case.genomics.hgnc import FEW_GENES, GeneError, HgncTable
from her2sim.case.genomics.names import ALLOWED, NO_NAME, is_name, sample_name, twice
from her2sim.case.genomics.problems import Remark, short
from her2sim.case.genomics.tables import Row, Table

Number = Callable[[str], float | None]


@dataclass
class Genes:
    """Which gene a row is of, and what to say of rows that are not used."""

    table: Table
    symbol: int | None
    entrez: int | None
    hgnc: HgncTable
    keep: frozenset[str] | None = None
    """genes to keep; None for every gene a case can name"""
    others: Counter[str] = field(default_factory=Counter[str])
    found: dict[str, int] = field(default_factory=dict[str, int])
    """gene -> line it was read from"""

    @property
    def lead(self) -> int:
        """How many cells from the left tell the gene."""
        return 1 + max(index for index in (self.symbol, self.entrez) if index is not None)

    def named(self, cells: Sequence[str]) -> tuple[str, str]:
        """Symbol and number as they stand."""
        symbol = cells[self.symbol] if self.symbol is not None else ""
        return symbol, cells[self.entrez] if self.entrez is not None else ""

    def wanted(self, cells: Sequence[str]) -> bool:
        """Whether a row is of a gene to keep, or of one that must be spoken about."""
        try:
            gene = self.hgnc.resolve(*self.named(cells))
        except GeneError:
            return True
        return gene is not None and (self.keep is None or gene in self.keep)

    def of(self, row: Row, once: bool = True) -> str | None:
        """The gene of a row; None if it is not used, which is remarked."""
        symbol, entrez = self.named(row.cells)
        name = self.table.header[self.symbol if self.symbol is not None else self.entrez or 0]
        try:
            gene = self.hgnc.resolve(symbol, entrez) if row.wanted else None
        except GeneError as error:
            got = short(symbol or entrez)
            self._note(Remark("row", self.table.file, row.line, error.problem, "", name, got, error.expected))
            return None
        if gene is None or (self.keep is not None and gene not in self.keep):
            self.others[(symbol or entrez).upper()] += 1
            return None
        if once and gene in self.found:
            reason = f"{gene} is given before, in line {self.found[gene]}; the first counts"
            self._note(Remark("repeated", self.table.file, row.line, reason, "", name, short(symbol or entrez)))
            return None
        self.found.setdefault(gene, row.line)
        return gene

    def _note(self, remark: Remark) -> None:
        self.table.note(remark)

    def remarks(self) -> tuple[Remark, ...]:
        """What was left out, with one remark for all rows of other genes."""
        count = sum(self.others.values())
        if not count:
            return tuple(self.table.remarks)
        reason = f"rows of {len(self.others)} genes that are not read from this kind of table"
        hint = self.hgnc.typo(self.others) if len(self.others) <= FEW_GENES else ""
        more = Remark("other gene", self.table.file, None, reason, field="Hugo_Symbol", hint=hint, count=count)
        return (*self.table.remarks, more)


def find_genes(
    table: Table, columns: Mapping[str, Sequence[str]], hgnc: HgncTable, keep: frozenset[str] | None, what: str
) -> Genes:
    """The columns that name genes.

    Raises:
        StudyError: there is none.
    """
    symbol, entrez = table.column(columns["symbol"]), table.column(columns["entrez"])
    if symbol is None and entrez is None:
        got = short(", ".join(table.header), 200)
        raise table.error(f"this is not a table of {what}.", None, "a column Hugo_Symbol or Entrez_Gene_Id", got)
    return Genes(table, symbol, entrez, hgnc, keep)


def sample_columns(table: Table, genes: Genes, unused: Sequence[str]) -> dict[str, int]:
    """Sample -> index of its column; columns that cannot be a sample are remarked.

    Raises:
        StudyError: no column is left, or two are of one sample.
    """
    gene_columns = {genes.symbol, genes.entrez}
    samples: list[tuple[str, int]] = []
    for index, column in enumerate(table.header):
        if index in gene_columns or column.upper() in unused:
            continue
        if is_name(sample_name(column)):
            samples.append((sample_name(column), index))
        else:
            table.note(Remark("column", table.file, None, NO_NAME, short(column), short(column), "", ALLOWED))
    if not samples:
        raise table.error("the table has no sample.", None, "a column for every sample")
    double = twice(sample for sample, _ in samples)
    if double is not None:
        raise table.error("two columns are of one sample.", None, "every sample once", double)
    return dict(samples)


def wide_rows(table: Table, genes: Genes) -> Iterator[tuple[str, Row]]:
    """Gene and row of every row to keep."""
    for row in table.rows(genes.lead, genes.wanted):
        gene = genes.of(row)
        if gene is not None:
            yield gene, row


def number_or_remark(
    table: Table, row: Row, index: int, gene: str, low: float, high: float, missing: Sequence[str], sample: str
) -> float | None:
    """The number of one cell; None where none is given, or where it cannot be read, which is remarked."""
    text = row.cells[index]
    if text.upper() in missing:
        return None
    try:
        value = float(text) if len(text) <= 40 and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if low <= value <= high:
        return value
    reason = f"{gene}: this value cannot be read"
    expected = f"a number from {low:g} to {high:g}, or NA"
    table.note(Remark("value", table.file, row.line, reason, sample, table.header[index], short(text), expected))
    return None
