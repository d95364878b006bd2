"""FcgRIIIa of NK cells: valine at position 158 binds IgG1 better than phenylalanine.

The affinity of a donor is the mean of both alleles. Whether it matters in patients is contested; one of two structures
has it matter as in an assay, the other not at all.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
Genotype = Literal["V/V", "V/F", "F/F"]

FCGR3A = TumourMechanism(
    name="fcgr3a",
    does="V158F of FcgRIIIa sets how well NK cells bind the antibody",
    evidence=("MOA07", "R19"),
    parameters=("fcgr3a_V158_Ka", "fcgr3a_F158_Ka", "variant_fcgr3a_in_patients"),
    reductions=("no copy number; CD16 per NK cell is the same in everybody",),
)


def valine_gain(parameters: TumourParameters) -> Floats:
    """Affinity of V158 for IgG1 over that of F158, shape (N,)."""
    return parameters.fcgr3a_V158_Ka / parameters.fcgr3a_F158_Ka


def fcgr3a_affinity(genotype: Genotype, parameters: TumourParameters) -> Floats:
    """Affinity of FcgRIIIa for IgG1 relative to F/F, shape (N,); the mean of both alleles.

    Source: bruhns2009.
    """
    share = {"V/V": 1.0, "V/F": 0.5, "F/F": 0.0}[genotype]
    return 1.0 + share * (valine_gain(parameters) - 1.0)


def affinity_in_patients(affinity: Floats, parameters: TumourParameters) -> Floats:
    """The affinity that counts inside a tumour, shape (N,): as given, or that of V/F where genotypes do not matter.

    Args:
        affinity: relative to F/F, shape (N,).
        parameters: N lanes.
    """
    return np.where(parameters.variant_fcgr3a_in_patients > 0.5, affinity, fcgr3a_affinity("V/F", parameters))
