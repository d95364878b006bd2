"""Broken and hostile SBML gives a documented error or a network, never anything else."""

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.reference.sbml_texts import (
    assignment_rule,
    compartment,
    event,
    function,
    initial_assignment,
    parameter,
    rate_rule,
    reaction,
    sbml,
    species,
)

from her2sim.errors import NetworkError
from her2sim.network import read_sbml

_SEEDS = (
    sbml(
        compartment(size=2.0),
        compartment("V", constant=False),
        species("A"),
        species("B", 'initialConcentration="0.5"'),
        species("D", where="V", more="boundaryCondition=true"),
        parameter("k", 0.3),
        parameter("p", 2.0, constant=False),
        parameter("q", None, constant=False),
        function("mm", "lambda(s, v, h, v*s/(h + s))"),
        initial_assignment("B", "k*A + 1"),
        assignment_rule("q", "piecewise(A, time < 2, B^2)"),
        rate_rule("V", "0.1"),
        rate_rule("D", "-k*D + rateOf(V)"),
        reaction("R1", "A", "n=2*B", "mm(A, k, vmax)", {"vmax": 1.5}),
        reaction("R2", "B", "", "k*B*C"),
        event("E", "A < 0.5 && time > 1", {"p": "p + 1", "A": "k"}, at_start=False),
    ),
    sbml(
        '<compartment name="C" volume="2"/>',
        '<species name="A" initialAmount="1" compartment="C"/>',
        '<parameter name="k" value="0.3"/>',
        '<reaction name="R" reversible="false"><listOfReactants><speciesReference species="A" stoichiometry="2" '
        'denominator="3"/></listOfReactants><kineticLaw formula="k*A^2/(1+A)"/></reaction>',
        level="1",
        version="2",
    ).replace('id="small"', 'name="small"').replace("level1/version2", "level1"),
)  # fmt: skip
_WORDS = (
    "",
    "-1",
    "1e400",
    "NaN",
    "INF",
    "true",
    "A",
    "B",
    "k",
    "time",
    "R1",
    "lambda",
    "C",
    "\u00e9",
    "0",
    "0.5",
    "q",
)
_WORDS = (*_WORDS, "9" * 400)
ElementTree.register_namespace("m", "http://www.w3.org/1998/Math/MathML")


def mutated(text: str, rng: np.random.Generator) -> bytes:
    """One to three random changes: of characters in one of four models, of elements and attributes in the others."""
    if rng.random() < 0.25:
        for _ in range(rng.integers(1, 4)):
            place = int(rng.integers(len(text)))
            text = text[:place] + chr(int(rng.integers(1, 300))) + text[place + int(rng.integers(2)) :]
        return text.encode()
    root = ElementTree.fromstring(text.encode())  # noqa: S314 - our own text
    for _ in range(rng.integers(1, 4)):
        _change(root, rng)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _change(root: ElementTree.Element, rng: np.random.Generator) -> None:
    def pick(choices: Sequence[Any]) -> Any:
        return choices[int(rng.integers(len(choices)))]

    if not len(root):
        return
    everything = list(root.iter())
    owner, other = (pick([element for element in everything if len(element)]) for _ in range(2))
    place, kind = int(rng.integers(len(owner))), rng.integers(7)
    if kind == 0:
        owner.remove(owner[place])
    elif kind == 1:
        other.insert(int(rng.integers(len(other) + 1)), copy.deepcopy(pick(everything[1:])))
    elif kind == 2:
        owner[place].tag = pick(everything).tag
    elif kind == 3:
        owner[place].text = pick(_WORDS)
    else:
        element = pick([element for element in everything if element.attrib])
        key = pick(list(element.attrib))
        donor = pick([element for element in everything if element.attrib])
        value = pick(_WORDS) if kind < 6 else pick(list(donor.attrib.values()))
        if kind == 4 and len(element.attrib) > 1:
            del element.attrib[key]
        else:
            element.attrib[key] = value


def outcomes(path: Path, seed: int, count: int) -> dict[str, int]:
    """How many of the mutated models are read and refused; anything else is raised."""
    rng, found = np.random.default_rng(seed), {"read": 0, "refused": 0}
    for number in range(count):
        path.write_bytes(mutated(_SEEDS[0 if number % 4 else 1], rng))
        try:
            read_sbml(path)
        except NetworkError:
            found["refused"] += 1
        else:
            found["read"] += 1
    return found


def test_the_models_that_are_mutated_are_sound(tmp_path: Path):
    for number, text in enumerate(_SEEDS):
        path = tmp_path / f"{number}.xml"
        path.write_text(text, encoding="utf-8")
        assert read_sbml(path).reactions


def test_a_mutated_model_is_read_or_refused(tmp_path: Path):
    found = outcomes(tmp_path / "model.xml", 1, 2_000)
    assert min(found.values()) > 50  # both happen, so that the mutations reach beyond the XML parser


@pytest.mark.slow
def test_ten_thousand_mutated_models_are_read_or_refused(tmp_path: Path):
    assert sum(outcomes(tmp_path / "model.xml", 2, 10_000).values()) == 10_000
