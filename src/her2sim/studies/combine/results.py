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
class RegimenShare:
    """What one carried mechanism has to do with one excess of a combination in patients."""

    measure: str
    """'Bliss, log10 kill', 'HSA, log10 kill' or 'beyond independent action'"""
    id: str
    name: str
    seen: str
    """field of the report and what it says, by which the case carries it"""
    excess: Interval
    """with this mechanism repaired and nothing else; days: mean and bootstrap interval, as in all of these"""
    change: Interval
    """as it is less repaired, draw by draw: what carrying it adds to the excess, the others left as they are"""
    share: Interval
    """Shapley value of carrying it; same as `change` where not every set was simulated"""
    mean: float
    """of the share over the draws; means sum to those as it is less all repaired"""
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadoutGain:
    """A readout of the main clone under the combination beside the arm that moves it best."""

    name: str
    label: str
    better: str
    """'lower' or 'higher': what helps against the tumour"""
    best_arm: Mapping[str, int]
    """arm -> draws in which it is the better one"""
    ratio: Interval
    """time average under the combination over that under the better arm of the draw"""
    word: str
    """'beyond' or 'behind' the better arm where the interval leaves 1 out, else 'not told apart'"""


@dataclass(frozen=True)
class RegimenAttribution:
    """What makes the excess of a combination in patients."""

    shares: tuple[RegimenShare, ...]
    """by measure and mechanism; empty where the case carries none"""
    as_is: Mapping[str, Interval]
    """measure -> excess of the case as it is, over the draws that count"""
    repaired: Mapping[str, Interval]
    """the same with all mechanisms repaired; empty where there are none or not every set was simulated"""
    readouts: tuple[ReadoutGain, ...]
    draws: pd.DataFrame
    """one row a variant and draw: repaired, draw, status, status_reason, kill and time of every arm, excesses"""
    counted: int
    """draws that were simulated in every variant"""
    note: str


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
    attribution: RegimenAttribution | None = None
    """None where it was not asked for"""
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])
