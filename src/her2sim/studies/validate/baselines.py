"""What one would say without the model: the mean, HER2 level, ER status and HER2 level; each line left out in turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.studies.fit.lines import line_record

Floats = NDArray[np.float64]

DRUG_MEAN, HER2, ER_HER2 = "drug mean", "HER2 level", "ER status + HER2 level"


def line_features(lines: Sequence[str]) -> tuple[Floats, Floats]:
    """log10 of HER2 receptors per cell, and 1 where a line is ER-positive; shape (n,) each."""
    records = [line_record(line) for line in lines]
    reference = (
        load_evidence().parameters["ERBB2_total"].value if "ERBB2_total" in load_evidence().parameters else 1.15e6
    )
    levels = [
        (given.value or reference * (given.factor or 1.0))
        if (given := record.quantities.get("ERBB2_total"))
        else reference
        for record in records
    ]
    positive = ["ER-positive" in record.subtype for record in records]
    return np.log10(levels), np.asarray(positive, dtype=np.float64)


def left_out(features: Sequence[Floats], value: Floats, lines: Sequence[str]) -> Floats:
    """Linear regression on features, for every line fitted on the other lines; the mean where they are too few.

    Args:
        features: shape (n,) each; none for the mean.
        value: shape (n,).
        lines: n names.
    """
    names = np.asarray(lines)
    design = np.column_stack([np.ones(len(value)), *features])
    found = np.full(len(value), np.nan)
    for line in dict.fromkeys(lines):
        rest = names != line
        if rest.sum() == 0:
            continue
        if rest.sum() <= design.shape[1] + 1:
            found[~rest] = value[rest].mean()
            continue
        weights, *_ = np.linalg.lstsq(design[rest], value[rest], rcond=None)
        found[~rest] = design[~rest] @ weights
    return found


def baselines(value: Floats, lines: Sequence[str]) -> dict[str, Floats]:
    """Predictions of the three baselines for the readings of one drug and metric, (n,) each."""
    level, positive = line_features(lines)
    return {
        DRUG_MEAN: left_out([], value, lines),
        HER2: left_out([level], value, lines),
        ER_HER2: left_out([level, positive], value, lines),
    }


def her2_rank(lines: Sequence[str], sign: float) -> Mapping[str, Floats]:
    """What the baselines rank by: the level itself, not a regression, so that leaving out cannot turn it over."""
    level, _ = line_features(lines)
    return {HER2: sign * level}
