"""Margins of relations: their sign is the answer of the relation itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from her2sim.studies.fit.margins import margin
from her2sim.studies.verify.formula import parse_formula

MEMBER = ["a > b", "a < 0.7*b and b > 1", "a > 2 or not (b > a)", "a in [0.5, b]", "a not in [1, 2]", "b > a > 1",
          "max(a, b) > 2*min(a, b)", "abs(a - b) < 1 and log10(a) > -1"]  # fmt: skip
PANEL = ["all(p > 1)", "any(p > q)", "fraction(p > 1) > 0.5", "mean(p) > mean(q)", "spearman(p, q) > 0.2"]


@settings(max_examples=60, deadline=None)
@given(text=st.sampled_from(MEMBER), seed=st.integers(0, 9999))
def test_the_sign_of_a_margin_is_the_answer(text, seed):
    rng = np.random.default_rng(seed)
    values = {"a": rng.lognormal(0, 1, 7), "b": rng.lognormal(0, 1, 7)}
    formula = parse_formula(text, {"a": "member", "b": "member"})
    assert ((margin(text, values, 7) > 0) == formula.holds(values, 7)).all()


@settings(max_examples=60, deadline=None)
@given(text=st.sampled_from(PANEL), seed=st.integers(0, 9999))
def test_the_same_for_panels_of_cells(text, seed):
    rng = np.random.default_rng(seed)
    values = {"p": rng.lognormal(0, 1, (5, 4)), "q": rng.lognormal(0, 1, (5, 4))}
    formula = parse_formula(text, {"p": "panel", "q": "panel"})
    assert ((margin(text, values, 5) > 0) == formula.holds(values, 5)).all()


def test_a_margin_grows_with_the_distance():
    near, far = margin("a > 1", {"a": np.array([1.1, 3.0])}, 2)
    assert 0 < near < far < 1


def test_a_margin_does_not_depend_on_units():
    values = {"a": np.array([2.0]), "b": np.array([1.0])}
    scaled = {name: 1e6 * value for name, value in values.items()}
    assert margin("a > b", values, 1) == pytest.approx(margin("a > b", scaled, 1))


def test_what_has_no_answer_has_no_margin():
    assert np.isnan(margin("a > 1", {"a": np.array([np.nan, 2.0])}, 2)[0])
