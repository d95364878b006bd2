"""Proteins that do not bind HER2: antibodies to MET, IGF-1R, HER3 and VEGF-A, a TNF trap, a hyaluronidase."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.pharmacology.covariates import Covariates
from her2sim.pharmacology.drug import Drug, Effect, infusion, power
from her2sim.pharmacology.structures import BY_MOUTH, ONE_COMPARTMENT

Floats = NDArray[np.float64]


def _bevacizumab(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    flow = power(patients.weight_kg, 70.0, effect("flow_weight"))
    volume = power(patients.weight_kg, 70.0, effect("volume_weight"))
    albumin = power(patients.albumin_g_L, 39.0, effect("CL_albumin"))
    return {"CL": flow * albumin, "Q": flow, "V1": volume, "V2": volume}


ONARTUZUMAB = infusion("onartuzumab", varies=("CL", "V1"))
GANITUMAB = infusion("ganitumab")
CIXUTUMUMAB = infusion("cixutumumab")
PATRITUMAB = infusion("patritumab")
ELGEMTUMAB = infusion("elgemtumab")
BEVACIZUMAB = infusion("bevacizumab", varies=("CL", "V1", "V2"), factors=_bevacizumab)

ETANERCEPT = Drug(
    name="etanercept",
    kind="fusion protein",
    structure=BY_MOUTH,  # one compartment with a depot; the depot lies under the skin
    route="sc",
    dose_units=("mg",),
    input="etanercept_nM",
    varies=("CL",),
)

PEGVORHYALURONIDASE_ALFA = Drug(
    name="pegvorhyaluronidase_alfa",
    kind="enzyme",
    structure=ONE_COMPARTMENT,
    route="iv",
    dose_units=("mg/kg", "mg"),
    input="pegvorhyaluronidase_alfa_nM",
    varies=("CL",),
)

OTHER_PROTEINS = (
    ONARTUZUMAB, GANITUMAB, CIXUTUMUMAB, PATRITUMAB, ELGEMTUMAB, BEVACIZUMAB, ETANERCEPT, PEGVORHYALURONIDASE_ALFA,
)  # fmt: skip
