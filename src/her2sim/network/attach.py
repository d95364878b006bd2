"""Composition: a fragment (pharmacokinetics, a reporter) joined to a network, and an input bound to its output."""

from collections.abc import Iterable, Mapping

from her2sim.errors import NetworkError
from her2sim.network.check import check_network, nearest
from her2sim.network.expression import Expression, names, parse
from her2sim.network.form import Assignment, Fragment, Network, Observable, Reaction


def attach(network: Network, fragment: Fragment, bind: Mapping[str, str] | None = None) -> Network:
    """A new network with the fragment added and inputs replaced by expressions.

    Args:
        fragment: new species, parameters, assignments, observables and reactions; its expressions may read
            everything the network defines.
        bind: expression by input parameter, e.g. {"trastuzumab_nM": "trastuzumab_tumour_nM"}; the parameter becomes
            an assignment of the same name and unit.

    Raises:
        NetworkError: a name clashes or is not known, an input does not exist, or assignments depend on each other in
            a circle.
    """
    bound = dict(bind or {})
    _check_bound(network, fragment, bound)
    species = (*network.species, *fragment.species)
    index = {item.name: place for place, item in enumerate(species)}
    joined = Network(
        name=f"{network.name}+{fragment.name}",
        version=network.version,
        modules=network.modules,
        species=species,
        parameters=(*(item for item in network.parameters if item.name not in bound), *fragment.parameters),
        inputs=tuple(name for name in network.inputs if name not in bound),
        assignments=_assignments(network, fragment, bound),
        observables=(*network.observables, *_observables(fragment, index)),
        reactions=(*network.reactions, *_reactions(fragment, index)),
        initial=(*network.initial, *_initial(fragment, index)),
        conserved=network.conserved,
        events=network.events,
    )
    check_network(joined, f"network {joined.name}")
    return joined


def _check_bound(network: Network, fragment: Fragment, bound: Iterable[str]) -> None:
    for name in bound:
        if name not in network.inputs:
            raise NetworkError(
                f"{name!r} is no input of network {network.name!r}.",
                where=f"fragment {fragment.name}: bind",
                expected=", ".join(network.inputs) or "no input is left",
                got=name,
                hint=nearest(name, network.inputs),
            )


def _assignments(network: Network, fragment: Fragment, bound: Mapping[str, str]) -> tuple[Assignment, ...]:
    label = f"fragment {fragment.name}"
    made = [
        Assignment(name, parse(text, f"{label}: bind {name}"), network.unit_of(name)) for name, text in bound.items()
    ]
    made += [Assignment(name, parse(text, f"{label}: {name}"), unit) for name, text, unit in fragment.assignments]
    unit_of = {species.name: species.unit for species in (*network.species, *fragment.species)}
    for reaction in fragment.reactions:
        changed = [name for name in (*reaction.products, *reaction.reactants) if name in unit_of]
        unit = f"{unit_of[changed[0]]}/h" if changed else "1/h"
        made.append(Assignment(_flux(fragment, reaction.name), parse(reaction.rate, f"{label}: {reaction.name}"), unit))
    return _in_order((*network.assignments, *made), label)


def _flux(fragment: Fragment, reaction: str) -> str:
    return f"{fragment.name}_{reaction}_flux"


def _in_order(assignments: Iterable[Assignment], where: str) -> tuple[Assignment, ...]:
    """Assignments sorted so that each comes after those it reads; otherwise the given order is kept."""
    by_name = {item.name: item for item in assignments}
    done: dict[str, Assignment] = {}

    def visit(item: Assignment, path: tuple[str, ...]) -> None:
        if item.name in done:
            return
        if item.name in path:
            raise NetworkError("assignments depend on each other in a circle.", where=where, got=" > ".join(path))
        for name in sorted(names(item.expression)):
            if name in by_name:
                visit(by_name[name], (*path, item.name))
        done[item.name] = item

    for item in by_name.values():
        visit(item, ())
    return tuple(done.values())


def _reactions(fragment: Fragment, index: Mapping[str, int]) -> tuple[Reaction, ...]:
    """A general flux as (net) production and consumption: it has no mass-action part, so no reactants are listed."""
    made: list[Reaction] = []
    for reaction in fragment.reactions:
        where = f"reaction {reaction.name}"
        flux = _flux(fragment, reaction.name)
        for sign, places in ((1.0, reaction.products), (-1.0, reaction.reactants)):
            for name in places:
                place = _place(name, index, fragment, where)
                made.append(Reaction(f"{fragment.name}: {reaction.name}", (), (place,), sign, flux))
    return tuple(made)


def _observables(fragment: Fragment, index: Mapping[str, int]) -> tuple[Observable, ...]:
    return tuple(
        Observable(
            name,
            tuple((_place(key, index, fragment, f"observable {name}"), float(weight)) for key, weight in terms.items()),
            unit,
        )
        for name, terms, unit in fragment.observables
    )


def _initial(fragment: Fragment, index: Mapping[str, int]) -> tuple[tuple[int, Expression], ...]:
    made: list[tuple[int, Expression]] = []
    for name, text in fragment.initial.items():
        value = parse(text, f"fragment {fragment.name}: initial {name}")
        made.append((_place(name, index, fragment, "initial"), value))
    return tuple(made)


def _place(name: str, index: Mapping[str, int], fragment: Fragment, where: str) -> int:
    if name not in index:
        raise NetworkError(
            f"{name!r} is no species.", where=f"fragment {fragment.name}: {where}", got=name, hint=nearest(name, index)
        )
    return index[name]
