"""What the study of biomarkers hands to its reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from her2sim.studies.biomarkers.conclusive import Statement

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.case import Case
    from her2sim.studies.arms import Measure


@dataclass(frozen=True)
class Biomarkers:
    """A population, its markers, and what they tell. Tables have one row as their writers say."""

    case: Case
    treated: str
    control: str
    measure: Measure
    weeks: float
    markers: pd.DataFrame
    """one row a marker: how it is read, its share of positives beside the published one, sources"""
    auc: pd.DataFrame
    """`scores.auc_table`"""
    effects: pd.DataFrame
    """`scores.effects_table`"""
    sample_sizes: pd.DataFrame
    """`trials.sample_sizes_table`"""
    pairs: pd.DataFrame
    """`panels.pairs_table` for benefit; empty where not asked for or not possible"""
    panels: pd.DataFrame
    """`panels.panels_table` for benefit; empty likewise"""
    comparison: pd.DataFrame
    """`compare.comparison_table`; empty where not asked for"""
    comparison_summary: Mapping[str, Any]
    conclusive: pd.DataFrame
    """`conclusive.conclusive_table`"""
    statements: tuple[Statement, ...]
    """one a target"""
    tumours: pd.DataFrame
    """one row a tumour and round: readings, quantities, worth of both arms, status and reason; failed ones included"""
    n: int
    members: int
    seed: int
    level: float
    n_failed: int
    """tumours that failed in either arm of a round, or in an arm for the published subgroups"""
    failures: Mapping[str, int]
    notes: tuple[str, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])
