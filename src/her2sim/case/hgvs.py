"""Protein changes in HGVS p. notation: read both the one-letter and the three-letter form, print both.

    p.H1047R  <->  p.His1047Arg        p.R130*  <->  p.Arg130Ter        p.T319fs  <->  p.Thr319fs

Read as well, because mutation tables hold them: no `p.`, brackets of a predicted change, X for a stop, `p.X342_splice`.
Only the notation is judged here; which change means what for the model stands in `variants.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

_Namer = Callable[[str], str]
Kind = Literal[
    "missense",
    "synonymous",
    "nonsense",
    "frameshift",
    "deletion",
    "duplication",
    "insertion",
    "delins",
    "splice",
    "start_lost",
    "stop_lost",
    "unknown",
]

THREE: Mapping[str, str] = MappingProxyType(
    {
        "A": "Ala", "R": "Arg", "N": "Asn", "D": "Asp", "C": "Cys", "Q": "Gln", "E": "Glu", "G": "Gly", "H": "His",
        "I": "Ile", "L": "Leu", "K": "Lys", "M": "Met", "F": "Phe", "P": "Pro", "S": "Ser", "T": "Thr", "W": "Trp",
        "Y": "Tyr", "V": "Val", "U": "Sec", "*": "Ter",
    }
)  # fmt: skip
ONE: Mapping[str, str] = MappingProxyType({three: one for one, three in THREE.items()})

_RESIDUE = "(?:" + "|".join(sorted(ONE, key=len)) + r"|[ARNDCQEGHILKMFPSTWYVU*])"
_NUMBER = "[1-9][0-9]{0,4}"  # no protein is longer
_RES1 = f"(?P<first>{_RESIDUE})(?P<start>{_NUMBER})"
_RES2 = f"(?:_(?P<last>{_RESIDUE})(?P<end>{_NUMBER}))?"
_SEQUENCE = f"(?P<new>{_RESIDUE}+)"
_FORMS: tuple[tuple[Kind, str], ...] = (
    ("splice", rf"(?P<first>X|{_RESIDUE})(?P<start>{_NUMBER})_splice"),
    ("frameshift", _RES1 + rf"(?P<new>{_RESIDUE})?fs(?:(?:\*|Ter|X)(?P<stop>\?|{_NUMBER})?)?"),
    ("stop_lost", rf"(?P<first>\*|Ter)(?P<start>{_NUMBER})(?P<new>{_RESIDUE})?"
                     rf"ext(?:(?:\*|Ter|X)(?P<stop>\?|{_NUMBER})?)?"),
    ("delins", _RES1 + _RES2 + "delins" + _SEQUENCE),
    ("deletion", _RES1 + _RES2 + "del"),
    ("duplication", _RES1 + _RES2 + "dup"),
    ("insertion", _RES1 + _RES2 + "ins" + _SEQUENCE),
    ("synonymous", _RES1 + "="),
    ("start_lost", r"(?P<first>M|Met)(?P<start>1)\?"),
    ("missense", _RES1 + rf"(?P<new>{_RESIDUE}|X)"),
)  # fmt: skip
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple((kind, re.compile(pattern)) for kind, pattern in _FORMS)


class HgvsError(ValueError):
    """A protein change that is not HGVS p.

    `expected` says what was looked for, `hint` is the nearest change that can be read, if there is one.
    """

    def __init__(self, problem: str, expected: str, hint: str | None = None) -> None:
        self.problem, self.expected, self.hint = problem, expected, hint
        super().__init__(problem)


@dataclass(frozen=True)
class ProteinChange:
    """One change of one protein; residues in one-letter code, '' where the notation gives none."""

    kind: Kind
    first: str = ""
    start: int = 0
    last: str = ""
    end: int = 0
    new: str = ""
    stop: str = ""
    """frameshift and lost stop: position of the new stop, as written ('6', '?', '')"""

    @property
    def short(self) -> str:
        """One-letter form, e.g. 'p.H1047R'; the form of mutation tables."""
        return _print(self, lambda residue: residue)

    @property
    def long(self) -> str:
        """Three-letter form, e.g. 'p.His1047Arg'; the canonical one."""
        return _print(self, lambda residue: THREE.get(residue, residue))

    @property
    def truncating(self) -> bool:
        """Whether the protein is cut short or not made: stop, frameshift, splice site or lost start."""
        return self.kind in {"nonsense", "frameshift", "splice", "start_lost"}

    @property
    def in_frame(self) -> bool:
        """Whether residues are gained or lost in frame."""
        return self.kind in {"deletion", "duplication", "insertion", "delins"}


_EXPECTED = "an HGVS p. change, e.g. 'p.H1047R', 'p.R130*', 'p.T319fs', 'p.E746_A750del', 'p.Y772_A775dup'"


def parse_protein_change(text: str) -> ProteinChange:
    """Read one protein change.

    Raises:
        HgvsError: the text is not HGVS p.; carries what was expected and the nearest change that can be read.
    """
    body = _body(text)
    change = _read(body)
    if change is not None:
        _check_order(change, text)
        return change
    raise _explain(text, body)


def _body(text: str) -> str:
    body = re.sub(r"\s+", "", text)
    body = re.sub(r"^(?:[A-Z]{2}_[0-9]+(?:\.[0-9]+)?:)?[pP]\.", "", body)
    return body[1:-1] if body.startswith("(") and body.endswith(")") else body


def _read(body: str) -> ProteinChange | None:
    if body in {"?", "0", "0?"}:
        return ProteinChange("start_lost", "M", 1) if body.startswith("0") else ProteinChange("unknown")
    for kind, pattern in _PATTERNS:
        found = pattern.fullmatch(body)
        if found is not None:
            return _build(kind, {name: value or "" for name, value in found.groupdict().items()})
    return None


def _build(kind: Kind, part: Mapping[str, str]) -> ProteinChange | None:
    first, last = _one(part["first"]), _one(part.get("last", ""))
    new = _one("*" if part.get("new") == "X" else part.get("new", ""))
    start, end = int(part["start"]), int(part.get("end") or 0)
    if kind == "missense":
        kind = _kind_of_substitution(first, start, new)
        new = "" if kind in {"synonymous", "start_lost"} else new
    if kind == "insertion" and not last:
        return None
    if kind == "splice":
        first = "X"
    return ProteinChange(kind, first, start, last, end, new, part.get("stop", ""))


def _kind_of_substitution(first: str, start: int, new: str) -> Kind:
    if first == new:
        return "synonymous"
    if first == "*":
        return "stop_lost"
    if first == "M" and start == 1:
        return "start_lost"
    return "nonsense" if new == "*" else "missense"


def _one(residues: str) -> str:
    """Residues in one-letter code, from either code."""
    parts: list[str] = re.findall(r"[A-Z][a-z]{2}|.", residues)
    return "".join(ONE.get(part, part) for part in parts)


def _check_order(change: ProteinChange, text: str) -> None:
    if not change.end:
        return
    if change.end <= change.start:
        raise HgvsError(f"{text!r} ends before it starts.", "the first position smaller than the last")
    if change.kind == "insertion" and change.end != change.start + 1:
        raise HgvsError(f"{text!r} inserts between residues that are not neighbours.", "p.A775_G776ins..")


def _explain(text: str, body: str) -> HgvsError:
    if re.fullmatch(rf"{_RESIDUE}{_NUMBER}", body):
        return HgvsError(f"{text!r} has no new amino acid.", _EXPECTED)
    if re.match(r"[cgnmr]\.", body):
        return HgvsError(f"{text!r} is a change of DNA or RNA, not of the protein.", _EXPECTED)
    hint = _nearest(body)
    return HgvsError(f"{text!r} is not HGVS p.", _EXPECTED, hint)


def _nearest(body: str) -> str | None:
    """Undo what fingers and scanners do: letter O for zero, l or I for one, wrong case, a stray mark."""
    for candidate in (body.strip(".,;:'\""), _capitals(body), _digits(body), _digits(_capitals(body))):
        change = _read(candidate)
        if change is not None:
            return change.short
    return None


def _digits(body: str) -> str:
    middle = body[1:-1].replace("O", "0").replace("o", "0").replace("l", "1").replace("I", "1")
    return body[:1] + middle + body[-1:]


def _capitals(body: str) -> str:
    threes = {three.lower(): three for three in ONE}
    if re.fullmatch(r"[a-zA-Z]{3}[0-9]+[a-zA-Z]{3}", body):
        return threes.get(body[:3].lower(), body[:3]) + body[3:-3] + threes.get(body[-3:].lower(), body[-3:])
    return body[:1].upper() + body[1:-1] + body[-1:].upper()


def _print(change: ProteinChange, name: _Namer) -> str:
    if change.kind == "unknown":
        return "p.?"
    if change.kind == "start_lost":
        return f"p.{name('M')}1?"
    if change.kind == "splice":
        return f"p.X{change.start}_splice"
    place = f"{name(change.first)}{change.start}"
    if change.last:
        place += f"_{name(change.last)}{change.end}"
    new = "".join(name(residue) for residue in change.new)
    return f"p.{place}{_tail(change, new, name('*'))}"


def _tail(change: ProteinChange, new: str, stop: str) -> str:
    forms = {
        "synonymous": "=",
        "frameshift": f"{new}fs{stop + change.stop if change.stop else ''}",
        "stop_lost": f"{new}ext{stop + change.stop if change.stop else ''}",
        "deletion": "del",
        "duplication": "dup",
        "insertion": f"ins{new}",
        "delins": f"delins{new}",
    }
    return forms.get(change.kind, new)
