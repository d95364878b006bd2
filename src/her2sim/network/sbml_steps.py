"""Whole parts of moving quantities: floor(x) in a rate or trigger becomes a state that events keep right.

An integrator steps over the jumps of floor(x) unless it is told where they are. A state n that starts at floor(x), with
events where x reaches n + 1 and where it falls below n, is floor(x) at every moment, and events are found exactly.
"""

from collections.abc import Mapping
from dataclasses import replace

from her2sim.network.expression import ONE, Apply, Expression, Name, names
from her2sim.network.form import Event
from her2sim.network.sbml_build import Plan
from her2sim.network.sbml_read import fresh


def with_steps(plan: Plan, moving: set[str]) -> Plan:
    """The plan with floor and ceil of what moves replaced in all that drives it.

    Args:
        moving: names of states and time and of what is computed from them.
    """
    driving = _driving(plan)
    found = _Steps(plan, moving)
    computed = {
        name: found.replaced(formula) if name in driving else formula for name, formula in plan.computed.items()
    }
    events = tuple(replace(event, trigger=found.replaced(event.trigger)) for event in plan.events)
    if not found.made:
        return plan
    starts = {name: Apply("floor", (inner,)) for inner, name in found.made.items()}
    states = {**plan.states, **starts}
    units = {**plan.units, **dict.fromkeys(starts, "dimensionless")}
    places = {name: place for place, name in enumerate(states)}
    kept = [event for inner, name in found.made.items() for event in _events(name, inner, places)]
    return replace(plan, states=states, computed=computed, units=units, events=(*events, *kept))


def _driving(plan: Plan) -> set[str]:
    """What rates and events are computed from."""
    waiting = [rate for flows in plan.flows.values() for _, _, rate in flows]
    read = [value for event in plan.events for value in (event.trigger, *(change for _, change in event.changes))]
    waiting += [name for value in read for name in names(value)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found and name in plan.computed:
            found.add(name)
            waiting.extend(names(plan.computed[name]))
    return found


def _events(name: str, inner: Expression, places: Mapping[str, int]) -> tuple[Event, Event]:
    state, whole = Name(name), Apply("floor", (inner,))
    above, below = Apply("+", (state, ONE)), Apply("-", (state, ONE))
    return (
        Event(f"{name}_up", Apply(">=", (inner, above)), ((places[name], Apply("max", (above, whole))),), False),
        Event(f"{name}_down", Apply("<", (inner, state)), ((places[name], Apply("min", (below, whole))),), False),
    )


class _Steps:
    """Replaces whole parts; `made` is the state by what it is the floor of."""

    def __init__(self, plan: Plan, moving: set[str]) -> None:
        self.made: dict[Expression, str] = {}
        self._moving = moving
        self._taken = {*plan.parameters, *plan.states, *plan.computed, *plan.frozen}

    def replaced(self, formula: Expression) -> Expression:
        """A formula without floor and ceil of what moves."""
        if not isinstance(formula, Apply):
            return formula
        args = tuple(self.replaced(argument) for argument in formula.args)
        if formula.op in ("floor", "ceil") and names(formula) & self._moving:
            (inner,) = args
            if formula.op == "floor":
                return self._state(inner)
            return Apply("neg", (self._state(Apply("neg", (inner,))),))
        return formula if all(a is b for a, b in zip(args, formula.args, strict=True)) else Apply(formula.op, args)

    def _state(self, inner: Expression) -> Name:
        if inner not in self.made:
            self.made[inner] = fresh(f"whole_part_{len(self.made) + 1}", self._taken)
            self._taken.add(self.made[inner])
        return Name(self.made[inner])


__all__ = ["with_steps"]
