"""Bystanders: payload that crosses membranes leaves the cells that took it up and reaches their neighbours.

    outside = sum over clones of (cells per volume * release) / washout             quasi-steady: minutes
    inside  = (release + influx * outside) / efflux                                 every clone, also one without HER2

DXd does so; DM1 on its linker stays where it was released. Washout is exchange with capillaries (`2 P R / R_Krogh**2`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.payload import MOLECULES_PER_NM_MM3

Floats = NDArray[np.float64]

BYSTANDER = TumourMechanism(
    name="bystander",
    does="DXd released by one clone reaches its neighbours",
    evidence=("TX07", "P04"),
    parameters=("bystander_washout",),
    reductions=(
        "clones are mixed: every cell sees the mean concentration of the tumour",
        "payload released outside cells or carried by plasma is left out",
    ),
)


def outside_nM(release_per_day: Floats, density: Floats, parameters: TumourParameters) -> Floats:
    """Free payload between the cells of a tumour, nM, shape (N, T).

    Args:
        release_per_day: of payload that crosses membranes, molecules per cell, shape (N, C, T).
        density: cells of each clone per volume, over all cells per volume at day 0, shape (N, C, T).
        parameters: N lanes.
    """
    cells = parameters.cell_density * parameters.tumour_cell_fraction
    released = (release_per_day * density).sum(axis=1) * cells[:, None]
    return released / (MOLECULES_PER_NM_MM3 * parameters.bystander_washout[:, None])
