"""Expands the rules with BioNetGen and writes the network artefact: `make network`.

    python -m her2sim.biology.build [--check] [FILE]

Same rules, same evidence, same bytes: `--check` compares instead of writing and exits 1 on a difference.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from her2sim.biology.catalogue import MECHANISMS, draft
from her2sim.biology.kit import Draft
from her2sim.errors import NetworkError

ARTEFACT = Path(__file__).resolve().parent.parent / "network" / "data" / "her2.json"
VERSION = "0.1.0"


def expand(model: Draft) -> dict[str, Any]:
    """The reaction network of a draft as the artefact's document (`her2sim.network.document` reads it).

    Raises:
        NetworkError: BioNetGen's output holds something the artefact cannot.
    """
    from pysb.bng import generate_network
    from sympy import sstr

    sections = _sections(generate_network(model.model, cleanup=True))
    species = [line.split()[1] for line in sections["species"]]
    return {
        "format": "her2sim-network/1",
        "name": model.model.name,
        "version": VERSION,
        "modules": [
            {
                "name": mechanism.name,
                "evidence": list(mechanism.evidence),
                "rules": model.ledgers[mechanism.name].rules,
                "parameters": model.ledgers[mechanism.name].parameters,
                "reductions": list(mechanism.reductions),
            }
            for mechanism in MECHANISMS
            if mechanism.name in model.ledgers
        ],
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


def main(arguments: list[str]) -> int:
    """Write or check the artefact; the exit status."""
    check = "--check" in arguments
    names = [argument for argument in arguments if not argument.startswith("--")]
    path = Path(names[0]) if names else ARTEFACT
    built = text(expand(draft()))
    if check:
        same = path.read_text(encoding="utf-8") == built
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
