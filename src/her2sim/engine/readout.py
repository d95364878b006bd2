"""Outputs of a run compiled to a tape of their own: observables, assignments and species at one point in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from her2sim.engine.prepared import byte_offsets
from her2sim.engine.solution import Floats
from her2sim.network.form import Network
from her2sim.network.graph import Graph
from her2sim.network.program import first_slots, run_arrays, symbols_of
from her2sim.network.tapes import Assembler

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Readout:
    """The tape; its own slots start where the caller put them (`base`).

    Args:
        load, read: first and last run of what parameters alone fix, and of the rest.
        numbers: values of the slots from base on.
        outputs: slot of every output; needed: species it reads.
        size: first slot that is free after it.
    """

    table: Ints
    stream: Ints
    weights: Floats
    load: tuple[int, int]
    read: tuple[int, int]
    numbers: Floats
    outputs: Ints
    needed: Ints
    size: int


@lru_cache(maxsize=64)
def compile_readout(network: Network, outputs: tuple[str, ...], literals: int, switches: int, base: int) -> Readout:
    """Compile outputs for a program with that many literals and switches; own slots from `base`."""
    graph = Graph(frozen=False)
    known = symbols_of(network, graph, set(outputs))
    nodes = [known[name] for name in outputs]
    first = first_slots(network, literals, switches)
    count = sum(1 for node in graph.nodes if node.op == "number")
    assembler = Assembler(graph, {**first, "number": base, "nodes": base + count})
    load = assembler.tape(nodes, moving=False)
    read = assembler.tape(nodes, moving=True)
    numbers = np.zeros(count)
    slots = [assembler.slot(node) for node in nodes]
    numbers[: len(assembler.numbers)] = assembler.numbers
    table, stream, weights = run_arrays(assembler.runs)
    return Readout(
        table=table,
        stream=byte_offsets(stream),
        weights=weights,
        load=load,
        read=read,
        numbers=numbers,
        outputs=np.array(slots, dtype=np.int32),
        needed=_species_read(graph, nodes),
        size=assembler.size,
    )


def _species_read(graph: Graph, nodes: Sequence[int]) -> Ints:
    seen: set[int] = set()
    waiting = list(nodes)
    while waiting:
        place = waiting.pop()
        if place not in seen:
            seen.add(place)
            waiting.extend(graph.nodes[place].args)
    found = {
        int(node.value)
        for place in seen
        if (node := graph.nodes[place]).op == "species" and not isinstance(node.value, tuple)
    }
    return np.array(sorted(found), dtype=np.int32)
