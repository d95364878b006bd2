"""What a mechanism of this room says of itself: its evidence, its parameters, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TumourMechanism:
    """One mechanism outside the network; it lives in the file of its name."""

    name: str
    """the file here and in evidence/data/parameters"""
    does: str
    """in half a sentence"""
    evidence: tuple[str, ...]
    """mechanisms and therapies it stands on; empty for what every treatment of tumours has in common"""
    parameters: tuple[str, ...]
    """fields of TumourParameters, with prior and source in the evidence"""
    reductions: tuple[str, ...] = ()
    """what is left out, and what stands in its place"""
