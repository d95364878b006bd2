"""MuSyC: synergy of potency (alpha), of efficacy (beta) and of cooperativity (gamma) from one surface.

    U  <-> A1  <-> A12 <-> A2 <-> U        four states of a cell; d_k drives it towards A_k
    a = (d1/C1)**h1        U -> A1         a' = (alpha21 d1/C1)**(gamma21 h1)      A2 -> A12
    b = (d2/C2)**h2        U -> A2         b' = (alpha12 d2/C2)**(gamma12 h2)      A1 -> A12
    E = (E1 A1 + E2 A2 + E3 A12) / (U + A1 + A2 + A12)         effects; untreated cells have 0

The steady state by spanning trees (King-Altman), every way back at rate 1. alpha12: change of the potency of drug 2 by
drug 1; alpha21: of drug 1 by drug 2. beta = (E3 - max(E1, E2)) / max(E1, E2).
Meyer 2019, Cell Syst 8:97, doi:10.1016/j.cels.2019.01.003 (alpha, beta); Wooten 2021, Nat Commun 12:4607,
doi:10.1038/s41467-021-24789-z (gamma). With alpha = gamma = 1 the states are independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.synergy.fits import Hill, fit_hill
from her2sim.studies.synergy.nulls import singles

Floats = NDArray[np.float64]

_ALPHA = 1e4
"""alphas are looked for between 1/this and this"""
_LEAST = 0.1
"""effect that a matrix must reach somewhere: below, a surface is fitted to next to nothing (assumption)"""
_NAMES = ("C1", "h1", "E1", "C2", "h2", "E2", "E3", "alpha12", "alpha21", "gamma12", "gamma21")
_LOGS = np.array([name[0] in "Chag" for name in _NAMES])


@dataclass(frozen=True)
class Musyc:
    """One surface."""

    C1: float
    h1: float
    E1: float
    C2: float
    h2: float
    E2: float
    E3: float
    alpha12: float = 1.0
    alpha21: float = 1.0
    gamma12: float = 1.0
    gamma21: float = 1.0

    @property
    def beta(self) -> float:
        """Gain in efficacy over the better drug; NaN where neither drug has an effect."""
        best = max(self.E1, self.E2)
        return (self.E3 - best) / best if best > 1e-6 else float("nan")


@dataclass(frozen=True)
class MusycFit:
    """A surface and how well it is known."""

    surface: Musyc | None
    """None where an effect is not finite"""
    converged: bool
    """the fit ended at a minimum, and with an rmse below `tolerable`"""
    rmse: float
    undetermined: tuple[str, ...]
    """parameters at the limit of what was searched, or with a standard error above a factor of ten (or above 0.5)"""
    why: str = ""
    """why it did not converge, else ''"""


def musyc_effect(surface: Musyc, doses1: Floats, doses2: Floats) -> Floats:
    """Effects at doses that broadcast. Source: Wooten 2021, doi:10.1038/s41467-021-24789-z, eqs. of the 4 states."""
    values = np.array([getattr(surface, name) for name in _NAMES])
    return _effect(values, np.asarray(doses1, dtype=np.float64), np.asarray(doses2, dtype=np.float64))


def _effect(values: Floats, d1: Floats, d2: Floats) -> Floats:
    c1, h1, e1, c2, h2, e2, e3, alpha12, alpha21, gamma12, gamma21 = values
    a, b = _power(d1 / c1, h1), _power(d2 / c2, h2)
    a_after, b_after = _power(alpha21 * d1 / c1, gamma21 * h1), _power(alpha12 * d2 / c2, gamma12 * h2)
    u = 2.0 + a_after + b_after
    a1 = a * (2.0 + a_after) + a_after * b
    a2 = b * (2.0 + b_after) + b_after * a
    both = a_after * b * (1.0 + b_after) + b_after * a * (1.0 + a_after)
    return (e1 * a1 + e2 * a2 + e3 * both) / (u + a1 + a2 + both)


def _power(base: Floats, exponent: float) -> Floats:
    with np.errstate(over="ignore", divide="ignore"):
        return np.exp(np.clip(exponent * np.log(base), -60.0, 60.0)) * (base > 0)


def fit_musyc(
    doses: Sequence[Floats], effects: Floats, *, gammas: bool = False, tolerable: float = 0.05
) -> tuple[MusycFit, ...]:
    """Surfaces of N matrices by bounded least squares, started at the single agents' curves and no synergy.

    Args:
        doses: (D1,) and (D2,), ascending from 0.
        effects: (N, D1, D2).
        gammas: fit cooperativity too; else both are 1.
        tolerable: rmse above which a surface is told not to describe the matrix.
    """
    first, second = (fit_hill(d, e, limits=(0.0, 1.0)) for d, e in zip(doses, singles(effects, 2), strict=True))
    return tuple(_one(doses, effects[k], first, second, k, gammas, tolerable) for k in range(len(effects)))


def _one(
    doses: Sequence[Floats], effect: Floats, first: Hill, second: Hill, k: int, gammas: bool, tolerable: float
) -> MusycFit:
    from scipy import optimize  # pyright: ignore[reportMissingTypeStubs]

    library: Any = optimize  # its types are not complete

    if not np.isfinite(effect).all():
        return MusycFit(None, False, float("nan"), (), "an effect is missing")
    d1, d2 = (one.astype(np.float64) for one in np.meshgrid(*doses, indexing="ij"))
    used = len(_NAMES) if gammas else len(_NAMES) - 2
    start = np.array([
        first.half[k], first.slope[k], first.top[k], second.half[k], second.slope[k], second.top[k],
        effect[-1, -1], 1.0, 1.0, 1.0, 1.0,
    ])  # fmt: skip
    low, high = _box(doses)
    inner = np.where(_LOGS, np.log(np.where(_LOGS, start, 1.0)), start)
    inner = np.clip(inner, low + 1e-6, high - 1e-6)

    def residual(part: Floats) -> Floats:
        whole = np.concatenate([part, inner[used:]])
        return (_effect(np.where(_LOGS, np.exp(whole * _LOGS), whole), d1, d2) - effect).ravel()

    found = library.least_squares(residual, inner[:used], bounds=(low[:used], high[:used]), x_scale=1.0, max_nfev=200)
    whole = np.concatenate([np.asarray(found.x, dtype=np.float64), np.zeros(len(_NAMES) - used)])
    values = np.asarray(np.where(_LOGS, np.exp(whole * _LOGS), whole), dtype=np.float64)
    rmse = float(np.sqrt(np.mean(np.asarray(found.fun, dtype=np.float64) ** 2)))
    why = "" if found.status > 0 else "the fit ran out of steps"
    why = why or ("" if effect.max() >= _LEAST else f"no effect reaches {_LEAST:g}: there is nothing to fit")
    why = why or ("" if rmse <= tolerable else f"rmse {rmse:.2g} is above {tolerable:g}")
    surface = Musyc(*values.tolist())
    return MusycFit(surface, not why, rmse, _undetermined(found.x, found.jac, rmse, low[:used], high[:used]), why)


def _box(doses: Sequence[Floats]) -> tuple[Floats, Floats]:
    reach = [(np.log(d[d > 0].min() / 100.0), np.log(d.max() * 100.0)) for d in doses]
    (low1, high1), (low2, high2) = reach
    slope, alpha, gamma = np.log((0.2, 8.0)), np.log(_ALPHA), np.log(10.0)
    low = [low1, slope[0], -1.0, low2, slope[0], -1.0, -1.0, -alpha, -alpha, -gamma, -gamma]
    high = [high1, slope[1], 1.0, high2, slope[1], 1.0, 1.0, alpha, alpha, gamma, gamma]
    return np.array(low), np.array(high)


def _undetermined(found: Floats, jac: Floats, rmse: float, low: Floats, high: Floats) -> tuple[str, ...]:
    logs = _LOGS[: len(found)]
    free = max(1, len(jac) - len(found))
    sigma = max(rmse, 1e-3) * np.sqrt(len(jac) / free)  # a thousandth: the least error of an effect worth its name
    _, size, turned = np.linalg.svd(jac, full_matrices=False)
    error = sigma * np.sqrt(((turned / np.maximum(size, 1e-9)[:, None]) ** 2).sum(axis=0))
    bad = (error > np.where(logs, np.log(10.0), 0.5)) | (found <= low + 1e-4) | ((found >= high - 1e-4) & logs)
    return tuple(name for name, one in zip(_NAMES, bad, strict=False) if one)
