"""Who was sequenced, and of which genes: panels, case lists, and else only those a mutation table names.

A sample that is not known to be sequenced is not wild type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from her2sim.case.genes import gene_table
from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.hgnc import GeneError, hgnc_table
from her2sim.case.genomics.maf import Mutations
from her2sim.case.genomics.names import sample_name
from her2sim.case.genomics.tables import Source, open_table


@dataclass(frozen=True)
class Sequenced:
    """What is known of the sequencing of a study."""

    mutations: Mutations | None
    listed: frozenset[str] | None = None
    """samples of the case list; None if there is none"""
    panel_of: Mapping[str, str] | None = None
    """sample -> its panel, '' for none; None if no table tells"""
    panels: Mapping[str, tuple[str, ...]] | None = None
    """panel -> genes"""

    def genes(self, sample: str) -> tuple[frozenset[str] | None, str]:
        """Genes that were sequenced in a sample, None if it was not; and how that is known."""
        if self.mutations is None:
            return None, "there is no table of mutations"
        if self.listed is not None and sample not in self.listed:
            return None, "the sample is not in the case list of sequenced samples"
        if self.panel_of is not None:
            return self._by_panel(sample)
        everything = gene_table().symbols
        if self.listed is not None:
            return everything, "in the case list of sequenced samples"
        if sample in self.mutations.samples:
            return everything, "no case list; taken as sequenced because the table of mutations names it"
        return None, "no case list, and the table of mutations does not name the sample"

    def _by_panel(self, sample: str) -> tuple[frozenset[str] | None, str]:
        panel = (self.panel_of or {}).get(sample, "")
        if not panel or panel.upper() in {"NA", "N/A"}:
            return None, "the gene panel matrix names no panel for the sample"
        if panel.upper() in genomics_data("study.yaml")["whole_exome"]:
            return gene_table().symbols, f"panel {panel}"
        genes = (self.panels or {}).get(panel)
        if genes is None:
            return None, f"the genes of panel {panel} are not told"
        found = {_symbol(gene) for gene in genes}
        return frozenset(gene for gene in found if gene is not None), f"panel {panel}"


def _symbol(gene: str) -> str | None:
    try:
        return hgnc_table().resolve(gene)
    except GeneError:
        return None


def read_panel_matrix(source: Source, file: str | None = None) -> dict[str, str]:
    """Sample -> panel of its mutations, from a gene panel matrix.

    Raises:
        StudyError: the file is not such a table.
    """
    with open_table(source, file) as table:
        at, panel = table.column(("SAMPLE_ID",)), table.column(("MUTATIONS", "MUTATIONS_EXTENDED"))
        if at is None or panel is None:
            raise table.error("this is not a gene panel matrix.", None, "columns SAMPLE_ID and mutations")
        return {sample_name(row.cells[at]): row.cells[panel] for row in table.rows()}
