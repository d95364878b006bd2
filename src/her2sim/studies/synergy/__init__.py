"""Scores of synergy on effect matrices; nothing here knows of tumours or networks.

An effect is 1 - treated/untreated: 0 nothing, 1 every cell gone, below 0 more cells than untreated. A matrix has one
axis a drug, the first place of which is dose 0, and any number of axes (members) before them: (..., D1, D2[, D3]).
"""

from her2sim.studies.synergy.fits import Hill, MedianEffect, fit_hill, fit_median_effect
from her2sim.studies.synergy.index import combination_index, interaction_index
from her2sim.studies.synergy.loewe import Loewe, loewe
from her2sim.studies.synergy.musyc import Musyc, MusycFit, fit_musyc, musyc_effect
from her2sim.studies.synergy.nulls import bliss, bliss_excess, hsa, hsa_excess, singles
from her2sim.studies.synergy.patients import better_of, log_kill_bliss
from her2sim.studies.synergy.zip import Zip, zip_scores

__all__ = [
    "Hill",
    "Loewe",
    "MedianEffect",
    "Musyc",
    "MusycFit",
    "Zip",
    "better_of",
    "bliss",
    "bliss_excess",
    "combination_index",
    "fit_hill",
    "fit_median_effect",
    "fit_musyc",
    "hsa",
    "hsa_excess",
    "interaction_index",
    "loewe",
    "log_kill_bliss",
    "musyc_effect",
    "singles",
    "zip_scores",
]
