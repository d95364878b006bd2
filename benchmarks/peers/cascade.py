"""Synthetic networks of any size: a cascade of kinases, each tier phosphorylated by the one before, mass action only.

A tier has five species: protein, active (phosphorylated) protein, phosphatase, and the two enzyme complexes. The active
protein of every fifth tier switches off that four tiers up, so that the Jacobian is not a band.
"""

from __future__ import annotations

from her2sim.network import Network, Parameter, Reaction, Species
from her2sim.network.expression import Number

TOTAL, PHOSPHATASE = 1e4, 2e3  # molecules
_CONSTANTS = {"on": 1e-4, "off": 0.2, "cat": 0.5}
_TIER = 5


def cascade(species: int) -> Network:
    """A cascade of about so many species (a multiple of five, and one for the signal)."""
    tiers = max(1, species // _TIER)
    names, values, reactions = ["signal"], dict[str, float](), list[Reaction]()

    def react(tier: int, kind: str, before: tuple[int, ...], after: tuple[int, ...]) -> None:
        rate = f"{kind}_{tier}"
        values[rate] = _CONSTANTS[kind.split("_", maxsplit=1)[0]]
        reactions.append(Reaction(rate, before, after, 1.0, rate))

    for tier in range(tiers):
        kinase = 0 if tier == 0 else 1 + _TIER * (tier - 1) + 1
        free, done, off, up, down = range(1 + _TIER * tier, 1 + _TIER * (tier + 1))
        names += [f"{name}_{tier}" for name in ("protein", "active", "phosphatase", "with_kinase", "with_phosphatase")]
        react(tier, "on_kinase", (kinase, free), (up,))
        react(tier, "off_kinase", (up,), (kinase, free))
        react(tier, "cat_kinase", (up,), (kinase, done))
        react(tier, "on_phosphatase", (off, done), (down,))
        react(tier, "off_phosphatase", (down,), (off, done))
        react(tier, "cat_phosphatase", (down,), (off, free))
        if tier % 5 == 4:
            first = 1 + _TIER * (tier - 4)
            react(tier, "on_feedback", (done, first + 1), (done, first))
    initial = {0: TOTAL / 10} | {
        1 + _TIER * tier + place: amount for tier in range(tiers) for place, amount in ((0, TOTAL), (2, PHOSPHATASE))
    }
    return Network(
        name=f"cascade{len(names)}",
        version="1",
        species=tuple(Species(name, "molecule") for name in names),
        parameters=tuple(
            Parameter(name, value, "1/molecule/h" if name.startswith("on") else "1/h") for name, value in values.items()
        ),
        inputs=(),
        assignments=(),
        observables=(),
        reactions=tuple(reactions),
        initial=tuple((place, Number(amount)) for place, amount in initial.items()),
    )
