"""The artefact's JSON: reading it into a `Network` (checked) and writing it back in one canonical form."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar, cast

from her2sim.errors import NetworkError
from her2sim.network.check import check_network
from her2sim.network.expression import Expression, Number, parse, to_text
from her2sim.network.form import (
    FORMAT,
    Assignment,
    ConservedTotal,
    Event,
    Module,
    Network,
    Observable,
    Parameter,
    Reaction,
    Species,
)

_Item = TypeVar("_Item")
_LISTS = ("species", "parameters", "assignments", "observables", "reactions", "initial")


def from_document(document: object, source: str = "network") -> Network:
    """Read a network from its JSON document.

    Args:
        document: what `json.loads` returned.
        source: file name for messages.

    Raises:
        NetworkError: an element is missing, malformed or refers to something that is not there; names the element.
    """
    if not isinstance(document, Mapping):
        raise NetworkError("the network is not a JSON object.", file=source, got=type(document).__name__)
    fields = cast("Mapping[str, Any]", document)
    if fields.get("format") != FORMAT:
        raise NetworkError(
            "the format is not known.", file=source, where="format", expected=FORMAT, got=fields.get("format")
        )
    missing = [key for key in _LISTS if not isinstance(fields.get(key), list)]
    if missing:
        raise NetworkError("a list is missing.", file=source, where=missing[0], expected="a list")
    network = _build(fields, source)
    check_network(network, source)
    return network


def _build(fields: Mapping[str, Any], source: str) -> Network:
    def each(key: str, make: Callable[[Any], _Item]) -> tuple[_Item, ...]:
        made: list[_Item] = []
        for place, item in enumerate(fields.get(key, ())):
            try:
                made.append(make(item))
            except (KeyError, TypeError, ValueError, IndexError) as error:
                where = f"{key}[{place}]"
                raise NetworkError(f"malformed element: {error}.", file=source, where=where, got=item) from error
        return tuple(made)

    return Network(
        name=str(fields.get("name", "network")),
        version=str(fields.get("version", "0")),
        modules=each("modules", _module),
        species=each("species", lambda item: Species(_text(item["name"]), _text(item["unit"]))),
        parameters=each(
            "parameters", lambda item: Parameter(_text(item["name"]), float(item["value"]), _text(item["unit"]))
        ),
        inputs=each("inputs", _text),
        assignments=each("assignments", _assignment),
        observables=each(
            "observables", lambda item: Observable(_text(item["name"]), _terms(item["terms"]), _text(item["unit"]))
        ),
        reactions=each("reactions", _reaction),
        initial=each("initial", lambda item: (_index(item[0]), _expression(item[1], "initial"))),
        conserved=each("conserved", lambda item: ConservedTotal(_text(item["name"]), _terms(item["terms"]))),
        events=each("events", _event),
    )


def _event(item: Any) -> Event:
    name = _text(item["name"])
    at_start = item["at_start"]
    if not isinstance(at_start, bool):
        raise TypeError(f"at_start: expected true or false, got {at_start!r}")
    return Event(
        name,
        _expression(item["trigger"], f"event {name}"),
        tuple((_index(place), _expression(value, f"event {name}")) for place, value in item["changes"]),
        at_start,
    )


def _module(item: Any) -> Module:
    return Module(
        _text(item["name"]),
        tuple(_text(key) for key in item.get("evidence", ())),
        tuple(_text(key) for key in item.get("rules", ())),
        tuple(_text(key) for key in item.get("parameters", ())),
        tuple(_text(sentence) for sentence in item.get("reductions", ())),
    )


def _assignment(item: Any) -> Assignment:
    name = _text(item["name"])
    return Assignment(name, _expression(item["expression"], f"assignment {name}"), _text(item["unit"]))


def _reaction(item: Any) -> Reaction:
    return Reaction(
        rule=_text(item["rule"]),
        reactants=tuple(_index(place) for place in item["reactants"]),
        products=tuple(_index(place) for place in item["products"]),
        factor=float(item.get("factor", 1.0)),
        rate=_text(item["rate"]),
    )


def _expression(value: Any, where: str) -> Expression:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Number(float(value))
    return parse(_text(value), where)


def _terms(pairs: Iterable[Sequence[Any]]) -> tuple[tuple[int, float], ...]:
    return tuple((_index(place), float(weight)) for place, weight in pairs)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"expected a text, got {value!r}")
    return value


def _index(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected the index of a species, got {value!r}")
    return value


def to_document(network: Network) -> dict[str, Any]:
    """A network as plain lists and dictionaries; `from_document` reads it back. No events, no key."""
    return _core(network) | ({"events": [_plain_event(event) for event in network.events]} if network.events else {})


def _plain_event(event: Event) -> dict[str, Any]:
    return {
        "name": event.name,
        "trigger": to_text(event.trigger),
        "changes": [[place, to_text(value)] for place, value in event.changes],
        "at_start": event.at_start,
    }


def _core(network: Network) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "name": network.name,
        "version": network.version,
        "modules": [
            {
                "name": m.name,
                "evidence": list(m.evidence),
                "rules": list(m.rules),
                "parameters": list(m.parameters),
                "reductions": list(m.reductions),
            }
            for m in network.modules
        ],
        "species": [{"name": item.name, "unit": item.unit} for item in network.species],
        "parameters": [{"name": p.name, "value": p.value, "unit": p.unit} for p in network.parameters],
        "inputs": list(network.inputs),
        "assignments": [
            {"name": a.name, "expression": to_text(a.expression), "unit": a.unit} for a in network.assignments
        ],
        "observables": [{"name": o.name, "terms": _pairs(o.terms), "unit": o.unit} for o in network.observables],
        "reactions": [
            {
                "rule": r.rule,
                "reactants": list(r.reactants),
                "products": list(r.products),
                "factor": r.factor,
                "rate": r.rate,
            }
            for r in network.reactions
        ],
        "initial": [[place, to_text(expression)] for place, expression in network.initial],
        "conserved": [{"name": c.name, "terms": _pairs(c.terms)} for c in network.conserved],
    }


def _pairs(terms: tuple[tuple[int, float], ...]) -> list[list[float]]:
    return [[place, weight] for place, weight in terms]


def canonical_json(network: Network) -> str:
    """The network as JSON: one element a line, fixed key order, shortest exact floats; equal networks, equal bytes."""
    lines = ["{"]
    document = to_document(network)
    for number, (key, value) in enumerate(document.items()):
        comma = "," if number < len(document) - 1 else ""
        if isinstance(value, list) and value:
            items = cast("list[Any]", value)
            lines.append(f"{json.dumps(key)}: [")
            lines.append(",\n".join(_compact(item) for item in items))
            lines.append(f"]{comma}")
        else:
            lines.append(f"{json.dumps(key)}: {_compact(value)}{comma}")
    return "\n".join([*lines, "}", ""])


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
