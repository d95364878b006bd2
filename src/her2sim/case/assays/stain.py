"""HER2 IHC class of a tumour from RPPA, log2 gene copies or the ISH ratio: ordinal regression (proportional odds).

    P(class <= k) = 1 / (1 + exp(slope value - cut_k)),   classes 0, 1+, 2+, 3+

The classes are read as molecules by the table of the stain (`mapping.yaml`), so that a tumour measured by either assay
lands on the same scale as one that was stained. Within a class the value says no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case.assays.settings import Guess
from her2sim.case.assays.solvers import lowest

Floats = NDArray[np.float64]
CLASSES = ("0", "1+", "2+", "3+")
FOLDS = 10


@dataclass(frozen=True)
class Ordinal:
    """A calibrated ordinal regression, the range it was calibrated on and how well it foretells classes left out."""

    slope: float
    cuts: tuple[float, ...]
    low: float
    high: float
    tumours: int
    log_loss: float
    log_loss_of_shares: float
    """mean -ln(probability of the true class), ten-fold cross-validated: of the regression and of the class shares"""

    def shares(self, value: float) -> Floats:
        """Probability of each class at a value; values beyond the calibrated range count as its end."""
        return _shares(np.array([min(max(value, self.low), self.high)]), self.slope, np.array(self.cuts))[0]


def fit_ordinal(x: Floats, classes: NDArray[np.intp], usual: Floats, prior: Guess) -> Ordinal:
    """Ordinal regression of the class (0 to 3) on the value of an assay.

    Args:
        x: shape (N,), values of the assay.
        classes: shape (N,), the class of each tumour.
        usual: shape (4,), share of each class among all tumours; who is measured by the assay may be a choice (ISH is
            done on 2+), so that each tumour counts as much as its class is rarer here than there.
        prior: of the slope.
    """
    here = np.bincount(classes, minlength=len(CLASSES)) / len(x)
    weights = (usual / here)[classes]
    slope, cuts = _fit(x, classes, weights, prior)
    loss = loss_of_shares = 0.0
    fold = np.argsort(np.argsort(x, kind="stable"), kind="stable") % FOLDS
    for left_out in range(FOLDS):
        out = fold == left_out
        found = _fit(x[~out], classes[~out], weights[~out], prior)
        loss -= float(np.log(_shares(x[out], *found)[np.arange(out.sum()), classes[out]]) @ weights[out])
        loss_of_shares -= float(np.log(usual)[classes[out]] @ weights[out])
    n = float(weights.sum())
    cuts_found = tuple(float(c) for c in cuts)
    return Ordinal(slope, cuts_found, float(x.min()), float(x.max()), len(x), loss / n, loss_of_shares / n)


def _shares(x: Floats, slope: float, cuts: Floats) -> Floats:
    up_to = 1 / (1 + np.exp(np.clip(slope * x[:, None] - cuts, -700, 700)))
    edges = np.column_stack([np.zeros(len(x)), up_to, np.ones(len(x))])
    return np.maximum(np.diff(edges, axis=1), 1e-300)


def _fit(x: Floats, classes: NDArray[np.intp], weights: Floats, prior: Guess) -> tuple[float, Floats]:
    rows = np.arange(len(x))
    below = np.cumsum(np.bincount(classes, weights, len(CLASSES)))[:-1] / weights.sum()
    first = np.log(below / (1 - below))

    def loss(at: Floats) -> float:
        cuts = np.cumsum(np.concatenate([at[1:2], np.exp(at[2:])]))
        likely = float(np.log(_shares(x, at[0], cuts)[rows, classes]) @ weights)
        return 0.5 * ((at[0] - prior.value) / prior.sd) ** 2 - likely

    start = np.concatenate([[1.0], first[:1], np.log(np.diff(first))])
    rough = lowest(loss, start, "BFGS")
    found = lowest(loss, rough, "Nelder-Mead", xatol=1e-9, fatol=1e-11, maxiter=20000, maxfev=20000)
    return float(found[0]), np.cumsum(np.concatenate([found[1:2], np.exp(found[2:])]))


def usual_shares(clinical: Any) -> Floats:
    """Share of each class among all patients with a stain."""
    counts = np.array([int((clinical["HER2_IHC_level"] == name).sum()) for name in CLASSES])
    return counts / counts.sum()


def read_stains(clinical: Any, values: Mapping[str, float]) -> tuple[Floats, NDArray[np.intp]]:
    """Value and IHC class of every patient with both.

    Args:
        clinical: the table of patients, with `patient_barcode` and `HER2_IHC_level`.
        values: barcode of the patient in small letters -> value of the assay.
    """
    levels = zip(clinical["patient_barcode"], clinical["HER2_IHC_level"], strict=True)
    pairs = [
        (values[str(key)], CLASSES.index(str(level)))
        for key, level in levels
        if str(level) in CLASSES and str(key) in values
    ]
    return np.array([value for value, _ in pairs]), np.array([level for _, level in pairs], dtype=np.intp)
