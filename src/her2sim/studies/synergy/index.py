"""Combination index: doses in the combination over doses alone of the same effect, summed; below 1 is synergy.

CI = d1/Dx1 + d2/Dx2, mutually exclusive form; Dx from the median-effect line: Chou & Talalay 1984, Adv Enzyme Regul
22:27, doi:10.1016/0065-2571(84)90007-4, PMID 6382953. With Dx of Hill curves of any top it is the interaction index of
Berenbaum 1989, PMID 2692037.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.synergy.fits import Hill, fit_median_effect
from her2sim.studies.synergy.nulls import singles

Floats = NDArray[np.float64]


def combination_index(doses: Sequence[Floats], effects: Floats) -> Floats:
    """Chou and Talalay's index of every well, (N, D1, D2[, D3]).

    NaN where no drug or one drug alone is given, where the effect is not between 0 and 1, or where a drug has no line.

    Args:
        doses: (D_k,) of each drug, ascending from 0.
        effects: (N, D1, D2[, D3]).
    """
    lines = [fit_median_effect(d, e) for d, e in zip(doses, singles(effects, len(doses)), strict=True)]
    return _index(doses, effects, [line.dose(effects) for line in lines])


def interaction_index(doses: Sequence[Floats], effects: Floats, curves: Sequence[Hill]) -> Floats:
    """Berenbaum's index of every well, (N, D1, D2[, D3]), with the doses alone from Hill curves.

    A drug that alone never reaches the effect adds zero; NaN where there are not at least two drugs or no effect.
    """
    found = _index(doses, effects, [curve.dose(effects) for curve in curves])
    return np.where(effects > 0, found, np.nan)


def _index(doses: Sequence[Floats], effects: Floats, alone: Sequence[Floats]) -> Floats:
    given = np.meshgrid(*doses, indexing="ij")
    total = np.zeros(effects.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        for dose, dose_alone in zip(given, alone, strict=True):
            total = total + np.where(dose > 0, dose / dose_alone, 0.0)
    several = np.sum([one > 0 for one in given], axis=0) > 1
    return np.where(several & np.isfinite(effects), total, np.nan)
