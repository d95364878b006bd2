"""Independent action in patients."""

import numpy as np
import pytest

from her2sim.errors import InputError
from her2sim.studies.synergy import better_of, log_kill_bliss


def test_each_patient_has_the_later_time_and_is_censored_with_it():
    days = np.array([[10.0, 50.0, 80.0, np.nan], [20.0, 30.0, 80.0, 5.0]])
    seen = np.array([[True, True, False, True], [True, True, True, True]])
    best, observed = better_of(days, seen)
    assert best[:3].tolist() == [20.0, 50.0, 80.0]
    assert np.isnan(best[3])
    assert observed.tolist() == [True, True, False, False]


def test_uncorrelated_exponential_times_multiply_their_failed_shares():
    """Palmer & Sorger 2017: without correlation 1 - PFS_AB = (1 - PFS_A)(1 - PFS_B)."""
    rng = np.random.default_rng(1)
    days = rng.exponential([[100.0], [200.0]], (2, 20_000))
    best, _ = better_of(days, np.ones(days.shape, dtype=bool), rho=0.0, rng=rng)
    for day in (50.0, 150.0, 400.0):
        expected = (1 - np.exp(-day / 100)) * (1 - np.exp(-day / 200))
        assert np.mean(best <= day) == pytest.approx(expected, abs=0.015)


def test_fully_correlated_equal_drugs_add_nothing():
    rng = np.random.default_rng(1)
    days = np.tile(rng.exponential(100.0, 500), (2, 1))
    best, _ = better_of(days, np.ones(days.shape, dtype=bool), rho=1.0, rng=rng)
    assert np.sort(best).tolist() == np.sort(days[0]).tolist()


def test_more_correlation_leaves_less_benefit():
    rng = np.random.default_rng(1)
    days = rng.exponential(100.0, (2, 5000))
    seen = np.ones(days.shape, dtype=bool)
    means = [better_of(days, seen, rho=rho, rng=np.random.default_rng(2))[0].mean() for rho in (0.0, 0.5, 1.0)]
    assert means[0] > means[1] > means[2]


def test_a_correlation_out_of_range_is_refused():
    with pytest.raises(InputError, match="correlation"):
        better_of(np.ones((2, 3)), np.ones((2, 3), dtype=bool), rho=1.5, rng=np.random.default_rng(1))


def test_log_kills_of_independent_drugs_add_up():
    assert log_kill_bliss(np.array([[1.0, 0.5], [2.0, 0.25]])).tolist() == [3.0, 0.75]
