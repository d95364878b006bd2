"""Vessels: what a tumour can carry follows the balance of VEGF and thrombospondin-1, slowly.

    balance = VEGF * THBS1**-power                           both over their drug-free values
    d K/dt  = (K0 * (1 - w + w * balance) - K) / vessel_time

Less signalling from HER2 makes less VEGF and more thrombospondin-1; an antibody against VEGF takes the ligand away (in
the network). The weight w is low: blockade of VEGF added little in patients.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

VESSELS = TumourMechanism(
    name="vessels",
    does="the carrying volume follows VEGF and thrombospondin-1",
    evidence=("MOA08", "TX26"),
    parameters=("vessel_weight", "vessel_time", "thrombospondin_power"),
    reductions=(
        "one capacity; vessels have no calibre, leak or perfusion, and drugs reach a starved tumour as before",
    ),
)

_LEAST = 1e-3
"""Thrombospondin-1 counts as at least this share of its drug-free value."""


def angiogenic_balance(vegf: Floats, thbs1: Floats | None, parameters: TumourParameters) -> Floats:
    """VEGF as vessels feel it, over its drug-free value, shape (N, T).

    Args:
        vegf: free VEGF over its drug-free value, shape (N, T).
        thbs1: thrombospondin-1 over its drug-free value, shape (N, T); None for unchanged.
        parameters: N lanes.
    """
    if thbs1 is None:
        return vegf
    return vegf * np.maximum(thbs1, _LEAST) ** -parameters.thrombospondin_power[:, None]


def capacity_target(balance: Floats, parameters: TumourParameters) -> Floats:
    """Capacity the vessels make for, over that of day 0, shape (N,) for a balance of one day; never below 0."""
    return np.maximum(1.0 + parameters.vessel_weight * (balance - 1.0), 0.0)
