"""FcgRIIb: the inhibitory receptor of myeloid cells; NK cells have none.

    release = (1 + inhibition) / (1 + inhibition * weight**variant * fold)          1 for I/I and IgG1

The threonine of I232T keeps the receptor where it cannot inhibit, yet in one trial carriers had no benefit from
trastuzumab: the sign is one of three structures.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
Genotype2B = Literal["I/I", "I/T", "T/T"]

FCGR2B = TumourMechanism(
    name="fcgr2b",
    does="FcgRIIb holds myeloid cells back; I232T changes by how much",
    evidence=("MOA07", "P08"),
    parameters=("fcgr2b_inhibition", "fcgr2b_T_weight", "variant_fcgr2b"),
    reductions=("inhibition scales the rate of killing; it moves no threshold", "both kinds of carriers are alike"),
)


def fcgr2b_weight(genotype: Genotype2B, parameters: TumourParameters) -> Floats:
    """Inhibition as cells show it, relative to I/I, shape (N,)."""
    return np.ones(parameters.n) if genotype == "I/I" else parameters.fcgr2b_T_weight.copy()


def myeloid_release(weight: Floats, parameters: TumourParameters, *, fc_fold: Floats | float = 1.0) -> Floats:
    """Factor on killing by myeloid cells, shape (N,): 1 for I/I and IgG1, 1 + inhibition without the receptor.

    Args:
        weight: inhibition relative to I/I, shape (N,); 0 for a host without the receptor.
        parameters: N lanes.
        fc_fold: affinity of the antibody's Fc for FcgRIIb over that of IgG1, shape (N,).
    """
    known = np.where(weight > 0, weight, 1.0)
    effective = np.where(weight > 0, known**parameters.variant_fcgr2b, 0.0)
    inhibition = parameters.fcgr2b_inhibition
    return (1.0 + inhibition) / (1.0 + inhibition * effective * fc_fold)
