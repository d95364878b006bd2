"""A network compiled for the batched engine: tapes for its rates and their exact sparse Jacobian, as plain arrays.

Every quantity of one simulation has a slot. Leaves come first: numbers, parameters, species (where rates are asked
for), time, switches; then what is computed from parameters alone (`load`), then what moves (`rates`, `slopes`,
`switches`, `triggers`). Nothing here is a Python object an accelerator could not hold.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.network.expression import names
from her2sim.network.form import Floats, Network
from her2sim.network.graph import TIME, Graph
from her2sim.network.signs import nonnegative_species
from her2sim.network.tapes import Assembler, Runs

Ints = NDArray[np.int32]
Terms = tuple[tuple[int, float], ...]

FORMAT = 3
"""of the compiled form; a stored one of another format is compiled again"""


@dataclass(frozen=True)
class Matrix:
    """Sparse rows of weighted slots: entry e is the sum over start[e]..start[e+1] of weight * slot."""

    rows: Ints
    columns: Ints
    start: Ints
    slots: Ints
    weights: Floats

    def terms(self, entry: int) -> list[tuple[int, float]]:
        """(slot, weight) pairs of an entry."""
        span = slice(int(self.start[entry]), int(self.start[entry + 1]))
        return list(zip(self.slots[span].tolist(), self.weights[span].tolist(), strict=True))


@dataclass(frozen=True)
class Program:
    """The compiled form; P parameters, S species, K switches, E events.

    Args:
        counts: numbers, P, S, K, E.
        size: slots in all.
        table, stream, weights: runs of all tapes, see `tapes`.
        tapes: first and last run by tape, in the order of TAPES.
        numbers: values of the first slots.
        rate, slope, drift: dx/dt by species, its Jacobian, and its derivative over time.
        initial: slot of the initial amount of every species, -1 where it is 0.
        differences, strict: slot of every switch's difference, and whether it must be above 0.
        triggers, at_start: slot of every event's trigger, and its truth before the start.
        change_event, change_species, change_slots: what events assign.
        nonnegative: whether the species' own law keeps it from falling below 0.
    """

    counts: Ints
    size: int
    table: Ints
    stream: Ints
    weights: Floats
    tapes: Ints
    numbers: Floats
    rate: Matrix
    slope: Matrix
    drift: Matrix
    initial: Ints
    differences: Ints
    strict: Ints
    triggers: Ints
    at_start: Ints
    change_event: Ints
    change_species: Ints
    change_slots: Ints
    nonnegative: NDArray[np.bool_]


TAPES = ("load", "rates", "slopes", "switches", "triggers", "changes")
"""A tape reads what those before it computed; they are written in the order load, switches, rates, slopes, triggers,
changes, so that the switches can be read alone."""


def amounts_of(network: Network) -> frozenset[int]:
    """Places of the species whose unit says that they are amounts: molecules or nM."""
    return frozenset(place for place, item in enumerate(network.species) if item.unit in ("molecule", "nM"))


def first_slots(network: Network, numbers: int, switches: int) -> dict[str, int]:
    """Slots of the leaves: numbers, parameters, species, time, switches; then nodes."""
    parameter = numbers
    species = parameter + len(network.parameters)
    time = species + len(network.species)
    return {
        "number": 0,
        "parameter": parameter,
        "species": species,
        "time": time,
        "switch": time + 1,
        "nodes": time + 1 + switches,
    }


def symbols_of(network: Network, graph: Graph, wanted: set[str] | None = None) -> dict[str, int]:
    """The node of every name, or of the wanted ones and what they read."""
    known = {item.name: graph.leaf("parameter", place) for place, item in enumerate(network.parameters)}
    known |= {item.name: graph.leaf("species", place) for place, item in enumerate(network.species)}
    needed = None if wanted is None else set(wanted)
    if needed is not None:
        for assignment in reversed(network.assignments):
            if assignment.name in needed:
                needed |= names(assignment.expression)
    for item in network.observables:
        if needed is None or item.name in needed:
            known[item.name] = graph.weighted(tuple((graph.leaf("species", place), w) for place, w in item.terms))
    for assignment in network.assignments:
        if needed is None or assignment.name in needed:
            known[assignment.name] = graph.lower(assignment.expression, known)
    return known


def fluxes(network: Network, graph: Graph, known: Mapping[str, int]) -> list[dict[int, float]]:
    """Per species the flux nodes that change it and their net stoichiometry."""
    changes: list[dict[int, float]] = [{} for _ in network.species]
    for reaction in network.reactions:
        net: dict[int, float] = {}
        for sign, places in ((-1.0, reaction.reactants), (1.0, reaction.products)):
            for place in places:
                net[place] = net.get(place, 0.0) + sign
        flux, factor = known[reaction.rate], reaction.factor
        if reaction.reactants:
            flux, factor = graph.multiply(graph.number(factor), flux), 1.0
        for place in reaction.reactants:
            flux = graph.multiply(flux, graph.leaf("species", place))
        if graph.known(flux) == 0.0:
            continue
        for place, amount in net.items():
            if amount * factor:
                changes[place][flux] = changes[place].get(flux, 0.0) + amount * factor
    return changes


@dataclass(frozen=True)
class _Parts:
    """Nodes of everything a program computes."""

    changes: list[dict[int, float]]
    slopes: dict[tuple[int, int], list[tuple[int, float]]]
    drifts: dict[int, list[tuple[int, float]]]
    initial: dict[int, int]
    differences: list[int]
    triggers: list[int]
    assigned: list[tuple[int, int, int]]


def compile_program(network: Network) -> Program:
    """Compile a network; see `compiled.program_of` for the stored form."""
    graph = Graph()
    needed = {reaction.rate for reaction in network.reactions}
    needed |= {name for _, value in network.initial for name in names(value)}
    for event in network.events:
        needed |= names(event.trigger)
        for _, value in event.changes:
            needed |= names(value)
    known = symbols_of(network, graph, needed)
    return _assemble(network, graph, _parts(network, graph, known))


def _parts(network: Network, graph: Graph, known: dict[str, int]) -> _Parts:
    changes = fluxes(network, graph, known)
    slopes: dict[tuple[int, int], list[tuple[int, float]]] = {}
    drifts: dict[int, list[tuple[int, float]]] = {}
    for row, fluxes_of in enumerate(changes):
        for flux, weight in fluxes_of.items():
            for variable, slope in graph.gradient(flux).items():
                target = drifts.setdefault(row, []) if variable == TIME else slopes.setdefault((row, variable), [])
                target.append((slope, weight))
    initial = {place: graph.lower(value, known) for place, value in network.initial}
    triggers = [graph.lower(event.trigger, known) for event in network.events]
    graph.frozen = False  # what events assign is read at one point in time
    assigned = [
        (number, place, graph.lower(value, known))
        for number, event in enumerate(network.events)
        for place, value in event.changes
    ]
    return _Parts(changes, slopes, drifts, initial, [s.difference for s in graph.switches], triggers, assigned)


def _assemble(network: Network, graph: Graph, parts: _Parts) -> Program:
    rate_nodes = [flux for change in parts.changes for flux in change]
    slope_nodes = [node for terms in (*parts.slopes.values(), *parts.drifts.values()) for node, _ in terms]
    changed = [node for _, _, node in parts.assigned]
    every = [*rate_nodes, *slope_nodes, *parts.initial.values(), *parts.differences, *parts.triggers, *changed]
    literals = sum(1 for node in graph.nodes if node.op == "number")
    assembler = Assembler(graph, first_slots(network, literals, len(graph.switches)))
    order = {
        "load": every, "switches": parts.differences, "rates": rate_nodes, "slopes": slope_nodes,
        "triggers": parts.triggers, "changes": changed,
    }  # fmt: skip
    written = {name: assembler.tape(nodes, moving=name != "load") for name, nodes in order.items()}
    tapes = [written[name] for name in TAPES]
    slot = assembler.slot
    rows = {(place, 0): list(change.items()) for place, change in enumerate(parts.changes)}
    drifts = {(place, 0): terms for place, terms in parts.drifts.items()}
    matrices = [_matrix(found, slot) for found in (rows, parts.slopes, drifts)]
    placed = _placed(network, graph, parts, slot)
    numbers = np.zeros(literals)
    numbers[: len(assembler.numbers)] = assembler.numbers  # complete only now: a literal gets its slot when asked for
    counts = [literals, len(network.parameters), len(network.species), len(graph.switches), len(network.events)]
    table, stream, weights = run_arrays(assembler.runs)
    return Program(
        counts=np.array(counts, dtype=np.int32),
        size=assembler.size,
        table=table,
        stream=stream,
        weights=weights,
        tapes=np.array(tapes, dtype=np.int32),
        numbers=numbers,
        rate=matrices[0],
        slope=matrices[1],
        drift=matrices[2],
        **placed,
        nonnegative=np.array(nonnegative_species(graph, parts.changes, amounts_of(network)), dtype=bool),
    )


def _placed(network: Network, graph: Graph, parts: _Parts, slot: Callable[[int], int]) -> dict[str, Ints]:
    """Where starts, switches and events lie, by field of the program."""
    initial = {place: slot(node) for place, node in parts.initial.items()}
    found = {
        "initial": [initial.get(place, -1) for place in range(len(network.species))],
        "differences": [slot(node) for node in parts.differences],
        "strict": [int(switch.strict) for switch in graph.switches],
        "triggers": [slot(node) for node in parts.triggers],
        "at_start": [int(event.at_start) for event in network.events],
        "change_event": [number for number, _, _ in parts.assigned],
        "change_species": [place for _, place, _ in parts.assigned],
        "change_slots": [slot(node) for _, _, node in parts.assigned],
    }
    return {name: np.array(values, dtype=np.int32) for name, values in found.items()}


def run_arrays(runs: Runs) -> tuple[Ints, Ints, Floats]:
    """Table, stream and weights of the runs as arrays; a spare entry keeps none of them empty."""
    table = np.array(runs.table or [(0, 0, 0, 0, 0)], dtype=np.int32)
    return table, np.array([*runs.stream, 0], dtype=np.int32), np.array([*runs.weights, 0.0])


def _matrix(entries: Mapping[tuple[int, int], list[tuple[int, float]]], slot: Callable[[int], int]) -> Matrix:
    order = sorted(entries)
    merged: list[list[tuple[int, float]]] = []
    for key in order:
        total: dict[int, float] = {}
        for node, weight in entries[key]:
            total[slot(node)] = total.get(slot(node), 0.0) + weight
        merged.append([(place, weight) for place, weight in total.items() if weight])
    start = np.concatenate([[0], np.cumsum([len(terms) for terms in merged])]).astype(np.int32)
    return Matrix(
        rows=np.array([row for row, _ in order], dtype=np.int32),
        columns=np.array([column for _, column in order], dtype=np.int32),
        start=start,
        slots=np.array([place for terms in merged for place, _ in terms], dtype=np.int32),
        weights=np.array([weight for terms in merged for _, weight in terms], dtype=float),
    )
