"""Which species their own rate law keeps from falling below zero: whatever lowers one vanishes with it.

Parameters and what is computed from them alone are taken to be rates, amounts or shares, that is not negative, but for
what is plainly the negative of one.
"""

import math
from collections.abc import Sequence

from her2sim.network.graph import Graph

_KEEP = ("*", "/", "+", "sum", "max", "min", "sqrt", "**", "exp", "abs", "truth", ">=", ">", "switch")


def nonnegative_species(
    graph: Graph, changes: Sequence[dict[int, float]], declared: frozenset[int] = frozenset()
) -> list[bool]:
    """Per species, whether dx/dt cannot be below zero where x is zero and every other such species is not negative.

    All are taken to be such, then those that are not are taken out until none is left.

    Args:
        changes: flux nodes and their stoichiometry by species, as `program.fluxes` gives them.
        declared: species whose unit says that they are amounts; other laws may take them to be not negative even where
            their own law does not prove it.
    """
    held = set(range(len(changes)))
    while True:
        trusted = held | declared
        safe = {
            species
            for species in held
            if all(_safe(graph, node, weight, species, trusted) for node, weight in changes[species].items())
        }
        if safe == held:
            return [species in held for species in range(len(changes))]
        held = safe


def _safe(graph: Graph, place: int, weight: float, species: int, held: set[int]) -> bool:
    node = graph.nodes[place]
    weights = {"+": (1.0, 1.0), "-": (1.0, -1.0), "neg": (-1.0,)}.get(node.op, node.value)
    spread = node.op == "neg" or (node.op in ("+", "-", "sum") and graph.moving[place])
    if spread and isinstance(weights, tuple):
        pairs = zip(node.args, weights, strict=True)
        return all(_safe(graph, inner, weight * w, species, held) for inner, w in pairs)
    if node.op == "*" and graph.known(node.args[0]) is not None:
        return _safe(graph, node.args[1], weight * (graph.known(node.args[0]) or 0.0), species, held)
    if _vanishes(graph, place, species):
        return True
    return weight > 0 and _nonnegative(graph, place, species, held)


def _vanishes(graph: Graph, place: int, species: int) -> bool:
    """Whether a node is zero where the species is."""
    node = graph.nodes[place]
    inner = [argument for argument in node.args if graph.moving[argument]]
    match node.op:
        case "species":
            return node.value == species
        case "number":
            return node.value == 0.0
        case "*" | "min":
            return any(_vanishes(graph, argument, species) for argument in inner)
        case "/" | "sqrt" | "**":
            return graph.moving[node.args[0]] and _vanishes(graph, node.args[0], species)
        case "+" | "-" | "neg" | "sum" | "max":
            return len(inner) == len(node.args) and all(_vanishes(graph, argument, species) for argument in inner)
        case "select":
            return all(_vanishes(graph, argument, species) for argument in node.args[1:])
        case _:
            return False


def _sign(graph: Graph, place: int) -> float:
    """Sign of a node that does not move; -1 where it may be either. Differences are taken to be shares, like 1 - x."""
    node, value = graph.nodes[place], graph.known(place)
    if value is not None:
        return 0.0 if value == 0.0 else math.copysign(1.0, value)
    signs = [_sign(graph, argument) for argument in node.args]
    if node.op == "neg":
        return -signs[0]
    if node.op in ("*", "/"):
        return math.prod(signs)
    if node.op in ("+", "max"):
        return max(signs)
    if node.op == "min":
        return min(signs)
    return min(signs[1:]) if node.op == "select" else 1.0


def _nonnegative(graph: Graph, place: int, species: int, held: set[int]) -> bool:
    """Whether a node is not negative where the species is zero and all that are held are not negative."""
    node = graph.nodes[place]
    if not graph.moving[place]:
        return _sign(graph, place) >= 0.0
    if node.op == "species":
        return node.value in held
    if node.op == "neg":
        return _vanishes(graph, node.args[0], species)
    if node.op == "-":
        return _vanishes(graph, node.args[1], species) and _nonnegative(graph, node.args[0], species, held)
    if node.op == "select":
        return all(_vanishes(graph, a, species) or _nonnegative(graph, a, species, held) for a in node.args[1:])
    if node.op == "sum" and isinstance(node.value, tuple):
        pairs = zip(node.args, node.value, strict=True)
        return all(_vanishes(graph, a, species) or (w > 0 and _nonnegative(graph, a, species, held)) for a, w in pairs)
    return node.op in _KEEP and all(_nonnegative(graph, argument, species, held) for argument in node.args)
