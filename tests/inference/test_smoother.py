"""The smoother against the exact answer of a linear problem, and what localisation lets through."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from her2sim.inference.smoother import Assimilated, inflation, update


def run(design, data, sd, n, steps, seed=1, **options):
    rng = np.random.default_rng(seed)
    scores = rng.standard_normal((design.shape[1], n))
    for factor in inflation(steps, 1.5):
        predicted = design @ scores
        given_data = Assimilated(predicted, data[:, None] - predicted, sd)
        scores = update(scores, given_data, float(factor), rng, **options)
    return scores


@settings(max_examples=30, deadline=None)
@given(steps=st.integers(1, 12), ratio=st.floats(1.0, 3.0))
def test_the_inverse_factors_sum_to_one(steps, ratio):
    factors = inflation(steps, ratio)
    assert np.sum(1.0 / factors) == pytest.approx(1.0)
    assert (np.diff(factors) <= 1e-9).all()


@pytest.mark.parametrize("steps", [1, 4])
def test_a_linear_problem_gives_the_exact_posterior(steps):
    rng = np.random.default_rng(5)
    design, data, sd = rng.standard_normal((6, 3)), rng.standard_normal(6), np.full(6, 0.7)
    precision = np.eye(3) + design.T @ design / 0.49
    exact_covariance = np.linalg.inv(precision)
    exact_mean = exact_covariance @ design.T @ data / 0.49
    found = run(design, data, sd, 2_000, steps)
    assert found.mean(axis=1) == pytest.approx(exact_mean, abs=0.06)
    assert np.cov(found) == pytest.approx(exact_covariance, abs=0.05)


def test_a_score_that_no_datum_may_move_stays():
    design = np.array([[1.0, 1.0]])
    own = np.array([[1.0], [0.0]])
    rng = np.random.default_rng(2)
    scores = rng.standard_normal((2, 200))
    predicted = design @ scores
    after = update(scores, Assimilated(predicted, 3.0 - predicted, np.array([0.5])), 1.0, rng, own=own)
    assert (after[1] == scores[1]).all()
    assert after[0].mean() > scores[0].mean() + 0.5


def test_localisation_keeps_scores_that_nothing_tells_near_the_prior():
    rng = np.random.default_rng(3)
    design = np.zeros((30, 100))
    design[:, 0] = 1.0
    data, sd = np.full(30, 2.0), np.full(30, 1.0)
    free = run(design, data, sd, 60, 3, seed=7)
    kept = run(design, data, sd, 60, 3, seed=7, threshold=0.25)
    assert kept[0].mean() == pytest.approx(free[0].mean(), abs=0.3)
    drift = np.abs(free[1:].mean(axis=1)).mean()
    assert np.abs(kept[1:].mean(axis=1)).mean() < drift
    assert kept[1:].std(axis=1).mean() > free[1:].std(axis=1).mean()
    assert rng is not None


def test_satisfied_data_move_nothing_without_noise_in_them():
    rng = np.random.default_rng(4)
    scores = rng.standard_normal((2, 50))
    predicted = np.full((1, 50), 1.0)
    after = update(scores, Assimilated(predicted, np.zeros((1, 50)), np.array([0.1])), 1.0, rng)
    assert after == pytest.approx(scores)
