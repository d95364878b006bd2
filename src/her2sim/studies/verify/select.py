"""Which claims `--only` picks: by id, category, mechanism, therapy, gene, drug or a word of the statement."""

from __future__ import annotations

import re
from collections.abc import Sequence

from her2sim.case.genes import gene_table
from her2sim.evidence import load_evidence
from her2sim.evidence.reading import nearest
from her2sim.studies.verify.problems import ClaimError
from her2sim.studies.verify.reading import ReadClaim


def select(claims: Sequence[ReadClaim], terms: Sequence[str]) -> tuple[ReadClaim, ...]:
    """The claims that any of the terms fits; all of them without terms.

    Raises:
        ClaimError: a term fits no claim.
    """
    wanted = [term.strip() for term in terms if term.strip()]
    if not wanted:
        return tuple(claims)
    kept: set[str] = set()
    for term in wanted:
        found = {read.claim.id for read in claims if fits(read, term)}
        if not found:
            known = {name for read in claims for name in (read.claim.id, *_names(read))}
            raise ClaimError("this fits no claim.", where="--only", got=term, hint=nearest(term, known))
        kept |= found
    return tuple(read for read in claims if read.claim.id in kept)


def fits(read: ReadClaim, term: str) -> bool:
    """Whether a term fits a claim."""
    wanted = term.lower()
    if wanted in {name.lower() for name in (read.claim.id, read.claim.category, *_names(read))}:
        return True
    gene = gene_table().find(term)
    if gene is not None and gene in genes_of(read):
        return True
    text = " ".join((read.claim.statement, read.claim.expected, read.claim.category)).lower()
    return re.search(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z0-9])", text) is not None


def drugs_of(read: ReadClaim) -> tuple[str, ...]:
    """Drugs and ligands of the arms, each once."""
    names = [drug.drug for arm in read.arms.values() for drug in arm.drugs]
    names += [ligand.ligand for arm in read.arms.values() for ligand in arm.ligands]
    names += [str(getattr(readout, "drug")) for readout in read.claim.readouts.values() if hasattr(readout, "drug")]  # noqa: B009
    return tuple(dict.fromkeys(names))


def genes_of(read: ReadClaim) -> frozenset[str]:
    """Genes of the mechanisms and alterations of a claim."""
    evidence, table = load_evidence(), gene_table()
    found = {gene for key in read.claim.mechanisms for gene in evidence.mechanisms[key].genes}
    keys = [key for arm in read.arms.values() for key in arm.alterations]
    found |= {gene for key in keys if (gene := table.find(key)) is not None}
    return frozenset(found | {evidence.profile[key].gene for key in keys if key in evidence.profile})


def _names(read: ReadClaim) -> tuple[str, ...]:
    cells = [cell for arm in read.arms.values() for cell in (arm.cell, *(arm.cells or ())) if cell]
    return (*read.claim.mechanisms, *read.claim.therapies, *drugs_of(read), *cells)
