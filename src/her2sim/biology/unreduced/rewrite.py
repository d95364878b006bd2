"""Seeing a draft otherwise: a mechanism of the default network writes its rules, and a variant changes them on the way.

    View(draft)              shares the draft's model; a subclass overrides `rule`, `monomer`, `derived`, ...
    gone, made = changes(rule)    which molecules a rule takes away and which it makes

So a variant follows its network: what the default mechanism says is not said twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from her2sim.biology.kit import Draft, Mechanism, Pattern

Sites = Mapping[int, Mapping[str, Pattern]]
"""number of a molecule on its side of a rule -> sites to add to its pattern"""


class View(Draft):
    """One draft seen through other methods; what is written through either is in both."""

    def __init__(self, draft: Draft) -> None:
        self.__dict__ = draft.__dict__


def seen_through(mechanism: Mechanism, view: type[View], more: Callable[[Draft], None] | None = None) -> Mechanism:
    """A mechanism whose rules are written through `view`, and then those of `more` as they are."""

    def rules(m: Draft) -> None:
        mechanism.rules(view(m))
        if more is not None:
            more(m)

    return replace(mechanism, rules=rules)


def molecules(side: Pattern) -> list[Pattern]:
    """The molecules of one side of a rule, complex after complex."""
    return [molecule for complex_pattern in side.complex_patterns for molecule in complex_pattern.monomer_patterns]


def changes(rule: Pattern) -> tuple[list[int], list[int]]:
    """Numbers of the molecules that a rule takes away (left side) and makes (right side).

    A molecule on the right is one on the left where its kind and the sites named are the same, as BioNetGen maps them.
    """
    left, right = molecules(rule.reactant_pattern), molecules(rule.product_pattern)
    gone, made = list(range(len(left))), list[int]()
    for number, molecule in enumerate(right):
        same = [place for place in gone if _shape(left[place]) == _shape(molecule)]
        if same:
            gone.remove(same[0])
        else:
            made.append(number)
    return gone, made


def _shape(molecule: Pattern) -> tuple[str, frozenset[str]]:
    return molecule.monomer.name, frozenset(molecule.site_conditions)


def with_sites(rule: Pattern, left: Sites, right: Sites) -> Pattern:
    """The rule with more sites named on some of its molecules."""
    sides = (_side(rule.reactant_pattern, left), _side(rule.product_pattern, right))
    return type(rule)(*sides, rule.is_reversible)


def _side(side: Pattern, sites: Sites) -> Pattern:
    number, complexes = 0, list[Pattern]()
    for complex_pattern in side.complex_patterns:
        named: list[Pattern] = []
        for molecule in complex_pattern.monomer_patterns:
            named.append(molecule(**sites.get(number, {})))
            number += 1
        complexes.append(type(complex_pattern)(named, complex_pattern.compartment, complex_pattern.match_once))
    return type(side)(complexes)


def replaced(mechanisms: Sequence[Mechanism], by: Sequence[Mechanism]) -> tuple[Mechanism, ...]:
    """The mechanisms in their order, those of a variant in the place of their namesakes.

    Raises:
        NetworkError: a mechanism of the variant replaces none.
    """
    from her2sim.errors import NetworkError

    variant = {mechanism.name: mechanism for mechanism in by}
    known = {mechanism.name for mechanism in mechanisms}
    for name in variant:
        if name not in known:
            raise NetworkError(f"the variant's {name} replaces no mechanism.", expected=", ".join(known), got=name)
    return tuple(variant.get(mechanism.name, mechanism) for mechanism in mechanisms)
