"""Genes by any of their names; what could be two genes is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.case.genes import gene_table
from her2sim.case.genomics import GeneError, hgnc_table
from her2sim.evidence import load_evidence

TABLE = hgnc_table()


def test_every_gene_of_the_model_is_in_the_frozen_table():
    """If this fails, run `python -m her2sim.case.genomics.build_hgnc` on a download of HGNC."""
    missing = gene_table().symbols - set(TABLE.genes)
    assert {gene for gene in missing if TABLE.resolve(gene) in {None, gene}} == set()


def test_the_frozen_table_and_the_evidence_room_agree_on_hgnc_numbers():
    told = {gene.symbol: gene.hgnc for gene in load_evidence().genes.values() if gene.hgnc}
    assert {symbol: f"HGNC:{TABLE.genes[symbol].hgnc}" for symbol in told} == told


@pytest.mark.parametrize(
    ("symbol", "entrez", "gene"),
    [
        ("PTEN", "", "PTEN"),
        ("pten ", "5728", "PTEN"),
        ("HER2", "", "ERBB2"),
        ("HER-2", "0", "ERBB2"),
        ("", "2064", "ERBB2"),
        ("", "2064.0", "ERBB2"),
        ("MLL3", "", "KMT2C"),
        ("UTX", "", "KDM6A"),
        ("TENT5C", "", "FAM46C"),
        ("MLL2", "8085", "KMT2D"),
        ("A_LATER_NAME", "2064", "ERBB2"),
        ("OR4F5", "79501", None),
        ("", "", None),
    ],
)
def test_a_gene_is_found_by_symbol_previous_symbol_alias_or_number(symbol, entrez, gene):
    assert TABLE.resolve(symbol, entrez) == gene


@pytest.mark.parametrize("symbol", ["TEP1", "HRG", "PDK1", "ERBIN", "ERBB2IP"])
def test_a_symbol_of_another_gene_is_never_taken_for_an_alias(symbol):
    assert TABLE.resolve(symbol) is None


@pytest.mark.parametrize("symbol", ["NEU", "P27", "MLL2", "CD16", "P16"])
def test_a_name_of_several_genes_is_refused_not_guessed(symbol):
    with pytest.raises(GeneError, match="several genes") as caught:
        TABLE.resolve(symbol)
    assert caught.value.genes
    assert "Entrez" in caught.value.expected


@pytest.mark.parametrize(("symbol", "entrez"), [("ERBB2", "5728"), ("PTEN", "7011"), ("PTEN", "1e3"), ("PTEN", "x")])
def test_a_symbol_and_a_number_that_disagree_are_refused(symbol, entrez):
    with pytest.raises(GeneError):
        TABLE.resolve(symbol, entrez)


def test_the_nearest_name_is_told():
    assert TABLE.nearest("ERBB22") == "ERBB2"
    assert TABLE.nearest("HER22") == "HER2 (ERBB2)"
    assert TABLE.nearest("~~~~") is None


@given(st.text(max_size=12), st.text(max_size=8))
def test_any_two_cells_give_a_gene_of_a_case_none_or_a_gene_error(symbol, entrez):
    try:
        gene = TABLE.resolve(symbol, entrez)
    except GeneError:
        return
    assert gene is None or gene_table().find(gene) == gene


def test_no_name_leads_to_two_genes():
    assert not set(TABLE.by_name) & set(TABLE.shared)
    assert not set(TABLE.by_name) & TABLE.others
    assert {gene for gene in TABLE.by_name.values() if gene not in gene_table().symbols} == set()
