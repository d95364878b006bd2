"""No share of a whole that may be nothing, no word on an interaction that the sample of sets leaves open."""

import numpy as np
import pytest

from her2sim.studies.explain import explain
from her2sim.studies.explain.parts import _word
from her2sim.studies.explain.settings import settings
from her2sim.studies.explain.shares import clear_mean, share_of
from her2sim.studies.results import Interval


def test_a_mean_within_its_error_is_no_whole():
    assert np.isnan(clear_mean(np.array([3.0, -2.9, 3.1, -3.0])))
    assert np.isnan(clear_mean(np.array([-1.0, -1.1])))
    assert np.isnan(clear_mean(np.array([1.0])))
    assert clear_mean(np.array([1.0, 1.2, 0.8])) == pytest.approx(1.0)
    assert clear_mean(np.ones(3)) == 1.0
    assert np.isnan(share_of(1.0, float("nan")))


def test_a_case_at_the_reference_gets_no_shares_of_a_gap():
    found = explain("sensitive-reference", "H", members=5, duration_weeks=4)
    gap = found.table["gap"].to_numpy()
    assert gap.mean() < settings()["clear"] * gap.std(ddof=1) / np.sqrt(5)  # else this test asks nothing
    assert all(np.isnan(bar.share) for bar in found.bars)
    assert np.isnan(found.whole)
    assert any("gap" in note and "not clear of zero" in note for note in found.notes)
    assert sum(bar.mean for bar in found.bars) == pytest.approx(found.mean_gap)


@pytest.mark.parametrize(("error", "word"), [(0.0, "synergistic"), (0.6, "unclear")])
def test_an_error_of_the_sample_takes_the_word_away(error, word):
    values = np.array([0.9, 1.0, 1.1])
    assert _word(Interval.of(values, "log10"), 1.0, error) == word


def test_in_culture_weeks_do_not_count_and_that_is_said():
    short, long = (explain("SK-BR-3", "H", members=2, duration_weeks=weeks) for weeks in (2, 9))
    assert short.mean_gap == long.mean_gap
    assert any("weeks do not count" in note for note in long.notes)
