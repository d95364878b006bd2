"""Shapley values and pairwise interactions of a game, exactly or from sampled permutations; numbers only, no biology.

    value       phi_i  = mean over orders of v(S + i) - v(S), S = those before i        (Shapley 1953)
    interaction I_ij   = mean over S of v(S + ij) - v(S + i) - v(S + j) + v(S)          (Grabisch & Roubens 1999)
                weights |S|! (k - |S| - 2)! / (k - 1)!

A set of players is the number whose bits are its members. Every value is a vector over draws, shape (N,).

Sources: Shapley 1953, doi:10.1515/9781400881970-018; Grabisch & Roubens 1999, doi:10.1007/s001820050125; sampling:
Castro 2009, doi:10.1016/j.cor.2008.04.004. Checked: tests/studies/explain/test_explain_shapley.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Attribution:
    """Values and interactions of k players for N draws."""

    values: Floats
    """shape (N, k); sums over the players to v(all) - v(none)"""
    interactions: Floats
    """shape (N, k, k), symmetric, 0 on the diagonal; above 0 the two do more together than alone"""
    error: Floats
    """standard error by sampling of the mean value over the draws, shape (k,); 0 where exact"""
    interaction_error: Floats
    """the same of the interactions, shape (k, k)"""


def exact(values: Floats) -> Attribution:
    """Attribution of a game of which the value of every set is known.

    Args:
        values: shape (N, 2 ** k), column = set.
    """
    n, sets = values.shape
    k = sets.bit_length() - 1
    if sets != 1 << k:
        raise ValueError(f"the number of sets is a power of two, not {sets}")
    every: Ints = np.arange(sets, dtype=np.int64)
    sizes = [one.bit_count() for one in range(sets)]
    shares, pairs = np.zeros((n, k)), np.zeros((n, k, k))
    for i in range(k):
        without: Ints = every[(every >> i) & 1 == 0]
        weights = np.array([factorial(s) * factorial(k - s - 1) / factorial(k) for s in _of(sizes, without)])
        shares[:, i] = (values[:, without | 1 << i] - values[:, without]) @ weights
        for j in range(i):
            rest: Ints = without[(without >> j) & 1 == 0]
            weights = np.array([factorial(s) * factorial(k - s - 2) / factorial(k - 1) for s in _of(sizes, rest)])
            both, one, other = rest | 1 << i | 1 << j, rest | 1 << i, rest | 1 << j
            change = values[:, both] - values[:, one] - values[:, other] + values[:, rest]
            pairs[:, i, j] = pairs[:, j, i] = change @ weights
    return Attribution(shares, pairs, 0.0 * shares[0], 0.0 * pairs[0])


def _of(sizes: list[int], sets: Ints) -> list[int]:
    places: list[int] = sets.tolist()
    return [sizes[place] for place in places]


def permutations(k: int, blocks: int, rng: np.random.Generator, *, antithetic: bool = True) -> Ints:
    """Orders of k players in independent blocks, shape (blocks, P, k).

    A block is one zigzag (0, 1, -1, 2, -2, ...) with the players' names dealt at random, turned k times: every player
    stands once in every place, and every pair is neighbours exactly twice, so that every interaction is sampled.

    Args:
        antithetic: add the reverse of every order (for an even k the block already holds it).
    """
    steps = np.array([(place + 1) // 2 if place % 2 else -(place // 2) for place in range(k)])
    turned = (np.arange(k)[:, None] + steps[None, :]) % k
    found: list[Ints] = []
    for _ in range(blocks):
        orders = rng.permutation(k)[turned]
        found.append(np.concatenate([orders, orders[:, ::-1]]) if antithetic else orders)
    return np.array(found, dtype=np.int64)


def sets_of(orders: Ints) -> tuple[int, ...]:
    """The sets whose value `sampled` needs, ascending."""
    k = orders.shape[-1]
    wanted = {0}
    for order in orders.reshape(-1, k).tolist():
        before = 0
        for place, player in enumerate(order):
            if place + 1 < k:
                wanted.add(before | 1 << order[place + 1])
            before |= 1 << player
            wanted.add(before)
    return tuple(sorted(wanted))


def sampled(orders: Ints, values: Mapping[int, Floats]) -> Attribution:
    """Attribution from sampled orders; the values sum to v(all) - v(none) in every draw, whatever the sample.

    Neighbours i, j of an order with S before them give a sample of their interaction with |S| uniform, which are its
    weights.

    Args:
        orders: from `permutations`; the blocks are independent of each other and give the error.
        values: set -> value, shape (N,), for all of `sets_of(orders)`.
    """
    blocks, _, k = orders.shape
    n = len(values[0])
    shares, pairs = np.zeros((blocks, n, k)), np.zeros((blocks, n, k, k))
    for block in range(blocks):
        for order in orders[block].tolist():
            _follow(order, values, shares[block], pairs[block])
        shares[block] /= len(orders[block])
        pairs[block] /= max(1, 2 * len(orders[block]) // k)  # every pair is met this often
    return Attribution(shares.mean(axis=0), pairs.mean(axis=0), _error(shares), _error(pairs))


def _follow(order: list[int], values: Mapping[int, Floats], shares: Floats, pairs: Floats) -> None:
    before = 0
    for place, player in enumerate(order):
        with_it = before | 1 << player
        shares[:, player] += values[with_it] - values[before]
        if place + 1 < len(order):
            after = order[place + 1]
            other = before | 1 << after
            change = values[with_it | other] - values[with_it] - values[other] + values[before]
            pairs[:, player, after] += change
            pairs[:, after, player] += change
        before = with_it


def _error(blocks: Floats) -> Floats:
    """Standard error over the blocks of the mean over the draws; (B, N, ...) -> (...)."""
    means: Floats = blocks.mean(axis=1)
    if len(means) < 2:
        return np.full(means.shape[1:], np.nan)
    spread: Floats = np.sqrt(((means - means.mean(axis=0)) ** 2).sum(axis=0) / (len(means) - 1))
    return spread / float(np.sqrt(len(means)))
