"""From a libSBML model to `SbmlFacts`: what is said where, defaults by level, and what is refused."""

import keyword
import math
from collections.abc import Iterable, Mapping
from typing import Any

from her2sim.errors import NetworkError
from her2sim.network.expression import FUNCTIONS, TIME, ZERO, Expression, Number
from her2sim.network.sbml_facts import (
    CompartmentFact,
    EventFact,
    ParameterFact,
    Part,
    ReactionFact,
    SbmlFacts,
    SpeciesFact,
)
from her2sim.network.sbml_maths import Maths, condition, number


def read_facts(library: Any, model: Any, source: str) -> SbmlFacts:
    """What a model says.

    Args:
        library: the module libsbml.
        model: its model.
        source: file name for messages.

    Raises:
        NetworkError: an element is not supported or not well formed; names it.
    """
    names = _names(model, source)
    functions = {function.getId(): function for function in _each(model, "FunctionDefinition")}
    reader = _Reader(model, Maths(library, names, functions, source), names, source)
    rules = list(_each(model, "Rule"))
    for place, rule in enumerate(rules):
        if rule.isAlgebraic():
            raise reader.refuse(f"algebraic rule {place + 1}", "algebraic rules are not supported.")
    reactions, local = reader.reactions()
    return SbmlFacts(
        name=model.getId() or "model",
        source=source,
        names=names,
        compartments=tuple(reader.compartment(item) for item in _each(model, "Compartment")),
        species=tuple(reader.species(item) for item in _each(model, "Species")),
        parameters=(*(reader.parameter(item) for item in _each(model, "Parameter")), *local),
        reactions=reactions,
        events=reader.events(),
        assigned=reader.rules((rule for rule in rules if rule.isAssignment()), "assignment rule"),
        rated=reader.rules((rule for rule in rules if rule.isRate()), "rate rule"),
        initial=reader.rules(_each(model, "InitialAssignment"), "initial assignment"),
    )


def _each(owner: Any, kind: str, plural: str | None = None) -> Iterable[Any]:
    count = getattr(owner, f"getNum{plural or (kind if kind.endswith('s') else kind + 's')}")()
    get = getattr(owner, f"get{kind}")
    return [get(place) for place in range(count)]


def _parts(reaction: Any) -> list[tuple[int, Any]]:
    """(sign, species reference) of everything a reaction consumes or makes."""
    consumed = [(-1, item) for item in _each(reaction, "Reactant")]
    return consumed + [(1, item) for item in _each(reaction, "Product")]


def _names(model: Any, source: str) -> dict[str, str]:
    """The name of every global identifier in the network: itself, where Python and our parser do not reserve it."""
    kinds = ("Compartment", "Species", "Parameter", "Reaction")
    found = [item.getId() for kind in kinds for item in _each(model, kind)]
    parts = [item for reaction in _each(model, "Reaction") for _, item in _parts(reaction)]
    found += [item.getId() for item in parts if item.isSetId()]
    seen: set[str] = set()
    for name in found:
        if not name.isidentifier() or not name.isascii():
            raise NetworkError("an identifier is missing or malformed.", file=source, where="model", got=name)
        if name in seen:
            raise NetworkError("an identifier is used twice.", file=source, where=name, expected="unique identifiers")
        seen.add(name)
    reserved = {TIME, *FUNCTIONS, *keyword.kwlist}
    names: dict[str, str] = {}
    for name in found:
        names[name] = fresh(name, seen) if name in reserved else name
        seen.add(names[name])
    return names


def fresh(name: str, taken: Iterable[str]) -> str:
    """The name, with as many underscores after it as make it new."""
    reserved = {*taken, TIME, *FUNCTIONS, *keyword.kwlist}
    while name in reserved:
        name += "_"
    return name


def _unit(text: str) -> str:
    """A unit of the model as text, told apart from our own, which come with a size and a sign."""
    return f"{text} of the model" if text in ("molecule", "nM") else text


class _Reader:
    """Reads the elements of one model."""

    def __init__(self, model: Any, maths: Maths, names: Mapping[str, str], source: str) -> None:
        self._model, self._maths, self._names, self._source = model, maths, names, source
        self._level = int(model.getLevel())

    def refuse(self, where: str, problem: str, got: object = None) -> NetworkError:
        """The error for an element."""
        return NetworkError(problem, file=self._source, where=where, got=got)

    def _known(self, name: str, where: str) -> str:
        if name not in self._names:
            raise self.refuse(where, "it names what the model does not define.", name)
        return self._names[name]

    def compartment(self, item: Any) -> CompartmentFact:
        dimensions = item.getSpatialDimensionsAsDouble() if item.isSetSpatialDimensions() else 3.0
        size = float(item.getSize()) if item.isSetSize() else None
        if size is None and self._level == 1:
            size = 1.0
        unit = item.getUnits() or self._model.getVolumeUnits() or "volume"
        return CompartmentFact(self._names[item.getId()], size, dimensions == 0.0, _unit(unit))

    def species(self, item: Any) -> SpeciesFact:
        where = f"species {item.getId()}"
        factor = item.getConversionFactor() or self._model.getConversionFactor()
        return SpeciesFact(
            name=self._names[item.getId()],
            compartment=self._known(item.getCompartment(), where),
            in_amounts=bool(item.getHasOnlySubstanceUnits()),
            amount=float(item.getInitialAmount()) if item.isSetInitialAmount() else None,
            concentration=float(item.getInitialConcentration()) if item.isSetInitialConcentration() else None,
            reacts=not (item.getBoundaryCondition() or item.getConstant()),
            factor=self._known(factor, where) if factor else None,
            unit=_unit(item.getSubstanceUnits() or self._model.getSubstanceUnits() or "substance"),
        )

    def parameter(self, item: Any, name: str | None = None) -> ParameterFact:
        value = float(item.getValue()) if item.isSetValue() else None
        return ParameterFact(name or self._names[item.getId()], value, _unit(item.getUnits() or "dimensionless"))

    def rules(self, items: Iterable[Any], kind: str) -> dict[str, Expression]:
        found: dict[str, Expression] = {}
        for item in items:
            target = item.getSymbol() if kind == "initial assignment" else item.getVariable()
            where = f"{kind} of {target}"
            name = self._known(target, where)
            if name in found:
                raise self.refuse(where, f"there are two {kind}s of it.")
            if item.isSetMath():
                found[name] = self._maths.read(item.getMath(), where)
        return found

    def reactions(self) -> tuple[tuple[ReactionFact, ...], tuple[ParameterFact, ...]]:
        """The reactions, and the parameters of single ones."""
        found, local = list[ReactionFact](), list[ParameterFact]()
        taken = set(self._names.values())
        for item in _each(self._model, "Reaction"):
            name, where = self._names[item.getId()], f"reaction {item.getId()}"
            if item.isSetFast() and item.getFast():
                raise self.refuse(where, "fast reactions are not supported.")
            law, scope = item.getKineticLaw(), dict[str, str]()
            kind = "LocalParameter" if self._level > 2 else "Parameter"
            for parameter in _each(law, kind) if law is not None else ():
                scope[parameter.getId()] = fresh(f"{name}_{parameter.getId()}", taken)
                taken.add(scope[parameter.getId()])
                local.append(self.parameter(parameter, scope[parameter.getId()]))
            rate = self._maths.read(law.getMath(), where, scope) if law is not None and law.isSetMath() else ZERO
            parts = tuple(self._part(sign, part, where) for sign, part in _parts(item))
            found.append(ReactionFact(name, rate, parts))
        return tuple(found), tuple(local)

    def _part(self, sign: int, item: Any, where: str) -> Part:
        species = self._known(item.getSpecies(), where)
        reference = self._names[item.getId()] if item.isSetId() else None
        if self._level < 3 and item.isSetStoichiometryMath():
            inner = item.getStoichiometryMath()
            value = self._maths.read(inner.getMath(), f"{where}: stoichiometry of {item.getSpecies()}")
            return Part(species, sign, value, reference)
        if self._level > 2 and not item.isSetStoichiometry():
            return Part(species, sign, None, reference)
        value = number(float(item.getStoichiometry()))
        denominator = item.getDenominator() if self._level == 1 else 1
        if denominator != 1:
            value = Number(value.value / denominator) if isinstance(value, Number) and denominator else number(math.nan)
        return Part(species, sign, value, reference)

    def events(self) -> tuple[EventFact, ...]:
        """Events that have a trigger and change something."""
        found: list[EventFact] = []
        taken: set[str] = set()
        for place, item in enumerate(_each(self._model, "Event")):
            name = fresh(item.getId() or f"event_{place + 1}", taken)
            taken.add(name)
            where = f"event {name}"
            if item.isSetDelay() and self._waits(item.getDelay(), where):
                raise self.refuse(where, "delays of events are not supported.")
            if item.isSetPriority() and item.getPriority().isSetMath():
                raise self.refuse(where, "priorities of events are not supported.")
            trigger = item.getTrigger()
            if trigger is None or not trigger.isSetMath():
                continue
            targets = (change for change in _each(item, "EventAssignment") if change.isSetMath())
            targets = (change for change in _each(item, "EventAssignment") if change.isSetMath())
            changes = tuple(self._change(change, where) for change in targets)
            made = condition(self._maths.read(trigger.getMath(), f"{where}: trigger"))
            at_start = bool(trigger.getInitialValue()) if self._level > 2 and trigger.isSetInitialValue() else True
            if changes:
                found.append(EventFact(name, made, at_start, changes))
        return tuple(found)

    def _waits(self, delay: Any, where: str) -> bool:
        return bool(delay.isSetMath()) and self._maths.read(delay.getMath(), f"{where}: delay") != ZERO

    def _change(self, item: Any, where: str) -> tuple[str, Expression]:
        target = self._known(item.getVariable(), where)
        return target, self._maths.read(item.getMath(), f"{where}: {item.getVariable()}")


__all__ = ["fresh", "read_facts"]
