"""Lymphocytes in the tumour: their density multiplies the effectors there.

    effectors = effectors * (TIL / reference)**power

For callers that know the lymphocytes but did not yet put them into the effectors per tumour cell.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

TILS = TumourMechanism(
    name="tils",
    does="the density of lymphocytes multiplies the effector pool",
    evidence=("MOA14",),
    parameters=("til_reference", "til_power"),
    reductions=("all lymphocytes count alike; the density does not change under treatment",),
)

_LEAST = 1.0
"""%, below which pathologists do not tell densities apart"""


def til_factor(til_pct: Floats, parameters: TumourParameters) -> Floats:
    """Factor on the effectors of a tumour, shape (N,); 1 at the reference.

    Args:
        til_pct: stromal lymphocytes, % of the area, shape (N,).
        parameters: N lanes.
    """
    return (np.maximum(til_pct, _LEAST) / parameters.til_reference) ** parameters.til_power
