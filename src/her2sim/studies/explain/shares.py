"""Shares of a whole, and when there is a whole to share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.explain.settings import settings

Floats = NDArray[np.float64]


def clear_mean(values: Floats) -> float:
    """Mean over the draws, shape (G,); NaN where it is not clear of zero, so that no share of it is given.

    It is clear where it exceeds `clear` of `data/settings.yaml` times its Monte Carlo error.
    """
    if values.size < 2:
        return float("nan")
    mean, error = float(values.mean()), float(values.std(ddof=1)) / float(np.sqrt(values.size))
    return mean if mean > float(settings()["clear"]) * error else float("nan")


def share_of(part: float, whole: float) -> float:
    """A part over the whole; NaN where there is no whole."""
    return part / whole if whole > 0 else float("nan")
