"""Genes of a table by HGNC symbol, previous symbol, alias or Entrez number; a name of several genes is never guessed.

The table is frozen in `case/data/hgnc.yaml` (HGNC, CC0) and holds the genes that a case may name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from her2sim.case.data import read_data
from her2sim.case.genes import gene_table

FEW_GENES = 50
"""a table with more genes outside the model than this is not typed by hand, and is not searched for typing errors"""


class GeneError(ValueError):
    """A gene that cannot be told: a name of several genes, or a symbol and a number that disagree.

    `genes` are the genes of the model that may be meant.
    """

    def __init__(self, problem: str, expected: str, genes: tuple[str, ...] = ()) -> None:
        self.problem, self.expected, self.genes = problem, expected, genes
        super().__init__(problem)


@dataclass(frozen=True)
class HgncGene:
    """One gene of the model as HGNC has it."""

    symbol: str
    """as a case names it; HGNC's symbol unless `approved` says otherwise"""
    approved: str
    hgnc: int
    entrez: int | None
    previous: tuple[str, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class HgncTable:
    """Names of genes; keys in upper case."""

    genes: Mapping[str, HgncGene]
    by_name: Mapping[str, str]
    by_entrez: Mapping[int, str]
    shared: Mapping[str, tuple[str, ...]]
    """names that several genes go by -> their symbols"""
    others: frozenset[str]
    """symbols of genes outside the model that sound like one of it"""
    near: Mapping[str, str] = field(default_factory=dict[str, str])
    """names without one of their marks -> the gene"""

    def resolve(self, symbol: str, entrez: str = "") -> str | None:
        """The symbol a case knows, from a symbol, an Entrez number or both; None for a gene outside the model.

        Raises:
            GeneError: the name is shared and no number tells the gene, both disagree, or the number is not one.
        """
        number = _entrez(entrez)
        by_number = self.by_entrez.get(number) if number is not None else None
        word = symbol.strip().upper()
        if word in self.shared:
            if number is not None:
                return by_number
            names = ", ".join(self.shared[word])
            meant = tuple(symbol for symbol, gene in self.genes.items() if gene.approved in self.shared[word])
            expected = "the approved symbol or Entrez_Gene_Id"
            raise GeneError(f"{word!r} is a name of several genes: {names}", expected, meant)
        by_name = self._by_name(word)
        if number is None or by_name == by_number or not word:
            return by_number if not word else by_name
        if by_name is None:
            return by_number  # a name of the gene that the table does not hold
        known = self.genes[by_name].entrez if by_name in self.genes else None
        if by_number is None and known is None:
            return by_name
        meant = tuple(gene for gene in (by_name, by_number) if gene is not None)
        expected = f"{known} for {by_name}" if known is not None else "a symbol and a number of one gene"
        raise GeneError(f"symbol {word!r} and Entrez number {number} are of two genes", expected, meant)

    def _by_name(self, word: str) -> str | None:
        if not word or word in self.others:
            return None
        return self.by_name.get(word) or self.by_name.get(word.replace("-", "").replace(" ", "")) or None

    def typo(self, names: Iterable[str]) -> str:
        """'ERBB22 for ERBB2?' of the first name that differs by one mark from one of the table; '' if none does."""
        for name in names:
            word = name.strip().upper()
            if not 3 < len(word) < 20 or word in self.others:
                continue
            found = (self.near.get(word) or self.by_name.get(one) or self.near.get(one) for one in _shorter(word))
            gene = next((gene for gene in found if gene is not None), None)
            if gene is not None:
                return f"is {word} meant for {gene}?"
        return ""

    def nearest(self, symbol: str) -> str | None:
        """The known name that looks most like `symbol`, as 'NAME' or 'ALIAS (SYMBOL)'."""
        found = difflib.get_close_matches(symbol.strip().upper()[:40], list(self.by_name), n=1, cutoff=0.6)
        if not found:
            return None
        gene = self.by_name[found[0]]
        return gene if found[0] == gene.upper() else f"{found[0]} ({gene})"


def _entrez(text: str) -> int | None:
    """The number; None where none is given (0 and negative numbers stand for none)."""
    word = text.strip()
    if word.upper() in {"", "NA", "NAN", ".", "0"} or re.fullmatch(r"-[0-9]{1,12}|0\.0", word):
        return None
    found = re.fullmatch(r"([0-9]{1,12})(?:\.0)?", word)
    if found is None:
        raise GeneError(f"{word[:40]!r} is not an Entrez gene number", "a whole number, e.g. 2064 for ERBB2")
    return int(found.group(1))


@lru_cache(maxsize=1)
def hgnc_table() -> HgncTable:
    """The frozen table, with the common names of the house where no other gene goes by them."""
    data = read_data("hgnc.yaml")
    genes = {symbol: _gene(symbol, body) for symbol, body in data["genes"].items()}
    shared = {name: tuple(names) for name, names in data["shared"].items()}
    others = frozenset(str(name) for name in data["others"])
    by_name = {name.upper(): gene for name, gene in gene_table().aliases.items()}
    for gene in genes.values():
        by_name |= {name.upper(): gene.symbol for name in (*gene.aliases, *gene.previous, gene.approved)}
    by_name |= {symbol.upper(): genes[symbol].symbol if symbol in genes else symbol for symbol in _symbols(genes)}
    by_name = {name: gene for name, gene in by_name.items() if name not in others and name not in shared}
    by_entrez = {gene.entrez: gene.symbol for gene in genes.values() if gene.entrez is not None}
    near = {shorter: gene for name, gene in by_name.items() if len(name) > 3 for shorter in _shorter(name)}
    return HgncTable(genes, by_name, by_entrez, shared, others, near)


def _shorter(name: str) -> list[str]:
    return [name[:at] + name[at + 1 :] for at in range(len(name))]


def _symbols(genes: Mapping[str, HgncGene]) -> set[str]:
    """Symbols of a case; an older symbol of a gene that is there too is left to that gene."""
    older = {name for gene in genes.values() for name in gene.previous}
    return {symbol for symbol in gene_table().symbols if symbol in genes or symbol not in older}


def _gene(symbol: str, body: Mapping[str, object]) -> HgncGene:
    def names(key: str) -> tuple[str, ...]:
        found = body.get(key, ())
        return tuple(str(name) for name in found) if isinstance(found, list) else ()  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]

    def number(key: str) -> int | None:
        found = body.get(key)
        return int(str(found)) if found is not None else None

    approved = str(body.get("approved", symbol))
    return HgncGene(symbol, approved, number("hgnc") or 0, number("entrez"), names("previous"), names("aliases"))
