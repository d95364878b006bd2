"""Scores of a ranking from paired draws: shares of best, regret, pairs.

A row is a regimen, a column a draw, shape (R, N); greater is better. Draws must be finite: first drop, for all
regimens, the draws that failed under any (`common`). Two worths within `tie` of one another count as the same.

Share of best and expected regret are those of decision theory (Claxton 1999, doi:10.1016/S0167-6296(98)00039-3);
ranking by the mean and by the expected regret is the same order.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def common(worth: Floats) -> Bools:
    """Draws that could be simulated under every regimen, shape (N,)."""
    return np.asarray(np.isfinite(worth).all(axis=0))


def p_best(worth: Floats, *, tie: float = 0.0) -> Floats:
    """Share of the draws in which each regimen is the best, shape (R,); a tie is split, so that the sum is one.

    Args:
        worth: shape (R, N).
        tie: worths that close to the best are as good as it.

    Raises:
        InputError: no regimen, no draw, or a draw that failed.
    """
    _check(worth)
    best = worth >= worth.max(axis=0) - tie
    return (best / best.sum(axis=0)).mean(axis=1)


def expected_regret(worth: Floats) -> Floats:
    """Mean loss against the best regimen of each draw, shape (R,); zero for one that is best in every draw.

    Raises:
        InputError: as `p_best`.
    """
    _check(worth)
    return (worth.max(axis=0) - worth).mean(axis=1)


def pairwise(worth: Floats, *, tie: float = 0.0) -> Floats:
    """Share of the draws in which the regimen of the row beats that of the column, shape (R, R); a tie counts half.

    Raises:
        InputError: as `p_best`.
    """
    _check(worth)
    shares = np.empty((len(worth), len(worth)))
    for row, own in enumerate(worth):  # one row at a time: R x N numbers, not R x R x N
        difference = own - worth
        shares[row] = ((difference > tie) + 0.5 * (np.abs(difference) <= tie)).mean(axis=1)
    return shares


def standard_error(share: Floats, draws: int) -> Floats:
    """Monte Carlo standard error of shares of `draws` independent draws, shape (R,)."""
    return np.sqrt(share * (1.0 - share) / draws)


def _check(worth: Floats) -> None:
    if worth.ndim != 2 or 0 in worth.shape:
        raise InputError("there is nothing to rank.", where="worth", expected="regimens x draws", got=worth.shape)
    if not np.isfinite(worth).all():
        raise InputError(
            "a draw failed under a regimen.", where="worth", expected="only draws that all regimens share",
            got=f"{int((~np.isfinite(worth)).any(axis=0).sum())} failed draws", hint="worth[:, common(worth)]",
        )  # fmt: skip
