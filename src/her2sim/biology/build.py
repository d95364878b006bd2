"""Expands the rules with BioNetGen and writes the network artefact: `make network`.

    python -m her2sim.biology.build [--check] [--variant NAME] [FILE]

`--variant` builds a network without one of the reductions (unreduced/) in place of the default one. Same rules, same
evidence, same bytes: `--check` compares instead of writing and exits 1 on a difference.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from her2sim.biology.catalogue import MECHANISMS, draft
from her2sim.biology.kit import Draft, Mechanism
from her2sim.biology.unreduced import mechanisms_of
from her2sim.errors import NetworkError

FOLDER = Path(__file__).resolve().parent.parent / "network" / "data"
VERSION = "0.1.0"


def expand(model: Draft, mechanisms: Sequence[Mechanism] = MECHANISMS, name: str = "her2") -> dict[str, Any]:
    """The reaction network of a draft as the artefact's document (`her2sim.network.document` reads it).

    Args:
        mechanisms: those the draft was written with.

    Raises:
        NetworkError: BioNetGen's output holds something the artefact cannot.
    """
    from pysb.bng import generate_network
    from sympy import sstr

    sections = _sections(generate_network(model.model, cleanup=True))
    species = [line.split()[1] for line in sections["species"]]
    return {
        "format": "her2sim-network/1",
        "name": name,
        "version": VERSION,
        "modules": [_module(mechanism, model) for mechanism in mechanisms if mechanism.name in model.ledgers],
        "species": [{"name": name, "unit": model.species_units[name.split("(")[0]]} for name in species],
        "parameters": [
            {"name": p.name, "value": float(p.value), "unit": model.units[p.name]} for p in model.model.parameters
        ],
        "inputs": model.inputs,
        "assignments": [
            {"name": e.name, "expression": sstr(e.expr), "unit": model.units[e.name]} for e in model.model.expressions
        ],
        "observables": [_observable(line, model.units) for line in sections["groups"]],
        "reactions": [_reaction(line) for line in sections["reactions"]],
        "initial": [[i, line.split()[2]] for i, line in enumerate(sections["species"]) if line.split()[2] != "0"],
        "conserved": [],
    }


def _module(mechanism: Mechanism, model: Draft) -> dict[str, Any]:
    written = model.ledgers[mechanism.name]
    return {
        "name": mechanism.name,
        "evidence": list(mechanism.evidence),
        "rules": written.rules,
        "parameters": written.parameters,
        "reductions": list(mechanism.reductions),
    }


def _sections(net: str) -> dict[str, list[str]]:
    """The lines of each `begin x` .. `end x` block of BioNetGen's network file."""
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in net.splitlines():
        words = line.split()
        if words[:1] == ["begin"]:
            current = sections.setdefault(words[1], [])
        elif words[:1] == ["end"]:
            current = None
        elif current is not None and words:
            current.append(line)
    return sections


def _places(field: str) -> list[int]:
    """Species numbers of one side of a reaction, from 0; `0` alone is nothing."""
    return [int(number) - 1 for number in field.split(",") if number != "0"]


def _reaction(line: str) -> dict[str, Any]:
    _, reactants, products, rate, *origin = line.split()
    factor, _, name = rate.rpartition("*")
    rule = origin[0].lstrip("#").split(",")[0].removeprefix("_reverse_")
    if not name.isidentifier():
        raise NetworkError("a rate is more than a factor times a name.", where=rule, got=rate)
    return {
        "rule": rule,
        "reactants": _places(reactants),
        "products": _places(products),
        "factor": float(factor or 1.0),
        "rate": name,
    }


def _observable(line: str, units: Mapping[str, str]) -> dict[str, Any]:
    _, name, *terms = line.split()
    pairs: list[list[float]] = []
    for term in terms[0].split(",") if terms else []:
        weight, _, number = term.rpartition("*")
        pairs.append([int(number) - 1, float(weight or 1.0)])
    return {"name": name, "terms": pairs, "unit": units[name]}


def text(document: Mapping[str, Any]) -> str:
    """The document as JSON, one element a line; the form `her2sim.network` writes too."""
    lines = ["{"]
    for number, (key, value) in enumerate(document.items()):
        comma = "," if number < len(document) - 1 else ""
        if isinstance(value, list) and value:
            entries = cast("list[Any]", value)
            lines += [f"{json.dumps(key)}: [", ",\n".join(map(_compact, entries)), f"]{comma}"]
        else:
            lines.append(f"{json.dumps(key)}: {_compact(value)}{comma}")
    return "\n".join([*lines, "}", ""])


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def build(variant: str | None = None) -> str:
    """The artefact's text: of the default network, or of a variant of it.

    Raises:
        NetworkError: there is no such variant, or a rule cannot be written.
    """
    mechanisms = mechanisms_of(variant) if variant else MECHANISMS
    return text(expand(draft(mechanisms), mechanisms, _name(variant)))


def _name(variant: str | None) -> str:
    return f"her2-{variant}" if variant else "her2"


def main(arguments: list[str]) -> int:
    """Write or check the artefact; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m her2sim.biology.build", description="Build the network.")
    parser.add_argument("--check", action="store_true", help="compare with FILE instead of writing it")
    parser.add_argument("--variant", help="a network without one of the reductions")
    parser.add_argument("file", nargs="?", type=Path)
    chosen = parser.parse_args(arguments)
    path: Path = chosen.file or FOLDER / f"{_name(chosen.variant)}.json"
    built = build(chosen.variant)
    if chosen.check:
        same = path.read_bytes() == built.encode()
        sys.stdout.write(f"{path.name}: {'as built' if same else 'differs from what the rules build'}\n")
        return 0 if same else 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(built, encoding="utf-8")
    document: dict[str, list[Any]] = json.loads(built)
    sizes = ", ".join(f"{len(document[key])} {key}" for key in ("species", "reactions", "parameters", "assignments"))
    sys.stdout.write(f"{path.name}: {sizes}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
