"""Loewe additivity: two or three drugs as if they were one, each replaced by the other at the ratio of equal effect.

    d1 / D1(E) + d2 / D2(E) [+ d3 / D3(E)] = 1      D_k(E): dose of drug k that alone has the effect E

Loewe & Muischnek 1926, Arch Exp Pathol Pharmakol 114:313, doi:10.1007/BF01952257; Berenbaum 1989, PMID 2692037.
No dose of a weak drug reaches an effect above its top: D_k is infinite there, and its share of the sum zero. What then
is expected is the effect of the stronger drugs; such wells are marked `out_of_range`, as Loewe does not speak of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.synergy.fits import Hill, fit_hill
from her2sim.studies.synergy.nulls import singles

Floats = NDArray[np.float64]

_HALVINGS = 60


@dataclass(frozen=True)
class Loewe:
    """Loewe's expectation for N members."""

    expected: Floats
    """(N, D1, D2[, D3])"""
    excess: Floats
    """effect less expectation, same shape"""
    out_of_range: NDArray[np.bool_]
    """wells whose expectation lies above the top of a drug that is in them, same shape"""
    curves: tuple[Hill, ...]
    """the single agents"""


def loewe(doses: Sequence[Floats], effects: Floats) -> Loewe:
    """Loewe's expectation from Hill curves fitted to the single agents, and the excess over it.

    Args:
        doses: (D_k,) of each drug, ascending from 0.
        effects: (N, D1, D2[, D3]).
    """
    curves = tuple(fit_hill(d, e, limits=(0.0, 1.0)) for d, e in zip(doses, singles(effects, len(doses)), strict=True))
    given = np.meshgrid(*doses, indexing="ij")
    expected, outside = expectation(curves, [np.asarray(one, dtype=np.float64) for one in given])
    lost = ~np.isfinite(effects)
    expected = np.where(lost, np.nan, expected)
    return Loewe(expected, effects - expected, outside & ~lost, curves)


def expectation(curves: Sequence[Hill], doses: Sequence[Floats]) -> tuple[Floats, NDArray[np.bool_]]:
    """Loewe's effect at doses of the same shape (...) each: (N, ...) and where it is out of range.

    By bisection: the sum falls with the effect, from infinity at 0 to zero at the highest top.
    """
    n, shape = len(curves[0].half), doses[0].shape
    flat = [np.broadcast_to(one.reshape(1, -1), (n, one.size)) for one in doses]
    low = np.zeros(flat[0].shape)
    high = np.broadcast_to(np.max([curve.top for curve in curves], axis=0)[:, None], low.shape).copy()
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        above = _sum(curves, flat, middle) > 1.0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    effect = 0.5 * (low + high)
    effect = np.where(np.sum(flat, axis=0) > 0, effect, 0.0)
    outside = np.any([(d > 0) & (effect >= c.top[:, None]) for c, d in zip(curves, flat, strict=True)], axis=0)
    return effect.reshape(n, *shape), outside.reshape(n, *shape)


def _sum(curves: Sequence[Hill], doses: Sequence[Floats], effect: Floats) -> Floats:
    total = np.zeros(effect.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for curve, dose in zip(curves, doses, strict=True):
            total = total + np.where(dose > 0, dose / curve.dose(effect), 0.0)
    return total
