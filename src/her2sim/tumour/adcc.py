"""ADCC: effector cells kill tumour cells that carry enough antibody.

    kill = kill_max * efficiency * E/(E + K) * coat/(coat + half/affinity) * affinity_gain     per day
    coat = b**3 / (b**2 + threshold**2), b = fold * trastuzumab + weight * pertuzumab                molecules per cell

Affinity is relative to F/F of FcgRIIIa; `fold` is what the Fc of the antibody was engineered to (`fc_engineering.py`).
Numbers come from four-hour assays with blood cells and from a share of effector cells in tumours that is little more
than a guess. Which cells do it: `immune.py`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.fcgr3a import Genotype, fcgr3a_affinity
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

__all__ = [
    "ADCC",
    "Genotype",
    "adcc_kill_rate",
    "fcgr3a_affinity",
    "opsonisation",
    "specific_lysis",
    "tumour_efficiency",
]

Floats = NDArray[np.float64]

ADCC = TumourMechanism(
    name="adcc",
    does="effector cells kill cells that carry enough antibody",
    evidence=("MOA07", "R19", "R20"),
    parameters=(
        "adcc_kill_max", "adcc_effector_half", "adcc_tumour_efficiency", "adcc_opsonin_threshold", "adcc_opsonin_half",
        "adcc_affinity_half", "adcc_pertuzumab_weight", "variant_adcc_dominant", "adcc_dominant_efficiency",
    ),
    reductions=(
        "effectors neither tire nor are recruited; contacts are well mixed",
        "no complement; bound antibody competes with no IgG of the serum",
    ),
)  # fmt: skip


def opsonisation(
    trastuzumab: Floats,
    pertuzumab: Floats,
    affinity: Floats,
    parameters: TumourParameters,
    *,
    fc_fold: Floats | float = 1.0,
) -> Floats:
    """How well a cell's coat of antibody engages effectors, 0 to 1, shape (N, T); little up to the threshold.

    Args:
        trastuzumab: bound antibodies to subdomain IV per cell, shape (N, T).
        pertuzumab: bound antibodies per cell, shape (N, T).
        affinity: of IgG1 relative to F/F, shape (N,).
        parameters: N lanes.
        fc_fold: antibodies of IgG1 that one antibody to subdomain IV counts for, shape (N,).
    """
    fold = np.broadcast_to(np.asarray(fc_fold, dtype=np.float64), affinity.shape)[:, None]
    coat = fold * trastuzumab + parameters.adcc_pertuzumab_weight[:, None] * pertuzumab
    above = coat**3 / (coat**2 + parameters.adcc_opsonin_threshold[:, None] ** 2)
    half = (parameters.adcc_opsonin_half / affinity)[:, None]
    return above / (above + half)


def tumour_efficiency(parameters: TumourParameters) -> Floats:
    """Kill rate inside a tumour over that of an assay with as many effectors, shape (N,)."""
    dominant = np.maximum(parameters.adcc_dominant_efficiency, parameters.adcc_tumour_efficiency)
    return np.where(parameters.variant_adcc_dominant > 0.5, dominant, parameters.adcc_tumour_efficiency)


def adcc_kill_rate(
    trastuzumab: Floats,
    pertuzumab: Floats,
    effector_ratio: Floats,
    affinity: Floats,
    parameters: TumourParameters,
    *,
    inside_tumour: bool = True,
    fc_fold: Floats | float = 1.0,
) -> Floats:
    """Rate at which one kind of effector cells kills, per day, shape (N, T).

    Args:
        trastuzumab: bound antibodies to subdomain IV per cell, shape (N, T).
        pertuzumab: bound antibodies per cell, shape (N, T).
        effector_ratio: effector cells per tumour cell, shape (N,).
        affinity: of the Fc receptor for IgG1 relative to F/F, shape (N,).
        parameters: N lanes.
        inside_tumour: False in an assay, where effectors reach every target.
        fc_fold: antibodies of IgG1 that one antibody to subdomain IV counts for, shape (N,).
    """
    contact = effector_ratio / (effector_ratio + parameters.adcc_effector_half)
    engaged = affinity * fc_fold
    gain = engaged * (1.0 + parameters.adcc_affinity_half) / (engaged + parameters.adcc_affinity_half)
    efficiency = tumour_efficiency(parameters) if inside_tumour else 1.0
    greatest = parameters.adcc_kill_max * efficiency * contact * gain
    return greatest[:, None] * opsonisation(trastuzumab, pertuzumab, affinity, parameters, fc_fold=fc_fold)


def specific_lysis(kill_rate_per_day: Floats, hours: float) -> Floats:
    """Share of cells lysed in an assay of some hours, same shape as the rate."""
    return -np.expm1(-kill_rate_per_day * hours / 24.0)
