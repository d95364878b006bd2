"""Stiff initial value problems as networks: every dx/dt an assignment, and a reaction that makes its species at it.

The equations are read from the suite's own files; Medical Akzo Nobel, which has no text there, is written down here
from the IVP test set (Mazzia & Magherini 2008, https://archimede.uniba.it/~testset): a boundary value of 2 up to t = 5,
0 after it, so it is run in two pieces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from her2sim.network import Assignment, Network, Parameter, Reaction, Species
from her2sim.network.check import check_network
from her2sim.network.expression import Number, parse

Floats = np.ndarray


@dataclass(frozen=True)
class Piece:
    """Parameters that hold from `start` to `end`."""

    start: float
    end: float
    parameters: Mapping[str, float]


@dataclass(frozen=True)
class StiffProblem:
    """A problem, what it should end in, and to how many digits that is known."""

    name: str
    network: Network
    pieces: tuple[Piece, ...]
    reference: Mapping[str, float]
    known_digits: float

    def digits(self, end: Floats) -> float:
        """-log10 of the largest relative error of the components at the end, at most what the reference is good for."""
        values = [end[self.network.species_index[name]] for name in self.reference]
        wanted = np.array(list(self.reference.values()))
        error = float(np.max(np.abs(np.array(values) - wanted) / np.abs(wanted)))
        if not np.isfinite(error):
            return -np.inf
        return min(self.known_digits, -np.log10(error)) if error > 0 else self.known_digits


def equations_network(name: str, equations: Mapping[str, str], start: Mapping[str, float], **values: float) -> Network:
    """A network with dx/dt as given, by species."""
    place = {species: number for number, species in enumerate(equations)}
    network = Network(
        name=name,
        version="1",
        species=tuple(Species(species, "1") for species in equations),
        parameters=tuple(Parameter(key, float(value), "1") for key, value in values.items()),
        inputs=(),
        assignments=tuple(Assignment(f"d_{key}", parse(text, key), "1/h") for key, text in equations.items()),
        observables=(),
        reactions=tuple(Reaction(f"flow of {key}", (), (place[key],), 1.0, f"d_{key}") for key in equations),
        initial=tuple((place[key], Number(float(value))) for key, value in start.items()),
    )
    check_network(network, name)
    return network


def read_problem(path: Path) -> StiffProblem:
    """A problem of the suite."""
    about = json.loads(path.read_text("utf-8"))
    known = float(about["reference"]["digits_agreeing_with_second_solver"])
    if path.stem == "medakzo":
        boundary = (Piece(0.0, 5.0, {"boundary": 2.0}), Piece(5.0, 20.0, {"boundary": 0.0}))
        return StiffProblem(path.stem, medical_akzo_nobel(), boundary, about["reference"]["y"], known)
    names = [f"y{number + 1}" for number in range(about["n"])]
    network = equations_network(
        path.stem,
        dict(zip(names, about["equations"], strict=True)),
        dict(zip(names, about["y0"], strict=True)),
        **about["parameters"],
    )
    whole = (Piece(*map(float, about["t_span"]), {}),)
    return StiffProblem(path.stem, network, whole, dict(zip(names, about["reference"]["y"], strict=True)), known)


def medical_akzo_nobel(points: int = 200, k: float = 100.0, c: float = 4.0) -> Network:
    """A labelled antibody that penetrates tumour tissue: 2 x `points` equations on a stretched grid."""
    width, equations, start = 1.0 / points, dict[str, str](), dict[str, float]()
    for number in range(1, points + 1):
        shift = number * width - 1.0
        drift, spread = 2.0 * shift**3 / c**2 / (2.0 * width), shift**4 / c**2 / width**2
        here, bound = f"y{2 * number - 1}", f"y{2 * number}"
        left = f"y{2 * number - 3}" if number > 1 else "boundary"
        right = f"y{2 * number + 1}" if number < points else here
        flow = f"({drift!r})*({right} - {left}) + ({spread!r})*({left} - 2*{here} + {right})"
        equations |= {here: f"{flow} - k*{here}*{bound}", bound: f"-k*{here}*{bound}"}
        start |= {here: 0.0, bound: 1.0}
    return equations_network("medakzo", equations, start, k=k, boundary=0.0)
