"""What the study hands to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from her2sim.case import Case
from her2sim.studies.arms import Arm, Measure
from her2sim.studies.measure_next.scores import Estimate

DEALT = "models and patients dealt anew"
"""name of the arm that parts the variance into tumour and model"""


@dataclass(frozen=True)
class FieldValue:
    """What knowing one field is worth, for one measure."""

    field: str
    kind: str
    """'unknown', 'reported' or 'no field'"""
    quantities: tuple[str, ...]
    measure: str
    perfect: Estimate
    """share of the variance that goes if the true quantities were known"""
    assay: float
    """the same for the reading of the laboratory, as the case room reads it; NaN where no field reports it"""
    q: float
    """of the permutation test, over all fields of the measure (false discovery rate)"""
    bits: float
    """of the yes or no of response, perfect assay, less what chance gives; NaN for other measures"""
    choice: float
    """expected gain of the measure by choosing the regimen with the true quantities known; NaN for one regimen"""

    @property
    def signal(self) -> bool:
        """Whether it stands out from chance: q of 0.1 or less."""
        return self.q <= 0.1


@dataclass(frozen=True)
class Sources:
    """Where the variance of one measure comes from, shares."""

    measure: str
    tumour: Estimate
    """all quantities of this tumour and patient, alone (p is not tested: NaN)"""
    model: Estimate
    """parameters that nobody knows, alone: no measurement of this tumour takes it away"""
    rest: float
    """exposure between patients, the second clone, and interactions"""


@dataclass(frozen=True)
class MeasureNext:
    """Fields in the order of what they are worth."""

    case: Case
    regimens: tuple[str, ...]
    measures: Mapping[str, Measure]
    measure: str
    """the one that ranks"""
    fields: tuple[FieldValue, ...]
    sources: tuple[Sources, ...]
    perfect_choice: Mapping[str, float]
    """measure -> gain if everything were known before the choice; empty for one regimen"""
    arms: tuple[Arm, ...]
    """one a regimen"""
    dealt: Arm | None
    """the first regimen with models and patients dealt anew, for `sources`; None where that was not asked"""
    members: int
    seed: int
    level: float
    n_failed: int
    """draws that failed in one arm or more, that of models and patients dealt anew too"""
    failures: Mapping[str, int]
    notes: tuple[str, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def ranked(self, measure: str | None = None) -> tuple[FieldValue, ...]:
        """Fields to measure, those that stand out from chance first, then by the reading of the laboratory."""
        chosen = [one for one in self.fields if one.kind == "unknown" and one.measure == (measure or self.measure)]
        return tuple(sorted(chosen, key=lambda one: (not one.signal, -one.assay, -one.perfect.value, one.field)))
