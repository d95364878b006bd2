"""Pharmacokinetic parameters of patients, in the units of the fragment (mg, L, hour, nM).

Two kinds of spread, kept apart: `draw_typical_pk` draws what nobody knows (the population values themselves),
`draw_pk` draws patients around them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.pharmacology.covariates import Covariates, covariates
from her2sim.pharmacology.drugs import DRUGS, Drug
from her2sim.units import convert

Floats = NDArray[np.float64]


def typical_pk(drug: str, n: int) -> dict[str, Floats]:
    """The typical patient's parameters as published, each shape (n,).

    Raises:
        KeyError: the drug is not modelled.
    """
    records = load_evidence().parameters
    return _assemble(DRUGS[drug], {name: np.full(n, records[name].value) for name in _sources(DRUGS[drug])})


def draw_typical_pk(drug: str, rng: np.random.Generator, n: int) -> dict[str, Floats]:
    """Draws of the typical patient's parameters from their priors, each shape (n,): parameter uncertainty alone.

    Raises:
        KeyError: the drug is not modelled.
    """
    records = load_evidence().parameters
    drawn = {name: records[name].prior.sample(rng, n, records[name].value) for name in _sources(DRUGS[drug])}
    return _assemble(DRUGS[drug], drawn)


def draw_pk(
    drug: str,
    rng: np.random.Generator,
    n: int,
    patients: Covariates | None = None,
    *,
    typical: Mapping[str, Floats] | None = None,
) -> dict[str, Floats]:
    """Parameters of n patients, each shape (n,): covariates and lognormal variability around the typical patient.

    Args:
        drug: INN.
        rng: source of the variability.
        n: number of patients.
        patients: their covariates, n of them; None for typical covariates.
        typical: what to vary around (from `draw_typical_pk`); None for the published values.

    Raises:
        KeyError: the drug is not modelled.

    Source: variances log(1 + cv**2) and covariances of the model each parameter file names.
    """
    item = DRUGS[drug]
    records = load_evidence().parameters
    values = dict(typical if typical is not None else typical_pk(drug, n))
    factors = item.factors(lambda name: records[f"{drug}_{name}"].value, patients or covariates(n))
    for name, factor in factors.items():
        values[f"{drug}_{name}"] = values[f"{drug}_{name}"] * factor
    effects = rng.standard_normal((n, len(item.varies))) @ np.linalg.cholesky(omega(drug)).T
    for place, name in enumerate(item.varies):
        values[f"{drug}_{name}"] = values[f"{drug}_{name}"] * np.exp(effects[:, place])
    if (share := f"{drug}_F") in values:
        values[share] = np.minimum(values[share], 1.0)  # the lognormal spread of a share near 1 passes it
    return values


def omega(drug: str) -> Floats:
    """Covariance between patients of the logarithms of the parameters in `DRUGS[drug].varies`.

    Raises:
        KeyError: the drug is not modelled.
    """
    item = DRUGS[drug]
    records = load_evidence().parameters
    matrix = np.diag([float(np.log1p(records[f"{drug}_{name}_cv"].value ** 2)) for name in item.varies])
    for first, second in item.covary:
        i, j = item.varies.index(first), item.varies.index(second)
        matrix[i, j] = matrix[j, i] = records[f"{drug}_{first}_{second}_cov"].value
    return matrix


def absorption_lag_h(drug: str) -> float:
    """Hours from swallowing to the start of absorption; 0 where the drug has none."""
    record = load_evidence().parameters.get(f"{drug}_lag")
    return convert(record.value, record.unit, "h") if record else 0.0


def _sources(drug: Drug) -> tuple[str, ...]:
    """Names of the evidence parameters a fragment needs."""
    own = [f"{drug.name}_{name}" for name, _ in drug.structure.parameters]
    own.append(f"{drug.name}_MW")
    if drug.protein:
        return (*own, "antibody_tumour_ratio", "antibody_tumour_half_time")
    return (*own, f"{drug.name}_fu")


def _assemble(drug: Drug, published: Mapping[str, Floats]) -> dict[str, Floats]:
    """Published values -> fragment parameters."""
    records = load_evidence().parameters
    name = drug.name
    molar_mass = published[f"{name}_MW"]  # g/mol
    values: dict[str, Floats] = {}
    for parameter, unit in drug.structure.parameters:
        key = f"{name}_{parameter}"
        values[key] = _in_unit(published[key], records[key].unit, unit, molar_mass)
    values[f"{name}_nM_per_mg_L"] = 1.0e6 / molar_mass
    if drug.protein:
        half_time = published[key := "antibody_tumour_half_time"] * convert(1.0, records[key].unit, "h")
        values[f"{name}_tumour_ratio"] = published["antibody_tumour_ratio"]
        values[f"{name}_k_tumour"] = np.log(2.0) / half_time
    else:
        values[f"{name}_fu"] = published[f"{name}_fu"]
    return values


def _in_unit(values: Floats, unit: str, to: str, molar_mass: Floats) -> Floats:
    """Convert; an amount of substance (umol) becomes mass by the molar mass."""
    if unit.startswith("umol"):
        return values * convert(1.0, unit.replace("umol", "mg", 1), to) * molar_mass / 1000.0
    return values * convert(1.0, unit, to)
