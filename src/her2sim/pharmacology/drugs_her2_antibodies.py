"""Antibodies to HER2 and their conjugates: trastuzumab and pertuzumab by two routes, margetuximab, T-DM1, T-DXd."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.pharmacology.covariates import Covariates
from her2sim.pharmacology.drug import Drug, Effect, infusion, power
from her2sim.pharmacology.ecd_sink import ecd_factor
from her2sim.pharmacology.structures import (
    TWO_COMPARTMENTS,
    TWO_COMPARTMENTS_SATURABLE,
    UNDER_THE_SKIN,
    UNDER_THE_SKIN_SATURABLE,
)

Floats = NDArray[np.float64]


def _trastuzumab(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    clearance = (
        power(patients.weight_kg, 66.0, effect("CL_weight"))
        * power(patients.AST_U_L, 24.0, effect("CL_AST"))
        * power(patients.albumin_g_L, 40.0, effect("CL_albumin"))
        * np.exp(effect("CL_liver") * patients.liver_metastases)
    )
    return {"CL": clearance * ecd_factor(effect, patients, "CL"), "V1": ecd_factor(effect, patients, "V1")}


def _trastuzumab_sc(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    size = patients.weight_kg / 68.0
    clearance = size ** effect("CL_weight") * power(patients.ALT_U_L, 19.0, effect("CL_ALT"))
    return {
        "CL": clearance * ecd_factor(effect, patients, "CL"),
        "V1": size ** effect("V1_weight") * ecd_factor(effect, patients, "V1"),
        "V2": size ** effect("V2_weight"),
    }


def _pertuzumab(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    size = patients.lean_kg / 48.0
    return {
        "CL": size ** effect("CL_lean") * power(patients.albumin_g_L, 39.0, effect("CL_albumin")),
        "V1": size ** effect("V1_lean"),
        "V2": size ** effect("V2_lean"),
    }


def _pertuzumab_sc(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    size = patients.lean_kg / 48.0  # over the typical patient; the paper's own lean weight has another scale
    return {
        "CL": size ** effect("CL_lean") * power(patients.albumin_g_L, 43.25, effect("CL_albumin")),
        "V1": size ** effect("V1_lean"),
        "V2": size ** effect("V2_lean"),
    }


def _emtansine(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    clearance = (
        power(patients.weight_kg, 70.0, effect("CL_weight"))
        * power(patients.albumin_g_L, 41.0, effect("CL_albumin"))
        * power(patients.AST_U_L, 27.0, effect("CL_AST"))
        * ecd_factor(effect, patients, "CL")
    )
    return {"CL": clearance, "V1": power(patients.weight_kg, 70.0, effect("V1_weight"))}


def _deruxtecan(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    size = patients.weight_kg / 57.8
    return {
        "CL": size ** effect("CL_weight") * power(patients.albumin_g_L, 40.0, effect("CL_albumin")),
        "V1": size ** effect("V1_weight"),
    }


TRASTUZUMAB = Drug(
    name="trastuzumab",
    kind="antibody",
    structure=TWO_COMPARTMENTS_SATURABLE,
    route="iv",
    dose_units=("mg/kg", "mg"),
    input="trastuzumab_nM",
    varies=("CL", "V1", "V2", "Km"),
    covary=(("CL", "V1"),),
    factors=_trastuzumab,
    record="trastuzumab_iv",
)

TRASTUZUMAB_SC = Drug(
    name="trastuzumab_sc",
    kind="antibody",
    structure=UNDER_THE_SKIN_SATURABLE,
    route="sc",
    dose_units=("mg",),
    input="trastuzumab_nM",
    varies=("CL", "V1", "V2", "F"),
    factors=_trastuzumab_sc,
)

PERTUZUMAB = Drug(
    name="pertuzumab",
    kind="antibody",
    structure=TWO_COMPARTMENTS,
    route="iv",
    dose_units=("mg", "mg/kg"),
    input="pertuzumab_nM",
    varies=("CL", "V1", "V2"),
    covary=(("CL", "V1"), ("CL", "V2"), ("V1", "V2")),
    factors=_pertuzumab,
)

PERTUZUMAB_SC = Drug(
    name="pertuzumab_sc",
    kind="antibody",
    structure=UNDER_THE_SKIN,
    route="sc",
    dose_units=("mg",),
    input="pertuzumab_nM",
    varies=("CL", "V1", "V2", "F"),
    factors=_pertuzumab_sc,
)

MARGETUXIMAB = infusion("margetuximab", varies=("CL", "V1"))

TRASTUZUMAB_EMTANSINE = infusion(
    "trastuzumab_emtansine",
    kind="antibody-drug conjugate",
    varies=("CL", "V1", "Q", "V2"),
    covary=(("CL", "V1"),),
    factors=_emtansine,
    record="tdm1",
)

TRASTUZUMAB_DERUXTECAN = infusion(
    "trastuzumab_deruxtecan",
    kind="antibody-drug conjugate",
    varies=("CL", "V1", "Q", "V2"),
    covary=(("CL", "V1"),),
    factors=_deruxtecan,
    record="tdxd",
)

HER2_ANTIBODIES = (
    TRASTUZUMAB, PERTUZUMAB, TRASTUZUMAB_SC, PERTUZUMAB_SC, MARGETUXIMAB, TRASTUZUMAB_EMTANSINE, TRASTUZUMAB_DERUXTECAN,
)  # fmt: skip
