"""A regimen as data: which drug, how much, when; and its doses in mg for given patients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.pharmacology.covariates import Covariates
from her2sim.pharmacology.drug import Route

Floats = NDArray[np.float64]
DoseUnit = Literal["mg/kg", "mg/m2", "mg", "AUC"]
"""AUC: mg/mL*min of carboplatin, by Calvert's formula"""

HOURS = 24.0


@dataclass(frozen=True)
class Course:
    """One drug of a regimen."""

    drug: str
    """INN of a modelled drug"""
    dose: float
    unit: DoseUnit
    interval_d: float
    """days from one dose to the next"""
    route: Route = "iv"
    load: float | None = None
    """first dose, where it differs"""
    infusion_h: float = 0.0
    """0 for a dose that is swallowed or injected"""
    load_infusion_h: float | None = None
    start_d: float = 0.0
    """day of the first dose"""
    cycles: int | None = None
    """number of doses; None until the regimen ends"""
    on_d: float | None = None
    """days with drug, then `off_d` without, repeated from `start_d`; None without a break"""
    off_d: float = 0.0

    def days(self, duration_d: float) -> Floats:
        """Days on which a dose is given within [0, duration_d), ascending, shape (D,)."""
        if duration_d <= self.start_d:
            return np.zeros(0)
        count = int(np.ceil((duration_d - self.start_d) / self.interval_d - 1e-9))
        since: Floats = np.arange(count, dtype=np.float64) * self.interval_d
        if self.on_d is not None:
            since = since[np.mod(since + 1e-9, self.on_d + self.off_d) < self.on_d]
        given = since if self.cycles is None else since[: self.cycles]
        return given + self.start_d

    def dose_mg(self, patients: Covariates, *, first: bool = False) -> Floats:
        """One dose in mg, shape (N,).

        Args:
            patients: whose weight, body surface or filtration scales the dose.
            first: the loading dose.
        """
        dose = self.load if first and self.load is not None else self.dose
        match self.unit:
            case "mg":
                return np.full(patients.n, dose)
            case "mg/kg":
                return dose * patients.weight_kg
            case "mg/m2":
                return dose * patients.surface_m2
            case "AUC":
                return dose * patients.calvert_mL_min

    @property
    def rhythm(self) -> str:
        """How often, e.g. '0.5 d, 4 d on, 3 d off'."""
        every = f"{self.interval_d:g} d"
        return every if self.on_d is None else f"{every}, {self.on_d:g} d on, {self.off_d:g} d off"

    def infusion_of(self, *, first: bool = False) -> float:
        """Hours one dose takes."""
        return self.load_infusion_h if first and self.load_infusion_h is not None else self.infusion_h


@dataclass(frozen=True)
class Regimen:
    """Drugs given together, from day 0."""

    name: str
    description: str
    courses: tuple[Course, ...]
    duration_d: float
    """days of treatment; in the neoadjuvant setting surgery follows"""

    @property
    def drugs(self) -> tuple[str, ...]:
        """INN of every drug, in the order given."""
        return tuple(dict.fromkeys(course.drug for course in self.courses))

    def dose_days(self, drug: str) -> tuple[float, ...]:
        """Days on which the drug is given, ascending."""
        days = [day for course in self.courses if course.drug == drug for day in course.days(self.duration_d)]
        return tuple(sorted(float(day) for day in days))
