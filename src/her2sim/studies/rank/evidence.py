"""How far the combination of drugs has been studied: the curated table `data/combination_evidence.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from her2sim.evidence import Status
from her2sim.studies.rank.settings import table


@dataclass(frozen=True)
class Support:
    """What is known of one set of drugs given together."""

    level: str
    """of `levels()`"""
    trial: str = ""
    pmid: int | None = None
    pmid_status: str = "none"
    """seen, memory or none"""
    references: tuple[str, ...] = ()
    """keys of the evidence"""
    status: Status = "memory"
    note: str = ""
    parts: str = ""
    """where the whole is not known: the largest part of it that is, and its level"""

    @property
    def text(self) -> str:
        """In words, with what is unchecked marked."""
        marks = "" if self.status == "read" or self.level == NONE else " (from memory)"
        source = f", PMID {self.pmid}" if self.pmid else ""
        said = "; ".join(part for part in (self.trial + source, self.note, self.parts) if part)
        return f"{self.level}{marks}" + (f": {said}" if said else "")


NONE = "none found"
"""level of a combination that the table does not hold; trials of it may exist"""


def levels() -> tuple[str, ...]:
    """Levels from the highest to the lowest."""
    return tuple(str(one) for one in table("combination_evidence")["order"])


@lru_cache(maxsize=1)
def known() -> dict[frozenset[str], Support]:
    """The records by their set of INN."""
    return {
        frozenset(record["drugs"]): Support(
            level=str(record["level"]),
            trial=str(record.get("trial", "")),
            pmid=record.get("pmid"),
            pmid_status=str(record.get("pmid_status", "none")),
            references=tuple(record.get("references", ())),
            status=record["status"],
            note=str(record.get("note", "")),
        )
        for record in table("combination_evidence")["records"]
    }


def support(drugs: Sequence[str]) -> Support:
    """What is known of drugs given together, INN; where the whole is not known, its largest known part is named."""
    wanted = frozenset(drugs)
    if wanted in known():
        return known()[wanted]
    order = levels()
    inside = [group for group in known() if group < wanted]
    if not inside:
        return Support(NONE)
    best = min(inside, key=lambda group: (-len(group), order.index(known()[group].level), sorted(group)))
    part = " + ".join(drug for drug in drugs if drug in best)
    return Support(NONE, parts=f"{part}: {known()[best].level}")
