"""scipy as the calibration uses it: imported late because it is slow to load, typed here because it has no types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def special() -> Any:
    """`scipy.special`."""
    import scipy.special  # pyright: ignore[reportMissingTypeStubs]

    return scipy.special


def lowest(
    loss: Callable[[Floats], Any], start: Floats, method: str, *, slopes: bool = False, **options: float
) -> Floats:
    """Where a loss is lowest; with `slopes` it also returns its gradient."""
    import scipy.optimize  # pyright: ignore[reportMissingTypeStubs]

    optimise: Any = scipy.optimize
    found: Any = optimise.minimize(loss, start, jac=slopes or None, method=method, options=options)
    return np.asarray(found.x, dtype=np.float64)
