"""The network of one clone under one regimen: from drug-free balance through every dose.

rest  = drug-free steady state of the clone's parameters
under = time courses with the pharmacokinetics attached and each patient's doses given
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import Status, SteadyState, simulate, steady_state
from her2sim.inference import clone_changes
from her2sim.network import Network, load_network
from her2sim.pharmacology.doses import dose_events
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.exposure import signalling_drugs, with_drugs
from her2sim.pharmacology.schedule import HOURS, Regimen
from her2sim.studies.antibodies import DOMAIN_IV
from her2sim.studies.draws import Draws, lane_values

Floats = NDArray[np.float64]

RTOL = 1e-4
"""relative tolerance of a prediction: errors of about 1e-4, far below the spread of the draws (tests/studies)"""

READOUTS = (
    "HER2_HER3_free", "HER2_HER3_NRG1", "P95_HER3", "pERBB2", "pERBB3", "surface_ERBB2", "MUC4_hides",
    "bound_trastuzumab", "bound_pertuzumab", "ECD", "SRC_active", "PTEN_active", "PIP3", "pAKT", "pS6", "pERK",
    "FOXO_nuclear", "CCND1", "p27_nuclear", "CDK46_active", "CDK2_active", "RB_phospho", "CASP3_active", "VEGF",
    "THBS1", "DNA_repair", "lysosomal_antibody", "division_drive", "death_drive",
)  # fmt: skip


@dataclass(frozen=True)
class Under:
    """Readouts of N lanes under a regimen."""

    days: Floats
    """shape (T,)"""
    values: Mapping[str, Floats]
    """readout -> shape (N, T); NaN where a lane failed"""
    problems: tuple[str, ...]
    """N entries: '' or why the lane failed"""
    antibodies: Mapping[str, Floats] = field(default_factory=dict[str, Floats])
    """free concentration of each antibody to subdomain IV by INN, nM, shape (N, T)"""

    def relative(self, name: str) -> Floats:
        """A readout over its value before the drug, shape (N, T)."""
        values = self.values[name]
        return values / values[:, :1]


def signal_days(regimen: Regimen) -> Floats:
    """Output days, shape (T,): hours at first, then every day, and the end of every infusion (peak exposure)."""
    first = np.array([0.0, 1.0, 3.0, 6.0, 12.0]) / HOURS
    daily = np.arange(1.0, np.floor(regimen.duration_d) + 1.0)
    peaks = [
        course.days(regimen.duration_d) + max(course.infusion_h, 0.5) / HOURS
        for course in regimen.courses
        if course.route == "iv"
    ]
    return np.unique(np.concatenate([first, daily, *peaks]))


@lru_cache(maxsize=16)
def drugged_network(drugs: tuple[str, ...]) -> Network:
    """The shipped network with these drugs' pharmacokinetics attached."""
    return with_drugs(load_network(), drugs)


def clones_of(
    draws: Draws, changes: Mapping[str, Floats | float]
) -> tuple[Mapping[str, Floats | float], Mapping[str, Floats | float]]:
    """Profile quantities changed in the first and in the second clone of a variant."""
    return changes, {**changes, **clone_changes(draws.acquired, draws.quantities(changes))}


def at_rest(draws: Draws, changes: Mapping[str, Floats | float], jobs: int) -> SteadyState:
    """Drug-free balance of N lanes with some profile quantities changed."""
    network = load_network()
    return steady_state(network, lane_values(draws, network, changes), threads=jobs)


def under_regimen(
    draws: Draws, changes: Mapping[str, Floats | float], rest: SteadyState, regimen: Regimen, jobs: int
) -> Under:
    """Readouts of N lanes from their drug-free balance through a regimen."""
    drugs = signalling_drugs(regimen.drugs)
    network = drugged_network(drugs)
    values = {**lane_values(draws, network, changes), **draws.exposure(drugs, changes)}
    known = {name: value for name, value in values.items() if name in network.parameter_index}
    days = signal_days(regimen)
    doses = dose_events(regimen, draws.covariates, drugs=drugs, oral="averaged")
    pools = [drug for drug in drugs if DRUGS[drug].inn in DOMAIN_IV]
    outputs = (*READOUTS, *(DRUGS[drug].free for drug in pools))
    run = simulate(network, known, HOURS * days, initial=rest, doses=doses, outputs=outputs, rtol=RTOL, threads=jobs)
    antibodies: dict[str, Floats] = {}
    for drug in pools:
        free, name = run[DRUGS[drug].free], DRUGS[drug].inn
        antibodies[name] = antibodies[name] + free if name in antibodies else free
    return Under(days, {name: run[name] for name in READOUTS}, _problems(run.status), antibodies)


def in_medium(
    draws: Draws,
    changes: Mapping[str, Floats | float],
    rest: SteadyState,
    inputs: Mapping[str, float],
    days: Floats,
    *,
    jobs: int,
) -> Under:
    """Readouts of N lanes at constant free drug (culture).

    Args:
        inputs: network input -> nM.
        days: shape (T,).
    """
    network = load_network()
    drug = {name: np.full(draws.n, value) for name, value in inputs.items()}
    values = {**lane_values(draws, network, changes), **drug}
    run = simulate(network, values, HOURS * days, initial=rest, outputs=READOUTS, rtol=RTOL, threads=jobs)
    antibodies = {
        name: np.full((draws.n, days.size), inputs[f"{name}_nM"]) for name in DOMAIN_IV if f"{name}_nM" in inputs
    }
    return Under(days, {name: run[name] for name in READOUTS}, _problems(run.status), antibodies)


def _problems(status: Sequence[Status]) -> tuple[str, ...]:
    return tuple("" if one.ok else one.reason or "the simulation stopped" for one in status)
