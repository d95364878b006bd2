"""AUC, its variance, false discovery rates and intervals of shares, against slow twins and SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from her2sim.studies.biomarkers.auc import auc, q_values, wilson

scored = st.lists(st.tuples(st.integers(-20, 20), st.booleans()), min_size=4, max_size=40).filter(
    lambda rows: 2 <= sum(flag for _, flag in rows) <= len(rows) - 2
)


def split(rows):
    return np.array([float(score) for score, _ in rows]), np.array([flag for _, flag in rows])


@given(scored)
def test_auc_is_the_share_of_pairs_in_order(rows):
    scores, positive = split(rows)
    pairs = [(a > b) + 0.5 * (a == b) for a in scores[positive] for b in scores[~positive]]
    assert auc(scores, positive).value == pytest.approx(np.mean(pairs))


@given(scored)
def test_a_monotone_change_of_the_score_changes_nothing(rows):
    scores, positive = split(rows)
    before, after = auc(scores, positive), auc(np.exp(scores / 7.0) + 3.0, positive)
    assert (after.value, after.variance) == pytest.approx((before.value, before.variance))


@given(scored)
def test_turning_the_score_or_the_classes_gives_the_complement(rows):
    scores, positive = split(rows)
    one = auc(scores, positive)
    for other in (auc(-scores, positive), auc(scores, ~positive)):
        assert other.value == pytest.approx(1.0 - one.value)
        assert other.variance == pytest.approx(one.variance)


@given(scored)
def test_variance_is_delongs(rows):
    scores, positive = split(rows)
    wins = np.array([[(a > b) + 0.5 * (a == b) for b in scores[~positive]] for a in scores[positive]])
    m, n = wins.shape
    expected = wins.mean(axis=1).var(ddof=1) / m + wins.mean(axis=0).var(ddof=1) / n
    assert auc(scores, positive).variance == pytest.approx(expected, abs=1e-12)


def test_an_empty_class_has_no_auc_and_a_missing_score_is_left_out():
    assert np.isnan(auc(np.arange(4.0), np.ones(4, dtype=bool)).value)
    found = auc(np.array([1.0, np.nan, 0.0, 2.0]), np.array([True, True, False, True]))
    assert (found.value, found.n_positive, found.n_negative) == (1.0, 2, 1)


@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30))
def test_q_values_are_benjamini_and_hochbergs(values):
    p = np.array(values)
    assert q_values(p) == pytest.approx(stats.false_discovery_control(p))


def test_q_values_leave_out_what_was_not_tested():
    q = q_values(np.array([0.01, np.nan, 0.04]))
    assert q[[0, 2]] == pytest.approx([0.02, 0.04])
    assert np.isnan(q[1])


@given(st.integers(0, 40), st.integers(1, 40), st.floats(0.5, 0.999))
def test_interval_of_a_share_is_wilsons(count, n, level):
    count = min(count, n)
    expected = stats.binomtest(count, n).proportion_ci(level, method="wilson")
    assert wilson(count, n, level) == pytest.approx((expected.low, expected.high), abs=1e-9)
