"""Chemotherapy: acts on the tumour, not on the network; its exposure is summed up (`<drug>_auc`, mg h/L).

Of capecitabine the readouts are those of 5-fluorouracil, which it becomes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.pharmacology.covariates import REFERENCE, Covariates
from her2sim.pharmacology.drug import Drug, Effect
from her2sim.pharmacology.structures import (
    PRODRUG,
    THREE_COMPARTMENTS,
    THREE_COMPARTMENTS_SATURABLE,
    TWO_COMPARTMENTS,
)

Floats = NDArray[np.float64]


def _carboplatin(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    return {"CL": (patients.creatinine_clearance_mL_min + 25.0) / (REFERENCE["creatinine_clearance_mL_min"] + 25.0)}


DOCETAXEL = Drug(
    name="docetaxel",
    kind="taxane",
    structure=THREE_COMPARTMENTS,
    route="iv",
    dose_units=("mg/m2", "mg"),
    input=None,
    varies=("CL", "V1"),
    cumulative=True,
)

PACLITAXEL = Drug(
    name="paclitaxel",
    kind="taxane",
    structure=THREE_COMPARTMENTS_SATURABLE,
    route="iv",
    dose_units=("mg/m2", "mg"),
    input=None,
    varies=("VMel", "VMtr", "KMtr", "Q2", "V3"),
    cumulative=True,
)

CARBOPLATIN = Drug(
    name="carboplatin",
    kind="chemotherapy",
    structure=TWO_COMPARTMENTS,
    route="iv",
    dose_units=("AUC", "mg/m2", "mg"),
    input=None,
    varies=("CL", "V1"),
    factors=_carboplatin,
    cumulative=True,
)

CAPECITABINE = Drug(
    name="capecitabine",
    kind="chemotherapy",
    structure=PRODRUG,
    route="oral",
    dose_units=("mg/m2", "mg"),
    input=None,
    varies=("CL_prodrug", "ka", "CL"),
    cumulative=True,
)

VINORELBINE = Drug(
    name="vinorelbine",
    kind="chemotherapy",
    structure=THREE_COMPARTMENTS,
    route="iv",
    dose_units=("mg/m2", "mg"),
    input=None,
    varies=("CL",),
    cumulative=True,
)

DOXORUBICIN = Drug(
    name="doxorubicin",
    kind="chemotherapy",
    structure=THREE_COMPARTMENTS,
    route="iv",
    dose_units=("mg/m2", "mg"),
    input=None,
    varies=("CL", "Q2", "Q3"),
    cumulative=True,
)

CHEMOTHERAPY = (DOCETAXEL, PACLITAXEL, CARBOPLATIN, CAPECITABINE, VINORELBINE, DOXORUBICIN)
