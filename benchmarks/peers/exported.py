"""A network of her2sim written as SBML, so that other simulators can run it.

Species are amounts in one compartment of size one; assignments and observables are assignment rules; the law of a
reaction is factor * rate * product of its reactants. Species are called s0, s1, ... in the network's order, because
their names ("HER2(d,m~n)") are no SBML ids; every other name is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from her2sim.network import Network
from her2sim.network.expression import Apply, Expression, Name, Number

_INFIX = {"+": "+", "-": "-", "*": "*", "/": "/", "**": "^"}
_PREFIX = {"neg": "-", "exp": "exp", "log": "ln", "sqrt": "sqrt"}


def species_id(place: int) -> str:
    """The SBML id of a species."""
    return f"s{place}"


def to_sbml(network: Network, initial: np.ndarray, values: Mapping[str, float] | None = None) -> str:
    """SBML Level 3 text of a network.

    Args:
        initial: (S,) starting amounts.
        values: parameter values that differ from the network's.

    Raises:
        ValueError: an expression has an operator that this exporter does not write.
    """
    import libsbml

    document = libsbml.SBMLDocument(3, 1)
    model = document.createModel()
    model.setId("network")
    cell = model.createCompartment()
    for setter, value in ((cell.setId, "cell"), (cell.setSize, 1.0), (cell.setConstant, True)):
        setter(value)
    cell.setSpatialDimensions(3)
    for place, amount in enumerate(initial):
        species = model.createSpecies()
        species.setId(species_id(place))
        species.setName(network.species[place].name)
        species.setCompartment("cell")
        species.setInitialAmount(float(amount))
        species.setHasOnlySubstanceUnits(True)
        species.setBoundaryCondition(False)
        species.setConstant(False)
    for item in network.parameters:
        _parameter(model, item.name, (values or {}).get(item.name, item.value))
    ids = {item.name: species_id(place) for place, item in enumerate(network.species)}
    for item in network.observables:
        terms = [f"{weight!r} * {species_id(place)}" for place, weight in item.terms]
        _rule(libsbml, model, item.name, " + ".join(terms) or "0")
    for item in network.assignments:
        _rule(libsbml, model, item.name, _formula(item.expression, ids))
    for number, item in enumerate(network.reactions):
        law = " * ".join([repr(item.factor), item.rate, *(species_id(place) for place in item.reactants)])
        _reaction(libsbml, model, f"r{number}", law, (item.reactants, item.products))
    return libsbml.writeSBMLToString(document)


def _parameter(model: Any, name: str, value: float | None) -> None:
    parameter = model.createParameter()
    parameter.setId(name)
    parameter.setConstant(value is not None)
    if value is not None:
        parameter.setValue(value)


def _rule(libsbml: Any, model: Any, name: str, formula: str) -> None:
    _parameter(model, name, None)
    rule = model.createAssignmentRule()
    rule.setVariable(name)
    rule.setMath(_math(libsbml, formula))


def _reaction(libsbml: Any, model: Any, name: str, law: str, sides: tuple[Sequence[int], Sequence[int]]) -> None:
    reaction = model.createReaction()
    reaction.setId(name)
    reaction.setReversible(False)
    reaction.setFast(False)
    for create, places in zip((reaction.createReactant, reaction.createProduct), sides, strict=True):
        for place, times in Counter(places).items():
            reference = create()
            reference.setSpecies(species_id(place))
            reference.setStoichiometry(times)
            reference.setConstant(True)
    reaction.createKineticLaw().setMath(_math(libsbml, law))


def _math(libsbml: Any, formula: str) -> Any:
    node = libsbml.parseL3Formula(formula)
    if node is None:
        raise ValueError(f"libSBML cannot parse {formula!r}: {libsbml.getLastParseL3Error()}")
    return node


def _formula(node: Expression, ids: Mapping[str, str]) -> str:
    """The expression as libSBML reads it, fully bracketed."""
    match node:
        case Number(value):
            return repr(value) if value >= 0 else f"({value!r})"
        case Name(name):
            return ids.get(name, name)
        case Apply(op, (left, right)) if op in _INFIX:
            return f"({_formula(left, ids)} {_INFIX[op]} {_formula(right, ids)})"
        case Apply(op, (inner,)) if op in _PREFIX:
            return f"({_PREFIX[op]}({_formula(inner, ids)}))"
        case Apply(op, _):
            raise ValueError(f"{op!r} is not written to SBML")
