"""Puts records into short plain words: numbers with unit and range, status marks, citations."""

from __future__ import annotations

from her2sim.evidence.knowledge import Reference, Shift
from her2sim.evidence.record import STATUS_MARKS, Status


def mark(status: Status) -> str:
    """How a record is known, e.g. 'from memory, unverified'."""
    return STATUS_MARKS[status]


def number(value: float | None, unit: str = "", low: float | None = None, high: float | None = None) -> str:
    """A value with range and unit, e.g. '11 (1 to 30) ng/mL', '6 to 14 h'; '' if nothing is known."""
    suffix = f" {unit}" if unit not in {"", "1", "none"} else ""
    if value is None and low is None and high is None:
        return ""
    if low is None and high is None:
        return f"{value:.4g}{suffix}"
    if low is None or high is None:
        bound = f"at least {low:.4g}" if low is not None else f"at most {high:.4g}"
        return f"{bound}{suffix}" if value is None else f"{value:.4g} ({bound}){suffix}"
    if value is None:
        return f"{low:.4g} to {high:.4g}{suffix}"
    return f"{value:.4g} ({low:.4g} to {high:.4g}){suffix}"


def shift(name: str, move: Shift) -> str:
    """What an alteration does to a quantity, e.g. 'PTEN_level = 0.03 (0 to 0.15), size a guess'."""
    sign = "=" if move.value is not None else "x"
    return f"{name} {sign} {number(move.centre, '', move.low, move.high)}, size {mark(move.status)}"


def citation(reference: Reference) -> str:
    """A reference and, on a second line, its identifiers; what is not verified is said in words."""
    ids: list[str] = []
    if reference.pmid is not None:
        doubt = " (from memory, unverified)" if reference.pmid_status == "memory" else ""
        ids.append(f"PMID {reference.pmid}{doubt}")
    if reference.doi:
        ids.append(f"doi:{reference.doi}")
    elif reference.url:
        ids.append(reference.url)
    if reference.read == "memory":
        ids.append("[text not read: unverified]")
    elif reference.read == "listed":
        ids.append("[known from a bibliography, text not read]")
    return "\n".join(part for part in (reference.cite, "  ".join(ids)) if part)
