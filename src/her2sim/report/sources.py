"""References of a report: numbered in the order the answer names them, each with its link and how it is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from her2sim.evidence import Reference

UNVERIFIED = "from memory, unverified"


@dataclass(frozen=True)
class Source:
    """One entry of the list of references."""

    number: int
    key: str
    text: str
    link: str
    """'' where nothing is known that could be linked"""
    link_text: str
    mark: str
    """how much of it is unverified; '' if it was seen"""


def number_sources(keys: Iterable[str], known: Mapping[str, Reference] | None = None) -> dict[str, Source]:
    """Every key with its number, text, link and mark, in the order of first mention.

    Args:
        keys: reference keys; repeated ones count once.
        known: the references by key; the shipped evidence if None. A key that is not among them is listed as such.
    """
    if known is None:
        from her2sim.evidence import load_evidence

        known = load_evidence().references
    return {key: _source(number, key, known.get(key)) for number, key in enumerate(dict.fromkeys(keys), start=1)}


def _source(number: int, key: str, reference: Reference | None) -> Source:
    if reference is None:
        return Source(number, key, key, "", "", "not in the evidence")
    if reference.pmid is not None:
        link, text = f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/", f"PMID {reference.pmid}"
    elif reference.doi:
        link, text = f"https://doi.org/{reference.doi}", f"doi:{reference.doi}"
    else:
        link, text = _web(reference.url), "link"
    return Source(number, key, reference.cite, link, text, _mark(reference))


def _mark(reference: Reference) -> str:
    if reference.read == "memory":
        return UNVERIFIED
    return "PMID from memory, unverified" if reference.pmid_status == "memory" else ""


def _web(url: str) -> str:
    return url if url.startswith(("https://", "http://")) else ""
