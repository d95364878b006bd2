"""Regression by iteratively reweighted least squares: linear, logistic, exponential survival; ridge in batches.

Variances of `fit` are those of clusters (Liang & Zeger 1986, doi:10.1093/biomet/73.1.13): the two arms of one tumour
are one cluster, and nothing is taken for granted about the spread around the model. The exponential model with censored
times is a Poisson regression of the event with the logarithm of time as offset (Aitkin & Clayton 1980,
doi:10.2307/2986301).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Family = Literal["linear", "logistic", "exponential"]

_STEPS, _CLOSE = 60, 1e-9


@dataclass(frozen=True)
class Fit:
    """Coefficients and their covariance by clusters."""

    coefficients: Floats
    covariance: Floats
    converged: bool


def fit(family: Family, design: Floats, outcome: Floats, cluster: NDArray[np.intp], time: Floats | None = None) -> Fit:
    """Fit one regression.

    Args:
        family: linear; logistic (outcome 0 to 1); exponential (outcome 1 for an event, 0 for censored, with `time`).
        design: shape (N, P), with its column of ones.
        outcome: shape (N,).
        cluster: shape (N,), whole numbers from 0.
        time: shape (N,), above 0.

    Returns:
        NaN and `converged` False where the design is singular or the outcome is separated.
    """
    offset = np.zeros(len(outcome)) if time is None else np.log(time)
    beta, converged = _solve(family, design, outcome, offset)
    if not converged:
        nothing = np.full(design.shape[1], np.nan)
        return Fit(nothing, np.full((design.shape[1],) * 2, np.nan), False)
    mean, weight = _mean(family, design @ beta + offset)
    bread = np.linalg.inv(design.T @ (weight[:, None] * design))
    scores = np.zeros((int(cluster.max()) + 1, design.shape[1]))
    np.add.at(scores, cluster, (outcome - mean)[:, None] * design)
    groups = np.unique(cluster).size
    meat = scores.T @ scores * groups / (groups - 1)
    return Fit(beta, bread @ meat @ bread, True)


def _mean(family: Family, eta: Floats) -> tuple[Floats, Floats]:
    """Expected outcome and weight at a linear predictor."""
    if family == "linear":
        return eta, np.ones_like(eta)
    if family == "exponential":
        mean = np.exp(np.clip(eta, -50.0, 50.0))
        return mean, mean
    mean = 1.0 / (1.0 + np.exp(-np.clip(eta, -50.0, 50.0)))
    return mean, mean * (1.0 - mean)


def _solve(family: Family, design: Floats, outcome: Floats, offset: Floats) -> tuple[Floats, bool]:
    beta = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        mean, weight = _mean(family, design @ beta + offset)
        information = design.T @ (weight[:, None] * design)
        if not np.isfinite(information).all() or np.linalg.cond(information) > 1e12:
            return beta, False
        step = np.linalg.solve(information, design.T @ (outcome - mean))
        beta = beta + step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(beta).max()) > 25.0 and family == "logistic":  # runs away: separated
            return beta, False
        if float(np.abs(step).max()) < _CLOSE * max(1.0, float(np.abs(beta).max())):
            return beta, True
    return beta, False


def ridge_logistic(design: Floats, outcome: Floats, penalty: float) -> Floats:
    """Logistic regressions with a ridge, many at once.

    Args:
        design: shape (B, N, P); the first column is the intercept and is not penalised.
        outcome: shape (N,), 0 or 1.
        penalty: `penalty / 2` times the sum of squared coefficients is added to the negative log likelihood.

    Returns:
        coefficients, shape (B, P).

    Source: le Cessie & van Houwelingen 1992, doi:10.2307/2347628.
    """
    batch, _, width = design.shape
    ridge = penalty * np.eye(width)
    ridge[0, 0] = 1e-9  # keeps the intercept finite
    beta: Floats = np.zeros((batch, width))
    for _ in range(_STEPS):
        mean, weight = _mean("logistic", np.einsum("bnp,bp->bn", design, beta))
        slope: Floats = np.einsum("bnp,bn->bp", design, outcome - mean) - beta @ ridge
        information: Floats = np.einsum("bnp,bn,bnq->bpq", design, weight, design, optimize=True) + ridge
        step = np.asarray(np.linalg.solve(information, slope[..., None])[..., 0], dtype=np.float64)
        beta = beta + np.clip(step, -5.0, 5.0)
        if float(np.abs(step).max()) < 1e-7:
            break
    return beta
