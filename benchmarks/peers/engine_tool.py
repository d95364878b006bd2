"""her2sim's engine as one more tool: all sets in one call, on one thread."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.peers.courses import Course, Sets
from benchmarks.peers.tool import Run, Tool, cpu_with_children

from her2sim import __version__
from her2sim.engine import simulate
from her2sim.network import Network


@dataclass(frozen=True)
class Ready:
    """A network and where the course's parameters and species are in it."""

    network: Network
    columns: np.ndarray
    places: np.ndarray
    outputs: tuple[str, ...]

    def rows(self, sets: Sets) -> tuple[np.ndarray, np.ndarray]:
        """Parameters (N, P) and starting amounts (N, S) in the network's order."""
        parameters = np.tile(self.network.parameter_values, (len(sets), 1))
        parameters[:, self.columns] = sets.parameters
        initial = np.full((len(sets), len(self.network.species)), np.nan)
        initial[:, self.places] = sets.initial
        return parameters, initial


def network_of(course: Course, cache: Path) -> Ready:
    """The shipped network, or the flat SBML text read by the package's own reader."""
    network = course.network
    if network is None:
        from her2sim.network import read_sbml

        path = cache / f"{course.key}-{course.digest}.xml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(course.flat.sbml, encoding="utf-8")
        network = read_sbml(path)
    names = course.names or course.flat.species
    return Ready(
        network,
        np.array([network.parameter_index[name] for name in course.flat.parameters]),
        np.array([network.species_index[name] for name in names]),
        names,
    )


def prepare(course: Course, cache: Path, name: str = "engine", *, warm: bool = True, **options: Any) -> Tool:
    """Read the network and, unless not `warm`, simulate one set, so that what is compiled is compiled.

    Args:
        options: more for `simulate`, e.g. method="bdf".
    """
    start = cpu_with_children()
    ready = network_of(course, cache)

    def run(sets: Sets, rtol: float, atol: float) -> Run:
        parameters, initial = ready.rows(sets)
        begin = time.process_time()
        found = simulate(
            ready.network,
            parameters,
            course.times,
            initial=initial,
            outputs=ready.outputs,
            rtol=rtol,
            atol=atol,
            threads=1,
            **options,
        )
        return Run(found.values, time.process_time() - begin)

    if warm:
        run(Sets(course.flat.values[None], course.flat.initial[None]), 1e-6, course.atol)
    compile_s = cpu_with_children() - start
    return Tool(name, __version__, compile_s, run)
