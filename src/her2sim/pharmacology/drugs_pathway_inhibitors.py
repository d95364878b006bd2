"""Small molecules that act below or beside HER2: PI3K, AKT, mTORC1, MEK, CDK, SRC, MET, JAK2, FGFR, ADAM, HSP90."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.pharmacology.covariates import Covariates
from her2sim.pharmacology.drug import Drug, Effect, power, tablet
from her2sim.pharmacology.structures import TRANSIT_AND_LIVER, TWO_BY_MOUTH, TWO_COMPARTMENTS

Floats = NDArray[np.float64]


def _everolimus(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    size = patients.fat_free_kg / 57.2
    flow, volume = size ** effect("flow_lean"), size ** effect("volume_lean")
    return {"QH": flow, "Q": flow, "V1": volume, "V2": volume}


def _palbociclib(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    return {"CL": power(patients.creatinine_clearance_mL_min, 78.9, effect("CL_creatinine"))}


ALPELISIB = tablet("alpelisib", varies=("CL", "V1"))
BUPARLISIB = tablet("buparlisib")
PICTILISIB = tablet("pictilisib")
TASELISIB = tablet("taselisib")
INAVOLISIB = tablet("inavolisib")
CAPIVASERTIB = tablet("capivasertib")
IPATASERTIB = tablet("ipatasertib")
EVEROLIMUS = tablet(
    "everolimus", structure=TRANSIT_AND_LIVER, varies=("CLint", "V1", "MAT"), factors=_everolimus
)  # fmt: skip
TRAMETINIB = tablet("trametinib", structure=TWO_BY_MOUTH, varies=("CL", "Q"))
PALBOCICLIB = tablet("palbociclib", varies=("CL", "ka"), covary=(("CL", "ka"),), factors=_palbociclib)
TAGTOCICLIB = tablet("tagtociclib")
DASATINIB = tablet("dasatinib", varies=("CL", "V1"))
SARACATINIB = tablet("saracatinib")
CRIZOTINIB = tablet("crizotinib", varies=("CL", "V1"))
RUXOLITINIB = tablet("ruxolitinib", varies=("CL", "V1"))
ERDAFITINIB = tablet("erdafitinib", varies=("CL", "V1"))
ADERBASIB = tablet("aderbasib", kind="protease inhibitor")
TANESPIMYCIN = Drug(
    name="tanespimycin",
    kind="chaperone inhibitor",
    structure=TWO_COMPARTMENTS,
    route="iv",
    dose_units=("mg/m2", "mg"),
    input="tanespimycin_nM",
    varies=("CL",),
)

PATHWAY_INHIBITORS = (
    ALPELISIB, BUPARLISIB, PICTILISIB, TASELISIB, INAVOLISIB, CAPIVASERTIB, IPATASERTIB, EVEROLIMUS, TRAMETINIB,
    PALBOCICLIB, TAGTOCICLIB, DASATINIB, SARACATINIB, CRIZOTINIB, RUXOLITINIB, ERDAFITINIB, ADERBASIB, TANESPIMYCIN,
)  # fmt: skip
