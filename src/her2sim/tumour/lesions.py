"""From volume to what the radiologist measures: lesions as equal spheres, longest diameters summed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def volume_of_lesions(sum_of_diameters_mm: Floats, lesions: Floats) -> Floats:
    """Total volume in mm3 of equal spheres with this sum of diameters, same shape."""
    return lesions * np.pi / 6.0 * (sum_of_diameters_mm / lesions) ** 3


def sum_of_diameters(volume_mm3: Floats, lesions: Floats) -> Floats:
    """Sum of diameters in mm of equal spheres of this total volume.

    Args:
        volume_mm3: shape (N,) or (N, T).
        lesions: number of lesions, shape (N,).
    """
    count = lesions if volume_mm3.ndim == 1 else lesions[:, None]
    return count * np.cbrt(6.0 * volume_mm3 / (np.pi * count))
