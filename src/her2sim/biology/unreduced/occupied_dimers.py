"""Phosphorylation of dimers by how many of their kinases hold lapatinib; the rest of signals.py as it is.

    phosphorylated dimers = sum over occupancies of dimers * r * a / (1 + r * a)      a: from the kinases left free

An average share remains for what the network does not track (SRC on HER2, d16HER2, pairs held by one antibody):
of two kinases each is free as often as HER2 on average.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add

from her2sim.biology.kit import Draft, Mechanism, Pattern
from her2sim.biology.signals import SIGNALS
from her2sim.biology.unreduced.rewrite import View, seen_through

_ENDOSOMAL = {
    "HER2_HER3_NRG1": "HER2_HER3",
    "EGFR_HER2": "EGFR_HER2",
    "EGFR_EGFR": "EGFR_EGFR",
    "EGFR_HER3": "EGFR_HER3",
    "HER2_HER4": "HER2_HER4",
}
"""dimer of signals.py -> its kind in the endosome"""


Dimers = Callable[[Draft, str], tuple[tuple[Pattern, ...], str]]
"""model and occupancy -> patterns of such dimers, and whether matches or complexes are counted"""


def _share(gain: Pattern) -> Pattern:
    return gain / (1 + gain)


class _Occupied(View):
    """Puts the sum over occupancies where the default network has an average."""

    def derived(self, name: str, expression: Pattern, unit: str) -> Pattern:
        if name == "phospho_share_ERBB2":
            gain, free = self["kinase_over_phosphatase_ERBB2"], 1 - self["lapatinib_ERBB2"]
            expression = free**2 * _share(gain) + 2 * free * (1 - free) * _share(gain / 2)
        kind = name.removeprefix("p_")
        if name.startswith("p_") and kind in _GAINS:
            expression = self._phosphorylated(kind)
        return super().derived(name, expression, unit)

    def _phosphorylated(self, kind: str) -> Pattern:
        parts: list[Pattern] = []
        for states, gains in _GAINS[kind].items():
            gain = reduce(add, (factor * self[f"kinase_over_phosphatase_{name}"] for name, factor in gains.items()))
            parts.append(self._amount(kind, states) * _share(gain))
        if kind == "HER2_HER2":
            pairs = 0.5 * self["cross_link_activity"] * self["cross_linked_ERBB2"]
            parts.append(pairs * self["phospho_share_ERBB2"])
        return reduce(add, parts)

    def _amount(self, kind: str, states: str) -> Pattern:
        """Dimers of a kind and occupancy, those in the endosome with the weight of their signal."""
        patterns, per = _SURFACE[kind](self, states)
        amount = self.observable(f"{kind}_{states}", *patterns, per=per)
        if kind not in _ENDOSOMAL:
            return amount
        inside = self["DE"](k=_ENDOSOMAL[kind])
        forms = {states, states[::-1]} if kind == "EGFR_EGFR" else {states}
        sites = [dict(zip("ij", form, strict=False)) for form in sorted(forms)]
        within = self.observable(f"endosomal_{kind}_{states}", *(inside(**form) for form in sites))
        return amount + self["endosome_signal"] * within


def _twins(monomer: str) -> Dimers:
    """Dimers of one receptor: `ff` complexes with both free, `fb` with one."""

    def patterns(m: Draft, states: str) -> tuple[tuple[Pattern, ...], str]:
        one = m[monomer]
        return (one(d=1, i=states[0]) % one(d=1, i=states[1]),), "species" if states == "ff" else "molecules"

    return patterns


def _mixed(first: str, second: str, **ligand: str) -> Dimers:
    """Dimers of two receptors; `states` are those of the ones that bind the drug."""

    def patterns(m: Draft, states: str) -> tuple[tuple[Pattern, ...], str]:
        sites: list[dict[str, str]] = [{"i": state} for state in states] + [{}] * (2 - len(states))
        return (m[first](d=1, **sites[0]) % m[second](d=1, **sites[1], **ligand),), "molecules"

    return patterns


_SURFACE = {
    "HER2_HER2": _twins("HER2"),
    "HER2_HER3_free": _mixed("HER2", "HER3", l="n"),
    "HER2_HER3_NRG1": _mixed("HER2", "HER3", l="h"),
    "EGFR_HER2": _mixed("EGFR", "HER2"),
    "EGFR_EGFR": _twins("EGFR"),
    "EGFR_HER3": _mixed("EGFR", "HER3"),
    "HER2_HER4": _mixed("HER2", "HER4"),
    "P95_HER3": _mixed("P95", "HER3"),
    "P95_HER2": _mixed("P95", "HER2"),
    "P95_P95": _twins("P95"),
}
_GAINS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "HER2_HER2": {"ff": {"ERBB2": 1}, "fb": {"ERBB2": 0.5}},
    "HER2_HER3_free": {"f": {"HER3_by_ERBB2": 1}},
    "HER2_HER3_NRG1": {"f": {"HER3_by_ERBB2": 1}},
    "EGFR_HER2": {"ff": {"both": 1}, "fb": {"EGFR": 0.5}, "bf": {"ERBB2": 0.5}},
    "EGFR_EGFR": {"ff": {"EGFR": 1}, "fb": {"EGFR": 0.5}},
    "EGFR_HER3": {"f": {"HER3_by_EGFR": 1}},
    "HER2_HER4": {"f": {"HER4_by_ERBB2": 1}, "b": {"ERBB4": 0.5}},
    "P95_HER3": {"f": {"HER3_by_p95": 1}},
    "P95_HER2": {"ff": {"p95": 1}, "fb": {"p95": 0.5}, "bf": {"p95": 0.5}},
    "P95_P95": {"ff": {"p95": 1}, "fb": {"p95": 0.5}},
}
"""dimer -> occupancy -> what its gain (kinase over phosphatase) is made of; without a free kinase there is none"""


def signals() -> Mechanism:
    """SIGNALS with dimers by occupancy."""
    return seen_through(SIGNALS, _Occupied)
