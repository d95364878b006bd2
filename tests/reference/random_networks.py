"""Small random networks and doses for property tests: mass action of order 0 to 3, saturable laws, feedback, doses.

A reaction of order two or three makes no more than it uses and one of order one at most one more, so that amounts
grow exponentially at the worst, and not to infinity in finite time.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.reference.networks import document

from her2sim.engine import Dose, repeat
from her2sim.network import Network, from_document

HOURS = 5.0


def _power(low: float, high: float) -> st.SearchStrategy[float]:
    """10**x to three digits, so that failing examples can be read."""
    return st.floats(low, high).map(lambda x: float(f"{10.0**x:.3g}"))


_SPEED = _power(-2.0, 1.5)
_HALF = _power(-1.0, 1.0)
_HILL = st.sampled_from([1.0, 2.0, 2.5, 4.0])


class _Parts:
    """A network while it is drawn."""

    def __init__(self, species: list[str]) -> None:
        self.species = species
        self.parameters: dict[str, tuple[float, str]] = {}
        self.assignments: dict[str, tuple[str, str]] = {}
        self.reactions: list[tuple[list[str], list[str], str]] = []

    def number(self, value: float) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = (value, "1")
        return name

    def law(self, text: str) -> str:
        name = f"law{len(self.assignments)}"
        self.assignments[name] = (text, "1")
        return name


def _mass_action(draw: Any, parts: _Parts, *, closed: bool) -> None:
    order = draw(st.integers(1 if closed else 0, 2 if closed else 3))
    some = st.sampled_from(parts.species)
    left = [draw(some) for _ in range(order)]
    most = order if closed or order > 1 else order + 1
    right = [draw(some) for _ in range(draw(st.integers(order if closed else 0, most)))]
    parts.reactions.append((left, right, parts.number(draw(_SPEED))))


def _saturable(draw: Any, parts: _Parts) -> None:
    some = st.sampled_from(parts.species)
    signal, target = draw(some), draw(some)
    top, half, hill = (parts.number(draw(kind)) for kind in (_SPEED, _HALF, _HILL))
    shape = draw(st.sampled_from(["activation", "feedback", "michaelis", "enzyme"]))
    if shape == "activation":
        law, left, right = f"{top}*{signal}**{hill}/({half}**{hill} + {signal}**{hill})", [], [target]
    elif shape == "feedback":
        law, left, right = f"{top}/(1 + ({signal}/{half})**{hill})", [], [target]
    elif shape == "michaelis":
        law, left, right = f"{top}/({half} + {target})", [target], []
    else:
        law, left, right = f"{top}*{signal}/({half} + {target} + {signal})", [target], [signal]
    parts.reactions.append((left, right, parts.law(law)))


@st.composite
def networks(draw: Any, *, closed: bool = False) -> Network:
    """1 to 6 species and up to 8 reactions; a closed one only turns species into others, one for one."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 6)))]
    parts = _Parts(names)
    for _ in range(draw(st.integers(1, 8))):
        if closed or draw(st.booleans()):
            _mass_action(draw, parts, closed=closed)
        else:
            _saturable(draw, parts)
    if not closed:
        parts.reactions += [([name], [], parts.number(draw(_SPEED))) for name in names if draw(st.booleans())]
    amounts = st.one_of(st.just(0.0), _power(-1.0, 1.5))
    return from_document(
        document(
            dict.fromkeys(names, "1"),
            parts.parameters,
            parts.reactions,
            assignments=parts.assignments,
            initial={name: draw(amounts) for name in names},
        )
    )


@st.composite
def dose_lists(draw: Any, network: Network) -> tuple[Dose, ...]:
    """Up to two bolus doses, infusions, or repeated ones of either kind."""
    found: list[Dose] = []
    for _ in range(draw(st.integers(0, 2))):
        species = draw(st.sampled_from([item.name for item in network.species]))
        tick = draw(st.integers(0, 16))
        length = draw(st.sampled_from([0.0, 0.125, 0.75]))
        dose = Dose(0.25 * tick, species, draw(_power(-1.0, 1.0)), length)
        found += repeat(dose, draw(st.sampled_from([1, 1, 3])), 0.5)
    return tuple(found)
