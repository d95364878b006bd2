"""Checks that make a network well formed: every name and index resolves, in order, and totals are conserved."""

import difflib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from her2sim.errors import NetworkError
from her2sim.network.expression import TIME, is_condition, names, to_text
from her2sim.network.form import Network, Reaction

_CLOSE = 1e-9  # relative size of a sum that must vanish; coefficients are small whole numbers or simple fractions


def check_network(network: Network, source: str = "network") -> None:
    """Refuse a network that is not well formed.

    Raises:
        NetworkError: names the element and what it should refer to.
    """
    _check_names(network, source)
    _check_indices(network, source)
    _check_references(network, source)
    _check_events(network, source)
    _check_conserved(network, source)


def nearest(name: str, choices: Iterable[str]) -> str | None:
    """The most similar valid name, as a hint for a message."""
    found = difflib.get_close_matches(name, list(choices), n=1, cutoff=0.5)
    return found[0] if found else None


def state_dependent(network: Network) -> frozenset[str]:
    """Names of the assignments that change with the state or time, directly or through other assignments."""
    moving = {item.name for item in (*network.species, *network.observables)} | {TIME}
    found: set[str] = set()
    for assignment in network.assignments:
        if names(assignment.expression) & moving:
            moving.add(assignment.name)
            found.add(assignment.name)
    return frozenset(found)


def _check_names(network: Network, source: str) -> None:
    if not network.species:
        raise NetworkError("the network has no species.", file=source, where="species")
    symbols = Counter(item.name for item in (*network.parameters, *network.observables, *network.assignments))
    symbols.update(item.name for item in network.species)
    twice = [name for name, count in symbols.items() if count > 1]
    if twice:
        raise NetworkError("a name is used twice.", file=source, where=twice[0], expected="unique names")
    if TIME in symbols:
        raise NetworkError("the name is reserved for the time since the start.", file=source, where=TIME)
    for parameter in network.parameters:
        if not math.isfinite(parameter.value):
            raise NetworkError(
                "the value is not finite.", file=source, where=f"parameter {parameter.name}", got=parameter.value
            )
    known = {parameter.name for parameter in network.parameters}
    for name in network.inputs:
        if name not in known:
            raise NetworkError(
                "an input is no parameter.", file=source, where=f"inputs: {name}", hint=nearest(name, known)
            )


def _check_indices(network: Network, source: str) -> None:
    count = len(network.species)

    def check(where: str, places: Iterable[int]) -> None:
        wrong = [place for place in places if not 0 <= place < count]
        if wrong:
            raise NetworkError(
                "an index points to no species.", file=source, where=where, expected=f"0 to {count - 1}", got=wrong[0]
            )

    for observable in network.observables:
        check(f"observable {observable.name}", (place for place, _ in observable.terms))
    for number, reaction in enumerate(network.reactions):
        check(f"reactions[{number}] ({reaction.rule})", (*reaction.reactants, *reaction.products))
    for total in network.conserved:
        check(f"conserved {total.name}", (place for place, _ in total.terms))
    for event in network.events:
        check(f"event {event.name}", (place for place, _ in event.changes))
    check("initial", (place for place, _ in network.initial))
    twice = [place for place, times in Counter(place for place, _ in network.initial).items() if times > 1]
    if twice:
        raise NetworkError(
            "a species has two initial values.", file=source, where=f"initial: {network.species[twice[0]].name}"
        )


def _check_references(network: Network, source: str) -> None:
    constants = {parameter.name for parameter in network.parameters}
    known = constants | {item.name for item in (*network.observables, *network.species)} | {TIME}
    moving = state_dependent(network)
    for assignment in network.assignments:
        _require(names(assignment.expression), known, f"assignment {assignment.name}", source)
        known.add(assignment.name)
        if assignment.name not in moving:
            constants.add(assignment.name)
    rates = {parameter.name for parameter in network.parameters} | {item.name for item in network.assignments}
    for number, reaction in enumerate(network.reactions):
        _require((reaction.rate,), rates, f"reactions[{number}] ({reaction.rule}): rate", source)
        if not math.isfinite(reaction.factor):
            raise NetworkError("the factor is not finite.", file=source, where=f"reactions[{number}]: factor")
    for place, expression in network.initial:
        _require(names(expression), constants, f"initial: {network.species[place].name}", source)


def _check_events(network: Network, source: str) -> None:
    items = (*network.parameters, *network.observables, *network.species, *network.assignments)
    known = {item.name for item in items} | {TIME}
    twice = [name for name, count in Counter(event.name for event in network.events).items() if count > 1]
    if twice:
        raise NetworkError("two events have one name.", file=source, where=f"event {twice[0]}", expected="unique names")
    for event in network.events:
        where = f"event {event.name}"
        if not is_condition(event.trigger):
            text = to_text(event.trigger)[:80]
            raise NetworkError("the trigger is no condition.", file=source, where=where, expected="a > b", got=text)
        for expression in (event.trigger, *(value for _, value in event.changes)):
            _require(names(expression), known, where, source)


def _require(used: Iterable[str], known: set[str], where: str, source: str) -> None:
    for name in sorted(used):
        if name not in known:
            raise NetworkError(
                f"{name!r} is not known here.",
                file=source,
                where=where,
                expected="a name defined before its use (an initial value and a rate constant take no state)",
                got=name,
                hint=nearest(name, known),
            )


def _check_conserved(network: Network, source: str) -> None:
    if not network.conserved:
        return
    changed_by_events = {place: event.name for event in network.events for place, _ in event.changes}
    changes = net_changes(network)
    for total in network.conserved:
        weight = dict(total.terms)
        faults = [
            (f"reactions[{number}] ({reaction.rule})", sum(weight.get(place, 0.0) * amount for place, amount in change))
            for number, reaction, change in changes
        ]
        faults += [(f"event {name}", weight[place]) for place, name in changed_by_events.items() if place in weight]
        for element, drift in faults:
            if abs(drift) > _CLOSE * max(abs(value) for value in weight.values()):
                raise NetworkError(
                    "a reaction or event changes a total that should be conserved.",
                    file=source,
                    where=f"conserved {total.name}: {element}",
                    expected="no change",
                    got=drift,
                )


def net_changes(network: Network) -> list[tuple[int, Reaction, tuple[tuple[int, float], ...]]]:
    """What the reactions change: (number, reaction, pairs of species place and amount), without empty ones.

    Reactions without reactants that share rule and rate are one: a general rate law is written as one of them for
    each species it changes. Such a group stands at its first reaction, in amounts weighted by the factors.
    """
    groups: dict[tuple[str, str] | int, list[int]] = defaultdict(list)
    for number, reaction in enumerate(network.reactions):
        groups[number if reaction.reactants else (reaction.rule, reaction.rate)].append(number)
    found: list[tuple[int, Reaction, tuple[tuple[int, float], ...]]] = []
    for members in groups.values():
        change: dict[int, float] = defaultdict(float)
        for reaction in (network.reactions[number] for number in members):
            scale = 1.0 if reaction.reactants else reaction.factor
            for place in reaction.reactants:
                change[place] -= scale
            for place in reaction.products:
                change[place] += scale
        kept = tuple(sorted((place, amount) for place, amount in change.items() if amount))
        if kept:
            found.append((members[0], network.reactions[members[0]], kept))
    return found
