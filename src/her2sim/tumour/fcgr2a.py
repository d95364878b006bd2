"""FcgRIIa of macrophages and neutrophils: histidine at position 131 binds IgG1 better than arginine.

Myeloid cells eat or kill a coated cell by the same law as NK cells (`adcc.py`). Their receptor enters as the affinity
of FcgRIIIa that does as much: a donor H/R equals a donor V/F. How much of the killing they do is a structure of its
own: none, half, or nearly all, as depletion in mice says.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.fcgr3a import fcgr3a_affinity
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
Genotype2A = Literal["H/H", "H/R", "R/R"]

FCGR2A = TumourMechanism(
    name="fcgr2a",
    does="H131R of FcgRIIa sets how well macrophages and neutrophils bind the antibody",
    evidence=("MOA07", "R19"),
    parameters=("fcgr2a_H131_Ka", "fcgr2a_R131_Ka", "variant_myeloid_share"),
    reductions=(
        "phagocytosis and killing are one rate; macrophages and neutrophils one pool, as large as that of NK cells",
        "FcgRI and the FcgRIIIa of macrophages are left out",
    ),
)


def fcgr2a_affinity(genotype: Genotype2A, parameters: TumourParameters) -> Floats:
    """Affinity of FcgRIIa for IgG1 relative to R/R, shape (N,); the mean of both alleles.

    Source: bruhns2009.
    """
    share = {"H/H": 1.0, "H/R": 0.5, "R/R": 0.0}[genotype]
    return 1.0 + share * (parameters.fcgr2a_H131_Ka / parameters.fcgr2a_R131_Ka - 1.0)


def myeloid_affinity(affinity: Floats, parameters: TumourParameters) -> Floats:
    """The affinity of FcgRIIIa, relative to F/F, that does as much as this one of FcgRIIa, shape (N,).

    Args:
        affinity: of FcgRIIa relative to R/R, shape (N,).
        parameters: N lanes.
    """
    return fcgr3a_affinity("V/F", parameters) * affinity / fcgr2a_affinity("H/R", parameters)
