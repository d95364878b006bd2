"""NK cells: how many a host has and how well they work.

Number scales the effectors per tumour cell, function the rate at which they kill. After chemotherapy there are fewer.
Blood cells of an assay are one in ten NK cells.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

NK_CELLS = TumourMechanism(
    name="nk_cells",
    does="number and function of NK cells set immune killing",
    evidence=("R20", "MOA07"),
    parameters=("nk_share_of_blood", "nk_after_chemotherapy"),
    reductions=("the number stays as it is during treatment; NK cells of the tumour follow those of the blood",),
)


def nk_ratio(effector_ratio: Floats, nk_level: Floats) -> Floats:
    """NK cells per tumour cell, shape (N,).

    Args:
        effector_ratio: of the typical host, shape (N,).
        nk_level: number of NK cells over that of the typical host, shape (N,).
    """
    return effector_ratio * np.maximum(nk_level, 0.0)


def after_chemotherapy(nk_level: Floats, parameters: TumourParameters) -> Floats:
    """Number of NK cells of hosts who had chemotherapy of late, relative to the typical host, shape (N,)."""
    return nk_level * parameters.nk_after_chemotherapy


def nk_in_blood_cells(ratio: Floats, parameters: TumourParameters) -> Floats:
    """NK cells per target in an assay with so many mononuclear blood cells per target, shape (N,)."""
    return ratio * parameters.nk_share_of_blood
