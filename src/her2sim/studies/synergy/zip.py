"""ZIP: zero interaction potency, the drugs as if neither changed the potency or the shape of the other's curve.

    y_ZIP = y1 + y2 - y1 y2                                     y_k: fitted curve of drug k alone
    delta = (y_2->1 + y_1->2) / 2 - y_ZIP                       y_2->1: curve in d2, fitted with drug 1 at a fixed dose

Yadav 2015, Comput Struct Biotechnol J 13:504, doi:10.1016/j.csbj.2015.09.001, PMID 26949479. There every curve runs to
an effect of 1; here, as in later use of the score, its top is fitted too, since many drugs of the model stop cells that
they do not kill. With tops at 1 the formulas are those of the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.synergy.fits import fit_hill
from her2sim.studies.synergy.nulls import bliss, singles

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Zip:
    """ZIP for N members, two drugs."""

    expected: Floats
    """(N, D1, D2)"""
    delta: Floats
    """(N, D1, D2): above 0 is synergy"""
    rmse: Floats
    """of the fits along both drugs, (N,)"""


def zip_scores(doses: Sequence[Floats], effects: Floats) -> Zip:
    """ZIP's delta of every well.

    Args:
        doses: (D1,) and (D2,), ascending from 0.
        effects: (N, D1, D2).

    Source: Yadav 2015, doi:10.1016/j.csbj.2015.09.001.
    """
    alone = [fit_hill(d, e).effect(d) for d, e in zip(doses, singles(effects, 2), strict=True)]
    expected = bliss(*alone)
    first, miss_first = _along(doses[1], effects, alone[0])
    second, miss_second = _along(doses[0], effects.swapaxes(1, 2), alone[1])
    delta = 0.5 * (first + second.swapaxes(1, 2)) - expected
    delta[:, 0, :] = delta[:, :, 0] = 0.0
    delta = np.where(np.isfinite(effects), delta, np.nan)
    return Zip(expected, delta, np.sqrt(0.5 * (miss_first**2 + miss_second**2)))


def _along(doses: Floats, effects: Floats, start: Floats) -> tuple[Floats, Floats]:
    """Curves along the last axis with the other drug at each of its doses: effects (N, A, D), and their rmse (N,)."""
    n, others, count = effects.shape
    curves = fit_hill(doses, effects.reshape(n * others, count), bottom=start.reshape(-1))
    rmse = np.sqrt((curves.rmse.reshape(n, others) ** 2).mean(axis=1))
    return curves.effect(doses).reshape(n, others, count), rmse
