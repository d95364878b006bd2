"""What the study hands to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from her2sim.case import Case, Profile
from her2sim.studies.arms import Arm, Measure
from her2sim.studies.results import Floats, Interval
from her2sim.studies.whatif.variants import Variant


@dataclass(frozen=True)
class Difference:
    """A variant less the case as it is, draw by draw, by one measure."""

    measure: Measure
    value: Interval
    """of the variant itself"""
    paired: Floats
    """shape (N,); NaN where either failed"""
    difference: Interval
    """median and interval of `paired`"""
    mean: float
    mean_low: float
    mean_high: float
    """bootstrap interval of the mean: the error of a finite number of draws (Efron 1979, doi:10.1214/aos/1176344552)"""
    p_better: float
    p_worse: float
    """shares of the draws; the rest are the same in both"""


@dataclass(frozen=True)
class WhatIfArm:
    """The case as it is, or one variant of it."""

    name: str
    variant: Variant
    case: Case
    profile: Profile
    arm: Arm
    moved: tuple[str, ...]
    """profile quantities whose draws differ from those of the case as it is"""
    notes: tuple[str, ...]
    """what the case room says of the changed case and did not say of the case as it is"""
    differences: Mapping[str, Difference]
    """measure -> difference to the case as it is"""


@dataclass(frozen=True)
class WhatIf:
    """The case as it is and its variants."""

    case: Case
    regimen: str
    arms: tuple[WhatIfArm, ...]
    """the case as it is first"""
    measure: str
    """the one shown first"""
    members: int
    seed: int
    level: float
    n_failed: int
    """draws that failed in one arm or more"""
    failures: Mapping[str, int]
    notes: tuple[str, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])
