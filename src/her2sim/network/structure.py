"""What a network's rates look like as index arrays and sparse matrices, derived once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.network.form import Floats, Network

Ints = NDArray[np.int64]
Indices = NDArray[np.int32]


@dataclass(frozen=True)
class Structure:
    """Index form of S species and R reactions that change something.

    first, second, more: (R,) place of each reactant; S where there is none.
    factor: (R,); fixed_*/moving_*: reactions whose rate is constant / state-dependent, and which rate each takes.
    net: (S, R) net stoichiometry; roots: (Z, S), from the state to what assignments read.
    rows, pointers: Jacobian pattern by column. gather: (nnz, partials + pairs), see `rates`.
    partial_reaction, partial_others: per partial derivative the reaction and the places of its other reactants.
    by_rate: (rate and species pairs, moving reactions); pair_left, pair_right: which pair meets which slope.
    """

    count: int
    first: Ints
    second: Ints
    more: tuple[Ints, ...]
    factor: Floats
    fixed_reactions: Ints
    fixed_rates: Ints
    moving_reactions: Ints
    moving_rates: Ints
    dynamic_count: int
    net: Any
    roots: Any
    rows: Indices
    pointers: Indices
    gather: Any
    partial_reaction: Ints
    partial_others: tuple[Ints, ...]
    by_rate: Any
    pair_left: Ints
    pair_right: Ints


Change = dict[int, float]


def build_structure(
    network: Network,
    fixed: Sequence[str],
    dynamic: Sequence[str],
    roots: Sequence[str],
    slopes: Sequence[tuple[int, int]],
) -> Structure:
    """Derive the index form.

    Args:
        fixed, dynamic: names of constant and state-dependent rates.
        roots: names of observables and species that dynamic rates read.
        slopes: (rate, root) of every slope the generated code returns, in its order.
    """
    changes = [_net_change(reaction.reactants, reaction.products) for reaction in network.reactions]
    kept = [place for place, change in enumerate(changes) if change]
    reactions, changes = [network.reactions[place] for place in kept], [changes[place] for place in kept]
    count = len(network.species)
    width = max([2, *(len(reaction.reactants) for reaction in reactions)])
    reactants = np.full((width, len(reactions)), count, dtype=np.int64)
    for place, reaction in enumerate(reactions):
        reactants[: len(reaction.reactants), place] = reaction.reactants
    rate_place = {name: place for place, name in enumerate(fixed)} | {n: i for i, n in enumerate(dynamic)}
    moving_names = set(dynamic)
    rate = np.array([rate_place[reaction.rate] for reaction in reactions], dtype=np.int64)
    moves = np.array([reaction.rate in moving_names for reaction in reactions], dtype=bool)
    root_terms = _root_terms(network, roots)
    partials = [
        (place, [other for other in range(width) if other != position], changes[place], reaction.reactants[position])
        for place, reaction in enumerate(reactions)
        for position in range(len(reaction.reactants))
    ]
    left, pair_left, pair_right, pair_targets = _pairs(changes, moves, rate, slopes, root_terms)
    targets = [{(row, species): weight for row, weight in change.items()} for _, _, change, species in partials]
    rows, pointers, gather = _gather(count, [*targets, *pair_targets])
    moving_reactions = np.flatnonzero(moves)
    local = {int(place): number for number, place in enumerate(moving_reactions)}
    return Structure(
        count=count,
        first=reactants[0],
        second=reactants[1],
        more=tuple(reactants[2:]),
        factor=np.array([reaction.factor for reaction in reactions], dtype=float),
        fixed_reactions=np.flatnonzero(~moves),
        fixed_rates=rate[~moves],
        moving_reactions=moving_reactions,
        moving_rates=rate[moves],
        dynamic_count=len(dynamic),
        net=_matrix(
            [(row, r, w) for r, change in enumerate(changes) for row, w in change.items()], count, len(changes)
        ),
        roots=_matrix([(r, p, w) for r, terms in enumerate(root_terms) for p, w in terms], len(roots), count),
        rows=rows,
        pointers=pointers,
        gather=gather,
        partial_reaction=np.array([place for place, *_ in partials], dtype=np.int64),
        partial_others=tuple(
            np.array([reactants[others[k], place] for place, others, *_ in partials], dtype=np.int64)
            for k in range(width - 1)
        ),
        by_rate=_matrix(
            [(row, local[r], weight) for row, items in enumerate(left.values()) for r, weight in items],
            len(left),
            len(moving_reactions),
        ),
        pair_left=pair_left,
        pair_right=pair_right,
    )


def _net_change(reactants: Sequence[int], products: Sequence[int]) -> Change:
    change: Change = defaultdict(float)
    for place in reactants:
        change[place] -= 1.0
    for place in products:
        change[place] += 1.0
    return {place: amount for place, amount in change.items() if amount}


def _root_terms(network: Network, roots: Sequence[str]) -> list[tuple[tuple[int, float], ...]]:
    terms = {item.name: item.terms for item in network.observables}
    terms |= {item.name: ((place, 1.0),) for place, item in enumerate(network.species)}
    merged: list[tuple[tuple[int, float], ...]] = []
    for name in roots:
        total: dict[int, float] = defaultdict(float)
        for place, weight in terms[name]:
            total[place] += weight
        merged.append(tuple(total.items()))
    return merged


Left = dict[tuple[int, int], list[tuple[int, float]]]


def _pairs(
    changes: Sequence[Change],
    moves: NDArray[np.bool_],
    rate: Ints,
    slopes: Sequence[tuple[int, int]],
    root_terms: Sequence[tuple[tuple[int, float], ...]],
) -> tuple[Left, Ints, Ints, list[dict[tuple[int, int], float]]]:
    """Group flux per rate and changed species (left), and meet every group with every slope of its rate."""
    left: Left = defaultdict(list)
    for reaction in np.flatnonzero(moves):
        for species, weight in changes[reaction].items():
            left[int(rate[reaction]), species].append((int(reaction), weight))
    by_rate: dict[int, list[int]] = defaultdict(list)
    for number, (j, _) in enumerate(slopes):
        by_rate[j].append(number)
    met = [
        (place, number, {(species, column): weight for column, weight in root_terms[slopes[number][1]]})
        for place, (j, species) in enumerate(left)
        for number in by_rate[j]
    ]
    lefts = np.array([place for place, _, _ in met], dtype=np.int64)
    rights = np.array([number for _, number, _ in met], dtype=np.int64)
    return left, lefts, rights, [target for *_, target in met]


def _gather(count: int, targets: Sequence[dict[tuple[int, int], float]]) -> tuple[Indices, Indices, Any]:
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
    from scipy.sparse import coo_array, csr_array

    if not entries:
        return csr_array((height, width))
    row, column, value = (np.array(part) for part in zip(*entries, strict=True))
    return csr_array(coo_array((value.astype(float), (row, column)), shape=(height, width)))
