"""What an SBML model says, as plain immutable data: names as the network will use them, formulas as expressions.

Nothing is interpreted yet: in a formula a species still stands for its concentration or its amount as SBML has it.
`sbml_build` turns these facts into a network.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from her2sim.network.expression import Expression


@dataclass(frozen=True, slots=True)
class CompartmentFact:
    """A compartment; `size` is None where none is given, `flat` says that it has no volume (0 dimensions)."""

    name: str
    size: float | None
    flat: bool
    unit: str


@dataclass(frozen=True, slots=True)
class SpeciesFact:
    """A species.

    Args:
        in_amounts: in formulas it stands for its amount, not its concentration.
        amount, concentration: its start, where one is given.
        reacts: reactions change it (neither constant nor at the boundary).
        factor: parameter that converts extent to amount.
    """

    name: str
    compartment: str
    in_amounts: bool
    amount: float | None
    concentration: float | None
    reacts: bool
    factor: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class ParameterFact:
    """A parameter; the parameter k of reaction R alone is called R_k."""

    name: str
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Part:
    """A species in a reaction: produced `stoichiometry` times (negative where consumed).

    `reference` names the stoichiometry where the model does; it may then change.
    """

    species: str
    sign: int
    stoichiometry: Expression | None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class ReactionFact:
    """A reaction; `law` is its rate in extent per time."""

    name: str
    law: Expression
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event without delay and priority; targets by name."""

    name: str
    trigger: Expression
    at_start: bool
    changes: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True)
class SbmlFacts:
    """An SBML model.

    Args:
        names: network name by SBML identifier; they differ where Python reserves the identifier.
        assigned, rated, initial: formula of the assignment rule, rate rule and initial assignment, by name.
    """

    name: str
    source: str
    names: Mapping[str, str]
    compartments: tuple[CompartmentFact, ...]
    species: tuple[SpeciesFact, ...]
    parameters: tuple[ParameterFact, ...]
    reactions: tuple[ReactionFact, ...]
    events: tuple[EventFact, ...] = ()
    assigned: Mapping[str, Expression] = field(default_factory=dict[str, Expression])
    rated: Mapping[str, Expression] = field(default_factory=dict[str, Expression])
    initial: Mapping[str, Expression] = field(default_factory=dict[str, Expression])
