"""A network as SBML Level 3 Version 2 core, which `network.read_sbml` and other simulators read back.

Amounts are molecules per cell (or relative), time is hours, one compartment of size 1; observables and derived
quantities are parameters with assignment rules of the same name. A power of a negative amount reads 0 here and is
undefined in SBML: amounts do not go below zero beyond rounding.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from her2sim.errors import NetworkError
from her2sim.network import Network
from her2sim.network.expression import to_text
from her2sim.network.form import Reaction

_COMPARTMENT = "cell"


def write_sbml(network: Network, path: Path) -> None:
    """Write a network; an existing file is replaced, folders are made.

    Raises:
        NetworkError: libSBML is not installed, or refuses the network, or the file cannot be written.
    """
    text = sbml_text(network)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise NetworkError(
            f"the model cannot be written: {error.strerror}.", file=str(path), expected="a file in a folder"
        ) from error


def sbml_text(network: Network) -> str:
    """A network as SBML text.

    Raises:
        NetworkError: libSBML is not installed, or refuses the network.
    """
    libsbml = _libsbml()
    document: Any = libsbml.SBMLDocument(3, 2)
    model = document.createModel()
    model.setId(_id(network.name))
    model.setName(f"{network.name} {network.version} sha256 {network.content_hash}")
    _units(libsbml, model)
    cell = model.createCompartment()
    cell.setId(_COMPARTMENT)
    cell.setConstant(True)
    cell.setSize(1.0)
    _species(model, network)
    _quantities(libsbml, model, network)
    for number, reaction in enumerate(network.reactions):
        _reaction(libsbml, model, network, number, reaction)
    for place, expression in network.initial:
        start = model.createInitialAssignment()
        start.setSymbol(_id(network.species[place].name))
        start.setMath(_maths(libsbml, to_text(expression), network.species[place].name))
    if network.events:
        raise NetworkError("events of a network are not written to SBML.", where=network.events[0].name)
    return str(libsbml.writeSBMLToString(document))


def _libsbml() -> Any:
    try:
        import libsbml  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        raise NetworkError("SBML needs libSBML.", hint="pip install 'her2sim[sbml]'") from None
    return libsbml


def _units(libsbml: Any, model: Any) -> None:
    """Time in hours, amounts as items."""
    hour = model.createUnitDefinition()
    hour.setId("hour")
    unit = hour.createUnit()
    unit.setKind(libsbml.UNIT_KIND_SECOND)
    unit.setExponent(1.0)
    unit.setScale(0)
    unit.setMultiplier(3600.0)
    model.setTimeUnits("hour")
    model.setSubstanceUnits("item")
    model.setExtentUnits("item")


def _species(model: Any, network: Network) -> None:
    for item in network.species:
        one = model.createSpecies()
        one.setId(_id(item.name))
        one.setName(item.name)
        one.setCompartment(_COMPARTMENT)
        one.setInitialAmount(0.0)
        one.setHasOnlySubstanceUnits(True)
        one.setBoundaryCondition(False)
        one.setConstant(False)


def _quantities(libsbml: Any, model: Any, network: Network) -> None:
    for item in network.parameters:
        one = model.createParameter()
        one.setId(_id(item.name))
        one.setValue(float(item.value))
        one.setConstant(True)
    names = [species.name for species in network.species]
    sums = {
        item.name: " + ".join(f"{weight!r}*{_id(names[place])}" for place, weight in item.terms) or "0"
        for item in network.observables
    }
    formulas = {item.name: to_text(item.expression) for item in network.assignments}
    for name, text in {**sums, **formulas}.items():
        one = model.createParameter()
        one.setId(_id(name))
        one.setConstant(False)
        rule = model.createAssignmentRule()
        rule.setVariable(_id(name))
        rule.setMath(_maths(libsbml, text, name))


def _reaction(libsbml: Any, model: Any, network: Network, number: int, reaction: Reaction) -> None:
    one = model.createReaction()
    one.setId(f"reaction_{number}")
    one.setName(reaction.rule)
    one.setReversible(False)
    for kind, places in (("Reactant", reaction.reactants), ("Product", reaction.products)):
        for place in dict.fromkeys(places):
            part = getattr(one, f"create{kind}")()
            part.setSpecies(_id(network.species[place].name))
            part.setStoichiometry(float(places.count(place)))
            part.setConstant(True)
    factors = [_id(network.species[place].name) for place in reaction.reactants]
    text = "*".join([repr(float(reaction.factor)), _id(reaction.rate), *factors])
    law = one.createKineticLaw()
    law.setMath(_maths(libsbml, text, reaction.rule))


def _maths(libsbml: Any, text: str, where: str) -> Any:
    tree = libsbml.parseL3Formula(_infix(text))
    if tree is None:
        raise NetworkError("libSBML cannot read an expression.", where=where, got=text[:80])
    return tree


def _infix(text: str) -> str:
    """Our expressions in the L3 infix of libSBML: ^ for powers, && || ! for logic, ln for the natural logarithm."""
    found = text.replace("**", "^").replace(" and ", " && ").replace(" or ", " || ").replace("not ", "!")
    return found.replace("log(", "ln(")


def _id(name: str) -> str:
    """A name as an SBML identifier; a species whose name is a pattern of its rules has every odd letter replaced."""
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return name
    return "S_" + "".join(letter if letter.isascii() and letter.isalnum() else f"_{ord(letter):x}_" for letter in name)
