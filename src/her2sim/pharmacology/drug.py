"""What a drug of the model is: structure, route, what varies between patients, covariates, what it binds to.

Typical values, their spread and their sources stand in the evidence (`parameters/pk_<drug>.yaml`); here is only how
they enter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.pharmacology.covariates import Covariates
from her2sim.pharmacology.structures import BY_MOUTH, TWO_COMPARTMENTS, Structure

Floats = NDArray[np.float64]
Effect = Callable[[str], float]
"""value of `<drug>_<name>`"""
Factors = Callable[[Effect, Covariates], dict[str, Floats]]
"""(effect by name, patients) -> factor (N,) on each structural parameter"""

Kind = Literal[
    "antibody", "antibody-drug conjugate", "fusion protein", "enzyme", "kinase inhibitor", "protease inhibitor",
    "chaperone inhibitor", "endocrine", "taxane", "chemotherapy",
]  # fmt: skip
Route = Literal["iv", "oral", "sc", "im"]

ROUTES: Mapping[Route, str] = {"iv": "into a vein", "oral": "by mouth", "sc": "under the skin", "im": "into a muscle"}
"""Every route in words."""

PROTEINS: tuple[Kind, ...] = ("antibody", "antibody-drug conjugate", "fusion protein", "enzyme")
"""Kinds that are not bound in plasma and reach tumour cells late and in part."""


def no_factors(effect: Effect, patients: Covariates) -> dict[str, Floats]:
    """No covariate changes this drug."""
    return {}


@dataclass(frozen=True)
class Drug:
    """One drug by one route."""

    name: str
    """INN; `<INN>_<route>` for the second route of a drug"""
    kind: Kind
    structure: Structure
    route: Route
    dose_units: tuple[str, ...]
    input: str | None
    """network parameter its free concentration binds to"""
    varies: tuple[str, ...]
    """structural parameters that vary between patients (lognormal, `<drug>_<name>_cv`)"""
    covary: tuple[tuple[str, str], ...] = ()
    """pairs whose logarithms have the covariance `<drug>_<a>_<b>_cov`"""
    factors: Factors = no_factors
    cumulative: bool = False
    """also integrates the plasma concentration (readout `<drug>_auc`, mg h/L)"""
    record: str = ""
    """id of its drug record in the evidence, where that is not the name"""

    @property
    def inn(self) -> str:
        """The INN, the same for every route."""
        return self.name.removesuffix(f"_{self.route}")

    @property
    def evidence_id(self) -> str:
        """Id of its drug record in the evidence."""
        return self.record or self.name

    @property
    def protein(self) -> bool:
        """Whether it is as large as an antibody."""
        return self.kind in PROTEINS

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


def tablet(
    name: str,
    *,
    kind: Kind = "kinase inhibitor",
    structure: Structure = BY_MOUTH,
    varies: tuple[str, ...] = ("CL",),
    covary: tuple[tuple[str, str], ...] = (),
    factors: Factors = no_factors,
) -> Drug:
    """A small molecule taken by mouth in mg that acts on the network."""
    return Drug(
        name, kind, structure, "oral", ("mg",), f"{name}_nM", varies, covary=covary, factors=factors
    )  # fmt: skip


def infusion(
    name: str,
    *,
    kind: Kind = "antibody",
    varies: tuple[str, ...] = ("CL",),
    covary: tuple[tuple[str, str], ...] = (),
    factors: Factors = no_factors,
    record: str = "",
) -> Drug:
    """A two-compartment protein given into a vein in mg/kg or mg that acts on the network."""
    return Drug(
        name, kind, TWO_COMPARTMENTS, "iv", ("mg/kg", "mg"), f"{name}_nM", varies,
        covary=covary, factors=factors, record=record,
    )  # fmt: skip


def power(value: Floats, reference: float, exponent: float) -> Floats:
    """(value / reference) ** exponent, shape (N,): how published models let a covariate enter."""
    return (value / reference) ** exponent
