"""Trastuzumab with both its arms: which two HER2 an antibody holds is tracked; the default network pools them.

    HER2(t=b) + HER2(t=n) --k_crosslink--> HER2(t=x,q=1):HER2(t=x,q=1)      q: the antibody between them
    HER2(t=x,q=1):HER2(t=x,q=1) --off of one arm--> HER2(t=b) + HER2(t=n)   either arm may let go, of a monomer

An antibody held by one arm is t=b, and by two the bond q between its receptors. A pair forms of two monomers. Each of
the two may then enter a dimer with a receptor that no antibody pairs, as in the default network. Two receptors that
antibodies pair do not dimerise with each other: chains without end would follow, and what the two of one antibody do
to each other is `cross_link_activity`. A pair is taken up as one, at the mean of the rates that its two receptors have
in the default network, so that as many receptors go. When one of a pair is cut, the antibody stays on the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement

from her2sim.biology.igf1r import IGF1R
from her2sim.biology.kit import Draft, Mechanism, Pattern
from her2sim.biology.receptors import RECEPTORS
from her2sim.biology.shedding import SHEDDING
from her2sim.biology.trafficking import TRAFFICKING
from her2sim.biology.trastuzumab import TRASTUZUMAB
from her2sim.biology.turnover import TURNOVER
from her2sim.biology.unreduced.rewrite import View, changes, molecules, seen_through, with_sites
from her2sim.errors import NetworkError

_REWRITTEN = frozenset(
    {
        *(
            f"uptake_{kind}_x{dimer}"
            for kind in ("HER2T", "HER2")
            for dimer in ("", "_from_HER2_HER2", "_from_EGFR_free")
        ),
        "shed_trastuzumab_x",
        "shed_trastuzumab_x_from_HER2_HER2",
        "dimer_HER2_HER2",
    }
)
"""rules on HER2 held by two arms, written for pairs below"""
_LIMITED = frozenset({"uptake_EGFR_HER2", "uptake_HER2_HER3", "uptake_HER2_HER4", "uptake_IGF1R_HER2"})
"""rules that take away HER2 whatever holds it: kept for those without a pair, written for pairs below"""


class _Unpaired(View):
    """Keeps the default rules off pairs: HER2 made is unpaired, and so is HER2 taken away."""

    def monomer(self, name: str, unit: str = "molecule", **sites: tuple[str, ...]) -> Pattern:
        return super().monomer(name, unit, **sites, **({"q": ()} if name == "HER2" else {}))

    def initial(self, pattern: Pattern, amount: Pattern | str) -> None:
        super().initial(pattern(q=None) if pattern.monomer.name == "HER2" else pattern, amount)

    def observable(self, name: str, *patterns: Pattern, per: str = "molecules") -> Pattern:
        return None if name == "HER2_HER2" else super().observable(name, *patterns, per=per)

    def rule(self, name: str, rule: Pattern, rate: Pattern | str) -> None:
        if name in _REWRITTEN:
            return
        left, right = molecules(rule.reactant_pattern), molecules(rule.product_pattern)
        gone, made = changes(rule)
        gone = [place for place in gone if left[place].monomer.name == "HER2"]
        for place in gone:
            if left[place].site_conditions.get("t", "x") == "x" and name not in _LIMITED and not _masked(left[place]):
                raise NetworkError(
                    f"the rule {name} takes HER2 away that an antibody may hold in a pair: say what follows"
                )
        made = [place for place in made if right[place].monomer.name == "HER2"]
        super().rule(name, with_sites(rule, dict.fromkeys(gone, _FREE), dict.fromkeys(made, _FREE)), rate)

    def both(self, name: str, rule: Pattern, forward: Pattern | str, backward: Pattern | str) -> None:
        if name not in _REWRITTEN:
            super().both(name, rule, forward, backward)


_FREE: dict[str, Pattern] = {"q": None}


def _masked(molecule: Pattern) -> bool:
    return molecule.site_conditions.get("m") == "y"


def _dimers(m: Draft) -> None:
    import pysb

    her2 = m["HER2"]
    for name, q in (("", None), ("_paired", pysb.ANY)):
        first, second = her2(d=None, q=q), her2(d=None, q=None)
        m.both(f"dimer_HER2_HER2{name}", first + second | first(d=1) % second(d=1), "on_HER2_HER2", "koff_HER2_HER2")
    loose = m.observable("HER2_HER2_unpaired", her2(d=1, q=None) % her2(d=1, q=None), per="species")
    held = m.observable("HER2_HER2_paired", her2(d=1, q=pysb.ANY) % her2(d=1, q=None))
    m.derived("HER2_HER2", loose + held, "molecule")


@dataclass(frozen=True)
class _Place:
    """Where one receptor of a pair is, and what becomes of it when the pair is taken up."""

    name: str
    rate: str
    """at which the default network takes it up"""
    partner: Pattern = None
    stays: Pattern = None
    """what its dimer leaves at the surface"""
    endosome: Pattern = None
    """of a ligand-driven dimer, which goes along"""

    def receptor(self, m: Draft, bond: int) -> Pattern:
        her2 = m["HER2"](d=None if self.partner is None else bond, t="x", m="n", q=9)
        return her2 if self.partner is None else her2 % self.partner(d=bond)


def _places(m: Draft) -> Iterator[_Place]:
    egfr, her2, endosomal = m["EGFR"], m["HER2"], m["DE"]
    yield _Place("alone", "k_int_bound")
    yield _Place("HER2_HER2", "k_int_bound", her2(q=None), her2(d=None, q=None))
    yield _Place("EGFR_free", "k_int_bound", egfr(l="n"), egfr(d=None, l="n"))
    for kind, partner, rate in (
        ("EGFR_HER2", egfr(l="e"), "k_int_EGFR_HER2"),
        ("HER2_HER3", m["HER3"](l="h"), "k_int_HER2_HER3"),
        ("HER2_HER4", m["HER4"](l="h"), "k_int_HER2_HER3"),
        ("IGF1R_HER2", m["IGF1R"](l="i"), "k_int_IGF1R"),
    ):
        yield _Place(kind, rate, partner, endosome=endosomal(k=kind, m="n"))


def _uptake(m: Draft) -> None:
    """A pair goes as one: the antibody with a receptor outside a driven dimer, and what is in one is forgotten."""
    for first, second in combinations_with_replacement(_places(m), 2):
        pair = first.receptor(m, 1) % second.receptor(m, 2)
        singles = iter((m["RE"](k="HER2T"), m["RE"](k="HER2")))
        products = [next(singles) if place.endosome is None else place.endosome for place in (first, second)]
        products += [place.stays for place in (first, second) if place.stays is not None]
        together = products[0]
        for product in products[1:]:
            together = together + product
        name = f"{first.name}_{second.name}"
        rate = m.derived(f"k_int_pair_{name}", (m[first.rate] + m[second.rate]) / 2, "1/h")
        m.rule(f"uptake_pair_{name}", pair >> together, rate)


def _shed(m: Draft) -> None:
    her2, left = m["HER2"], m["HER2"](t="b", q=None)
    product = m["P95"](d=None, k="s") + m["SolubleHER2"](s="f")
    pair = her2(d=None, t="x", m="n", q=9) % her2(t="x", q=9)
    m.rule("shed_pair", pair >> product + left, "k_shed_bound")
    pair = her2(d=1, t="x", m="n", q=9) % her2(d=1, q=None) % her2(t="x", q=9)
    m.rule("shed_pair_from_HER2_HER2", pair >> product + her2(d=None, q=None) + left, "k_shed_bound")


def _trastuzumab(m: Draft) -> None:
    her2 = m["HER2"]
    on = m.derived("on_trastuzumab", m["kon_trastuzumab"] * m["domain_IV_free_nM"], "1/h")
    off = m.derived("off_trastuzumab", m["kon_trastuzumab"] * m["Kd_trastuzumab"], "1/h")
    free, one = her2(d=None, t="n", m="n", q=None), her2(d=None, t="b", m="n", q=None)
    held = her2(d=None, t="x", m="n", q=9)
    m.both("bind_trastuzumab", free | one, on, off)
    m.rule("cross_link", one + free >> held % held, "k_crosslink")
    letting = her2(d=None, t="x", q=9) % her2(t="x", q=9)
    m.rule("release_arm", letting >> her2(d=None, t="n", q=None) + her2(t="b", q=None), off)
    _uptake(m)
    _shed(m)
    m.observable("trastuzumab_one_arm", her2(t="b"))
    m.observable("trastuzumab_two_arms", her2(t="x"))
    m.observable("cross_linked_ERBB2", her2(d=None, t="x", q=9) % her2(d=None, t="x", q=9))
    m.derived("bound_trastuzumab", m["trastuzumab_one_arm"] + 0.5 * m["trastuzumab_two_arms"], "molecule")


CROSSLINK: tuple[Mechanism, ...] = (
    seen_through(RECEPTORS, _Unpaired, _dimers),
    seen_through(TRAFFICKING, _Unpaired),
    seen_through(SHEDDING, _Unpaired),
    seen_through(IGF1R, _Unpaired),
    seen_through(TURNOVER, _Unpaired),
    replace(
        TRASTUZUMAB,
        needs=(*TRASTUZUMAB.needs, "trafficking", "shedding", "igf1r"),
        rules=_trastuzumab,
        reductions=(
            "Receptors that antibodies pair do not dimerise with each other.",
            "Monomers bind antibody and are let go; a dimer that allows it binds after it parts.",
        ),
    ),
)
