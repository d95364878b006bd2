"""Mutation tables (MAF): the protein changes of the model's genes, sample by sample.

A row either gives a protein change, or is remarked: a gene outside the model, no change of the protein, a row that
cannot be read. A gene of which a row cannot be read is not taken as wild type in that sample.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from her2sim.case.genes import gene_table
from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.hgnc import FEW_GENES, GeneError, HgncTable, hgnc_table
from her2sim.case.genomics.names import ALLOWED, NO_NAME, is_name, sample_name
from her2sim.case.genomics.problems import Remark, RemarkKind, short
from her2sim.case.genomics.tables import Limits, Row, Source, Table, open_table
from her2sim.case.hgvs import HgvsError, ProteinChange, parse_protein_change


@dataclass(frozen=True)
class Variant:
    """One protein change of one gene in one sample."""

    sample: str
    gene: str
    change: str
    """HGVS p. with three-letter residues"""
    line: int
    vaf: float | None = None
    """share of reads, 0 to 1"""
    note: str = ""


@dataclass(frozen=True)
class Mutations:
    """What a mutation table says."""

    file: str
    rows: int
    variants: tuple[Variant, ...]
    unread: Mapping[tuple[str, str], str]
    """(sample, gene) of rows that cannot be read -> why"""
    samples: frozenset[str]
    """every sample named"""
    remarks: tuple[Remark, ...]
    """rows that give no variant; their `rows` and the variants add up to `rows` of the table"""


@dataclass
class _Reading:
    """A table on the way through."""

    table: Table
    at: Mapping[str, int]
    hgnc: HgncTable
    words: Mapping[str, str]
    """Variant_Classification -> protein, splice, silent or unread"""
    samples: set[str] = field(default_factory=set[str])
    unread: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    others: Counter[str] = field(default_factory=Counter[str])
    """genes outside the model -> rows"""
    seen: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])

    def cell(self, row: Row, what: str) -> str:
        index = self.at.get(what)
        return row.cells[index] if index is not None else ""

    def set_aside(
        self, row: Row, what: str, reason: str, expected: str = "", hint: str = "", kind: RemarkKind = "row"
    ) -> None:
        """Remark a row that gives no variant."""
        name = self.table.header[self.at[what]] if what in self.at else ""
        sample, got = short(sample_name(self.cell(row, "sample"))), short(self.cell(row, what))
        self.table.note(Remark(kind, self.table.file, row.line, reason, sample, name, got, expected, hint))

    def fail(
        self, row: Row, key: tuple[str, str], what: str, reason: str, expected: str = "", hint: str | None = None
    ) -> None:
        """Remark a row that cannot be read; its gene must not pass for wild type."""
        self.unread.setdefault(key, f"line {row.line}: {reason}")
        self.set_aside(row, what, f"{key[1]}: {reason}", expected, hint or "")


def read_maf(
    source: Source, file: str | None = None, *, hgnc: HgncTable | None = None, limits: Limits | None = None
) -> Mutations:
    """Read a mutation table: `Hugo_Symbol` or `Entrez_Gene_Id`, `Tumor_Sample_Barcode`, `Variant_Classification`,
    `HGVSp_Short`, in any order among other columns.

    Raises:
        StudyError: the file is not such a table.
    """
    data = genomics_data("variants.yaml")
    with open_table(source, file, limits) as table:
        words = {word: what for what, listed in data["classes"].items() for word in listed}
        reading = _Reading(table, _columns(table, data["columns"]), hgnc or hgnc_table(), words)
        variants = [found for row in table.rows() if (found := _variant(reading, row)) is not None]
        remarks = (*table.remarks, *_other_genes(reading))
        samples = frozenset(reading.samples)
        return Mutations(table.file, table.count, tuple(variants), reading.unread, samples, remarks)


def _columns(table: Table, spellings: Mapping[str, Sequence[str]]) -> dict[str, int]:
    at = table.columns(spellings)
    needed = {"sample": "Tumor_Sample_Barcode", "class": "Variant_Classification", "change": "HGVSp_Short"}
    missing = [name for what, name in needed.items() if what not in at]
    missing += ["Hugo_Symbol or Entrez_Gene_Id"] if "symbol" not in at and "entrez" not in at else []
    if missing:
        got = short(", ".join(table.header), 200)
        raise table.error("this is not a mutation table (MAF).", None, "a column " + ", ".join(missing), got)
    return at


def _variant(reading: _Reading, row: Row) -> Variant | None:
    """The variant of a row; None if there is none, which is remarked."""
    sample = sample_name(reading.cell(row, "sample"))
    if not is_name(sample):
        reading.set_aside(row, "sample", NO_NAME, ALLOWED)
        return None
    reading.samples.add(sample)
    gene = _gene(reading, row, sample)
    if gene is None or _no_mutation(reading, row):
        return None
    change = _change(reading, row, (sample, gene))
    if change is None:
        return None
    read, note = change
    if (sample, gene, read.short) in reading.seen:
        reading.set_aside(row, "change", f"{gene} {read.short} is given before", kind="repeated")
        return None
    reading.seen.add((sample, gene, read.short))
    return Variant(sample, gene, read.long, row.line, _vaf(reading, row), note)


def _gene(reading: _Reading, row: Row, sample: str) -> str | None:
    symbol, entrez = reading.cell(row, "symbol"), reading.cell(row, "entrez")
    try:
        gene = reading.hgnc.resolve(symbol, entrez)
    except GeneError as error:
        for gene in error.genes:
            reading.unread.setdefault((sample, gene), f"line {row.line}: {error.problem}")
        reading.set_aside(row, "symbol" if "symbol" in reading.at else "entrez", error.problem, error.expected)
        return None
    if gene is None and re.fullmatch(str(genomics_data("variants.yaml")["date"]), symbol):
        reading.set_aside(row, "symbol", "a spreadsheet has made a date of the symbol", "an HGNC symbol")
    elif gene is None:
        reading.others[symbol.upper() or entrez] += 1
    return gene


def _no_mutation(reading: _Reading, row: Row) -> bool:
    status = reading.cell(row, "status")
    if status.upper() not in genomics_data("variants.yaml")["no_mutation"]:
        return False
    reading.set_aside(row, "status", "the row is no mutation of the tumour", kind="no protein change")
    return True


def _change(reading: _Reading, row: Row, key: tuple[str, str]) -> tuple[ProteinChange, str] | None:
    """The change and what to know of it."""
    word = reading.cell(row, "class")
    what = reading.words.get(word.upper())
    try:
        change, error = parse_protein_change(reading.cell(row, "change")), None
    except HgvsError as found:
        change, error = None, found
    if what == "silent" or (what is not None and change is not None and change.kind == "synonymous"):
        reading.set_aside(row, "class", f"{key[1]}: the protein is not changed", kind="no protein change")
        return None
    if what == "splice" and (change is None or change.kind == "unknown"):
        return _splice(reading, row)
    if what in {None, "unread"}:
        hint = _nearest(word)
        reading.fail(row, key, "class", "this class of variants cannot be read", "a Variant_Classification", hint)
        return None
    problem = _unusable(change, key[1])
    if problem is not None:
        expected = error.expected if error is not None else problem[1]
        reading.fail(row, key, "change", problem[0], expected, error.hint if error is not None else None)
        return None
    return (change, "") if change is not None else None


def _unusable(change: ProteinChange | None, gene: str) -> tuple[str, str] | None:
    """Why a change cannot be used, and what was expected; None if it can."""
    if change is None:
        return "the protein change cannot be read", "an HGVS p. change"
    if change.kind == "unknown":
        return "the protein change is not told", "an HGVS p. change, e.g. p.H1047R"
    length = gene_table().lengths.get(gene)
    if length is not None and max(change.start, change.end) > length + (change.kind == "stop_lost"):
        return "the change lies behind the end of the protein; is it of another transcript?", f"residue 1 to {length}"
    return None


def _splice(reading: _Reading, row: Row) -> tuple[ProteinChange, str]:
    """A splice site whose residue is not told, from the position in the coding DNA where that is given."""
    found = re.search(r"c\.([1-9][0-9]{0,5})[+-][0-9]", reading.cell(row, "dna"))
    if found is not None:
        residue = (int(found.group(1)) + 2) // 3
        return ProteinChange("splice", "X", residue), "residue from the position in the coding DNA"
    return ProteinChange("splice", "X", 1), "a splice site whose residue the table does not tell; 1 stands for it"


@lru_cache(maxsize=1000)
def _nearest(word: str) -> str | None:
    words = [one for listed in genomics_data("variants.yaml")["classes"].values() for one in listed]
    found = difflib.get_close_matches(word.upper()[:40], words, n=1)
    return found[0].capitalize() if found else None


def _vaf(reading: _Reading, row: Row) -> float | None:
    counts = [reading.cell(row, what) for what in ("alt", "ref")]
    if not all(re.fullmatch(r"[0-9]{1,9}", count) for count in counts):
        return None
    alt, ref = (int(count) for count in counts)
    return alt / (alt + ref) if alt + ref else None


def _other_genes(reading: _Reading) -> list[Remark]:
    """One remark for all rows of genes outside the model."""
    if not reading.others:
        return []
    some = ", ".join(short(gene, 20) for gene, _ in reading.others.most_common(5))
    reason = f"rows of {len(reading.others)} genes that no case can name: {some}" + ", ..." * (len(reading.others) > 5)
    count = sum(reading.others.values())
    hint = reading.hgnc.typo(reading.others) if len(reading.others) <= FEW_GENES else ""
    return [Remark("other gene", reading.table.file, None, reason, field="Hugo_Symbol", hint=hint, count=count)]
