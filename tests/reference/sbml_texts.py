"""Small SBML models for tests, written as text; formulas in libSBML's infix notation."""

from collections.abc import Mapping
from pathlib import Path

import libsbml

from her2sim.network import Network, SbmlModel, read_sbml_model
from her2sim.network.rates import bind, compile_rates, readout_function


def math(formula: str) -> str:
    """MathML of an infix formula; `time`, `avogadro` and `rateOf` are the symbols of SBML."""
    tree = libsbml.parseL3Formula(formula)
    assert tree is not None, libsbml.getLastParseL3Error()
    return libsbml.writeMathMLToString(tree).partition("?>")[2]


def compartment(name: str = "C", size: float | None = 1.0, *, constant: bool = True, dimensions: float = 3) -> str:
    given = "" if size is None else f' size="{size}"'
    fixed = str(constant).lower()
    return f'<compartment id="{name}" spatialDimensions="{dimensions}"{given} constant="{fixed}"/>'


def species(name: str, start: str = 'initialAmount="1"', where: str = "C", more: str = "") -> str:
    flags = {"hasOnlySubstanceUnits": "false", "boundaryCondition": "false", "constant": "false"}
    flags |= dict(item.split("=") for item in more.split() if item.partition("=")[0] in flags)
    others = " ".join(item for item in more.split() if item.partition("=")[0] not in flags)
    listed = " ".join(f'{key}="{value}"' for key, value in flags.items())
    return f'<species id="{name}" compartment="{where}" {start} {listed} {others}/>'


def parameter(name: str, value: float | None = 1.0, *, constant: bool = True) -> str:
    given = "" if value is None else f' value="{value}"'
    return f'<parameter id="{name}"{given} constant="{str(constant).lower()}"/>'


def reaction(name: str, left: str, right: str, law: str | None, local: Mapping[str, float] | None = None) -> str:
    """`left` and `right` are like "A 2*B n=0.5*D": a stoichiometry, and n its identifier."""
    own = "".join(f'<localParameter id="{key}" value="{value}"/>' for key, value in (local or {}).items())
    own = f"<listOfLocalParameters>{own}</listOfLocalParameters>" if own else ""
    sides = f"{_side('Reactants', left)}{_side('Products', right)}"
    rate = "" if law is None else f"<kineticLaw>{math(law)}{own}</kineticLaw>"
    return f'<reaction id="{name}" reversible="false">{sides}{rate}</reaction>'


def _side(kind: str, text: str) -> str:
    parts: list[str] = []
    for word in text.split():
        key, _, rest = word.rpartition("=")
        count, _, target = rest.rpartition("*")
        named, given = f' id="{key}"' if key else "", "" if count == "?" else f' stoichiometry="{count or 1}"'
        parts.append(f'<speciesReference{named} species="{target}"{given} constant="false"/>')
    return f"<listOf{kind}>{''.join(parts)}</listOf{kind}>" if parts else ""


def assignment_rule(name: str, formula: str) -> str:
    return f'<assignmentRule variable="{name}">{math(formula)}</assignmentRule>'


def rate_rule(name: str, formula: str) -> str:
    return f'<rateRule variable="{name}">{math(formula)}</rateRule>'


def initial_assignment(name: str, formula: str) -> str:
    return f'<initialAssignment symbol="{name}">{math(formula)}</initialAssignment>'


def function(name: str, formula: str) -> str:
    """`formula` is like "lambda(x, y, x + y)"."""
    return f'<functionDefinition id="{name}">{math(formula)}</functionDefinition>'


def event(name: str, trigger: str, changes: Mapping[str, str], *, at_start: bool = True, more: str = "") -> str:
    made = "".join(f'<eventAssignment variable="{key}">{math(text)}</eventAssignment>' for key, text in changes.items())
    start = str(at_start).lower()
    return (
        f'<event id="{name}" useValuesFromTriggerTime="true">'
        f'<trigger initialValue="{start}" persistent="true">{math(trigger)}</trigger>{more}'
        f"<listOfEventAssignments>{made}</listOfEventAssignments></event>"
    )


_LISTS = {
    "functionDefinition": "FunctionDefinitions",
    "compartment": "Compartments",
    "species": "Species",
    "parameter": "Parameters",
    "initialAssignment": "InitialAssignments",
    "assignmentRule": "Rules",
    "rateRule": "Rules",
    "algebraicRule": "Rules",
    "reaction": "Reactions",
    "event": "Events",
}


def sbml(*elements: str, attributes: str = "", root: str = "", level: str = "3", version: str = "2") -> str:
    """A document of these elements, in any order."""
    core = f"level{level}/version{version}" + ("/core" if level == "3" else "")
    body: dict[str, list[str]] = {name: [] for name in dict.fromkeys(_LISTS.values())}
    for element in elements:
        body[_LISTS[element[1:].split(maxsplit=1)[0].rstrip(">")]].append(element)
    lists = "".join(f"<listOf{key}>{''.join(items)}</listOf{key}>" for key, items in body.items() if items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<sbml xmlns="http://www.sbml.org/sbml/{core}" {root} '
        f'level="{level}" version="{version}"><model id="small" {attributes}>{lists}</model></sbml>'
    )


def read(folder: Path, *elements: str, attributes: str = "") -> SbmlModel:
    """The model of these elements."""
    return read_text(folder, sbml(*elements, attributes=attributes))


def read_text(folder: Path, text: str) -> SbmlModel:
    """The model in a text."""
    path = folder / "model.xml"
    path.write_text(text, encoding="utf-8")
    return read_sbml_model(path)


def values(network: Network, *names: str, t: float = 0.0, **changed: float) -> list[float]:
    """Outputs at the start, with some states or parameters changed."""
    import numpy as np

    parameters = network.parameter_values.copy()
    for name, value in changed.items():
        if name in network.parameter_index:
            parameters[network.parameter_index[name]] = value
    state = bind(compile_rates(network), parameters).initial.copy()
    for name, value in changed.items():
        if name in network.species_index:
            state[network.species_index[name]] = value
    found = readout_function(network, names)(parameters, state[np.newaxis], np.array([t]))
    return [float(value) for value in found[0]]


def slopes(network: Network, *names: str, t: float = 0.0, **changed: float) -> list[float]:
    """Rates of change of states at the start, with some states changed."""
    import numpy as np

    bound = bind(compile_rates(network), network.parameter_values)
    state, out = bound.initial.copy(), np.empty(len(network.species))
    for name, value in changed.items():
        state[network.species_index[name]] = value
    bound.rate(state, out, t)
    return [float(out[network.species_index[name]]) for name in names]
