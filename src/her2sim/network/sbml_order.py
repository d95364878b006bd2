"""The order in which an SBML model's quantities can be computed, and their values at time 0.

SBML lets rules and initial assignments stand in any order and read each other; a network computes one assignment
after another, and its starting amounts from parameters and constant assignments alone. What an initial formula reads
of the moving state is therefore replaced by its start, under the name `X_initial` where that is more than a number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from her2sim.errors import NetworkError
from her2sim.network.expression import TIME, ZERO, Apply, Expression, Name, names, substitute
from her2sim.network.sbml_build import Plan
from her2sim.network.sbml_read import fresh


@dataclass(frozen=True)
class Ordered:
    """Assignments, each after those it reads, and the start of every state over parameters and constant ones."""

    assignments: tuple[tuple[str, Expression], ...]
    initial: Mapping[str, Expression]


def order(plan: Plan, source: str) -> Ordered:
    """Bring a plan into order.

    Raises:
        NetworkError: formulas depend on each other in a circle.
    """
    moving = moving_names(plan, source)
    starts = _starts(plan, moving, source)
    initial, extra = _at_start(plan, starts, moving)
    formulas = {**plan.computed, **extra}
    listed = _sorted({name: names(formula) & formulas.keys() for name, formula in formulas.items()}, source)
    return Ordered(tuple((name, formulas[name]) for name in listed), initial)


def _sorted(reads: Mapping[str, Iterable[str]], source: str) -> list[str]:
    graph = TopologicalSorter({name: sorted(inner) for name, inner in reads.items()})
    try:
        return list(graph.static_order())
    except CycleError as error:
        circle: list[str] = error.args[1]
        raise NetworkError(
            "formulas depend on each other in a circle.", file=source, where=circle[0], got=" > ".join(circle)
        ) from error


def moving_names(plan: Plan, source: str) -> set[str]:
    """States, time, and what is computed from them."""
    moving = {*plan.states, TIME}
    reads = {name: names(formula) for name, formula in plan.computed.items()}
    for name in _sorted({name: inner & reads.keys() for name, inner in reads.items()}, source):
        if reads[name] & moving:
            moving.add(name)
    return moving


def _starts(plan: Plan, moving: set[str], source: str) -> list[tuple[str, Expression]]:
    """Formulas that are evaluated once, in order: starts of states, frozen values and all that these read."""
    formulas = {**plan.computed, **plan.states, **plan.frozen}
    reads: dict[str, set[str]] = {}
    waiting = [*plan.states, *plan.frozen]
    once = (moving - {TIME}) | plan.frozen.keys()
    while waiting:
        name = waiting.pop()
        if name in reads:
            continue
        reads[name] = set(names(formulas[name]) & once)
        fixed = names(formulas[name]) - once
        reads[name] |= {deep for inner in fixed for deep in _frozen_below(inner, plan)}
        waiting.extend(reads[name])
    return [(name, formulas[name]) for name in _sorted(reads, source)]


def _frozen_below(name: str, plan: Plan) -> set[str]:
    """Frozen values that a constant formula reads, through others."""
    found: set[str] = set()
    waiting, seen = [name], {name}
    while waiting:
        formula = plan.computed.get(waiting.pop())
        for inner in names(formula) - seen if formula is not None else ():
            seen.add(inner)
            (found.add if inner in plan.frozen else waiting.append)(inner)
    return found


def _at_start(
    plan: Plan, starts: Iterable[tuple[str, Expression]], moving: set[str]
) -> tuple[dict[str, Expression], dict[str, Expression]]:
    """The start of every state, and the assignments it takes."""
    values: dict[str, Expression] = {TIME: ZERO}
    initial, extra = dict[str, Expression](), dict[str, Expression]()
    taken = {*plan.parameters, *plan.states, *plan.computed, *plan.frozen}
    for name, formula in starts:
        found = substitute(formula, values)
        if name in plan.frozen:
            extra[name] = found
            continue
        if isinstance(found, Apply):
            key = fresh(f"{name}_initial", taken)
            taken.add(key)
            extra[key] = found
            found = Name(key)
        values[name] = found
        if name in plan.states:
            initial[name] = found
    return initial, extra


__all__ = ["Ordered", "moving_names", "order"]
