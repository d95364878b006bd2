"""Own regressions beside closed forms and SciPy's minimiser."""

import numpy as np
import pytest
from scipy import optimize

from her2sim.studies.biomarkers.glm import fit, ridge_logistic


def two_groups(a, b, c, d):
    """Outcomes of a positives with, b without, c negatives with, d without."""
    marker = np.repeat([1.0, 1.0, 0.0, 0.0], (a, b, c, d))
    outcome = np.repeat([1.0, 0.0, 1.0, 0.0], (a, b, c, d))
    return np.column_stack([np.ones(marker.size), marker]), outcome


def test_logistic_regression_on_a_group_is_the_log_odds_ratio_with_woolfs_variance():
    a, b, c, d = 12, 30, 25, 18
    design, outcome = two_groups(a, b, c, d)
    n = outcome.size
    found = fit("logistic", design, outcome, np.arange(n))
    assert found.converged
    assert found.coefficients[1] == pytest.approx(np.log(a * d / (b * c)))
    woolf = 1 / a + 1 / b + 1 / c + 1 / d
    assert found.covariance[1, 1] == pytest.approx(woolf * n / (n - 1))  # the factor of the sandwich


def test_exponential_regression_on_a_group_is_the_log_ratio_of_rates():
    rng = np.random.default_rng(4)
    marker = np.repeat([0.0, 1.0], 60)
    time, event = rng.exponential(10.0, 120), (rng.random(120) < 0.7).astype(float)
    design = np.column_stack([np.ones(120), marker])
    found = fit("exponential", design, event, np.arange(120), time)
    rates = [event[marker == g].sum() / time[marker == g].sum() for g in (0.0, 1.0)]
    assert found.coefficients == pytest.approx([np.log(rates[0]), np.log(rates[1] / rates[0])])


def test_linear_regression_is_least_squares():
    rng = np.random.default_rng(5)
    design = np.column_stack([np.ones(50), rng.standard_normal((50, 2))])
    outcome = rng.standard_normal(50)
    found = fit("linear", design, outcome, np.arange(50))
    assert found.coefficients == pytest.approx(np.linalg.lstsq(design, outcome, rcond=None)[0])


def test_two_copies_of_every_tumour_are_one_cluster_and_bring_no_precision():
    design, outcome = two_groups(12, 30, 25, 18)
    n = outcome.size
    once = fit("logistic", design, outcome, np.arange(n))
    twice = fit("logistic", np.tile(design, (2, 1)), np.tile(outcome, 2), np.tile(np.arange(n), 2))
    assert twice.covariance == pytest.approx(once.covariance)


def test_separated_outcomes_and_singular_designs_have_no_solution():
    design, outcome = two_groups(20, 0, 0, 20)
    found = fit("logistic", design, outcome, np.arange(40))
    assert not found.converged
    assert np.isnan(found.coefficients).all()
    twin = np.column_stack([np.ones(40), np.ones(40)])
    assert not fit("linear", twin, outcome, np.arange(40)).converged


@pytest.mark.parametrize("penalty", [0.1, 1.0, 20.0])
def test_ridge_regressions_in_a_batch_are_the_minima_of_their_penalised_likelihoods(penalty):
    rng = np.random.default_rng(6)
    design = np.concatenate([np.ones((3, 80, 1)), rng.standard_normal((3, 80, 2))], axis=2)
    outcome = (rng.random(80) < 0.4).astype(float)
    found = ridge_logistic(design, outcome, penalty)
    for one, beta in zip(design, found, strict=True):

        def loss(b, x=one):
            eta = x @ b
            return np.logaddexp(0.0, eta).sum() - outcome @ eta + 0.5 * penalty * (b[1:] ** 2).sum()

        expected = optimize.minimize(loss, np.zeros(3), method="BFGS", options={"gtol": 1e-8}).x
        assert beta == pytest.approx(expected, abs=1e-5)


def test_a_ridge_keeps_separated_outcomes_finite():
    design, outcome = two_groups(20, 0, 0, 20)
    beta = ridge_logistic(design[None], outcome, 1.0)
    assert np.isfinite(beta).all()
    assert beta[0, 1] > 0
