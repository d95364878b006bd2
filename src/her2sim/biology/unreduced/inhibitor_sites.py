"""Lapatinib as a site of every receptor it binds; the default network has one average occupancy per target.

    HER2, EGFR, p95 (i=f) + drug <-> (i=b)      at the surface and in the endosome, alone and in dimers
    synthesis --> (i=f)                         uptake, recycling and shedding keep the drug where it is

A dimer is phosphorylated by the partners that are free, not by an average: with one of two kinases free its activity
is half. As the phosphorylated share r * a / (1 + r * a) bends, the mean of shares is less than the share of the mean.
Uptake slows for the receptor that holds the drug. A new receptor is free. What other inhibitors leave of a kinase stays
an average (her_kinases.py). HER2 in antibody pairs and d16HER2, which the network does not track, hold the drug as
often as HER2 does on average.

Here every dimer keeps its occupancy for as long as phosphorylation takes. Loose dimers part within a second, so that a
HER3 may meet a free and a held HER2 before it loses its phosphates: for them the truth lies between the two networks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from her2sim.biology.her_kinases import HER_KINASES
from her2sim.biology.igf1r import IGF1R
from her2sim.biology.kit import Draft, Mechanism, Pattern
from her2sim.biology.lapatinib import LAPATINIB
from her2sim.biology.met import MET
from her2sim.biology.p95 import P95
from her2sim.biology.p95_translation import P95_TRANSLATION
from her2sim.biology.receptors import RECEPTORS
from her2sim.biology.shedding import SHEDDING
from her2sim.biology.trafficking import TRAFFICKING
from her2sim.biology.turnover import TURNOVER
from her2sim.biology.unreduced.occupied_dimers import signals
from her2sim.biology.unreduced.rewrite import View, changes, molecules, seen_through, with_sites
from her2sim.errors import NetworkError

_STATES = ("f", "b")
_SITES = {"HER2": ("i",), "EGFR": ("i",), "P95": ("i",), "RE": ("i",), "DE": ("i", "j")}
"""sites for the drug: one of a receptor, one for each receptor of an endosomal dimer"""
_SLOWED = frozenset({"k_int_ERBB2_now", "k_int_bound", "k_int_bound_half"})
"""rates of uptake that a kinase inhibitor on the receptor slows (T010)"""
_AVERAGES = frozenset({"lapatinib_ERBB2", "lapatinib_ERBB2_NRG1", "lapatinib_EGFR"})
"""what the default network knows of the drug on its targets"""

Slot = tuple[int, str, str]
"""number of a molecule on its side of a rule, its site, and the target of the drug it stands for ("" for none)"""


def _targets(kind: str) -> list[str]:
    """Targets in an endosomal receptor or dimer, by its kind: `EGFR_HER2` -> EGFR, ERBB2; HER3 and others have none."""
    return [
        "ERBB2" if part.startswith(("HER2", "P95")) else "EGFR" if part == "EGFR" else "" for part in kind.split("_")
    ]


def slots(side: list[Pattern], numbers: list[int]) -> list[Slot]:
    """Sites for the drug on some molecules of one side of a rule."""
    found: list[Slot] = []
    for number in numbers:
        molecule = side[number]
        name = molecule.monomer.name
        targets = _targets(molecule.site_conditions["k"] if name in {"RE", "DE"} else name)
        found += [(number, site, target) for site, target in zip(_SITES.get(name, ()), targets, strict=False)]
    return found


class _Sited(View):
    """Gives receptors a site for the drug and carries what is on it through every change of form."""

    def monomer(self, name: str, unit: str = "molecule", **sites: tuple[str, ...]) -> Pattern:
        return super().monomer(name, unit, **sites, **dict.fromkeys(_SITES.get(name, ()), _STATES))

    def initial(self, pattern: Pattern, amount: Pattern | str) -> None:
        super().initial(pattern(**dict.fromkeys(_SITES.get(pattern.monomer.name, ()), "f")), amount)

    def __getitem__(self, name: str) -> Pattern:
        """As of a receptor that holds no lapatinib: the averages the default network reads are 0 here."""
        return 0 if name in _AVERAGES else super().__getitem__(name)

    def both(self, name: str, rule: Pattern, forward: Pattern | str, backward: Pattern | str) -> None:
        left, right = (molecules(side) for side in (rule.reactant_pattern, rule.product_pattern))
        gone, made = changes(rule)
        if slots(left, gone) or slots(right, made):
            raise NetworkError(f"the rule {name} changes the form of a receptor both ways: write it as two rules")
        super().both(name, rule, forward, backward)

    def rule(self, name: str, rule: Pattern, rate: Pattern | str) -> None:
        left, right = molecules(rule.reactant_pattern), molecules(rule.product_pattern)
        gone, made = changes(rule)
        before, after = slots(left, gone), slots(right, made)
        empty: dict[int, dict[str, Pattern]] = {}
        for number in made:
            empty[number] = dict.fromkeys(_SITES.get(right[number].monomer.name, ()), "f")
        kept = _carried(before, after)
        twins = _twins(left, kept)
        for states in product(_STATES, repeat=len(kept)):
            if twins and states == _STATES[::-1]:
                continue
            old: dict[int, dict[str, Pattern]] = {}
            new = {number: dict(sites) for number, sites in empty.items()}
            for (source, target), state in zip(kept, states, strict=True):
                old.setdefault(source[0], {})[source[1]] = state
                new[target[0]][target[1]] = state
            suffix = f"_{''.join(states)}" if "b" in states else ""
            super().rule(f"{name}{suffix}", with_sites(rule, old, new), self._slowed(rate, states))

    def _slowed(self, rate: Pattern | str, states: tuple[str, ...]) -> Pattern | str:
        name = rate if isinstance(rate, str) else rate.name
        if name not in _SLOWED or "b" not in states:
            return rate
        known = self.model.components.get(f"{name}_held")
        return (
            known
            if known is not None
            else self.derived(f"{name}_held", self[name] * (1 - self["uptake_block_TKI"]), "1/h")
        )


def _carried(before: list[Slot], after: list[Slot]) -> list[tuple[Slot, Slot]]:
    """Which site takes over from which: those of one target, in the order in which the rule names them."""
    left, kept = list(before), list[tuple[Slot, Slot]]()
    for slot in after:
        same = [old for old in left if slot[2] and old[2] == slot[2]]
        if same:
            left.remove(same[0])
            kept.append((same[0], slot))
    return kept


def _twins(left: list[Pattern], kept: list[tuple[Slot, Slot]]) -> bool:
    """Whether the two sites carried are on two molecules that the rule does not tell apart: f,b is then b,f."""
    numbers = {source[0] for source, _ in kept}
    if len(kept) != 2 or len(numbers) != 2:
        return False
    one, other = (left[number] for number in sorted(numbers))
    return one.monomer is other.monomer and one.site_conditions == other.site_conditions


def _rates(m: Draft) -> None:
    drug = m.drug("lapatinib")
    for target, fold in (("ERBB2", m["ERBB2_fold_lapatinib"]), ("EGFR", 1)):
        affinity = m[f"Ki_lapatinib_{target}"] * fold
        m.derived(f"on_lapatinib_{target}", m["koff_lapatinib"] / affinity * drug, "1/h")
    m.derived("koff_lapatinib_NRG1", m["koff_lapatinib"] * (m["lapatinib_NRG1_fold"] - 1), "1/h")


def bind(m: Draft, name: str, molecule: Pattern, site: str, target: str) -> None:
    """The drug on one site of a molecule, whatever else it holds."""
    free, held = molecule(**{site: "f"}), molecule(**{site: "b"})
    m.both(f"bind_lapatinib_{name}", free | held, f"on_lapatinib_{target}", "koff_lapatinib")


def _endosomal(m: Draft) -> Iterator[tuple[Pattern, str, str, str]]:
    """Endosomal receptors with a target: molecule, kind, site, target."""
    for name in ("RE", "DE"):
        molecule = m[name]
        for kind in molecule.site_states["k"]:
            for site, target in zip(_SITES[name], _targets(kind), strict=False):
                if target:
                    yield molecule(k=kind), kind, site, target


def _in_endosome(m: Draft) -> None:
    for molecule, kind, site, target in _endosomal(m):
        bind(m, f"{kind}_{site}_inside", molecule, site, target)
    driven = m["DE"](k="HER2_HER3", i="b") >> m["DE"](k="HER2_HER3", i="f")
    m.rule("lose_lapatinib_beside_HER3_inside", driven, "koff_lapatinib_NRG1")
    for symbol, target in (("HER2", "ERBB2"), ("EGFR", "EGFR")):
        inside = [(molecule, site) for molecule, kind, site, at in _endosomal(m) if at == target and "P95" not in kind]
        held = m.observable(f"held_{target}", m[symbol](i="b"), *(molecule(**{site: "b"}) for molecule, site in inside))
        free = m.observable(f"open_{target}", m[symbol](i="f"), *(molecule(**{site: "f"}) for molecule, site in inside))
        m.derived(f"lapatinib_{target}", held / (held + free + m["floor_ERBB2"]), "1")


def _on_receptors(m: Draft) -> None:
    bind(m, "HER2", m["HER2"](), "i", "ERBB2")
    bind(m, "EGFR", m["EGFR"](), "i", "EGFR")
    her2, her3 = m["HER2"], m["HER3"](d=1, l="h")
    driven = her2(d=1, i="b") % her3 >> her2(d=1, i="f") % her3
    m.rule("lose_lapatinib_beside_HER3", driven, "koff_lapatinib_NRG1")


def _on_p95(m: Draft) -> None:
    bind(m, "p95", m["P95"](), "i", "ERBB2")


INHIBITOR_SITES: tuple[Mechanism, ...] = (
    replace(LAPATINIB, rules=_rates, reductions=()),
    seen_through(HER_KINASES, _Sited),
    seen_through(RECEPTORS, _Sited, _on_receptors),
    seen_through(TRAFFICKING, _Sited, _in_endosome),
    seen_through(P95, _Sited, _on_p95),
    seen_through(SHEDDING, _Sited),
    seen_through(MET, _Sited),
    seen_through(IGF1R, _Sited),
    seen_through(TURNOVER, _Sited),
    seen_through(P95_TRANSLATION, _Sited),
    signals(),
)
