"""SBML models as networks: Level 1 to 3, core, through libSBML.

Numbers stay in the model's own units and its own unit of time: wherever a network speaks of hours, read the model's
unit. docs/sbml.md says what is supported; what is not is refused by name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.parsers import expat

from her2sim.errors import InputError, NetworkError
from her2sim.network.check import check_network
from her2sim.network.conserve import conserved_totals
from her2sim.network.expression import Number
from her2sim.network.form import Assignment, Network, Parameter, Species
from her2sim.network.sbml_build import Plan, plan, reactions
from her2sim.network.sbml_facts import SbmlFacts
from her2sim.network.sbml_order import moving_names, order
from her2sim.network.sbml_read import fresh, read_facts
from her2sim.network.sbml_steps import with_steps

_LARGEST_FILE = 64 * 2**20  # bytes; the largest published cell models are about 20 MB
_DEEPEST = 200  # levels of XML; a formula of a hundred levels fits, and libSBML's own recursion stays small
_LONGEST_FORMULA = 20_000  # characters of a formula in SBML Level 1
_MOST_ROWS = 2_000  # of the elimination that finds conserved totals; the models of 500 species met need 600
_CORE = re.compile(r"http://www\.sbml\.org/sbml/level\d(/version\d(/core)?)?")
_FLUX_BALANCE = "/fbc/"


@dataclass(frozen=True)
class SbmlModel:
    """A network read from SBML, and where to find what the model speaks of.

    Args:
        value: by SBML identifier, the species, parameter or assignment that holds what the identifier stands for in
            the model's formulas: a concentration for most species.
        amount, concentration: by SBML identifier, those of every species; in a compartment without volume there is
            no concentration.
    """

    network: Network
    value: Mapping[str, str]
    amount: Mapping[str, str]
    concentration: Mapping[str, str]


def read_sbml(path: str | Path) -> Network:
    """Read an SBML model.

    A species keeps its identifier as name and holds its amount; `<id>_concentration` is its concentration. Every
    reaction is an assignment of its own name. The parameter k of reaction R alone is called `R_k`. An identifier
    that Python reserves (lambda, log, ...) gets an underscore after it. `Network.species` is in the model's order,
    then what rate rules and events change.

    Args:
        path: an XML file of at most 64 MB.

    Raises:
        NetworkError: the file cannot be read, or uses what is not supported (algebraic rules, delays, priorities,
            fast reactions, packages); names the element.
        InputError: libSBML is not installed.

    Checked: tests/network/test_sbml_suite.py, against the SBML Test Suite.
    """
    return read_sbml_model(path).network


def read_sbml_model(path: str | Path) -> SbmlModel:
    """Read an SBML model, with a list of where everything in it is found; see `read_sbml`."""
    library, source = _library(), str(path)
    _check_file(Path(path))
    try:
        document = library.readSBMLFromFile(source)
        _check_document(library, document, source)
        facts = read_facts(library, document.getModel(), source)
        made = plan(facts)
        return _model(facts, with_steps(made, moving_names(made, source)))
    except RecursionError as error:
        raise NetworkError("formulas depend on each other over too many steps.", file=source) from error


def _library() -> Any:
    if find_spec("libsbml") is None:
        raise InputError("libSBML is not installed.", where="read_sbml", hint="pip install 'her2sim[sbml]'")
    return import_module("libsbml")


def _check_file(path: Path) -> None:
    """Refuse what is no XML, and XML made to exhaust a parser.

    Raises:
        NetworkError: says which.
    """
    source = str(path)
    if not path.is_file():
        raise NetworkError("there is no such file.", file=source, expected="a model in SBML")
    if path.stat().st_size > _LARGEST_FILE:
        raise NetworkError("the file is too large.", file=source, expected=f"at most {_LARGEST_FILE} bytes")
    depth, required = 0, list[str]()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        _check_package(name, attributes, required, source)
        if depth > _DEEPEST:
            raise NetworkError("elements are nested too deeply.", file=source, where=_line(parser), got=name)
        if len(attributes.get("formula", "")) > _LONGEST_FORMULA:
            raise NetworkError("the formula is too long.", file=source, where=_line(parser), got=name)
        if depth == 1:
            required.extend(_packages(name, attributes, source))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*declared: object) -> None:
        raise NetworkError("a document type is declared.", file=source, where=_line(parser), expected="plain XML")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, refuse
    try:
        parser.Parse(path.read_bytes(), True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NetworkError(f"the file is not XML: {error}.", file=source, where=_line(parser)) from error


def _line(parser: expat.XMLParserType) -> str:
    return f"line {parser.CurrentLineNumber}"


def _packages(name: str, attributes: Mapping[str, str], source: str) -> list[str]:
    """Namespaces of the packages without which the model means something else."""
    space, _, element = name.rpartition(" ")
    if element != "sbml" or not _CORE.fullmatch(space):
        raise NetworkError("the file is not SBML.", file=source, expected="an <sbml> element", got=f"<{element}>")
    spaces = [(key.rpartition(" ")[0], value) for key, value in attributes.items() if key.endswith(" required")]
    return [package for package, value in spaces if value in ("true", "1") or _FLUX_BALANCE in package]


def _check_package(name: str, attributes: Mapping[str, str], required: Sequence[str], source: str) -> None:
    used = {key.rpartition(" ")[0] for key in (name, *attributes)}
    for package in required:
        if package in used:
            element = name.rpartition(" ")[2]
            raise NetworkError(
                "the model needs a package of SBML Level 3.", file=source, where=f"<{element}>", got=package
            )


def _check_document(library: Any, document: Any, source: str) -> None:
    harmless = {library.MissingXMLDecl, library.MissingXMLEncoding, library.BadXMLDecl}  # expat read it
    for place in range(document.getNumErrors()):
        error = document.getError(place)
        if error.getErrorId() not in harmless and error.getSeverity() >= library.LIBSBML_SEV_ERROR:
            text = " ".join(error.getMessage().split())
            raise NetworkError(f"libSBML refuses it: {text}", file=source, where=f"line {error.getLine()}")
    if document.getModel() is None:
        raise NetworkError("there is no model in it.", file=source, where="sbml")


def _model(facts: SbmlFacts, made: Plan) -> SbmlModel:
    network = _network(facts, made)
    check_network(network, facts.source)
    public = {name: key for key, name in facts.names.items()}
    dense = {public[name]: concentration for name, concentration in made.concentrations.items()}
    in_amounts = {species.name for species in facts.species if species.in_amounts}
    value = {
        key: name if name in in_amounts else made.concentrations.get(name, name) for key, name in facts.names.items()
    }
    amount = {public[species.name]: species.name for species in facts.species}
    return SbmlModel(_with_totals(network), value, amount, dense)


def _network(facts: SbmlFacts, made: Plan) -> Network:
    ordered = order(made, facts.source)
    places = {name: place for place, name in enumerate(made.states)}
    units = made.units
    return Network(
        name=facts.name,
        version="1",
        species=tuple(Species(name, units[name]) for name in made.states) or (Species(fresh("idle", units), "1"),),
        parameters=tuple(Parameter(name, value, units[name]) for name, value in made.parameters.items()),
        inputs=(),
        assignments=tuple(Assignment(name, formula, units.get(name, "1")) for name, formula in ordered.assignments),
        observables=(),
        reactions=reactions(made),
        initial=tuple((places[name], start) for name, start in ordered.initial.items() if start != Number(0.0)),
        events=made.events,
    )


def _with_totals(network: Network) -> Network:
    """The network with its conserved totals, or without where there are too many to list."""
    try:
        return replace(network, conserved=conserved_totals(network, _MOST_ROWS))
    except NetworkError:
        return network


__all__ = ["SbmlModel", "read_sbml", "read_sbml_model"]
