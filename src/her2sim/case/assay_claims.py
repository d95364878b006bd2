"""Values of assays (`assays` of a case), read as claims on receptors per cell."""

from __future__ import annotations

from dataclasses import replace

from her2sim.case.claims import COUNTED, INDIRECT, STAINED, Claim, claim
from her2sim.case.schema import Case

RANKS = {"flow": COUNTED, "elisa": STAINED, "mass_spec": STAINED}
"""how directly an assay speaks of receptors; the others do so by RNA, genes or a class of staining"""


def read_assays(case: Case) -> list[Claim]:
    """One claim for every value; each was found readable when the case was read."""
    if not case.assays:
        return []
    from her2sim.case.assays import receptor_from

    claims: list[Claim] = []
    for index, one in enumerate(case.assays):
        found = receptor_from(one.assay, one.gene, one.value, one.unit, **one.context)
        rank = RANKS.get(one.assay, INDIRECT)
        told = claim(found.quantity, found.reading, f"assays[{index}]", one.finding, rank)
        claims.append(replace(told, seen=f"{one.gene} {one.assay} {told.seen}"))
    return claims
