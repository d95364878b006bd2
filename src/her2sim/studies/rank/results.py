"""What a ranking hands to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.arms import Measure
from her2sim.studies.rank.constraints import Limits
from her2sim.studies.rank.evidence import Support
from her2sim.studies.rank.library import Candidate
from her2sim.studies.rank.why import Why
from her2sim.studies.results import Interval

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.case import Case

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Place:
    """One ranked regimen."""

    place: int
    """1 is the greatest expected benefit"""
    candidate: Candidate
    worth: Interval
    """over the draws that every regimen shares"""
    expected: float
    """mean over these draws: what the places go by"""
    gain: Interval
    """paired difference to the reference"""
    p_better: float
    """share of the draws in which it beats the reference; a tie counts half"""
    p_best: float
    """share of the draws in which it is the best of all; ties split, sums to one over the regimens"""
    p_best_error: float
    """Monte Carlo standard error of `p_best`"""
    regret: float
    """expected loss against the best regimen of each draw, in the unit of the measure"""
    support: Support
    limits: Limits
    fronts: tuple[str, ...]
    """prices at which no other regimen is as good for less: of `agents`, `exposure`, `toxicity`"""
    why: Why
    failed: int
    """draws that failed under this regimen"""

    @property
    def name(self) -> str:
        """Name of the regimen."""
        return self.candidate.name


@dataclass(frozen=True)
class Unranked:
    """A regimen of the library that is not in the ranking, and why."""

    name: str
    sets: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Ranking:
    """Regimens in the order of their expected benefit for one case."""

    case: Case
    measure: Measure
    reference: str
    """the regimen that the others are compared with"""
    places: tuple[Place, ...]
    unranked: tuple[Unranked, ...]
    worth: Floats
    """shape (R, N) in the order of `places`; NaN where a draw failed"""
    shared: NDArray[np.bool_]
    """draws that could be simulated under every regimen, shape (N,)"""
    pairs: Floats
    """share of the shared draws in which the row beats the column, shape (R, R)"""
    draws: pd.DataFrame
    """one row a regimen and draw, failed ones included: every measure, status and its reason"""
    weeks: float
    """of treatment, the same for all; days of the assay are in the notes of a cell line"""
    tie: float
    """worths closer than this count as the same"""
    members: int
    seed: int
    level: float
    n_failed: int
    """draws that failed under at least one regimen; left out of every score"""
    failures: Mapping[str, int]
    """regimen (and mechanism put back) and reason -> draws"""
    notes: tuple[str, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __getitem__(self, name: str) -> Place:
        """The place of a regimen, by its name or else by another name of the same doses.

        Raises:
            KeyError: it is not ranked.
        """
        found = [one for one in self.places if one.name == name]
        found += [one for one in self.places if name in one.candidate.also]
        if not found:
            raise KeyError(name)
        return found[0]
