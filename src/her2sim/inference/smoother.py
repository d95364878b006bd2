"""Ensemble smoother with multiple data assimilation: an ensemble of the prior moved, in a few steps, to the posterior.

    Z <- Z + rho o C_zy (C_yy + a R)^-1 (d + sqrt(a) e - Y)

e ~ N(0, R), one draw a member; the sum of 1/a over the steps is 1. Z are standard normal scores (P, N), Y what the
members predict (D, N), C sample covariances. It needs no derivative and one forward run of all members a step, which is
what a batched engine is good at. `rho` tapers what a small sample makes up: scores of a line move by that line's data
alone, and a correlation below the noise of N members moves nothing.

Sources: Emerick & Reynolds 2013, Comput Geosci 55:3-15 (doi 10.1016/j.cageo.2012.03.011); localisation by correlation:
Luo & Bhakta 2020, Comput Geosci (doi 10.1007/s10596-019-09877-4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Assimilated:
    """What one step works on."""

    predicted: Floats
    """shape (D, N), finite"""
    missing: Floats
    """target less prediction, shape (D, N); zero where a censored or ordinal datum is satisfied"""
    sd: Floats
    """shape (D,)"""


def inflation(steps: int, geometric: float = 1.0) -> Floats:
    """Factors `a` on the variance of the data for each step, shape (steps,): their inverses sum to 1.

    Args:
        geometric: ratio of one factor to the next; above 1 the first steps are more careful.
    """
    weights = geometric ** -np.arange(steps, dtype=np.float64)
    return np.sum(1.0 / weights) * weights


def update(
    scores: Floats, data: Assimilated, factor: float, rng: np.random.Generator, *, own: Floats | None = None,
    threshold: float = 0.0,
) -> Floats:  # fmt: skip
    """One step.

    Args:
        scores: shape (P, N).
        factor: on the variance of the data (`inflation`).
        rng: of the perturbations of the data.
        own: shape (P, D), 1 where a datum may move a score, 0 where not; None for all.
        threshold: correlations below it move nothing; soft, so that just above it little moves.

    Returns:
        new scores, shape (P, N).
    """
    n = scores.shape[1]
    away_z = scores - scores.mean(axis=1, keepdims=True)
    away_y = data.predicted - data.predicted.mean(axis=1, keepdims=True)
    noise = np.sqrt(factor) * data.sd
    innovation = data.missing + noise[:, None] * rng.standard_normal(data.missing.shape)
    # (Y'Y'^T/(n-1) + a R)^-1 innovation through the space of the members (Woodbury), D may be large
    scaled = away_y / (noise[:, None] * np.sqrt(n - 1.0))
    inner: Any = np.eye(n) + scaled.T @ scaled
    small = cast("Floats", np.linalg.solve(inner, scaled.T @ (innovation / noise[:, None])))
    pull = (innovation / noise[:, None] - scaled @ small) / noise[:, None]
    gain = away_z @ away_y.T / (n - 1.0)
    return np.asarray(scores + (gain * _taper(away_z, away_y, gain, threshold, own)) @ pull, dtype=np.float64)


def _taper(away_z: Floats, away_y: Floats, gain: Floats, threshold: float, own: Floats | None) -> Floats:
    """1 for strong sample correlations, 0 for those of the size of noise, shape (P, D)."""
    n = away_z.shape[1]
    spread = np.outer(away_z.std(axis=1), away_y.std(axis=1)) * n / (n - 1.0)
    correlation = np.abs(np.divide(gain, spread, out=np.zeros_like(gain), where=spread > 0))
    if threshold > 0:
        share = np.clip((correlation - threshold) / threshold, 0.0, 1.0)
        taper = share * share * (3.0 - 2.0 * share)
    else:
        taper = np.ones_like(gain)
    return taper if own is None else taper * own
