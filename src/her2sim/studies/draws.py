"""Everything random about one case: members of the ensemble, patients that fit the case, their tumours and exposure.

Every source of spread has a stream of its own, keyed by the seed, so that two cases, regimens or variants with the same
seed share their random numbers and differ only where they were made to differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Profile
from her2sim.errors import InputError
from her2sim.evidence import load_evidence
from her2sim.inference import draw_acquired, load_ensemble
from her2sim.network import Network
from her2sim.pharmacology.covariates import Covariates, covariates
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.population import draw_pk, draw_typical_pk
from her2sim.tumour import TumourParameters, draw_tumour

Floats = NDArray[np.float64]

_MEMBER, _PATIENT, _TUMOUR, _CLONE, _PK_TYPICAL, _PK_PATIENT, _TUMOUR_RATIO = range(7)


@dataclass(frozen=True)
class Draws:
    """N joint draws for one case."""

    n: int
    seed: int
    members: NDArray[np.int64]
    """member of the ensemble of each draw: what nobody knows"""
    kinetics: Mapping[str, Floats]
    """network parameters of these members, model units, shape (N,) each"""
    patient: Mapping[str, Floats]
    """profile quantities: what this laboratory did not report, or not exactly; shape (N,) each"""
    tumour: TumourParameters
    acquired: NDArray[np.int64]
    """what the second clone carries, place in `acquired_states()`"""
    covariates: Covariates

    def quantities(self, changes: Mapping[str, Floats | float]) -> dict[str, Floats]:
        """Profile quantities of the N patients with some of them changed, shape (N,) each."""
        changed = {name: np.broadcast_to(np.asarray(v, dtype=np.float64), (self.n,)) for name, v in changes.items()}
        return {**self.patient, **changed}

    def exposure(
        self, drugs: tuple[str, ...], changes: Mapping[str, Floats | float] | None = None
    ) -> dict[str, Floats]:
        """Pharmacokinetic parameters of the N patients for some drugs, shape (N,) each; `changes` as for `quantities`.

        How well antibodies reach a tumour is a property of the tumour: all of them share one ratio.
        """
        values: dict[str, Floats] = {}
        people = covariates(self.n, self.quantities(changes or {}))
        for drug in drugs:
            stream = list(DRUGS).index(drug)
            typical = draw_typical_pk(drug, _rng(self.seed, _PK_TYPICAL, stream), self.n)
            rng = _rng(self.seed, _PK_PATIENT, stream)
            values |= draw_pk(drug, rng, self.n, people, typical=typical)
        ratio = load_evidence().parameters["antibody_tumour_ratio"]
        shared = ratio.prior.sample(_rng(self.seed, _TUMOUR_RATIO), self.n, ratio.value)
        return {name: shared if name.endswith("_tumour_ratio") else value for name, value in values.items()}


def _rng(seed: int, *stream: int) -> np.random.Generator:
    return np.random.default_rng([seed, *stream])


def make_draws(profile: Profile, n: int, seed: int) -> Draws:
    """Draw `n` members and patients for a profile.

    Raises:
        InputError: the seed is negative.
        NetworkError: the shipped ensemble does not belong to the shipped network.
    """
    if seed < 0:
        raise InputError("a seed is not negative.", where="seed", expected="0 or more", got=seed)
    ensemble = load_ensemble()
    members = ensemble.pick(_rng(seed, _MEMBER), n)
    patient = profile.draw(_rng(seed, _PATIENT), n)
    return Draws(
        n=n,
        seed=seed,
        members=members,
        kinetics=ensemble.members(members),
        patient=patient,
        tumour=ensemble.tumours(draw_tumour(_rng(seed, _TUMOUR), n), members),
        acquired=draw_acquired(_rng(seed, _CLONE), n),
        covariates=covariates(n, patient),
    )


def lane_values(draws: Draws, network: Network, changes: Mapping[str, Floats | float]) -> dict[str, Floats]:
    """Network parameters of the N lanes with some profile quantities changed, shape (N,) each."""
    known = set(network.parameter_index)
    return {**draws.kinetics, **{name: v for name, v in draws.quantities(changes).items() if name in known}}
