"""ADCC: effector cells with FcgRIIIa kill tumour cells that carry enough antibody.

    kill = kill_max * efficiency * E/(E + K) * bound/(bound + half/affinity) * affinity_gain     per day
    bound = max(0, trastuzumab + weight * pertuzumab - threshold)                                molecules per cell

Affinity is relative to F/F. Numbers come from four-hour assays with blood cells and from a share of effector cells in
tumours that is little more than a guess; NK cells stand for all effectors (in mice, neutrophils do much of it).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
Genotype = Literal["V/V", "V/F", "F/F"]


def fcgr3a_affinity(genotype: Genotype, parameters: TumourParameters) -> Floats:
    """Affinity of FcgRIIIa for IgG1 relative to F/F, shape (N,); the mean of both alleles.

    Source: bruhns2009.
    """
    valine = parameters.fcgr3a_V158_Ka / parameters.fcgr3a_F158_Ka
    share = {"V/V": 1.0, "V/F": 0.5, "F/F": 0.0}[genotype]
    return 1.0 + share * (valine - 1.0)


def opsonisation(trastuzumab: Floats, pertuzumab: Floats, affinity: Floats, parameters: TumourParameters) -> Floats:
    """How well a cell's coat of antibody engages effectors, 0 to 1, shape (N, T); 0 up to the threshold.

    Args:
        trastuzumab: bound antibodies per cell, shape (N, T).
        pertuzumab: bound antibodies per cell, shape (N, T).
        affinity: relative to F/F, shape (N,).
        parameters: N lanes.
    """
    coat = trastuzumab + parameters.adcc_pertuzumab_weight[:, None] * pertuzumab
    above = np.maximum(coat - parameters.adcc_opsonin_threshold[:, None], 0.0)
    half = (parameters.adcc_opsonin_half / affinity)[:, None]
    return above / (above + half)


def adcc_kill_rate(
    trastuzumab: Floats,
    pertuzumab: Floats,
    effector_ratio: Floats,
    affinity: Floats,
    parameters: TumourParameters,
    *,
    inside_tumour: bool = True,
) -> Floats:
    """Rate at which effector cells kill, per day, shape (N, T).

    Args:
        trastuzumab: bound antibodies per cell, shape (N, T).
        pertuzumab: bound antibodies per cell, shape (N, T).
        effector_ratio: effector cells per tumour cell, shape (N,).
        affinity: of FcgRIIIa relative to F/F, shape (N,).
        parameters: N lanes.
        inside_tumour: False in an assay, where effectors reach every target.
    """
    contact = effector_ratio / (effector_ratio + parameters.adcc_effector_half)
    gain = affinity * (1.0 + parameters.adcc_affinity_half) / (affinity + parameters.adcc_affinity_half)
    efficiency = parameters.adcc_tumour_efficiency if inside_tumour else 1.0
    greatest = parameters.adcc_kill_max * efficiency * contact * gain
    return greatest[:, None] * opsonisation(trastuzumab, pertuzumab, affinity, parameters)


def specific_lysis(kill_rate_per_day: Floats, hours: float) -> Floats:
    """Share of cells lysed in an assay of some hours, same shape as the rate."""
    return -np.expm1(-kill_rate_per_day * hours / 24.0)
