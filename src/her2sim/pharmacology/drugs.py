"""The drugs whose exposure is modelled: structure, what varies between patients, covariates, what they bind to.

Typical values, their spread and their sources stand in the evidence (`parameters/pk_<drug>.yaml`); here is only how
they enter. Add a drug: a parameter file, an entry below, a page in docs/pharmacology.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.pharmacology.covariates import Covariates
from her2sim.pharmacology.structures import (
    BY_MOUTH,
    THREE_COMPARTMENTS,
    THREE_COMPARTMENTS_SATURABLE,
    TWO_COMPARTMENTS,
    TWO_COMPARTMENTS_SATURABLE,
    Structure,
)

Floats = NDArray[np.float64]
Factors = Callable[[Callable[[str], float], Covariates], dict[str, Floats]]
"""(effect by name, patients) -> factor (N,) on each structural parameter"""


def _none(effect: Callable[[str], float], patients: Covariates) -> dict[str, Floats]:
    return {}


@dataclass(frozen=True)
class Drug:
    """One drug."""

    name: str
    """INN"""
    kind: Literal["antibody", "kinase inhibitor", "taxane"]
    structure: Structure
    route: Literal["iv", "oral"]
    dose_units: tuple[str, ...]
    input: str | None
    """network parameter its free concentration binds to"""
    varies: tuple[str, ...]
    """structural parameters that vary between patients (lognormal, `<drug>_<name>_cv`)"""
    covary: tuple[tuple[str, str], ...] = ()
    """pairs whose logarithms have the covariance `<drug>_<a>_<b>_cov`"""
    factors: Factors = _none
    cumulative: bool = False
    """also integrates the plasma concentration (readout `<drug>_auc`, mg h/L)"""

    @property
    def dosed_species(self) -> str:
        """The species a dose is added to."""
        return f"{self.name}_{self.structure.dosed}"

    @property
    def plasma(self) -> str:
        """Name of the total plasma concentration, mg/L."""
        return f"{self.name}_mg_L"

    @property
    def free(self) -> str:
        """Name of the free concentration tumour cells see, nM."""
        return f"{self.name}_tumour_nM"


def _trastuzumab(effect: Callable[[str], float], patients: Covariates) -> dict[str, Floats]:
    clearance = (
        (patients.weight_kg / 66.0) ** effect("CL_weight")
        * (patients.AST_U_L / 24.0) ** effect("CL_AST")
        * (patients.albumin_g_L / 40.0) ** effect("CL_albumin")
        * np.exp(effect("CL_liver") * patients.liver_metastases)
    )
    return {"CL": clearance}


def _pertuzumab(effect: Callable[[str], float], patients: Covariates) -> dict[str, Floats]:
    size = patients.lean_kg / 48.0
    return {
        "CL": size ** effect("CL_lean") * (patients.albumin_g_L / 39.0) ** effect("CL_albumin"),
        "V1": size ** effect("V1_lean"),
        "V2": size ** effect("V2_lean"),
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

LAPATINIB = Drug(
    name="lapatinib",
    kind="kinase inhibitor",
    structure=BY_MOUTH,
    route="oral",
    dose_units=("mg",),
    input="lapatinib_nM",
    varies=("CL", "V1", "ka"),
)

ALPELISIB = Drug(
    name="alpelisib",
    kind="kinase inhibitor",
    structure=BY_MOUTH,
    route="oral",
    dose_units=("mg",),
    input="alpelisib_nM",
    varies=("CL", "V1"),
)

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

DRUGS: Mapping[str, Drug] = {
    drug.name: drug for drug in (TRASTUZUMAB, PERTUZUMAB, LAPATINIB, ALPELISIB, DOCETAXEL, PACLITAXEL)
}
"""Every modelled drug by INN."""


def known_drug(name: str) -> str | None:
    """The full name of a drug the evidence describes and the model does not, by id, name or short form; else None."""
    wanted = _plain({"T-DM1": "tdm1", "T-DXd": "tdxd"}.get(name, name))
    for record in load_evidence().drugs.values():
        if wanted in {_plain(record.id), _plain(record.name)} and _plain(record.name) not in DRUGS:
            return record.name
    return None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
