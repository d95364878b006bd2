"""What must hold of the scores for any worths."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from her2sim.errors import InputError
from her2sim.studies.rank.pareto import non_dominated
from her2sim.studies.rank.scores import common, expected_regret, p_best, pairwise, standard_error

# quarters: sums and differences are exact, and ties are common
WORTHS = st.tuples(st.integers(1, 7), st.integers(1, 20)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.integers(-12, 12).map(lambda value: value / 4))
)
TIES = st.sampled_from([0.0, 0.25, 1.0])


@given(worth=WORTHS, tie=TIES)
def test_shares_of_best_sum_to_one(worth, tie):
    found = p_best(worth, tie=tie)
    assert found.sum() == pytest.approx(1.0, abs=1e-12)
    assert (found >= 0).all()


@given(worth=WORTHS, tie=TIES, seed=st.integers(0, 100))
def test_the_order_of_regimens_only_orders_the_scores(worth, tie, seed):
    order = np.random.default_rng(seed).permutation(len(worth))
    assert_allclose(p_best(worth[order], tie=tie), p_best(worth, tie=tie)[order], atol=1e-12)
    assert_allclose(expected_regret(worth[order]), expected_regret(worth)[order], atol=1e-12)
    assert_allclose(pairwise(worth[order], tie=tie), pairwise(worth, tie=tie)[np.ix_(order, order)], atol=1e-12)


@given(worth=WORTHS, tie=TIES, shift=st.integers(-40, 40).map(lambda value: value / 4))
def test_a_constant_changes_nothing(worth, tie, shift):
    assert_allclose(p_best(worth + shift, tie=tie), p_best(worth, tie=tie))
    assert_allclose(expected_regret(worth + shift), expected_regret(worth))
    assert_allclose(pairwise(worth + shift, tie=tie), pairwise(worth, tie=tie))


@given(worth=WORTHS, tie=TIES)
def test_a_dominated_regimen_is_never_the_best(worth, tie):
    below = worth.max(axis=0) - tie - 0.25
    found = p_best(np.vstack([worth, below]), tie=tie)
    assert found[-1] == 0.0
    assert_allclose(found[:-1], p_best(worth, tie=tie))


@given(worth=WORTHS, tie=TIES)
def test_a_copy_shares_what_its_twin_had(worth, tie):
    found = p_best(np.vstack([worth, worth[:1]]), tie=tie)
    assert found[-1] == pytest.approx(found[0])


@given(worth=WORTHS, tie=TIES)
def test_pairs_are_complements_and_a_regimen_ties_with_itself(worth, tie):
    found = pairwise(worth, tie=tie)
    assert_allclose(found + found.T, 1.0)
    assert_allclose(np.diag(found), 0.5)


@given(worth=WORTHS)
def test_regret_orders_as_the_mean_does(worth):
    regret = expected_regret(worth)
    assert (regret >= 0).all()
    assert_allclose(regret + worth.mean(axis=1), worth.max(axis=0).mean())


def test_two_regimens_by_hand():
    worth = np.array([[3.0, 1.0, 2.0, 2.0], [1.0, 2.0, 2.0, 0.0]])
    assert_allclose(p_best(worth), [0.625, 0.375])
    assert_allclose(expected_regret(worth), [0.25, 1.0])
    assert_allclose(pairwise(worth)[0, 1], 0.625)
    assert_allclose(standard_error(np.array([0.5, 0.0]), 100), [0.05, 0.0])


def test_failed_draws_are_refused_and_can_be_dropped_for_all():
    worth = np.array([[1.0, np.nan, 3.0], [2.0, 2.0, 2.0]])
    with pytest.raises(InputError, match="failed under a regimen"):
        p_best(worth)
    assert common(worth).tolist() == [True, False, True]
    assert_allclose(p_best(worth[:, common(worth)]), [0.5, 0.5])
    with pytest.raises(InputError, match="nothing to rank"):
        p_best(np.zeros((2, 0)))


@given(
    benefit=arrays(np.float64, 8, elements=st.integers(-3, 3).map(float)),
    price=arrays(np.float64, 8, elements=st.integers(1, 4).map(float)),
)
def test_the_front_beats_the_rest_and_not_itself(benefit, price):
    on = non_dominated(benefit, price)
    assert on.any()
    for row in range(8):
        worse_price = price <= price[row]
        beaten = (worse_price & (benefit >= benefit[row]) & ((benefit > benefit[row]) | (price < price[row]))).any()
        assert on[row] == (not beaten)


def test_a_regimen_without_a_number_is_not_on_the_front():
    on = non_dominated(np.array([1.0, np.nan, 2.0]), np.array([1.0, 0.0, 2.0]))
    assert on.tolist() == [True, False, True]


def test_an_error_of_the_solver_buys_no_place_on_the_front():
    benefit, price = np.array([5.0, 5.0 + 1e-6, 6.0]), np.array([1.0, 2.0, 3.0])
    assert non_dominated(benefit, price).tolist() == [True, True, True]
    assert non_dominated(benefit, price, tie=1e-3).tolist() == [True, False, True]
    assert non_dominated(benefit[:2], price[:1].repeat(2), tie=1e-3).all()  # the same for the same price
