"""What a validation found: scores by group and by what was fitted, rows, what could not be predicted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from her2sim.studies.validate.scores import NOTHING, Bin, Estimate

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Score:
    """Scores of one group of rows by one predictor."""

    group: str
    """e.g. lapatinib GR_AOC"""
    rows: str
    """all, never fitted, fitted"""
    predictor: str
    """model, or the name of a baseline"""
    n: int
    spearman: Estimate = NOTHING
    auc: Estimate = NOTHING
    rmse: float = float("nan")
    coverage: Estimate = NOTHING
    brier: float = float("nan")


@dataclass(frozen=True)
class Validation:
    """The whole of a validation."""

    kind: str
    file: str
    scores: tuple[Score, ...]
    rows: pd.DataFrame
    """the rows of the file with prediction, interval, whether fitted, and the baselines"""
    lost: Mapping[str, int]
    """why rows could not be predicted, and how many"""
    calibration: tuple[Bin, ...] = ()
    curves: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """of survival: arm -> curves"""
    notes: tuple[str, ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def n_lost(self) -> int:
        """Rows without a prediction."""
        return sum(self.lost.values())

    def document(self) -> dict[str, Any]:
        """Scores as plain types."""
        return {
            "kind": self.kind,
            "file": self.file,
            "scores": [asdict(score) for score in self.scores],
            "calibration": [asdict(one) for one in self.calibration],
            "lost": dict(self.lost),
            "notes": list(self.notes),
            "provenance": dict(self.provenance),
        }
