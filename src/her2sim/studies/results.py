"""What a study hands to its reader: plain arrays and tables, no behaviour beyond summaries.

Two kinds of spread are kept apart everywhere: `draw` numbers one joint draw of model parameters (what nobody knows yet)
and of the patient's unknown fields (what the laboratory did not report).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.case import Case, Profile
    from her2sim.inference import Variant

Floats = NDArray[np.float64]

RESEARCH_USE = "Research use only. Not a medical device; not for decisions about the care of a patient."
NO_PATIENT_FITTED = "Calibrated on cell lines, not on patients"
"""how every report begins its limits"""


@dataclass(frozen=True)
class Interval:
    """Median and equal-tailed interval of a quantity over the draws that could be simulated."""

    median: float
    low: float
    high: float
    level: float
    unit: str

    @staticmethod
    def of(values: Floats, unit: str, level: float = 0.9) -> Interval:
        """Summary of `values`, shape (N,); NaN (a failed draw) is left out, all NaN gives NaN."""
        good = values[np.isfinite(values)]
        if good.size == 0:
            return Interval(np.nan, np.nan, np.nan, level, unit)
        tail = 50.0 * (1.0 - level)
        low, median, high = np.percentile(good, [tail, 50.0, 100.0 - tail])
        return Interval(float(median), float(low), float(high), level, unit)


@dataclass(frozen=True)
class Series:
    """One quantity over time for every draw."""

    name: str
    label: str
    unit: str
    times: Floats
    """shape (T,), days (hours where `time_unit` says so)"""
    values: Floats
    """shape (N, T); NaN where a draw failed"""
    time_unit: str = "day"


@dataclass(frozen=True)
class MechanismEffect:
    """What repairing one resistance mechanism, and nothing else, does to the answer."""

    id: str
    name: str
    field: str
    """the case field it was read from, e.g. 'PTEN_IHC'"""
    seen: str
    """what the case says there, e.g. '0'"""
    best_change: Interval
    """best change of the sum of diameters once repaired, %"""
    gain: Interval
    """paired difference to the case as it is, percentage points; negative = more shrinkage once repaired"""
    p_response: float
    """probability of response once repaired"""
    p_pcr: float
    references: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class CultureResult:
    """The answer for a cell line in culture, where there is no tumour to measure."""

    days: float
    """length of the assay"""
    medium_nM: Mapping[str, float]
    """free concentration of each drug, `<INN>_nM`"""
    growth_inhibition: Interval
    """1 - treated / untreated cells at the end, %"""
    growth_rate_value: Interval
    """GR: 1 no effect, 0 no growth, below 0 cells are lost (Hafner 2016, doi:10.1038/nmeth.3853)"""
    note: str


@dataclass(frozen=True)
class RegimenResult:
    """The answer for one case under one regimen."""

    regimen: str
    description: str
    drugs: tuple[str, ...]
    doses: Mapping[str, tuple[float, ...]]
    """dose days by drug, for the ticks of the figures"""
    exposure: tuple[Series, ...]
    """serum concentration of each drug, ug/mL (antibodies) or ng/mL"""
    signals: tuple[Series, ...]
    """network readouts of the main clone under drug, relative to before the drug where unit is 'x baseline'"""
    diameter: Series
    """sum of diameters, mm"""
    patients: pd.DataFrame
    """one row per draw, failed draws included: draw, status, best_change_pct, recist, ttp_day, log10_kill, pcr, ..."""
    best_change: Interval
    ttp: Interval
    p_response: float
    p_response_interval: tuple[float, float]
    p_pcr: float
    p_pcr_interval: tuple[float, float]
    recist_shares: Mapping[str, float]
    """share of draws by category CR, PR, SD, PD"""
    mechanisms: tuple[MechanismEffect, ...]
    n_failed: int
    failures: Mapping[str, int]
    """reason -> number of draws"""
    culture: CultureResult | None = None
    """set for a cell line in culture; the endpoints of a tumour are then NaN or empty"""


@dataclass(frozen=True)
class Prediction:
    """Everything `her2sim predict` says about one case."""

    case: Case
    profile: Profile
    regimens: tuple[RegimenResult, ...]
    draws: int
    seed: int
    level: float
    ensemble: str
    limits: tuple[str, ...]
    """what the reader must know before the numbers: data missing, memory-only evidence, conflicts, domain"""
    conflicts: tuple[str, ...]
    """contradictions of the literature that touch this case"""
    references: tuple[str, ...]
    """keys of every reference the answer rests on"""
    variants: tuple[Variant, ...] = ()
    """structures that the literature disputes, with the share of the draws that used each alternative"""
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Experiment:
    """One panel of `her2sim demo`: what the review's figure says, what was run, what came out."""

    id: str
    title: str
    statement: str
    """the review's statement, in our words"""
    references: tuple[str, ...]
    table: pd.DataFrame
    series: Mapping[str, tuple[Series, ...]]
    """arm -> time courses"""
    holds: bool
    verdict: str
    """one sentence with the numbers that decide"""


@dataclass(frozen=True)
class Demonstration:
    """The review's figures run as experiments."""

    experiments: tuple[Experiment, ...]
    predictions: tuple[Prediction, ...]
    draws: int
    seed: int
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])
