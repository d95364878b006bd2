"""DNA repair: less signalling from HER2 to repair makes damage kill more.

    kill by damage * (1 + gain * (1 - repair))       repair over its drug-free value

For platinum, anthracyclines and radiation; not for drugs that leave DNA alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

DNA_REPAIR = TumourMechanism(
    name="dna_repair",
    does="blocked HER2 signalling sensitises to drugs that damage DNA",
    evidence=("MOA09",),
    parameters=("repair_gain",),
    reductions=("one kind of repair; damage itself is not followed, only the kill it brings",),
)


def sensitisation(repair: Floats | None, parameters: TumourParameters) -> Floats:
    """Factor on the kill by DNA damage, shape (N, T) or (1, 1); 1 at full repair, 1 + gain without any, never below 0.

    Args:
        repair: readout DNA_repair over its drug-free value, shape (N, T); None for unchanged.
        parameters: N lanes.
    """
    if repair is None:
        return np.ones((1, 1))
    return np.maximum(1.0 + parameters.repair_gain[:, None] * (1.0 - np.maximum(repair, 0.0)), 0.0)
