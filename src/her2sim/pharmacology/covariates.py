"""What of a patient changes exposure: body size, albumin, liver and kidney, liver metastases, soluble HER2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

REFERENCE: Mapping[str, float] = {
    "weight_kg": 66.0,
    "height_cm": 163.0,
    "albumin_g_L": 40.0,
    "AST_U_L": 24.0,
    "liver_metastases": 0.0,
    "ALT_U_L": 19.0,
    "creatinine_clearance_mL_min": 78.9,
    "serum_ECD_ng_mL": 8.23,
}
"""The typical patient: weight, albumin and AST of Quartino 2019; height as in parameter `reference_height`; ALT of
Quartino 2016; creatinine clearance of Royer 2021; soluble HER2 of Bruno 2005."""


@dataclass(frozen=True)
class Covariates:
    """Covariates of N patients; every field has shape (N,)."""

    weight_kg: Floats
    height_cm: Floats
    albumin_g_L: Floats
    AST_U_L: Floats
    liver_metastases: Floats
    """0 or 1"""
    ALT_U_L: Floats
    creatinine_clearance_mL_min: Floats
    serum_ECD_ng_mL: Floats
    """soluble HER2 ectodomain"""

    @property
    def n(self) -> int:
        """Number of patients."""
        return int(self.weight_kg.size)

    @property
    def surface_m2(self) -> Floats:
        """Body surface, m2, shape (N,). Source: Mosteller's formula (memory)."""
        return np.sqrt(self.weight_kg * self.height_cm / 3600.0)

    @property
    def lean_kg(self) -> Floats:
        """Lean body weight of a woman, kg, shape (N,), scaled to 48 kg for the typical patient.

        Source: Janmahasatian's formula (memory); the scale is the typical patient of Garg 2014.
        """
        typical = _fat_free(np.asarray(REFERENCE["weight_kg"]), np.asarray(REFERENCE["height_cm"]))
        return 48.0 * self.fat_free_kg / typical

    @property
    def fat_free_kg(self) -> Floats:
        """Fat-free mass of a woman, kg, shape (N,). Source: Janmahasatian's formula (memory)."""
        return _fat_free(self.weight_kg, self.height_cm)

    @property
    def calvert_mL_min(self) -> Floats:
        """mg of carboplatin per unit of target AUC (mg/mL*min), shape (N,): filtration, at most 125 mL/min, plus 25.

        Source: Calvert's formula with the ceiling of the label (memory); filtration taken as creatinine clearance.
        """
        return np.minimum(self.creatinine_clearance_mL_min, 125.0) + 25.0


def _fat_free(weight_kg: Floats, height_cm: Floats) -> Floats:
    mass_index = weight_kg / (height_cm / 100.0) ** 2
    return 9270.0 * weight_kg / (8780.0 + 244.0 * mass_index)


def covariates(n: int, values: Mapping[str, ArrayLike] | None = None) -> Covariates:
    """Covariates of `n` patients from whatever is known; the typical patient fills the rest.

    Args:
        n: number of patients.
        values: by field name, each a number or shape (n,); other names (a whole drawn profile) are passed over.
    """
    given = {name: value for name, value in (values or {}).items() if name in REFERENCE}
    return Covariates(
        **{
            field.name: np.broadcast_to(
                np.asarray(given.get(field.name, REFERENCE[field.name]), dtype=np.float64), (n,)
            ).copy()
            for field in fields(Covariates)
        }
    )
