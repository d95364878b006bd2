"""The expanded reaction network as immutable data: what the artefact holds and every simulation reads.

Units are model units throughout: molecules per cell (or 1 for relative species), nM, hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from her2sim.network.expression import Expression

FORMAT = "her2sim-network/1"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Module:
    """A mechanism of the biology: which rules and parameters came from it and which evidence it rests on."""

    name: str
    evidence: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    reductions: tuple[str, ...] = ()
    """simplifications made in it, one sentence each"""


@dataclass(frozen=True, slots=True)
class Species:
    """A state variable; `unit` is "molecule" (per cell), "1" (relative), or "nM" in an attached fragment.

    A network read from SBML keeps its own units as text.
    """

    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A constant of one simulation, with its default value in model units."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """A quantity computed from parameters, observables, species, `time` and earlier assignments."""

    name: str
    expression: Expression
    unit: str


@dataclass(frozen=True, slots=True)
class Observable:
    """A weighted sum of species: pairs of species index and coefficient."""

    name: str
    terms: tuple[tuple[int, float], ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Reaction:
    """flux = factor * rate * product of the reactants' amounts; `rate` names a parameter or an assignment.

    A reactant listed twice counts twice, a species on both sides is a catalyst.
    """

    rule: str
    reactants: tuple[int, ...]
    products: tuple[int, ...]
    factor: float
    rate: str


@dataclass(frozen=True, slots=True)
class ConservedTotal:
    """A weighted sum of species that no reaction changes."""

    name: str
    terms: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Event:
    """When `trigger` turns from false to true, species take the values of expressions read just before.

    Args:
        trigger: a condition (see `expression.is_condition`).
        changes: (species index, its new value).
        at_start: what the trigger is taken to have been before time 0; True means that it cannot fire at time 0.

    Events that fire together are all read before the first is applied, and are applied in the network's order.
    """

    name: str
    trigger: Expression
    changes: tuple[tuple[int, Expression], ...]
    at_start: bool = True


@dataclass(frozen=True, eq=False)
class Network:
    """A reaction network. Two networks are equal when their canonical JSON is."""

    name: str
    version: str
    species: tuple[Species, ...]
    parameters: tuple[Parameter, ...]
    inputs: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    observables: tuple[Observable, ...]
    reactions: tuple[Reaction, ...]
    initial: tuple[tuple[int, Expression], ...]
    conserved: tuple[ConservedTotal, ...] = ()
    modules: tuple[Module, ...] = ()
    events: tuple[Event, ...] = ()

    @cached_property
    def content_hash(self) -> str:
        """sha256 of the canonical JSON, in hexadecimal."""
        import hashlib

        from her2sim.network.document import canonical_json

        return hashlib.sha256(canonical_json(self).encode()).hexdigest()

    @cached_property
    def species_index(self) -> Mapping[str, int]:
        """Place of every species in the state vector."""
        return {species.name: place for place, species in enumerate(self.species)}

    @cached_property
    def parameter_index(self) -> Mapping[str, int]:
        """Place of every parameter in the parameter vector."""
        return {parameter.name: place for place, parameter in enumerate(self.parameters)}

    @cached_property
    def parameter_values(self) -> Floats:
        """Default parameter values, shape (P,)."""
        values = np.array([parameter.value for parameter in self.parameters], dtype=float)
        values.setflags(write=False)
        return values

    @cached_property
    def readouts(self) -> tuple[str, ...]:
        """Names a simulation can return: observables, then assignments."""
        return tuple(item.name for item in (*self.observables, *self.assignments))

    def unit_of(self, name: str) -> str:
        """Unit of a species, parameter, observable or assignment.

        Raises:
            KeyError: the network has no element of this name.
        """
        return self._units[name]

    @cached_property
    def _units(self) -> Mapping[str, str]:
        items = (*self.species, *self.parameters, *self.observables, *self.assignments)
        return {item.name: item.unit for item in items}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and self.content_hash == other.content_hash

    def __hash__(self) -> int:
        return hash(self.content_hash)


@dataclass(frozen=True, slots=True)
class FragmentReaction:
    """A reaction of a fragment: species by name and the whole flux as text, e.g. "clearance/volume*central"."""

    name: str
    reactants: tuple[str, ...]
    products: tuple[str, ...]
    rate: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """Something to attach to a network, e.g. the pharmacokinetics of a drug; expressions are text.

    Args:
        assignments: (name, expression, unit), in any order.
        observables: (name, {species name: coefficient}, unit).
        initial: expression by species name; a species not named starts at 0.
    """

    name: str
    species: tuple[Species, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    assignments: tuple[tuple[str, str, str], ...] = ()
    observables: tuple[tuple[str, Mapping[str, float], str], ...] = ()
    reactions: tuple[FragmentReaction, ...] = ()
    initial: Mapping[str, str] = field(default_factory=dict[str, str])
