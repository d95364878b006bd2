"""Relative, censored and ordinal data as targets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from her2sim.inference.likelihood import Targets, bounded_sd, compared, join, misfit


def targets(value, group=None, censored=None, sd=None, weight=None):
    n = len(value)
    return Targets(
        np.array(value, dtype=float),
        np.array(sd if sd is not None else [1.0] * n, dtype=float),
        np.array(group if group is not None else [-1] * n, dtype=np.int64),
        np.array(censored if censored is not None else [0] * n, dtype=np.int64),
        np.array(weight if weight is not None else [1.0] * n, dtype=float),
    )


@settings(max_examples=50, deadline=None)
@given(shift=st.floats(-5, 5), n=st.integers(2, 6), seed=st.integers(0, 99))
def test_a_relative_group_does_not_see_its_scale(shift, n, seed):
    rng = np.random.default_rng(seed)
    goal = targets(rng.standard_normal(n), [0] * n, sd=rng.uniform(0.5, 2.0, n))
    guess = rng.standard_normal((n, 4))
    assert misfit(goal, guess + shift) == pytest.approx(misfit(goal, guess), abs=1e-8)


def test_the_scale_taken_off_is_the_best_one():
    goal = targets([1.0, 2.0, 4.0], [0, 0, 0], sd=[1.0, 2.0, 0.5])
    guess = np.array([[0.0], [0.5], [3.0]])
    best = min(float(np.sum(((goal.value - guess[:, 0] - s) / goal.sd) ** 2)) for s in np.linspace(-2, 4, 6001))
    assert misfit(goal, guess)[0] == pytest.approx(best, abs=1e-5)


@pytest.mark.parametrize(("sign", "guess", "missed"), [(1, 3.0, 0.0), (1, 1.0, 1.0), (-1, 1.0, 0.0), (-1, 3.0, -1.0)])
def test_a_censored_datum_counts_on_one_side_only(sign, guess, missed):
    _, residual = compared(targets([2.0], censored=[sign]), np.array([[guess]]))
    assert residual[0, 0] == pytest.approx(missed)


def test_a_datum_worth_half_counts_half():
    whole = misfit(targets([1.0]), np.array([[0.0]]))
    half = misfit(targets([1.0], weight=[0.5]), np.array([[0.0]]))
    assert half == pytest.approx(0.5 * whole)


def test_groups_of_joined_parts_stay_apart():
    both = join([targets([1.0, 2.0], [0, 0]), targets([3.0], [-1]), targets([5.0, 6.0], [0, 0])])
    assert both.group.tolist() == [0, 0, -1, 1, 1]
    predicted = np.array([[10.0], [11.0], [3.0], [0.0], [1.0]])
    assert misfit(both, predicted) == pytest.approx([0.0])


KNEE = 3.0


def test_beyond_the_knee_a_residual_counts_as_its_tangent():
    goal = targets([0.0])
    near, far, farther = misfit(goal, np.array([[2.0, 10.0, 11.0]]), KNEE)
    assert near == pytest.approx(4.0)
    assert far == pytest.approx(KNEE * (2 * 10 - KNEE))
    assert farther - far == pytest.approx(2 * KNEE)


@settings(max_examples=50, deadline=None)
@given(size=st.floats(0.01, 50.0))
def test_misfit_and_its_slope_have_no_step_at_the_knee(size):
    goal, step = targets([0.0]), 1e-6
    low, high = misfit(goal, np.array([[size, size + step]]), KNEE)
    assert (high - low) / step == pytest.approx(2 * min(size, KNEE), abs=1e-2)
    assert low <= size**2 * (1 + 1e-12)


def test_a_datum_far_off_pulls_no_harder_than_one_at_the_knee():
    """The pull of a datum is its residual over its variance, where that is large beside what the members spread."""
    goal = targets([0.0, 0.0, 0.0], sd=[0.5, 0.5, 0.5])
    missing = np.array([[1.0], [KNEE * 0.5], [20.0]])
    pull = missing[:, 0] / bounded_sd(goal, missing, KNEE) ** 2
    assert bounded_sd(goal, missing, KNEE)[:2].tolist() == [0.5, 0.5]
    assert pull[2] == pytest.approx(pull[1])
    assert pull[0] < pull[1]


def test_without_a_knee_nothing_is_bounded():
    goal, missing = targets([0.0, 1.0]), np.array([[50.0, 60.0], [1.0, 2.0]])
    assert bounded_sd(goal, missing, np.inf).tolist() == goal.sd.tolist()
    assert misfit(goal, np.array([[50.0], [1.0]])) == pytest.approx([2500.0])


def test_the_middle_member_says_how_far_off_a_datum_is():
    goal = targets([0.0])
    assert bounded_sd(goal, np.array([[1.0, 2.0, 900.0]]), KNEE)[0] == pytest.approx(1.0)
