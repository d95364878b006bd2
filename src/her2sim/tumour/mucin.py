"""MUC4 keeps effector cells off: the more of a cell's HER2 it hides, the less of the killing is left.

    killing left = 1 - mucin_contact_block * MUC4_hides      MUC4_hides: share of HER2 hidden by MUC4 (biology/muc4.py)

A mucin that stands far above the membrane keeps killer cells from binding (komatsu1999, with the rat homologue of
MUC4); TNF, which raises MUC4, impairs ADCC (mercogliano2017).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

MUCIN = TumourMechanism(
    name="mucin",
    does="MUC4 keeps effector cells from a cell, as it keeps antibodies from HER2",
    evidence=("R03",),
    parameters=("mucin_contact_block",),
    reductions=("MUC4 on a cell is told by the share of HER2 it hides; other mucins are left out",),
)


def contact_left(hidden: Floats, parameters: TumourParameters) -> Floats:
    """Share of immune killing that MUC4 leaves, same shape as `hidden`.

    Args:
        hidden: share of HER2 that MUC4 hides, shape (N,) or (N, T).
        parameters: N lanes.
    """
    return 1.0 - (parameters.mucin_contact_block * hidden.T).T
