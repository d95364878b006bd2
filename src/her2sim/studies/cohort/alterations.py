"""What is altered in which sample, in genes of the model: the cells of an alteration strip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from her2sim.case.genomics import Study

COPIES = {
    "amplification": "amplification",
    "gain": "gain",
    "loss": "loss",
    "shallow deletion": "loss",
    "deep deletion": "deep deletion",
}
"""words of a case -> kinds of the strip"""


@dataclass(frozen=True)
class Alteration:
    """One cell of the strip."""

    sample: str
    gene: str
    kind: str
    """amplification, gain, loss, deep deletion, mutation, or unknown mutation (the model holds nothing on it)"""
    text: str
    """e.g. 'p.H1047R'"""


def alterations(study: Study, samples: Iterable[str]) -> tuple[Alteration, ...]:
    """Copies and mutations of some samples, in genes of which the model has a quantity."""
    found: list[Alteration] = []
    for name in samples:
        sample = study.samples[name]
        for gene, finding in sample.case.copy_number.items():
            kind = COPIES.get(str(finding.value))
            if kind is not None:
                found.append(Alteration(name, gene, kind, str(finding.value)))
        for variant in sample.variants:
            if variant.verdict != "not in the model":
                kind = "unknown mutation" if variant.verdict == "unknown" else "mutation"
                found.append(Alteration(name, variant.gene, kind, variant.change))
    return tuple(found)
