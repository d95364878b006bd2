"""Engineered Fc: margetuximab and antibodies without fucose bind FcgRIIIa better than IgG1.

An engineered antibody counts for `fold` antibodies of IgG1 in the coat of a cell and in the gain of affinity
(`adcc.py`). Killing saturates in both, so that the gap between genotypes narrows, the more so for margetuximab, whose
fold is larger for F158. Where the genotype does not matter inside a patient's tumour (`fcgr3a.py`), binding by FcgRIIIa
does not limit the killing there, and a stronger Fc gains nothing by it either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.fcgr3a import valine_gain
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
FcName = Literal["IgG1", "margetuximab", "afucosylated", "silent"]

FC_ENGINEERING = TumourMechanism(
    name="fc_engineering",
    does="margetuximab and antibodies without fucose engage FcgRIIIa better",
    evidence=("TX25",),
    parameters=(
        "margetuximab_F158_fold", "margetuximab_V158_fold", "margetuximab_FCGR2B_fold", "afucosylated_fold",
    ),
    reductions=("affinity for FcgRIIa stays that of IgG1", "all bound antibody to subdomain IV carries one kind of Fc"),
)  # fmt: skip


@dataclass(frozen=True)
class Fc:
    """Affinities of an antibody's Fc over those of IgG1, shape (N,) each."""

    F158: Floats
    V158: Floats
    FCGR2A: Floats
    FCGR2B: Floats


def fc(name: FcName, parameters: TumourParameters) -> Fc:
    """The Fc of an antibody by name; 'silent' binds no receptor (a mutant of mouse studies)."""
    one = np.ones(parameters.n)
    if name == "margetuximab":
        p = parameters
        return Fc(p.margetuximab_F158_fold, p.margetuximab_V158_fold, one, p.margetuximab_FCGR2B_fold)
    if name == "afucosylated":
        return Fc(parameters.afucosylated_fold, parameters.afucosylated_fold, one, one)
    level = 0.0 * one if name == "silent" else one
    return Fc(level, level, level, level)


def fcgr3a_fold(engineered: Fc, affinity: Floats, parameters: TumourParameters) -> Floats:
    """Affinity of FcgRIIIa of a donor for this Fc over that for IgG1, shape (N,); the mean of both alleles.

    Args:
        engineered: the Fc.
        affinity: of the donor for IgG1, relative to F/F, shape (N,): 1 for F/F, that of valine for V/V.
        parameters: N lanes.
    """
    valine = valine_gain(parameters)
    share = np.clip((affinity - 1.0) / np.where(valine == 1.0, 1.0, valine - 1.0), 0.0, 1.0)
    return ((1.0 - share) * engineered.F158 + share * valine * engineered.V158) / (1.0 - share + share * valine)


def fold_in_patients(fold: Floats | float, parameters: TumourParameters) -> Floats:
    """The fold of affinity for FcgRIIIa that counts inside a tumour, shape (N,): 1 where genotypes do not matter."""
    return np.where(parameters.variant_fcgr3a_in_patients > 0.5, fold, 1.0)
