"""What the study hands to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

from her2sim.studies.arms import Measure
from her2sim.studies.explain.counterfactual import Course
from her2sim.studies.explain.path import Path
from her2sim.studies.results import Interval

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.case import Case, Profile

MECHANISM, UNKNOWN, UNEXPLAINED = "mechanism", "unknown markers", "unexplained"


@dataclass(frozen=True)
class Bar:
    """One share of the benefit that is lost."""

    kind: str
    """'mechanism', 'unknown markers' or 'unexplained'"""
    id: str
    name: str
    field: str
    """the case field a mechanism was read from; for the others ''"""
    seen: str
    quantities: tuple[str, ...]
    """what goes to the sensitive reference"""
    lost: Interval
    """benefit lost to it, in the measure; below zero it helps"""
    mean: float
    error: float
    """standard error of the mean by sampling of permutations; 0 where exact"""
    share: float
    """of the whole gap, mean over mean; NaN where the mean gap is not clear of zero"""
    share_of_loss: float
    """of the loss to named mechanisms; NaN for the other bars and where the mean loss is not clear of zero"""
    references: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Pair:
    """Two mechanisms together."""

    first: str
    second: str
    interaction: Interval
    """Shapley interaction index: above 0 they cost more together than each alone adds up to"""
    mean: float
    error: float
    redundant_share: float
    """share of the draws in which the index is below zero"""
    word: str
    """'synergistic', 'redundant' or 'unclear', by the interval and the error by sampling"""
    gain_first: Interval
    """gain of repairing the first alone, the rest as it is"""
    gain_second: Interval
    gain_both: Interval
    closes_first: float
    """mean gain of the first alone over that of both; NaN where the gain of both is not clear of zero"""
    closes_second: float
    not_enough: bool | None
    """whether each alone closes less than half of what both close; None where that is not clear of zero"""
    not_enough_share: float
    """share of the draws (in which both gain something) where that is so"""
    sentence: str


@dataclass(frozen=True)
class Counterfactual:
    """One mechanism repaired or worsened, and nothing else."""

    mechanism: str
    name: str
    variant: str
    """'repaired' or 'worsened'"""
    text: str
    """what was changed and how far"""
    worth: Interval
    gain: Interval
    """paired difference to the case as it is; greater is better"""
    closes: float
    """mean gain over the mean loss to all named mechanisms; NaN for worsening, and where that is not clear of zero"""
    references: tuple[str, ...]


@dataclass(frozen=True)
class Explanation:
    """Why this tumour gains less from this regimen than the sensitive reference would."""

    case: Case
    profile: Profile
    regimen: str
    description: str
    measure: Measure
    worth: Interval
    """of the case as it is"""
    worth_repaired: Interval
    """with all its named mechanisms repaired"""
    worth_reference: Interval
    """of the sensitive reference, everything put back"""
    loss: Interval
    """to named mechanisms"""
    gap: Interval
    """the whole, to the sensitive reference"""
    mean_gap: float
    bars: tuple[Bar, ...]
    """mechanisms, the largest mean first, then unknown markers and unexplained; in every draw they sum to the gap"""
    pairs: tuple[Pair, ...]
    counterfactuals: tuple[Counterfactual, ...]
    courses: tuple[Course, ...]
    paths: tuple[Path, ...]
    """all repaired at once, then each mechanism alone"""
    coalitions: pd.DataFrame
    """one row a set of carried mechanisms that was simulated: carried, worth_mean, worth_median, low, high"""
    table: pd.DataFrame
    """one row a draw, failed ones included: status, reason, worth, every share, interaction, repair and worsening"""
    exact: bool
    sampled_sets: int
    """sets of mechanisms that were simulated"""
    members: int
    seed: int
    level: float
    n_failed: int
    failures: Mapping[str, int]
    limits: tuple[str, ...]
    conflicts: tuple[str, ...]
    notes: tuple[str, ...]
    references: tuple[str, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def mechanisms(self) -> tuple[Bar, ...]:
        """The bars of named mechanisms."""
        return tuple(bar for bar in self.bars if bar.kind == MECHANISM)

    @property
    def mean_loss(self) -> float:
        """Mean loss to named mechanisms: the sum of their bars."""
        return sum(bar.mean for bar in self.mechanisms)

    @property
    def whole(self) -> float:
        """Share of the whole gap in itself: 1, or NaN where shares are not given."""
        return 1.0 if all(isfinite(bar.share) for bar in self.bars) else float("nan")

    @property
    def unit(self) -> str:
        """Of the measure, as a word after a number; '' for a number without a unit."""
        return "" if self.measure.unit == "1" else self.measure.unit

    @property
    def answer(self) -> str:
        """The answer in a sentence or two."""
        named = self.mechanisms
        if not named:
            return (
                "The case carries none of the resistance mechanisms that the model holds, so no benefit is lost to a "
                "named one. What is left of the gap to the sensitive reference lies in unknown markers and in what no "
                "mechanism names."
            )
        first = named[0]
        return (
            f"Under {self.regimen} the carried mechanisms cost {self.loss.median:.3g} {self.unit} ".rstrip()
            + f" ({self.loss.low:.3g} to {self.loss.high:.3g}; mean {self.mean_loss:.3g}). The largest share is "
            f"{first.name}: {first.lost.median:.3g} ({first.lost.low:.3g} to {first.lost.high:.3g}; mean "
            f"{first.mean:.3g})."
        )
