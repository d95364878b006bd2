"""The priors draw what they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from her2sim.evidence import Beta, Fixed, Lognormal, Normal, Prior, Uniform
from her2sim.evidence.priors import describe

N = 20_000
positive = st.floats(1e-9, 1e9)
PRIORS = st.one_of(
    st.builds(Lognormal, fold=st.floats(1.01, 100)),
    st.builds(Normal, sd=st.floats(1e-3, 1e3)),
    st.builds(Beta, a=st.floats(0.3, 50), b=st.floats(0.3, 50)),
    st.builds(Uniform, low=st.floats(-10, 0), high=st.floats(0.1, 10)),
)


@given(prior=PRIORS, seed=st.integers(0, 2**32 - 1))
def test_nineteen_of_twenty_draws_lie_in_the_interval(prior: Prior, seed: int):
    draws = prior.sample(np.random.default_rng(seed), N, 0.5)
    low, high = prior.interval95(0.5)
    inside = np.mean((draws >= low) & (draws <= high))
    assert inside == pytest.approx(0.95, abs=0.01)  # 6 standard errors of a share of 20,000


@given(prior=PRIORS, seed=st.integers(0, 2**32 - 1))
def test_half_of_the_draws_lie_below_the_median(prior: Prior, seed: int):
    draws = prior.sample(np.random.default_rng(seed), N, 0.5)
    assert np.mean(draws < prior.median(0.5)) == pytest.approx(0.5, abs=0.022)  # 6 standard errors


@given(value=positive, fold=st.floats(1.01, 1e3))
def test_a_fold_is_the_95_percent_range_on_the_log_scale(value: float, fold: float):
    prior = Lognormal(fold=fold)
    assert prior.sd_ln == pytest.approx(math.log(fold) / 1.959964, rel=1e-12)
    low, high = prior.interval95(value)
    assert (low, high) == pytest.approx((value / fold, value * fold), rel=1e-12)
    assert math.exp(math.log(value) + 1.959964 * prior.sd_ln) == pytest.approx(high, rel=1e-9)


def test_the_same_seed_draws_the_same_numbers():
    first, second = (Lognormal(fold=10).sample(np.random.default_rng(7), 5, 2e-6) for _ in range(2))
    assert np.array_equal(first, second)
    assert first.shape == (5,)
    assert first.dtype == np.float64


def test_a_fixed_prior_has_no_spread():
    draws = Fixed().sample(np.random.default_rng(1), 3, 4.2)
    assert draws.tolist() == [4.2, 4.2, 4.2]
    assert Fixed().interval95(4.2) == (4.2, 4.2)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Lognormal, {"fold": 1.0}),
        (Lognormal, {"fold": "10"}),
        (Normal, {"sd": 0.0}),
        (Beta, {"a": 0.0, "b": 1.0}),
        (Uniform, {"low": 1.0, "high": 1.0}),
        (Fixed, {"value": 1.0}),
        (Normal, {"sd": math.inf}),
    ],
)
def test_impossible_priors_are_refused(kind, fields):
    with pytest.raises(ValidationError):
        kind(**fields)


def test_a_prior_says_whether_a_value_can_stand_under_it():
    assert Lognormal(fold=3).problem(0.0)
    assert Lognormal(fold=3).problem(1.0) is None
    assert Beta(a=1, b=1).problem(1.5)
    assert Uniform(low=0, high=1).problem(2)
    assert Normal(sd=1).problem(math.nan)


def test_a_prior_is_told_in_words():
    assert describe(Lognormal(fold=10)) == "lognormal, 95 % within a factor 10"
    assert describe(Uniform(low=0, high=2), "nM") == "uniform, 0 to 2 nM"
    assert describe(Normal(sd=2), "h") == "normal, sd 2 h"
    assert describe(Beta(a=1, b=9)) == "beta(1, 9)"
    assert describe(Fixed()) == "fixed"
