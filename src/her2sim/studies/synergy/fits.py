"""Dose-effect curves of one drug: the Hill curve, many at once, and the median-effect line of Chou and Talalay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SLOPES = (0.2, 8.0)
"""limits of a Hill coefficient: a curve outside them is a line or a step on any usual grid of doses"""
_REACH = 100.0
"""half-maximal doses are looked for up to this factor beyond the doses given"""
_GRID = (25, 9)
_STEPS = 60


@dataclass(frozen=True)
class Hill:
    """Curves e(d) = bottom + (top - bottom) d**h / (half**h + d**h), one a member; every field has shape (N,)."""

    half: Floats
    """half-maximal dose, unit of the doses"""
    slope: Floats
    top: Floats
    """effect at infinite dose"""
    bottom: Floats
    rmse: Floats
    """root of the mean squared residual; NaN where an effect is not finite"""
    at_bound: Bools
    """half-maximal dose or slope lies at the limit of what was searched: the curve is not determined by the doses"""

    def effect(self, doses: Floats) -> Floats:
        """Effects (N, D) at doses (D,) or (N, D)."""
        share = sigmoid(np.asarray(doses, dtype=np.float64), self.half[:, None], self.slope[:, None])
        return self.bottom[:, None] + (self.top - self.bottom)[:, None] * share

    def dose(self, effect: Floats) -> Floats:
        """Dose of an effect, (N, ...) as `effect`: 0 at or below `bottom`, inf at or above `top` (not reached)."""
        shape = (-1, *(1,) * (effect.ndim - 1))
        top, bottom, half, slope = (v.reshape(shape) for v in (self.top, self.bottom, self.half, self.slope))
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = half * ((effect - bottom) / (top - effect)) ** (1.0 / slope)
        found = np.where(effect >= top, np.inf, found)
        found = np.where(effect <= bottom, 0.0, found)
        return np.where(np.isnan(effect) | np.isnan(top), np.nan, found)


def sigmoid(doses: Floats, half: Floats, slope: Floats) -> Floats:
    """d**h / (half**h + d**h), 0 at dose 0; without overflow."""
    with np.errstate(divide="ignore"):
        return 1.0 / (1.0 + np.exp(np.clip(slope * (np.log(half) - np.log(doses)), -700.0, 700.0)))


def fit_hill(
    doses: Floats, effects: Floats, *, bottom: Floats | float = 0.0, limits: tuple[float, float] = (-1.0, 1.0)
) -> Hill:
    """Least squares of N Hill curves at once.

    `top` is linear given the other two, so it is solved for; half-maximal dose and slope start at the best point of a
    grid and are polished by damped Gauss-Newton steps (variable projection: Golub & Pereyra 1973,
    doi:10.1137/0710036).

    Args:
        doses: (D,), 0 among them or not.
        effects: (N, D).
        bottom: effect at dose 0, one or (N,); not fitted.
        limits: of `top`.

    Checked: tests/studies/synergy/test_fits.py, against scipy's least_squares.
    """
    effects = np.atleast_2d(np.asarray(effects, dtype=np.float64))
    base = np.broadcast_to(np.asarray(bottom, dtype=np.float64), effects.shape[:1])
    some = doses > 0
    dose, rise = np.asarray(doses, dtype=np.float64)[some], np.nan_to_num(effects[:, some]) - base[:, None]
    lows = np.array([np.log(dose.min() / _REACH), np.log(_SLOPES[0])])
    highs = np.array([np.log(dose.max() * _REACH), np.log(_SLOPES[1])])
    span = (limits[0] - base, limits[1] - base)
    found = _polish(_start(dose, rise, lows, highs, span), dose, rise, (lows, highs), span)
    height, residual = _height(found, dose, rise, span)
    lost = ~np.isfinite(effects).all(axis=1)
    flat = np.abs(height) < 1e-9
    bound = ((found <= lows + 1e-6) | (found >= highs - 1e-6)).any(axis=1) & ~flat
    blank = np.where(lost, np.nan, 0.0)
    return Hill(
        half=np.exp(found[:, 0]) + blank,
        slope=np.exp(found[:, 1]) + blank,
        top=base + height + blank,
        bottom=base + blank,
        rmse=np.sqrt((residual**2).mean(axis=1)) + blank,
        at_bound=bound,
    )


def _height(found: Floats, dose: Floats, rise: Floats, span: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Best rise of each curve and the residuals, (N,) and (N, D)."""
    shape = sigmoid(dose, np.exp(found[:, :1]), np.exp(found[:, 1:]))
    height = (shape * rise).sum(axis=1) / np.maximum((shape * shape).sum(axis=1), 1e-300)
    height = np.clip(height, *span)
    return height, height[:, None] * shape - rise


def _start(dose: Floats, rise: Floats, lows: Floats, highs: Floats, span: tuple[Floats, Floats]) -> Floats:
    halves = np.asarray(np.linspace(np.log(dose.min() / 3.0), np.log(dose.max() * 3.0), _GRID[0]), dtype=np.float64)
    slopes = np.asarray(np.linspace(lows[1], highs[1], _GRID[1]), dtype=np.float64)
    best, cost = np.zeros((len(rise), 2)), np.full(len(rise), np.inf)
    for half in halves.tolist():
        for slope in slopes.tolist():
            here = np.broadcast_to(np.array([half, slope]), best.shape)
            new = (_height(here, dose, rise, span)[1] ** 2).sum(axis=1)
            better = new < cost
            best[better], cost[better] = here[better], new[better]
    return best


def _polish(
    found: Floats, dose: Floats, rise: Floats, box: tuple[Floats, Floats], span: tuple[Floats, Floats]
) -> Floats:
    damping, step = np.full(len(found), 1e-3), 1e-6
    residual = _height(found, dose, rise, span)[1]
    cost = (residual**2).sum(axis=1)
    for _ in range(_STEPS):
        slopes = [(_height(found + np.eye(2)[k] * step, dose, rise, span)[1] - residual) / step for k in (0, 1)]
        jac = np.stack(slopes, axis=2)
        normal = np.einsum("ndi,ndj->nij", jac, jac)
        size = np.trace(normal, axis1=1, axis2=2) + 1e-12
        normal = normal + np.eye(2) * (damping * size)[:, None, None]
        change = np.asarray(
            np.linalg.solve(normal, -np.einsum("ndi,nd->ni", jac, residual)[..., None]), dtype=np.float64
        )[..., 0]
        trial: Floats = np.clip(found + np.clip(change, -1.0, 1.0), *box)
        new = _height(trial, dose, rise, span)[1]
        lower = (new**2).sum(axis=1) < cost
        found = np.where(lower[:, None], trial, found)
        residual = np.where(lower[:, None], new, residual)
        cost = (residual**2).sum(axis=1)
        damping = np.clip(np.where(lower, damping / 5.0, damping * 5.0), 1e-12, 1e6)
    return found


@dataclass(frozen=True)
class MedianEffect:
    """Lines log(fa/(1 - fa)) = m log(d) - m log(Dm), one a member; every field has shape (N,)."""

    median_dose: Floats
    """Dm"""
    slope: Floats
    """m"""
    r: Floats
    """correlation of the line; NaN where fewer than two effects lie between 0 and 1"""

    def dose(self, effect: Floats) -> Floats:
        """Dose of an effect (N, ...); NaN outside of 0 < effect < 1, where the line says nothing."""
        shape = (-1, *(1,) * (effect.ndim - 1))
        inside = (effect > 0) & (effect < 1)
        odds = np.where(inside, effect, 0.5) / (1.0 - np.where(inside, effect, 0.5))
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            found = self.median_dose.reshape(shape) * odds ** (1.0 / self.slope.reshape(shape))
        return np.where(inside, found, np.nan)


def fit_median_effect(doses: Floats, effects: Floats) -> MedianEffect:
    """Median-effect lines of N curves, by linear regression on the doses with 0 < effect < 1.

    Args:
        doses: (D,).
        effects: (N, D).

    Source: Chou & Talalay 1984, Adv Enzyme Regul 22:27, doi:10.1016/0065-2571(84)90007-4, PMID 6382953.
    """
    effects = np.atleast_2d(np.asarray(effects, dtype=np.float64))
    use = (effects > 0) & (effects < 1) & (doses > 0)
    x = np.log(np.where(doses > 0, doses, 1.0))
    inside = np.where(use, effects, 0.5)
    y = np.log(inside / (1.0 - inside))
    n = use.sum(axis=1)
    count = np.maximum(n, 1)
    mean_x, mean_y = (use * x).sum(axis=1) / count, (use * y).sum(axis=1) / count
    dx, dy = use * (x - mean_x[:, None]), use * (y - mean_y[:, None])
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slope = np.where(n > 1, (dx * dy).sum(axis=1) / (dx * dx).sum(axis=1), np.nan)
        r = (dx * dy).sum(axis=1) / np.sqrt((dx * dx).sum(axis=1) * (dy * dy).sum(axis=1))
        slope = np.where(slope > 0, slope, np.nan)  # an effect that falls with the dose has no median dose
        return MedianEffect(np.exp(mean_x - mean_y / slope), slope, np.where(n > 1, r, np.nan))
