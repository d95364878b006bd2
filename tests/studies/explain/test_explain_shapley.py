"""Shapley values and interactions: their axioms, a slow twin over all orders, and sampling within its error."""

from itertools import permutations as every_order

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from her2sim.studies.explain import shapley

GAMES = st.tuples(st.integers(1, 6), st.integers(0, 2**31)).map(
    lambda pair: np.random.default_rng(pair[1]).normal(size=(3, 2 ** pair[0]))
)


def slow(values):
    """Means over all orders: marginal contributions, and interactions of neighbours."""
    n, sets = values.shape
    k = sets.bit_length() - 1
    shares, pairs, met = np.zeros((n, k)), np.zeros((n, k, k)), np.zeros((k, k))
    orders = list(every_order(range(k)))
    for order in orders:
        before = 0
        for place, player in enumerate(order):
            shares[:, player] += values[:, before | 1 << player] - values[:, before]
            if place + 1 < k:
                i, j = player, order[place + 1]
                both, one, other = before | 1 << i | 1 << j, before | 1 << i, before | 1 << j
                pairs[:, i, j] += values[:, both] - values[:, one] - values[:, other] + values[:, before]
                met[i, j] += 1
            before |= 1 << player
    return shares / len(orders), np.divide(pairs, met, out=np.zeros_like(pairs), where=met > 0)


@settings(max_examples=25, deadline=None)
@given(GAMES)
def test_exact_is_the_mean_over_all_orders(values):
    found, (shares, pairs) = shapley.exact(values), slow(values)
    assert_allclose(found.values, shares, atol=1e-10)
    assert_allclose(found.interactions, (pairs + pairs.swapaxes(1, 2)) / 2, atol=1e-10)


@settings(max_examples=50, deadline=None)
@given(GAMES)
def test_shares_sum_to_the_whole(values):
    assert_allclose(shapley.exact(values).values.sum(axis=1), values[:, -1] - values[:, 0], atol=1e-10)


@settings(max_examples=50, deadline=None)
@given(GAMES)
def test_equal_players_get_equal_shares(values):
    k = values.shape[1].bit_length() - 1
    if k < 2:
        return
    swapped = [(s & ~3) | (s >> 1 & 1) | (s & 1) << 1 for s in range(values.shape[1])]
    even = values + values[:, swapped]  # players 0 and 1 are alike
    found = shapley.exact(even)
    assert_allclose(found.values[:, 0], found.values[:, 1], atol=1e-10)
    assert_allclose(found.interactions[:, 0, 2:], found.interactions[:, 1, 2:], atol=1e-10)


@settings(max_examples=50, deadline=None)
@given(GAMES)
def test_a_null_player_gets_nothing_and_interacts_with_none(values):
    doubled = np.concatenate([values, values], axis=1)  # the last player changes nothing
    found, without = shapley.exact(doubled), shapley.exact(values)
    assert_allclose(found.values[:, -1], 0.0, atol=1e-10)
    assert_allclose(found.interactions[:, -1], 0.0, atol=1e-10)
    assert_allclose(found.values[:, :-1], without.values, atol=1e-10)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=1, max_size=6))
def test_players_that_add_up_do_not_interact(worth):
    values = np.array([[sum(one for place, one in enumerate(worth) if s >> place & 1) for s in range(2 ** len(worth))]])
    found = shapley.exact(values)
    assert_allclose(found.values[0], worth, atol=1e-10)
    assert_allclose(found.interactions, 0.0, atol=1e-10)


def test_known_games():
    redundant = shapley.exact(np.array([[0.0, 1.0, 1.0, 1.0]]))  # either is enough
    assert_allclose(redundant.values, [[0.5, 0.5]])
    assert redundant.interactions[0, 0, 1] == -1.0
    both = shapley.exact(np.array([[0.0, 0.0, 0.0, 1.0]]))  # both are needed
    assert both.interactions[0, 0, 1] == 1.0
    # gloves (Shapley 1953): player 2 holds a left glove, 0 and 1 right ones
    gloves = shapley.exact(np.array([[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]]))
    assert_allclose(gloves.values, [[1 / 6, 1 / 6, 2 / 3]])


def test_no_player_no_share():
    assert shapley.exact(np.zeros((4, 1))).values.shape == (4, 0)
    with pytest.raises(ValueError, match="power of two"):
        shapley.exact(np.zeros((4, 3)))


@pytest.mark.parametrize("k", [2, 3, 5, 6, 13])
@pytest.mark.parametrize("antithetic", [False, True])
def test_in_a_block_every_player_has_every_place_and_every_pair_meets(k, antithetic):
    times = 2 if antithetic else 1
    for block in shapley.permutations(k, 3, np.random.default_rng(1), antithetic=antithetic):
        assert all((np.sort(order) == np.arange(k)).all() for order in block)
        assert all((np.bincount(place, minlength=k) == times).all() for place in block.T)
        met = np.zeros((k, k))
        for order in block:
            np.add.at(met, (order[:-1], order[1:]), 1)
        assert ((met + met.T)[~np.eye(k, dtype=bool)] == 2 * times).all()


@settings(max_examples=20, deadline=None)
@given(GAMES, st.booleans())
def test_sampled_shares_sum_to_the_whole_in_every_draw(values, antithetic):
    k = values.shape[1].bit_length() - 1
    orders = shapley.permutations(k, 2, np.random.default_rng(3), antithetic=antithetic)
    known = {s: values[:, s] for s in shapley.sets_of(orders)}  # and no other is needed
    found = shapley.sampled(orders, known)
    assert_allclose(found.values.sum(axis=1), values[:, -1] - values[:, 0], atol=1e-10)
    assert_allclose(found.interactions, found.interactions.swapaxes(1, 2), atol=1e-12)


@pytest.mark.parametrize("k", [4, 5])
@pytest.mark.parametrize("antithetic", [False, True])
def test_sampling_finds_the_exact_values_within_its_error(k, antithetic):
    values = np.random.default_rng(k).normal(size=(1, 2**k))
    orders = shapley.permutations(k, 400, np.random.default_rng(8), antithetic=antithetic)
    found = shapley.sampled(orders, {s: values[:, s] for s in range(2**k)})
    exact = shapley.exact(values)
    # five standard errors; 400 blocks give a good error
    assert (np.abs(found.values - exact.values)[0] <= 5 * found.error + 1e-9).all()
    assert (np.abs(found.interactions - exact.interactions)[0] <= 5 * found.interaction_error + 1e-9).all()
    assert (found.error < 0.1).all()


def test_the_same_seed_deals_the_same_orders():
    first, second = (shapley.permutations(13, 2, np.random.default_rng(5)) for _ in range(2))
    assert (first == second).all()
