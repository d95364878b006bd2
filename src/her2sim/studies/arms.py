"""The same virtual patients in every arm: regimens crossed with changes of the tumour, and what each arm is worth.

explain, whatif, rank, what to measure and biomarkers all ask the same thing, "what is this regimen worth to this
tumour, and to the same tumour with something changed"; draws, drug-free balances and untreated tumours are shared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case, Profile, understand
from her2sim.engine import SteadyState
from her2sim.errors import InputError
from her2sim.evidence.reading import nearest
from her2sim.pharmacology.covariates import REFERENCE
from her2sim.pharmacology.regimens import regimen as find_regimen
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.culture import Wells, wells_of
from her2sim.studies.draws import Draws, make_draws
from her2sim.studies.effects import check_drugs
from her2sim.studies.response import Outcome, exposures, outcome
from her2sim.studies.signalling import Under, at_rest, clones_of, under_regimen

Floats = NDArray[np.float64]
Changes = Mapping[str, Floats | float]

UNTREATED = "untreated"


@dataclass(frozen=True)
class Measure:
    """One way to say what an arm is worth; greater is better."""

    name: str
    label: str
    unit: str


MEASURES: Mapping[str, Measure] = {
    one.name: one
    for one in (
        Measure("log10_kill", "cells of the untreated tumour over those of the treated at the end, log10", "log10"),
        Measure("shrinkage", "best change of the sum of diameters, turned round", "percentage points"),
        Measure("ttp", "time to progression, censored at the last visit", "day"),
        Measure("response", "complete or partial response (RECIST)", "probability"),
        Measure("pcr", "probability of a pathological complete response", "probability"),
    )
}
CULTURE_MEASURES: Mapping[str, Measure] = {
    one.name: one
    for one in (
        Measure("growth_rate_inhibition", "1 - GR: 0 no effect, 1 no growth, above 1 cells are lost", "1"),
        Measure("growth_inhibition", "1 - treated over untreated cells at the end", "%"),
    )
}


@dataclass(frozen=True)
class Arm:
    """One regimen in one variant of the tumour, for every draw."""

    regimen: str
    worth: Mapping[str, Floats]
    """measure -> shape (N,); NaN where the draw failed"""
    problems: tuple[str, ...]
    """N entries: '' or why the draw failed"""
    signals: Under
    """readouts of the first clone"""
    sums_mm: Floats
    """sum of diameters, or treated over untreated cells in culture, shape (N, T)"""
    progressed: NDArray[np.bool_]
    """whether a visit showed progression, shape (N,); False where the draw failed, and in culture"""

    @property
    def ok(self) -> NDArray[np.bool_]:
        """shape (N,)"""
        return np.array([problem == "" for problem in self.problems])


@dataclass
class Arms:
    """The bench of one case: asks for an arm at a time and keeps what the next one can use."""

    case: Case
    profile: Profile
    draws: Draws
    jobs: int = 1
    balances: dict[tuple[Any, ...], SteadyState] = field(default_factory=dict[tuple[Any, ...], SteadyState])
    grown: dict[tuple[Any, ...], Floats] = field(default_factory=dict[tuple[Any, ...], Floats])

    @staticmethod
    def of(case: Case, members: int, seed: int, jobs: int = 1) -> Arms:
        """Draw the virtual patients of a case.

        Raises:
            InputError: `members` is below one.
        """
        if members < 1:
            raise InputError("there must be at least one draw.", where="members", expected="1 or more", got=members)
        profile = understand(case)
        return Arms(case, profile, make_draws(profile, members, seed), jobs)

    @property
    def culture(self) -> bool:
        """Whether the case is a cell line in medium."""
        return self.case.setting == "culture"

    @property
    def measures(self) -> Mapping[str, Measure]:
        """What an arm of this case is measured by; the first is the default."""
        return CULTURE_MEASURES if self.culture else MEASURES

    def measure(self, name: str | None) -> Measure:
        """The measure of this name, or the default.

        Raises:
            InputError: there is none of this name for the case.
        """
        chosen = name or next(iter(self.measures))
        if chosen not in self.measures:
            expected = ", ".join(self.measures)
            hint = nearest(chosen, self.measures)
            raise InputError(
                "no such measure for this case.", where="measure", expected=expected, got=chosen, hint=hint
            )
        return self.measures[chosen]

    def regimen(self, name: str | Regimen, *, duration_weeks: float | None = None) -> Regimen:
        """A regimen of the library, a file or as given, refused if a drug of it does nothing here.

        Raises:
            RegimenError: it is not known, or a drug acts on nothing of the model.
        """
        setting = "neoadjuvant" if self.case.setting == "neoadjuvant" else "metastatic"
        found = find_regimen(name, setting=setting, duration_weeks=duration_weeks) if isinstance(name, str) else name
        check_drugs(found, culture=self.culture)
        return found

    def run(self, regimen: Regimen, changes: Changes | None = None) -> Arm:
        """One arm.

        Args:
            regimen: as `regimen` returns it.
            changes: profile quantities of this variant, numbers or shape (N,); None for the case as it is.
        """
        changed = dict(changes or {})
        return self._in_culture(regimen, changed) if self.culture else self._in_patient(regimen, changed)

    def _in_culture(self, regimen: Regimen, changes: Changes) -> Arm:
        wells, run = wells_of(self.draws, regimen, changes, self._rest(changes, 0, changes), self.jobs)
        never = np.zeros(self.draws.n, dtype=bool)
        return Arm(regimen.name, _worth_of_wells(wells), run.problems, run, wells.cells, never)

    def _in_patient(self, regimen: Regimen, changes: Changes) -> Arm:
        answer, first = self._outcome(regimen, changes)
        untreated = self._untreated(regimen, changes)
        worth = {
            "log10_kill": answer.log10_kill - untreated,
            "shrinkage": -answer.best_change_pct,
            "ttp": answer.ttp_day,
            "response": np.where(answer.ok, answer.responded, np.nan),
            "pcr": answer.pcr,
        }
        return Arm(regimen.name, worth, answer.problems, first, answer.sums_mm, answer.progressed)

    def _outcome(self, regimen: Regimen, changes: Changes) -> tuple[Outcome, Under]:
        clones = [
            under_regimen(self.draws, clone, self._rest(changes, number, clone), regimen, self.jobs)
            for number, clone in enumerate(clones_of(self.draws, changes))
        ]
        body = changes if changes.keys() & REFERENCE.keys() else None
        exposed = exposures(self.draws, regimen, clones[0].days, body)
        return outcome(self.case, self.draws, (clones[0], clones[1]), exposed, changes), clones[0]

    def _untreated(self, regimen: Regimen, changes: Changes) -> Floats:
        """log10 kill of the same tumour without a drug over the same time, shape (N,); a growth is negative."""
        key = (regimen.duration_d, *key_of(changes))
        if key not in self.grown:
            nothing = Regimen(UNTREATED, "no drug", (), regimen.duration_d)
            self.grown[key] = self._outcome(nothing, changes)[0].log10_kill
        return self.grown[key]

    def _rest(self, variant: Changes, clone: int, changes: Changes) -> SteadyState:
        """Drug-free balance of one clone of a variant, computed once."""
        key = (clone, *key_of(variant))
        if key not in self.balances:
            self.balances[key] = at_rest(self.draws, changes, self.jobs)
        return self.balances[key]


def _worth_of_wells(wells: Wells) -> dict[str, Floats]:
    return {"growth_rate_inhibition": 1.0 - wells.gr, "growth_inhibition": 100.0 * wells.inhibition}


def key_of(changes: Changes) -> tuple[Any, ...]:
    """What tells one set of changes from another, bit for bit."""
    return tuple((name, np.asarray(changes[name], dtype=np.float64).tobytes()) for name in sorted(changes))
