"""What the study of a combination hands to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.combine.matrix import Matrix
from her2sim.studies.results import Interval

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.case import Case
    from her2sim.studies.synergy import MusycFit

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Score:
    """One way to score synergy, over the members."""

    name: str
    wells: Floats
    """excess of every well, (N, D1, D2[, D3]); for the indices the index itself"""
    members: Floats
    """one number a member, (N,): mean excess (median index) over the wells with every drug in them"""
    summary: Interval
    null: float
    """value without synergy"""
    defined: float
    """share of these wells and members for which the score says something"""
    source: str
    note: str = ""


@dataclass(frozen=True)
class Isobole:
    """Doses of the second drug that with each dose of the first have one effect."""

    level: float
    table: pd.DataFrame
    """first_nM, second_nM, low_nM, high_nM, loewe_nM, reached (share of the members that reach the effect)"""


@dataclass(frozen=True)
class Share:
    """What one thing has to do with the excess."""

    kind: str
    """'mechanism' (put back), 'fate' (held as untreated) or 'node' (excess seen there)"""
    id: str
    name: str
    excess: Interval
    """Bliss excess once the mechanism is put back or the fate held; at a node the excess of its inhibition"""
    share: Interval
    """mechanisms: Shapley value of the excess (or the change by putting it back alone); fates: the part of the excess
    that goes when it is held; nodes: same as `excess`"""
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrugCombination:
    """A dose matrix in culture."""

    case: Case
    matrix: Matrix
    scores: tuple[Score, ...]
    musyc: tuple[MusycFit, ...]
    """one a member; empty for three drugs"""
    musyc_summary: Mapping[str, Interval]
    """alpha12, alpha21, beta[, gamma12, gamma21] over the members whose fit converged"""
    isoboles: tuple[Isobole, ...]
    attribution: tuple[Share, ...]
    attribution_note: str
    members: int
    seed: int
    level: float
    n_failed: int
    """members with at least one failed well"""
    failures: Mapping[str, int]
    """reason -> wells and members"""
    notes: tuple[str, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def drugs(self) -> tuple[str, ...]:
        """INN, in the order asked for."""
        return self.matrix.drugs


@dataclass(frozen=True)
class RegimenCombination:
    """Regimens in patients: each alone and all together."""

    case: Case
    arms: tuple[str, ...]
    """the single arms"""
    combination: str
    patients: pd.DataFrame
    """one row a draw: endpoints of every arm, expectations, excesses; failed draws included"""
    excesses: Mapping[str, Interval]
    """name of the null and the scale -> excess"""
    curves: pd.DataFrame
    """arm, day, share without progression (Kaplan-Meier)"""
    gain: Interval
    """mean days without progression of the combination less those of independent action; interval by bootstrap"""
    rho: float | None
    """asked for; None: the pairs of the virtual patients themselves"""
    own_rho: float
    """rank correlation of the times to progression under the arms, in the virtual patients"""
    members: int
    seed: int
    level: float
    n_failed: int
    failures: Mapping[str, int]
    notes: tuple[str, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])
