"""Regimens that no other beats on benefit at the same price or less."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def non_dominated(benefit: Floats, price: Floats, *, tie: float = 0.0) -> Bools:
    """Which regimens are on the front of benefit (more is better) against a price (less is better), shape (R,).

    One is dominated if another is as good on both and better on one; equal regimens are both on the front. A regimen
    with a NaN is never on it and dominates none.

    Args:
        benefit, price: shape (R,).
        tie: benefits that close are the same, so that an error of the solver buys no place on the front.
    """
    good = np.isfinite(benefit) & np.isfinite(price)
    at_least = (benefit[:, None] >= benefit[None, :] - tie) & (price[:, None] <= price[None, :])
    better = (benefit[:, None] > benefit[None, :] + tie) | (price[:, None] < price[None, :])
    return good & ~(at_least & better & good[:, None]).any(axis=0)
