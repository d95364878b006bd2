"""Gene symbols: HGNC in, HGNC out; common names such as HER2 are turned into them, unknown ones refused."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from her2sim.case.data import read_data
from her2sim.case.problems import refuse
from her2sim.evidence import load_evidence


@dataclass(frozen=True)
class GeneTable:
    """The symbols a case may name."""

    symbols: frozenset[str]
    aliases: Mapping[str, str]
    """upper-case common name -> symbol"""
    lengths: Mapping[str, int]
    """residues of the canonical protein, where known"""

    def find(self, text: str) -> str | None:
        """The HGNC symbol, or None."""
        word = text.strip().upper()
        if word in self.symbols:
            return word
        return self.aliases.get(word) or self.aliases.get(word.replace("-", "").replace(" ", ""))

    def nearest(self, text: str) -> str | None:
        """The known name that looks most like `text`, as 'NAME' or 'ALIAS (SYMBOL)'."""
        names = [*self.symbols, *self.aliases]
        found = difflib.get_close_matches(text.strip().upper(), names, n=1, cutoff=0.6)
        if not found:
            return None
        name = found[0]
        return name if name in self.symbols else f"{name} ({self.aliases[name]})"


@lru_cache(maxsize=1)
def gene_table() -> GeneTable:
    """The genes of the evidence room, and the wider list of cancer genes in `data/genes.yaml`."""
    data = read_data("genes.yaml")
    symbols = frozenset(str(data["symbols"]).split())
    lengths = {str(gene): int(length) for gene, length in data["lengths"].items()}
    aliases = {str(name).upper(): str(gene) for name, gene in data["aliases"].items()}
    for gene in load_evidence().genes.values():
        aliases = {name.upper(): gene.symbol for name in (*gene.aliases, *gene.previous)} | aliases
        symbols |= {gene.symbol}
    return GeneTable(symbols | frozenset(lengths) | frozenset(aliases.values()), aliases, lengths)


def known_gene(text: Any) -> str:
    """The HGNC symbol of a gene, from the symbol or a common name.

    Raises:
        PydanticCustomError: no such gene; names the nearest.
    """
    symbol = gene_table().find(str(text))
    if symbol is None:
        raise refuse(
            f"unknown gene {str(text)[:40]!r}.", "an HGNC symbol, e.g. PIK3CA", gene_table().nearest(str(text)[:40])
        )
    return symbol
