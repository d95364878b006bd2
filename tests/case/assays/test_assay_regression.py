"""The regression of receptors on an assay: it finds what synthetic lines were made with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.case.assays import regression
from her2sim.case.assays.regression import Points, Regression, fit
from her2sim.case.assays.settings import settings

PRIORS = settings().regression
SLOPE, NOISE, LEVEL = 0.9, 0.5, 11.0


def lines(rng: np.random.Generator, n: int, slope: float = SLOPE, limit: float = -np.inf) -> Points:
    x = rng.uniform(-3, 3, n)
    y = LEVEL + slope * x + NOISE * rng.standard_t(4, n)
    return Points(x, np.maximum(y, limit), y < limit)


def receptors(seed: int, n: int = 40, limit: float = -np.inf) -> dict[str, Points]:
    rng = np.random.default_rng(seed)
    return {gene: lines(rng, n, limit=limit) for gene in "ABCDE"}


def test_slope_level_and_noise_come_back_with_standard_errors_that_are_true() -> None:
    off: list[list[float]] = []
    for seed in range(40):
        for found in fit(receptors(seed), PRIORS).values():
            sd = np.sqrt(np.diag(found.covariance))
            level_there = LEVEL + SLOPE * found.centre
            away = [found.level - level_there, found.slope - SLOPE, found.log_scale - np.log(NOISE)]
            off.append((np.array(away) / sd).tolist())
    scores = np.array(off)
    assert len(scores) == 200
    np.testing.assert_allclose(scores.mean(axis=0), 0.0, atol=0.4)  # sampling error 0.07; the prior of the noise is 0.8
    assert (scores.std(axis=0) < 1.15).all()  # not more certain than it may be
    assert (scores.std(axis=0) > 0.6).all()  # nor much less


def test_the_interval_holds_new_lines_as_often_as_it_says() -> None:
    held: list[bool] = []
    for seed in range(20):
        fits, new = fit(receptors(seed, n=20), PRIORS), receptors(seed + 1000, n=50)
        for gene, found in fits.items():
            ends = [found.predict(x).interval(0.9) for x in new[gene].x]
            held += [low <= y <= high for (low, high), y in zip(ends, new[gene].y, strict=True)]
    assert len(held) == 5000
    assert 0.87 < np.mean(held) < 0.93  # binomial error 0.004; the lines of one fit share its error


def test_lines_below_detection_do_not_flatten_the_slope() -> None:
    limit = LEVEL - 0.5  # some 40 % of lines lie below
    points = receptors(3, n=60, limit=limit)
    assert np.mean([part.below.mean() for part in points.values()]) > 0.3
    as_limits = fit(points, PRIORS)
    as_values = fit({gene: Points(p.x, p.y, np.zeros_like(p.below)) for gene, p in points.items()}, PRIORS)
    assert abs(np.mean([found.slope for found in as_limits.values()]) - SLOPE) < 0.1
    assert np.mean([found.slope for found in as_values.values()]) < SLOPE - 0.2


def test_a_receptor_with_few_lines_leans_on_the_others() -> None:
    points = receptors(4)
    rng = np.random.default_rng(9)
    few = lines(rng, 4, slope=0.1)
    found = fit({**points, "few": few}, PRIORS)["few"]
    own = float(np.polyfit(few.x, few.y, 1)[0])
    assert own < found.slope < SLOPE
    assert found.covariance[1][1] > 4 * fit(points, PRIORS)["A"].covariance[1][1]


def test_one_stray_line_moves_the_slope_little() -> None:
    clean = receptors(5)
    x, y = clean["A"].x.copy(), clean["A"].y.copy()
    x[0], y[0] = 3.0, LEVEL + SLOPE * 3 - 8
    stray = {**clean, "A": Points(x, y, clean["A"].below)}
    assert abs(fit(stray, PRIORS)["A"].slope - fit(clean, PRIORS)["A"].slope) < 0.08


def test_the_gradient_is_that_of_the_loss() -> None:
    points = receptors(6, n=15, limit=LEVEL)
    problem = regression._Problem(
        np.concatenate([p.x for p in points.values()]),
        np.concatenate([p.y for p in points.values()]),
        np.concatenate([p.below for p in points.values()]),
        np.repeat(np.arange(5), 15),
        5,
        4.0,
        PRIORS,
    )
    at = np.random.default_rng(0).normal(0.5, 0.2, 17)
    at[:5] += 10
    numeric = []
    for index in range(17):
        move = np.zeros(17)
        move[index] = 1e-6
        up, down = regression._loss(at + move, problem)[0], regression._loss(at - move, problem)[0]
        numeric.append((up - down) / 2e-6)
    np.testing.assert_allclose(regression._loss(at, problem)[1], numeric, rtol=1e-5, atol=1e-5)


def test_an_assay_that_runs_against_the_receptor_is_refused() -> None:
    points = {gene: replace(p, y=2 * LEVEL - p.y - 2 * p.x) for gene, p in receptors(7).items()}
    with pytest.raises(ValueError, match="says nothing about it"):
        fit(points, PRIORS)


LINE = Regression(11.0, 0.9, -0.5, 0.0, ((0.01, -0.002, 0), (-0.002, 0.004, 0), (0, 0, 0.02)), 4.0, -3.0, 3.0, 38, 0)


@given(value=st.floats(-15, 15), step=st.floats(0.01, 10), error=st.floats(0, 3))
def test_more_signal_is_more_receptors_and_never_nan(value: float, step: float, error: float) -> None:
    one, more = LINE.predict(value, error), LINE.predict(value + step, error)
    assert more.mean > one.mean
    assert np.isfinite([one.mean, one.scale, *one.interval()]).all()


@given(beyond=st.floats(0.01, 12), side=st.sampled_from([-1, 1]))
def test_beyond_the_calibrated_range_the_interval_is_wider(beyond: float, side: int) -> None:
    edge = LINE.high if side > 0 else LINE.low
    assert LINE.predict(edge + side * beyond).scale > LINE.predict(edge).scale


@given(value=st.floats(-5, 5), error=st.floats(0, 2), more=st.floats(0.01, 2))
def test_a_less_certain_value_gives_a_wider_interval(value: float, error: float, more: float) -> None:
    assert LINE.predict(value, error + more).scale > LINE.predict(value, error).scale
