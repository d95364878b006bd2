"""From the facts of an SBML model to a network: what moves, what is computed, what is constant.

    state       species (their amounts); parameters, compartments and stoichiometries that a rate rule or event changes
    assignment  reaction rates, concentrations (amount / size), assignment rules, what initial assignments compute
    parameter   all that has a number and is changed by nothing, the parameters of single reactions included

A rate rule of a concentration c in a compartment of size V changes the amount by c' V + c V'.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from her2sim.errors import NetworkError
from her2sim.network.calculus import add, derivative, divide, multiply, subtract
from her2sim.network.expression import TIME, ZERO, Apply, Expression, Name, Number, names, substitute
from her2sim.network.form import Event, Reaction
from her2sim.network.sbml_facts import EventFact, Part, ReactionFact, SbmlFacts, SpeciesFact
from her2sim.network.sbml_maths import RATE_OF, fold, number
from her2sim.network.sbml_read import fresh


@dataclass(frozen=True)
class Plan:
    """A model taken apart.

    Args:
        parameters: value by name.
        states: formula of the start by name; it holds at time 0.
        computed: formula by name, in any order.
        frozen: what is computed once, at time 0.
        flows: (reaction or rule, factor, name of its rate) of every state that changes.
        concentrations: name of the concentration by species.
        units: unit text by name.
    """

    parameters: Mapping[str, float]
    states: Mapping[str, Expression]
    computed: Mapping[str, Expression]
    frozen: Mapping[str, Expression]
    flows: Mapping[str, tuple[tuple[str, float, str], ...]]
    concentrations: Mapping[str, str]
    units: Mapping[str, str]
    events: tuple[Event, ...]


def plan(facts: SbmlFacts) -> Plan:
    """Take a model apart.

    Raises:
        NetworkError: a value is missing, or the model contradicts itself; names the element.
    """
    builder = _Builder(facts)
    for species in facts.species:
        builder.species(species)
    builder.quantities()
    for reaction in facts.reactions:
        builder.reaction(reaction)
    events = builder.events()
    builder.resolve_rates(events)
    builder.check_values(events)
    return Plan(
        parameters=builder.parameters,
        states={name: builder.rates_in(start) for name, start in builder.states.items()},
        computed={name: builder.rates_in(formula) for name, formula in builder.computed.items()},
        frozen={name: builder.rates_in(formula) for name, formula in builder.frozen.items()},
        flows={name: tuple(flows) for name, flows in builder.flows.items()},
        concentrations=builder.concentrations,
        units=builder.units,
        events=tuple(builder.event_with_rates(event) for event in events),
    )


class _Builder:
    """A plan under construction."""

    def __init__(self, facts: SbmlFacts) -> None:
        self._facts = facts
        self.parameters: dict[str, float] = {}
        self.states: dict[str, Expression] = {}
        self.computed: dict[str, Expression] = {}
        self.frozen: dict[str, Expression] = {}
        self.flows: dict[str, list[tuple[str, float, str]]] = {}
        self.units: dict[str, str] = {}
        self.missing: dict[str, str] = {}
        self._compartments = {item.name: item for item in facts.compartments}
        self._species = {item.name: item for item in facts.species}
        self._taken = {*facts.names.values(), *(item.name for item in facts.parameters)}
        self._driven = {*facts.rated, *(name for event in facts.events for name, _ in event.changes)}
        self.concentrations = {
            item.name: self._new(f"{item.name}_concentration") for item in facts.species if self._dense(item)
        }
        self._reading: dict[str, Expression] = {
            item.name: Name(self.concentrations[item.name]) for item in facts.species if self._by_volume(item)
        }
        self._rates: dict[str, Expression] = {}
        self._open: set[str] = set()
        self._shared: dict[Expression, str] = {}

    def _new(self, name: str) -> str:
        made = fresh(name, self._taken)
        self._taken.add(made)
        return made

    def _flat(self, species: SpeciesFact) -> bool:
        compartment = self._compartments.get(species.compartment)
        if compartment is None:
            raise self.refuse(f"species {species.name}", "its compartment is none.", species.compartment)
        return compartment.flat

    def _dense(self, species: SpeciesFact) -> bool:
        """Whether the species has a concentration: not without a volume of known size."""
        size = self._compartments[species.compartment].size if not self._flat(species) else None
        given = size is not None or species.compartment in {**self._facts.assigned, **self._facts.initial}
        return not self._flat(species) and (given or not species.in_amounts)

    def _by_volume(self, species: SpeciesFact) -> bool:
        """Whether the species stands for its concentration."""
        return not (species.in_amounts or self._flat(species))

    def refuse(self, where: str, problem: str, got: object = None, expected: str | None = None) -> NetworkError:
        """The error for an element."""
        return NetworkError(problem, file=self._facts.source, where=where, got=got, expected=expected)

    def _read(self, formula: Expression) -> Expression:
        """A formula with species replaced by what they stand for."""
        if isinstance(formula, Apply):
            if formula.op == RATE_OF:
                return formula
            return Apply(formula.op, tuple(self._read(argument) for argument in formula.args))
        return substitute(formula, self._reading)

    def quantities(self) -> None:
        """Compartments, parameters and named stoichiometries."""
        for item in self._facts.compartments:
            self._quantity(item.name, item.size, item.unit, f"compartment {item.name}")
        for item in self._facts.parameters:
            self._quantity(item.name, item.value, item.unit, f"parameter {item.name}")
        for reaction in self._facts.reactions:
            for part in reaction.parts:
                self._reference(part, reaction.name)

    def _quantity(self, name: str, value: float | None, unit: str, where: str) -> None:
        facts, self.units[name] = self._facts, unit
        if name in facts.assigned:
            self._once(name, where)
            self.computed[name] = self._read(facts.assigned[name])
            return
        given = None if value is None else number(value)
        start = self._read(facts.initial[name]) if name in facts.initial else given
        if name in facts.rated:
            rate = self._new(f"{name}_rate")
            self.computed[rate] = self._read(facts.rated[name])
            self.flows[name] = [(f"rate rule of {name}", 1.0, rate)]
        if start is None and name not in self._driven:
            self.missing[name] = where
        elif start is None:
            raise self.refuse(where, "it has no value.", expected="a value, an initial assignment or a rule")
        elif name in self._driven:
            self.states[name] = start
        elif isinstance(start, Number) and name not in facts.initial:
            self.parameters[name] = start.value
        else:
            self.frozen[name] = start

    def _once(self, name: str, where: str) -> None:
        if name in self._driven or name in self._facts.initial:
            raise self.refuse(where, "an assignment rule and something else determine it.")

    def _reference(self, part: Part, reaction: str) -> None:
        name, where = part.reference, f"reaction {reaction}: stoichiometry of {part.species}"
        if name is None:
            return
        facts = self._facts
        if name in facts.assigned or name in facts.initial or name in self._driven:
            value = part.stoichiometry.value if isinstance(part.stoichiometry, Number) else None
            self._quantity(name, value, "dimensionless", where)
        elif part.stoichiometry is None:
            raise self.refuse(where, "it has no value.")
        else:
            self.computed[name] = self._read(part.stoichiometry)

    def species(self, item: SpeciesFact) -> None:
        """One species: its amount, its concentration, and its rule."""
        name, where = item.name, f"species {item.name}"
        volume, by_volume = Name(item.compartment), self._by_volume(item)
        dense = self.concentrations.get(name)
        self.units[name] = item.unit
        if dense is not None:
            self.units[dense] = f"{item.unit}/{self._compartments[item.compartment].unit}"
            self.computed[dense] = Apply("/", (Name(name), volume))
        if name in self._facts.assigned:
            self._once(name, where)
            formula = self._read(self._facts.assigned[name])
            if by_volume and dense is not None:
                self.computed |= {dense: formula, name: Apply("*", (Name(dense), volume))}
            else:
                self.computed[name] = formula
            return
        self.states[name] = self._start(item, where)
        if name in self._facts.rated:
            rate, formula = self._new(f"{name}_rate"), self._read(self._facts.rated[name])
            if by_volume and dense is not None:
                swelling = multiply(Name(dense), Apply(RATE_OF, (volume,)))
                formula = add(multiply(formula, volume), swelling)
            self.computed[rate] = formula
            self.flows[name] = [(f"rate rule of {name}", 1.0, rate)]

    def _start(self, item: SpeciesFact, where: str) -> Expression:
        volume = Name(item.compartment)
        if item.name in self._facts.initial:
            start = self._read(self._facts.initial[item.name])
            return Apply("*", (start, volume)) if self._by_volume(item) else start
        if item.amount is not None:
            return number(item.amount)
        if item.concentration is not None and not self._flat(item):
            return multiply(number(item.concentration), volume)
        raise self.refuse(where, "it has no initial value.", expected="an amount, a concentration or an assignment")

    def reaction(self, item: ReactionFact) -> None:
        """One reaction: its rate, and what it does to each species."""
        self.computed[item.name] = self._read(item.law)
        parts: dict[str, list[Part]] = {}
        for part in item.parts:
            if part.species not in self._species:
                raise self.refuse(f"reaction {item.name}", "it changes what is no species.", part.species)
            if self._species[part.species].reacts:
                parts.setdefault(part.species, []).append(part)
        for name, members in parts.items():
            if name in self._facts.rated or name in self._facts.assigned:
                raise self.refuse(f"species {name}", "a rule and a reaction change it.", item.name)
            self._change(item.name, self._species[name], members)

    def _change(self, reaction: str, species: SpeciesFact, parts: list[Part]) -> None:
        fixed, varying = 0.0, list[Expression]()
        for part in parts:
            fixed_by_name = self.computed.get(part.reference or "")
            named = part.reference is not None and not isinstance(fixed_by_name, Number)
            value = Name(part.reference) if named and part.reference else fixed_by_name or part.stoichiometry
            if isinstance(value, Number):
                fixed += part.sign * value.value
            elif value is None:
                raise self.refuse(f"reaction {reaction}: stoichiometry of {species.name}", "it has no value.")
            else:
                read = value if named else self._read(value)
                varying.append(read if part.sign > 0 else Apply("neg", (read,)))
        rate: Expression = Name(reaction)
        if species.factor is not None:
            rate = multiply(rate, Name(species.factor))
        if varying:
            terms = [*varying, Number(fixed)] if fixed else varying
            rate, fixed = multiply(fold("+", terms, ZERO), rate), 1.0
        if fixed:
            key = reaction if rate == Name(reaction) else self._named(rate, f"{reaction}_of_{species.name}")
            self.flows.setdefault(species.name, []).append((reaction, fixed, key))

    def _named(self, formula: Expression, suggestion: str) -> str:
        if formula not in self._shared:
            self._shared[formula] = self._new(suggestion)
            self.computed[self._shared[formula]] = formula
        return self._shared[formula]

    def events(self) -> list[Event]:
        """The events over the states; the place of a state is its place in `states`."""
        return [self._event(fact) for fact in self._facts.events]

    def _event(self, fact: EventFact) -> Event:
        where = f"event {fact.name}"
        places = {name: place for place, name in enumerate(self.states)}
        changes: list[tuple[int, Expression]] = []
        for name, value in fact.changes:
            if name not in places:
                raise self.refuse(where, "it changes what is no variable.", name)
            made = self._read(value)
            if name in self._species and self._by_volume(self._species[name]):
                made = multiply(made, Name(self._species[name].compartment))  # the size before the event
            changes.append((places[name], made))
        if len({place for place, _ in changes}) < len(changes):
            raise self.refuse(where, "it changes a variable twice.")
        return Event(fact.name, self._read(fact.trigger), tuple(changes), fact.at_start)

    def resolve_rates(self, events: Sequence[Event]) -> None:
        """Give every rate of change that a formula asks for a name."""
        for formula in [*self.computed.values(), *self.frozen.values(), *self.states.values()]:
            self.rates_in(formula)
        for event in events:
            self.event_with_rates(event)

    def check_values(self, events: Sequence[Event]) -> None:
        """Refuse to compute with what has no value."""
        formulas = [*self.computed.values(), *self.frozen.values(), *self.states.values()]
        formulas += [formula for event in events for formula in (event.trigger, *(value for _, value in event.changes))]
        read = {name for formula in formulas for name in names(formula)} if self.missing else set[str]()
        for name in sorted(read & self.missing.keys()):
            raise self.refuse(
                self.missing[name], "it has no value.", expected="a value, an initial assignment or a rule"
            )

    def event_with_rates(self, event: Event) -> Event:
        """The event with every rateOf replaced."""
        changes = tuple((place, self.rates_in(value)) for place, value in event.changes)
        return Event(event.name, self.rates_in(event.trigger), changes, event.at_start)

    def rates_in(self, formula: Expression) -> Expression:
        """A formula with every rateOf replaced by the rate of change."""
        match formula:
            case Apply("rateOf", (Name(name),)):
                return self._rate_of(name)
            case Apply(op, args):
                made = tuple(self.rates_in(argument) for argument in args)
                return formula if all(a is b for a, b in zip(made, args, strict=True)) else Apply(op, made)
            case _:
                return formula

    def _rate_of(self, name: str) -> Expression:
        """How fast what a name stands for changes."""
        if name not in self._rates:
            if name in self._open:
                raise self.refuse(f"rateOf {name}", "rates of change depend on each other in a circle.")
            self._open.add(name)
            if name in self._reading and name in self.states:
                volume = Name(self._species[name].compartment)
                swelling = multiply(self._reading[name], self._rate_of(volume.name))
                made = divide(subtract(self._flow(name), swelling), volume)
            else:
                made = self._flow(name)
            if isinstance(made, Apply):
                key = self._new(f"{name}_rate_of_change")
                self.computed[key] = made
                made = Name(key)
            self._rates[name] = made
        return self._rates[name]

    def _flow(self, name: str) -> Expression:
        if name in self.computed:
            formula = self.rates_in(self.computed[name])
            made = derivative(formula, TIME)
            for inner in sorted(names(formula) - {TIME}):
                partial = derivative(formula, inner)
                if partial != ZERO:
                    made = add(made, multiply(partial, self._flow(inner)))
            return made
        parts = [multiply(Number(factor), Name(rate)) for _, factor, rate in self.flows.get(name, ())]
        return fold("+", parts, ZERO)


def reactions(made: Plan) -> tuple[Reaction, ...]:
    """The flows of a plan as reactions: one a species that a rate changes."""
    places = {name: place for place, name in enumerate(made.states)}
    listed = [(rule, places[name], factor, rate) for name, flows in made.flows.items() for rule, factor, rate in flows]
    return tuple(Reaction(rule, (), (place,), factor, rate) for rule, place, factor, rate in listed)


__all__ = ["Plan", "plan", "reactions"]
