"""Figure 2 of the review as experiments: the three groups of resistance, each case against the sensitive reference.

Vu & Claret 2012, Front Oncol 2:62, doi:10.3389/fonc.2012.00062. Trastuzumab alone, the same draws in every case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from her2sim.studies.experiments import ENOUGH, agreement, cell_text
from her2sim.studies.results import Experiment, Floats, Prediction

REFERENCE = "sensitive-reference"

GROUPS: Mapping[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "steric": (
        "The antibody's site is hidden or cut off",
        "p95HER2 and masking by MUC4 keep trastuzumab from HER2.",
        ("p95HER2-shed", "p95HER2-CTF611", "MUC4-masking"),
        ("vu2012", "scaltriti2007", "nagy2005"),
    ),
    "bypass": (
        "Other receptors take over",
        "MET and IGF-1R signal on when HER2 is blocked.",
        ("MET-amplified", "IGF1R-high"),
        ("vu2012", "shattuck2008", "lu2001"),
    ),
    "intracellular": (
        "The inside of the cell is altered",
        "Loss of PTEN or a mutation of PIK3CA keeps PI3K-AKT on below the receptor.",
        ("PTEN-loss", "PIK3CA-H1047R"),
        ("vu2012", "nagata2004", "berns2007"),
    ),
}
CASES = (REFERENCE, *(name for group in GROUPS.values() for name in group[2]))


def _column(prediction: Prediction, name: str) -> Floats:
    return prediction.regimens[0].patients[name].to_numpy(dtype=np.float64)


def group_of_resistance(key: str, predictions: Mapping[str, Prediction]) -> Experiment:
    """One group of figure 2.

    Args:
        key: of `GROUPS`.
        predictions: by case, made with the same draws and seed.
    """
    title, statement, cases, references = GROUPS[key]
    reference = _column(predictions[REFERENCE], "best_change_pct")
    rows: list[dict[str, Any]] = [_row(REFERENCE, predictions[REFERENCE], reference)]
    verdicts: list[str] = []
    holds = True
    for case in cases:
        prediction = predictions[case]
        change = _column(prediction, "best_change_pct")
        carried = prediction.profile.mechanisms[0].id
        repaired = _column(prediction, f"best_change_pct_{carried}_repaired")
        counted = np.isfinite(reference) & np.isfinite(change) & np.isfinite(repaired)
        less = agreement(change > reference, counted)
        restored = agreement(np.abs(repaired - reference) < np.abs(change - reference), counted)
        rows.append(_row(case, prediction, change, repaired))
        holds = holds and less >= ENOUGH and restored >= ENOUGH
        verdicts.append(f"{case}: less shrinkage in {less:.0%} of the draws, undone by repair in {restored:.0%}")
    return Experiment(
        id=f"figure 2: {key}",
        title=title,
        statement=statement,
        references=references,
        table=pd.DataFrame(rows),
        series={case: _courses(predictions[case]) for case in (REFERENCE, *cases)},
        holds=holds,
        verdict="; ".join(verdicts) + ".",
    )


def _row(case: str, prediction: Prediction, change: Floats, repaired: Floats | None = None) -> dict[str, Any]:
    result = prediction.regimens[0]
    return {
        "case": case,
        "best change, %": cell_text(change, "%"),
        "P(response)": f"{result.p_response:.0%}",
        "P(pCR)": f"{result.p_pcr:.0%}",
        "best change once repaired, %": "" if repaired is None else cell_text(repaired, "%"),
        "mechanism": ", ".join(mechanism.name for mechanism in prediction.profile.mechanisms) or "none",
    }


def _courses(prediction: Prediction) -> tuple[Any, ...]:
    shown = {"pAKT", "division_drive"}
    result = prediction.regimens[0]
    return (*(series for series in result.signals if series.name in shown), result.diameter)
