"""One flat SBML text that every tool reads the same way.

Flat means: no local parameters, function definitions or initial assignments; a species is a state that reactions
change; a fixed (boundary) species is a parameter, a ruled one an assigned parameter; one compartment volume a name.
Then a parameter set is values of global parameters and starting amounts, which every tool can set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Flat:
    """A flat model.

    Args:
        sbml: the text.
        species: states, by SBML id.
        initial: starting amounts, (S,).
        parameters: constants that some rate reads, by SBML id.
        values: their values, (P,).
        reactions: how many there are.
    """

    sbml: str
    species: tuple[str, ...]
    initial: np.ndarray
    parameters: tuple[str, ...]
    values: np.ndarray
    reactions: int


def flatten(text: str, constants: Mapping[str, float] | None = None, edit: Any = None) -> Flat:
    """Flatten SBML text.

    Args:
        constants: values by parameter id; a rule of such a parameter is dropped.
        edit: called with the libSBML model once it is flat, to add to it.

    Raises:
        ValueError: libSBML cannot read or convert the text, or the model has events or rate rules.
    """
    import libsbml

    document = libsbml.readSBMLFromString(text)
    model = document.getModel()
    if model is None or document.getNumErrors(libsbml.LIBSBML_SEV_ERROR):
        raise ValueError(f"not readable as SBML: {document.getErrorLog().toString()[:500]}")
    for option in ("promoteLocalParameters", "expandFunctionDefinitions", "expandInitialAssignments"):
        chosen = libsbml.ConversionProperties()
        chosen.addOption(option, True)
        if document.convert(chosen) != libsbml.LIBSBML_OPERATION_SUCCESS:
            raise ValueError(f"libSBML could not carry out {option}")
    model = document.getModel()
    if model.getNumEvents() or any(rule.isRate() for rule in model.getListOfRules()):
        raise ValueError("events and rate rules are not part of this benchmark")
    for name, value in (constants or {}).items():
        model.removeRuleByVariable(name)
        parameter = model.getParameter(name)
        parameter.setConstant(True)
        parameter.setValue(value)
    _fix_boundary(model)
    if edit is not None:
        edit(model)
    return _read(libsbml.writeSBMLToString(document), model)


def _fix_boundary(model: Any) -> None:
    """Species that reactions do not change become parameters, and leave the reactions."""
    ruled = {rule.getVariable() for rule in model.getListOfRules()}
    for species in list(model.getListOfSpecies()):
        name = species.getId()
        if not (species.getBoundaryCondition() or species.getConstant() or name in ruled):
            continue
        amount, volume = _amount(model, species), model.getCompartment(species.getCompartment()).getSize()
        parameter = model.createParameter()
        model.removeSpecies(name)
        parameter.setId(name)
        parameter.setConstant(name not in ruled)
        parameter.setValue(amount if species.getHasOnlySubstanceUnits() else amount / volume)
        for reaction in model.getListOfReactions():
            for remove in (reaction.removeReactant, reaction.removeProduct, reaction.removeModifier):
                while remove(name) is not None:
                    pass


def _amount(model: Any, species: Any) -> float:
    if species.isSetInitialConcentration():
        return species.getInitialConcentration() * model.getCompartment(species.getCompartment()).getSize()
    return species.getInitialAmount() if species.isSetInitialAmount() else 0.0


def _read(sbml: str, model: Any) -> Flat:
    """What the flat model holds; of the parameters, those that a rate reads, directly or through rules."""
    wanted: set[str] = set()
    for reaction in model.getListOfReactions():
        _names(reaction.getKineticLaw().getMath(), wanted)
    rules = {rule.getVariable(): rule.getMath() for rule in model.getListOfRules()}
    waiting = [name for name in wanted if name in rules]
    while waiting:
        found: set[str] = set()
        _names(rules[waiting.pop()], found)
        waiting += [name for name in found - wanted if name in rules]
        wanted |= found
    constants = [item for item in model.getListOfParameters() if item.getConstant() and item.getId() in wanted]
    return Flat(
        sbml,
        tuple(item.getId() for item in model.getListOfSpecies()),
        np.array([_amount(model, item) for item in model.getListOfSpecies()]),
        tuple(item.getId() for item in constants),
        np.array([item.getValue() for item in constants]),
        model.getNumReactions(),
    )


def _names(node: Any, found: set[str]) -> None:
    if node.isName():
        found.add(node.getName())
    for place in range(node.getNumChildren()):
        _names(node.getChild(place), found)
