"""Every tumour in two arms on the same draws: what the treatment adds is a paired difference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InputError
from her2sim.inference import load_ensemble
from her2sim.pharmacology.covariates import covariates
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import UNTREATED, Arm, Arms, Measure
from her2sim.studies.biomarkers.sampler import Tumours
from her2sim.studies.biomarkers.settings import settings
from her2sim.studies.draws import Draws, make_draws
from her2sim.studies.kept import Kept
from her2sim.studies.response import lanes_of
from her2sim.studies.telling import Progress

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_MEMBER = 303
"""stream of random numbers of this file"""


def worth_of(arm: Arm, measure: str) -> Floats:
    """What an arm is worth, shape (N,), rounded: errors of the last digits are no spread of an arm without one."""
    return np.round(arm.worth[measure], 9)


@dataclass(frozen=True)
class Round:
    """The population once, in both arms."""

    member: int | None
    """the one member of the ensemble that all tumours share; None where every tumour has its own"""
    control: Arm
    treated: Arm

    @property
    def ok(self) -> Bools:
        """Tumours that both arms could be simulated for, shape (N,)."""
        return self.control.ok & self.treated.ok

    def gain(self, measure: str) -> Floats:
        """Treated less control, shape (N,); NaN where an arm failed."""
        return worth_of(self.treated, measure) - worth_of(self.control, measure)


@dataclass(frozen=True)
class Bench:
    """A population and the ways it is simulated."""

    tumours: Tumours
    arms: tuple[Arms, ...]
    """one a round"""
    members: tuple[int | None, ...]
    days: float
    """of treatment and follow-up, in every arm"""
    keep: Path | None = None
    """folder of finished arms, from which a run that was stopped goes on"""

    def regimen(self, name: str) -> Regimen:
        """A regimen of the library for this long, or no drug at all.

        Raises:
            RegimenError: it is not known, or a drug acts on nothing of the model.
        """
        if name == UNTREATED:
            return Regimen(UNTREATED, "no drug", (), self.days)
        return self.arms[0].regimen(name, duration_weeks=self.days / 7.0)

    def run(self, name: str) -> tuple[Arm, ...]:
        """One arm in every round."""
        regimen = self.regimen(name)
        return tuple(self.arm(place, regimen) for place in range(len(self.arms)))

    def arm(self, place: int, regimen: Regimen) -> Arm:
        """One arm of one round, simulated or kept."""
        return self._kept[place].arm(self.arms[place], regimen)

    @cached_property
    def _kept(self) -> tuple[Kept, ...]:
        """What is kept of each round."""
        return tuple(Kept.of(arms, self.keep) for arms in self.arms)


def bench_of(
    tumours: Tumours,
    *,
    members: int = 1,
    weeks: float | None = None,
    seed: int = 1,
    jobs: int = 1,
    keep: Path | None = None,
) -> Bench:
    """Make a population ready to be simulated.

    Args:
        tumours: the population.
        members: 1: every tumour has a member of the ensemble of its own: tumours and what nobody knows are mixed. More:
            the population is repeated, each time with one member that all tumours share.
        weeks: of treatment and follow-up; None for the study's own of the setting.
        seed: of the members.
        jobs: processes.
        keep: folder of finished arms; None keeps nothing.

    Raises:
        InputError: `members` is below one, or above the size of the ensemble.
    """
    ensemble = load_ensemble()
    if not 1 <= members <= ensemble.size:
        raise InputError(
            "so many members are not there.", where="members", expected=f"1 to {ensemble.size}", got=members
        )
    lasts = float(settings()["weeks"][tumours.case.setting]["value"]) if weeks is None else weeks
    if not lasts > 0:
        raise InputError("treatment must last longer than zero.", where="weeks", expected="above 0", got=weeks)
    picked: tuple[int | None, ...] = (None,)
    if members > 1:
        picked = tuple(int(one) for one in ensemble.pick(np.random.default_rng([seed, _MEMBER]), members))
    arms = tuple(Arms(tumours.case, tumours.profile, _draws(tumours, one), jobs) for one in picked)
    return Bench(tumours, arms, picked, 7.0 * lasts, keep)


def _draws(tumours: Tumours, member: int | None) -> Draws:
    """The draws of the population, with one member for all where asked."""
    own = tumours.draws
    if member is None:
        return own
    ensemble, n = load_ensemble(), own.n
    other = make_draws(tumours.profile, 2, _seed_of(own.seed, member))
    same = np.full(n, member, dtype=np.int64)
    typical = lanes_of(other.tumour, np.zeros(n, dtype=np.intp))  # pyright: ignore[reportArgumentType]
    return replace(
        own,
        members=same,
        kinetics=ensemble.members(same),
        tumour=ensemble.tumours(typical, same),
        covariates=covariates(n, own.patient),
    )


def _seed_of(seed: int, member: int) -> int:
    return (seed + 1) * 100_003 + member


def run_rounds(bench: Bench, treated: str, control: str, progress: Progress | None = None) -> tuple[Round, ...]:
    """Every tumour in both arms, round by round.

    Raises:
        RegimenError: as `Bench.regimen`.
        InputError: both arms are the same.
    """
    arms = {name: bench.regimen(name) for name in (control, treated)}
    if set(arms[control].courses) == set(arms[treated].courses):
        raise InputError(
            "both arms are the same.", where="control", expected=f"a regimen that is not {treated}", got=control
        )
    rounds: list[Round] = []
    for place, member in enumerate(bench.members):
        if progress is not None:
            progress(f"{control} and {treated}", place, len(bench.arms))
        rounds.append(Round(member, bench.arm(place, arms[control]), bench.arm(place, arms[treated])))
    return tuple(rounds)


@dataclass(frozen=True)
class Outcome:
    """One thing that is compared between arms."""

    name: str
    family: str
    """of the regression: linear, logistic, exponential"""
    measure: str
    label: str
    effect: str
    """what the effect is"""


def outcomes_of(measure: Measure, setting: str) -> tuple[Outcome, ...]:
    """What effects are told on: the measure, response as difference and odds, and pCR or progression likewise."""
    both = "complete or partial response"
    found = [
        Outcome("benefit", "linear", measure.name, measure.label, f"difference, {measure.unit}"),
        Outcome("response, difference", "linear", "response", both, "difference of proportions"),
        Outcome("response", "logistic", "response", both, "log odds ratio"),
    ]
    if setting == "neoadjuvant":
        pcr = "pathological complete response"
        found.append(Outcome("pCR, difference", "linear", "pcr", pcr, "difference of proportions"))
        found.append(Outcome("pCR", "logistic", "pcr", pcr, "log odds ratio"))
    else:
        days = "days without progression while watched"
        found.append(Outcome("days without progression", "linear", "ttp", days, "difference, day"))
        found.append(Outcome("progression", "exponential", "ttp", "progression", "log hazard ratio"))
    return tuple(found)
