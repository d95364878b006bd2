"""What two or three drugs would do together if they were independent (Bliss), or if only the better one worked (HSA).

Bliss  1 - (1 - e1)(1 - e2)[(1 - e3)]   Bliss 1939, Ann Appl Biol 26:585, doi:10.1111/j.1744-7348.1939.tb06990.x
HSA    max(e1, e2[, e3])                 Berenbaum 1989, Pharmacol Rev 41:93, PMID 2692037
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InputError

Floats = NDArray[np.float64]


def singles(effects: Floats, drugs: int) -> tuple[Floats, ...]:
    """Effects of each drug alone out of a matrix, (..., D_k) each: all other drugs at dose 0, the first place.

    Raises:
        InputError: not two or three drugs, or a matrix without an axis for each.
    """
    if drugs not in (2, 3) or effects.ndim < drugs:
        raise InputError(
            "a matrix of effects has one axis a drug.", where="effects", expected="two or three drugs",
            got=f"{drugs} drugs, {effects.ndim} axes",
        )  # fmt: skip
    return tuple(
        effects[(..., *(slice(None) if place == drug else 0 for place in range(drugs)))] for drug in range(drugs)
    )


def spread(alone: tuple[Floats, ...]) -> tuple[Floats, ...]:
    """Each drug's effects (..., D_k) with axes of length 1 for the other drugs, so that they broadcast."""
    drugs = len(alone)
    return tuple(
        np.expand_dims(values, tuple(place - drugs for place in range(drugs) if place != drug))
        if values.ndim == 1
        else values.reshape(*values.shape[:-1], *(values.shape[-1] if place == drug else 1 for place in range(drugs)))
        for drug, values in enumerate(alone)
    )


def bliss(*alone: Floats) -> Floats:
    """Effect of independent drugs, (..., D1, D2[, D3]).

    Args:
        alone: effects of each drug alone, (..., D_k) each.

    Source: Bliss 1939, doi:10.1111/j.1744-7348.1939.tb06990.x.
    """
    return 1.0 - reduce(np.multiply, [1.0 - one for one in spread(alone)])


def hsa(*alone: Floats) -> Floats:
    """Effect of the better drug alone (highest single agent), as `bliss`. Source: Berenbaum 1989, PMID 2692037."""
    return reduce(np.maximum, spread(alone))


def bliss_excess(effects: Floats, drugs: int = 2) -> Floats:
    """Effects less those of independent drugs; above 0 is synergy. Same shape as `effects`."""
    return effects - bliss(*singles(effects, drugs))


def hsa_excess(effects: Floats, drugs: int = 2) -> Floats:
    """Effects less that of the better drug. Same shape as `effects`."""
    return effects - hsa(*singles(effects, drugs))
