"""Patients of a trial: closed forms, order, and the power that is promised."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from her2sim.errors import InputError
from her2sim.studies.biomarkers.sample_size import Power, for_difference, for_hazard_ratio, for_odds_ratio

POWER = Power()
Z = (stats.norm.ppf(0.975) + stats.norm.ppf(0.8)) ** 2
SHARES = np.array([[0.3, 0.25], [0.5, 0.6]])


def test_equal_events_give_peterson_and_georges_formula():
    events = np.full((2, 2), 0.7)
    found = for_hazard_ratio(np.log(1.5), 0.3, events, POWER)
    needed = 4 * Z / (0.3 * 0.7 * np.log(1.5) ** 2)  # events; 1:1 and four cells
    assert found == pytest.approx(np.ceil(needed / 0.7), abs=1)


def test_an_interaction_needs_four_times_the_patients_of_the_same_effect_of_treatment():
    events = np.ones((2, 2))
    schoenfeld = Z / (0.5 * 0.5 * np.log(1.6) ** 2)
    assert for_hazard_ratio(np.log(1.6), 0.5, events, POWER) == pytest.approx(4 * schoenfeld, abs=1)


@given(st.floats(0.05, 2.0), st.floats(1.01, 3.0), st.floats(0.05, 0.95))
def test_a_larger_effect_never_needs_more_patients(effect, factor, prevalence):
    for way, cells in ((for_hazard_ratio, SHARES), (for_odds_ratio, SHARES), (for_difference, SHARES * (1 - SHARES))):
        more, fewer = way(effect, prevalence, cells, POWER), way(effect * factor, prevalence, cells, POWER)
        assert fewer <= more
        assert way(-effect, prevalence, cells, POWER) == more


@given(st.floats(0.05, 0.45))
def test_with_like_cells_an_even_split_of_the_marker_is_the_cheapest(prevalence):
    events = np.full((2, 2), 0.5)
    sizes = [for_hazard_ratio(0.5, one, events, POWER) for one in (prevalence, 1 - prevalence, 0.5)]
    assert sizes[0] == sizes[1] >= sizes[2]


def test_no_effect_or_no_events_needs_no_end_of_patients():
    assert for_hazard_ratio(0.0, 0.3, SHARES, POWER) == np.inf
    assert for_hazard_ratio(0.5, 0.3, np.array([[0.0, 0.2], [0.3, 0.1]]), POWER) == np.inf
    assert np.isnan(for_odds_ratio(np.nan, 0.3, SHARES, POWER))


@pytest.mark.parametrize("prevalence", [0.0, 1.0])
def test_a_marker_that_nobody_or_everybody_carries_is_refused(prevalence):
    with pytest.raises(InputError, match="positive"):
        for_hazard_ratio(0.5, prevalence, SHARES, POWER)


def test_trials_of_this_size_have_the_power_promised():
    rng, prevalence, trials = np.random.default_rng(8), 0.3, 4000
    effect = float((SHARES[1, 1] - SHARES[0, 1]) - (SHARES[1, 0] - SHARES[0, 0]))
    n = for_difference(effect, prevalence, SHARES * (1 - SHARES), POWER)
    sizes = np.rint(n * np.outer([0.5, 0.5], [1 - prevalence, prevalence])).astype(int)
    seen = rng.binomial(sizes, SHARES, (trials, 2, 2)) / sizes
    found = (seen[:, 1, 1] - seen[:, 0, 1]) - (seen[:, 1, 0] - seen[:, 0, 0])
    se = np.sqrt((seen * (1 - seen) / sizes).sum(axis=(1, 2)))
    power = np.mean(np.abs(found / se) > stats.norm.ppf(0.975))
    assert power == pytest.approx(0.8, abs=0.025)  # four standard errors of 4000 trials
