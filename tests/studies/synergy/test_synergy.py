"""Properties of the scores: what is additive scores zero, drugs can change places, surfaces are found again."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import brentq, least_squares
from scipy.stats import linregress

from her2sim.errors import InputError
from her2sim.studies.synergy import (
    Musyc,
    bliss,
    bliss_excess,
    combination_index,
    fit_hill,
    fit_median_effect,
    fit_musyc,
    hsa_excess,
    interaction_index,
    loewe,
    musyc_effect,
    zip_scores,
)

DOSES = np.concatenate([[0.0], np.geomspace(0.01, 100.0, 9)])
halves, slopes, tops = st.floats(0.1, 10.0), st.floats(0.6, 3.0), st.floats(0.3, 1.0)


def hill(dose, half, slope, top):
    return top * dose**slope / (half**slope + dose**slope)


def bliss_matrix(first, second):
    return bliss(hill(DOSES, *first)[None], hill(DOSES, *second)[None])


def sham(half, slope, top, drugs=2, ratio=1.0):
    grid = np.meshgrid(*(DOSES * ratio**place for place in range(drugs)), indexing="ij")
    return hill(sum(one / ratio**place for place, one in enumerate(grid)), half, slope, top)[None]


@settings(max_examples=15, deadline=None)
@given(half=halves, slope=slopes, top=tops)
def test_a_drug_with_itself_has_no_loewe_excess_and_an_index_of_one(half, slope, top):
    effects = sham(half, slope, top)
    found = loewe((DOSES, DOSES), effects)
    assert_allclose(found.excess[:, 1:, 1:], 0.0, atol=2e-3)  # the fit of the curves
    index = interaction_index((DOSES, DOSES), effects, found.curves)
    below = effects < 0.9 * top  # near the top a small error of an effect is a large one of a dose
    assert_allclose(index[below & np.isfinite(index)], 1.0, atol=0.05)


@settings(max_examples=15, deadline=None)
@given(half=halves, slope=slopes, ratio=st.floats(0.1, 10.0))
def test_a_drug_with_itself_diluted_has_a_combination_index_of_one(half, slope, ratio):
    effects = sham(half, slope, 1.0, ratio=ratio)
    index = combination_index((DOSES, DOSES * ratio), effects)
    good = np.isfinite(index) & (effects > 1e-9) & (effects < 1.0 - 1e-9)  # beyond, 1 - effect has no digits left
    assert good.any()
    assert_allclose(index[good], 1.0, rtol=1e-4)


def test_three_times_the_same_drug_has_no_loewe_excess():
    doses = DOSES[::2]
    grid = np.meshgrid(doses, doses, doses, indexing="ij")
    effects = hill(sum(grid), 1.0, 1.5, 0.8)[None]
    assert_allclose(loewe((doses,) * 3, effects).excess, 0.0, atol=5e-3)


@settings(max_examples=15, deadline=None)
@given(first=st.tuples(halves, slopes, tops), second=st.tuples(halves, slopes, tops))
def test_independent_drugs_have_no_bliss_and_no_zip_excess(first, second):
    effects = bliss_matrix(first, second)
    assert_allclose(bliss_excess(effects), 0.0, atol=1e-12)
    assert_allclose(zip_scores((DOSES, DOSES), effects).delta, 0.0, atol=5e-3)
    assert (hsa_excess(effects) >= -1e-12).all()


@settings(max_examples=10, deadline=None)
@given(first=st.tuples(halves, slopes, tops), second=st.tuples(halves, slopes, tops), boost=st.floats(0.0, 0.3))
def test_every_score_is_the_same_with_the_drugs_exchanged(first, second, boost):
    other = 2.0 * DOSES
    effects = bliss(hill(DOSES, *first)[None], hill(other, *second)[None])
    effects[:, 1:, 1:] += boost * (1.0 - effects[:, 1:, 1:])
    swapped, doses, exchanged = effects.swapaxes(1, 2), (DOSES, other), (other, DOSES)
    for score in (bliss_excess, hsa_excess):
        assert_allclose(score(effects), score(swapped).swapaxes(1, 2), atol=1e-12)
    assert_allclose(loewe(doses, effects).excess, loewe(exchanged, swapped).excess.swapaxes(1, 2), atol=1e-9)
    assert_allclose(zip_scores(doses, effects).delta, zip_scores(exchanged, swapped).delta.swapaxes(1, 2), atol=1e-9)
    assert_allclose(combination_index(doses, effects), combination_index(exchanged, swapped).swapaxes(1, 2), rtol=1e-9)


def test_bliss_and_hsa_of_three_drugs_by_hand():
    effects = np.zeros((1, 2, 2, 2))
    effects[0, 1, 0, 0], effects[0, 0, 1, 0], effects[0, 0, 0, 1], effects[0, 1, 1, 1] = 0.5, 0.4, 0.2, 0.9
    assert bliss_excess(effects, 3)[0, 1, 1, 1] == pytest.approx(0.9 - (1 - 0.5 * 0.6 * 0.8))
    assert hsa_excess(effects, 3)[0, 1, 1, 1] == pytest.approx(0.4)


def test_loewe_solves_its_equation_and_marks_what_a_weak_drug_cannot_reach():
    strong, weak = (1.0, 1.2, 0.9), (2.0, 0.8, 0.4)
    found = loewe((DOSES, DOSES), bliss_matrix(strong, weak))
    i, j = 3, 4

    def miss(effect):
        alone = [half * (effect / (top - effect)) ** (1 / slope) for half, slope, top in (strong, weak)]
        return DOSES[i] / alone[0] + DOSES[j] / alone[1] - 1.0

    assert found.expected[0, i, j] == pytest.approx(brentq(miss, 1e-9, 0.4 - 1e-9), abs=1e-3)
    assert not found.out_of_range[0, i, j]
    assert found.out_of_range[0, -1, -1]
    assert found.expected[0, -1, -1] == pytest.approx(hill(DOSES[-1], *strong), abs=2e-3)


def test_hill_curves_agree_with_scipy():
    rng = np.random.default_rng(3)
    effects = hill(DOSES[None], 2.0, 1.4, 0.7) + rng.normal(0.0, 0.03, (5, DOSES.size))
    found = fit_hill(DOSES, effects)
    for lane, curve in enumerate(effects):
        twin = least_squares(
            lambda p, curve=curve: hill(DOSES[1:], np.exp(p[0]), np.exp(p[1]), p[2]) - curve[1:],
            [0.0, 0.0, 0.5], bounds=([-9, -1.6, -1], [9, 2.07, 1]),
        )  # fmt: skip
        mine = np.sum((found.effect(DOSES)[lane, 1:] - curve[1:]) ** 2)
        assert mine <= 2.0 * twin.cost * (1 + 1e-6)


def test_median_effect_of_paclitaxel_and_cisplatin_data_of_chou_1994():
    """Doses (uM) and effects of Chou 1994, J Natl Cancer Inst 86:1517, doi:10.1093/jnci/86.20.1517, as listed in the
    example of the R package medianeffect; the line by an independent regression, the index by its formula."""
    taxol = np.array([0.002, 0.004, 0.005, 0.01, 0.02]), np.array([0.429, 0.708, 0.761, 0.882, 0.932])
    cisplatin = np.array([0.05, 0.1, 0.2, 0.5, 1, 2]), np.array([0.055, 0.233, 0.301, 0.559, 0.821, 0.953])
    for doses, effects in (taxol, cisplatin):
        line = linregress(np.log(doses), np.log(effects / (1 - effects)))
        found = fit_median_effect(doses, effects[None])
        assert found.slope[0] == pytest.approx(line.slope)
        assert found.median_dose[0] == pytest.approx(np.exp(-line.intercept / line.slope))
        assert found.r[0] == pytest.approx(line.rvalue)


def test_musyc_of_one_is_bliss():
    """Meyer 2019, Cell Syst 8:97: with alpha = 1 and E3 of independent effects the surface is that of Bliss."""
    surface = Musyc(1.0, 1.3, 0.6, 3.0, 0.9, 0.5, 1 - 0.4 * 0.5)
    found = musyc_effect(surface, DOSES[:, None], DOSES[None])
    assert_allclose(bliss_excess(found[None]), 0.0, atol=1e-12)


def test_musyc_steady_state_is_that_of_the_rate_equations():
    """Wooten 2021: the four states by a linear solve, independent of the closed form."""
    s = Musyc(1.0, 1.3, 0.6, 3.0, 0.9, 0.5, 0.95, alpha12=4.0, alpha21=0.3, gamma12=1.5, gamma21=0.8)
    d1, d2 = 0.7, 2.0
    a, b = (d1 / s.C1) ** s.h1, (d2 / s.C2) ** s.h2
    a2, b2 = (s.alpha21 * d1 / s.C1) ** (s.gamma21 * s.h1), (s.alpha12 * d2 / s.C2) ** (s.gamma12 * s.h2)
    flow = np.array([[-a - b, 1, 1, 0], [a, -1 - b2, 0, 1], [b, 0, -1 - a2, 1], [1, 1, 1, 1]], dtype=float)
    states = np.linalg.solve(flow, [0, 0, 0, 1])
    assert musyc_effect(s, d1, d2) == pytest.approx(states @ [0, s.E1, s.E2, s.E3])


def test_a_musyc_surface_is_found_again():
    true = Musyc(1.0, 1.3, 0.6, 3.0, 1.5, 0.5, 0.9, alpha12=5.0, alpha21=0.5)
    effects = musyc_effect(true, DOSES[:, None], DOSES[None])[None]
    (fit,) = fit_musyc((DOSES, DOSES), effects)
    assert fit.converged
    assert fit.surface is not None
    assert fit.surface.alpha12 == pytest.approx(5.0, rel=0.05)
    assert fit.surface.alpha21 == pytest.approx(0.5, rel=0.05)
    assert fit.surface.beta == pytest.approx(0.5, abs=0.02)
    assert fit.undetermined == ()


def test_a_musyc_fit_says_what_it_cannot_know():
    effects = bliss(hill(DOSES, 1.0, 1.0, 0.7)[None], np.zeros((1, DOSES.size)))
    (fit,) = fit_musyc((DOSES, DOSES), effects)
    assert {"C2", "alpha12"} <= set(fit.undetermined)
    effects[0, 2, 2] = np.nan
    (lost,) = fit_musyc((DOSES, DOSES), effects)
    assert lost.surface is None
    assert not lost.converged
    assert lost.why


def test_a_missing_effect_is_missing_in_every_score():
    effects = np.repeat(bliss_matrix((1.0, 1.0, 0.8), (1.0, 1.0, 0.8)), 2, axis=0)
    effects[1] = np.nan
    for score in (
        bliss_excess(effects),
        loewe((DOSES, DOSES), effects).excess,
        zip_scores((DOSES, DOSES), effects).delta,
    ):
        assert np.isfinite(score[0]).all()
        assert np.isnan(score[1, 1:, 1:]).all()


def test_four_drugs_are_refused():
    with pytest.raises(InputError, match="one axis a drug"):
        bliss_excess(np.zeros((2, 2, 2, 2)), 4)
