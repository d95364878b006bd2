"""What a network's rates look like as index arrays and sparse matrices, derived once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.network.form import Floats, Network, Reaction

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Fluxes:
    """Mass action on R reactions that change something.

    reactants: (width, R) places of the reactants; S where there is none.
    factor: (R,); fixed/moving: reactions whose rate is constant / state-dependent, and which rate each takes.
    """

    reactants: Ints
    factor: Floats
    fixed: Ints
    fixed_rates: Ints
    moving: Ints
    moving_rates: Ints


@dataclass(frozen=True)
class Slopes:
    """The Jacobian as a weighted sum: partials at fixed rates, then pairs of grouped flux and slope of a rate.

    rows, pointers: pattern by column. gather: (nnz, partials + pairs).
    reaction, others: per partial the reaction and (width - 1, partials) the places of its other reactants.
    by_rate: (rate and species groups, moving reactions); pair_left, pair_right: which group meets which slope.
    """

    rows: Indices
    pointers: Indices
    gather: Any
    reaction: Ints
    others: Ints
    by_rate: Any
    pair_left: Ints
    pair_right: Ints


@dataclass(frozen=True)
class Structure:
    """S = count species; net: (S, R) net stoichiometry; roots: (Z, S), from the state to what assignments read."""

    count: int
    dynamic_count: int
    fluxes: Fluxes
    slopes: Slopes
    net: Any
    roots: Any


Change = dict[int, float]
Terms = tuple[tuple[int, float], ...]
Target = dict[tuple[int, int], float]


@dataclass(frozen=True)
class Dynamics:
    """What rates read: names of constant and of state-dependent rates, names of the observables and species the
    latter read (roots), and (rate, root) of every slope the generated code returns, in its order.
    """

    fixed: Sequence[str]
    moving: Sequence[str]
    roots: Sequence[str]
    slopes: Sequence[tuple[int, int]]


def build_structure(network: Network, dynamics: Dynamics) -> Structure:
    """Derive the index form of a network."""
    changing = [(item, change) for item in network.reactions if (change := _net_change(item))]
    reactions, changes = [item for item, _ in changing], [change for _, change in changing]
    count = len(network.species)
    fluxes = _fluxes(reactions, count, dynamics)
    terms = _root_terms(network, dynamics.roots)
    return Structure(
        count=count,
        dynamic_count=len(dynamics.moving),
        fluxes=fluxes,
        slopes=_slopes(reactions, changes, fluxes, dynamics, network),
        net=_matrix(
            [(row, r, w) for r, change in enumerate(changes) for row, w in change.items()], count, len(changes)
        ),
        roots=_matrix([(r, p, w) for r, item in enumerate(terms) for p, w in item], len(terms), count),
    )


def _fluxes(reactions: Sequence[Reaction], count: int, dynamics: Dynamics) -> Fluxes:
    width = max([2, *(len(reaction.reactants) for reaction in reactions)])
    reactants = np.full((width, len(reactions)), count, dtype=np.int64)
    for place, reaction in enumerate(reactions):
        reactants[: len(reaction.reactants), place] = reaction.reactants
    rate_place = {name: place for names in (dynamics.fixed, dynamics.moving) for place, name in enumerate(names)}
    rates = np.array([rate_place[reaction.rate] for reaction in reactions], dtype=np.int64)
    moving_names = set(dynamics.moving)
    moves = np.array([reaction.rate in moving_names for reaction in reactions], dtype=bool)
    return Fluxes(
        reactants=reactants,
        factor=np.array([reaction.factor for reaction in reactions], dtype=float),
        fixed=np.flatnonzero(~moves),
        fixed_rates=rates[~moves],
        moving=np.flatnonzero(moves),
        moving_rates=rates[moves],
    )


def _slopes(
    reactions: Sequence[Reaction], changes: Sequence[Change], fluxes: Fluxes, dynamics: Dynamics, network: Network
) -> Slopes:
    terms = _root_terms(network, dynamics.roots)
    partials = [
        (place, position) for place, reaction in enumerate(reactions) for position in range(len(reaction.reactants))
    ]
    others = [np.delete(fluxes.reactants[:, place], position) for place, position in partials]
    targets: list[Target] = [
        {(row, reactions[place].reactants[position]): weight for row, weight in changes[place].items()}
        for place, position in partials
    ]
    groups = _groups(changes, fluxes)
    pairs = [
        (number, slope)
        for number, (rate, _) in enumerate(groups)
        for slope, (of, _) in enumerate(dynamics.slopes)
        if of == rate
    ]
    species = [place for _, place in groups]
    targets += [
        {(species[left], column): weight for column, weight in terms[dynamics.slopes[right][1]]}
        for left, right in pairs
    ]
    rows, pointers, gather = _gather(len(network.species), targets)
    by_rate = [(row, r, weight) for row, members in enumerate(groups.values()) for r, weight in members]
    return Slopes(
        rows=rows,
        pointers=pointers,
        gather=gather,
        reaction=np.array([place for place, _ in partials], dtype=np.int64),
        others=np.array(others, dtype=np.int64).reshape(len(partials), len(fluxes.reactants) - 1).T,
        by_rate=_matrix(by_rate, len(groups), len(fluxes.moving)),
        pair_left=np.array([left for left, _ in pairs], dtype=np.int64),
        pair_right=np.array([right for _, right in pairs], dtype=np.int64),
    )


def _groups(changes: Sequence[Change], fluxes: Fluxes) -> dict[tuple[int, int], list[tuple[int, float]]]:
    """Per state-dependent rate and species: the (moving reaction, change) that rate drives in that species."""
    found: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for number, (reaction, rate) in enumerate(zip(fluxes.moving, fluxes.moving_rates, strict=True)):
        for species, weight in changes[int(reaction)].items():
            found[int(rate), species].append((number, weight))
    return found


def _net_change(reaction: Reaction) -> Change:
    change: Change = defaultdict(float)
    for place in reaction.reactants:
        change[place] -= 1.0
    for place in reaction.products:
        change[place] += 1.0
    return {place: amount for place, amount in change.items() if amount}


def _root_terms(network: Network, roots: Sequence[str]) -> list[Terms]:
    terms = {item.name: item.terms for item in network.observables}
    terms |= {item.name: ((place, 1.0),) for place, item in enumerate(network.species)}
    merged: list[Terms] = []
    for name in roots:
        total: dict[int, float] = defaultdict(float)
        for place, weight in terms[name]:
            total[place] += weight
        merged.append(tuple(total.items()))
    return merged


def _gather(count: int, targets: Sequence[Target]) -> tuple[Indices, Indices, Any]:
    """The Jacobian pattern by column, and the matrix that sums weighted terms into its entries."""
    entries = {(column, row) for target in targets for row, column in target} | {(i, i) for i in range(count)}
    order = {(row, column): place for place, (column, row) in enumerate(sorted(entries))}
    rows = np.array([row for row, _ in order], dtype=np.int32)
    pointers = np.zeros(count + 1, dtype=np.int32)
    np.cumsum(np.bincount([column for _, column in order], minlength=count), out=pointers[1:])
    terms = [(order[entry], place, weight) for place, target in enumerate(targets) for entry, weight in target.items()]
    return rows, pointers, _matrix(terms, len(order), len(targets))


def _matrix(entries: Sequence[tuple[int, int, float]], height: int, width: int) -> Any:
    """A sparse matrix by rows from (row, column, value); entries at the same place add up."""
    from scipy.sparse import coo_array, csr_array  # pyright: ignore[reportMissingTypeStubs]

    if not entries:
        return csr_array((height, width))
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    return csr_array(coo_array((value.astype(float), (row, column)), shape=(height, width)))
