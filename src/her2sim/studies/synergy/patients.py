"""Combinations in patients: independent action for the time to progression, independent kill of cells.

Independent action (Palmer & Sorger 2017, Cell 171:1678, doi:10.1016/j.cell.2017.11.009): every patient has the benefit
of the better of the drugs, no drug helps another. Responses to the drugs are correlated by rho: the more, the less a
second drug adds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def better_of(
    days: Floats, observed: Bools, *, rho: float | None = None, rng: np.random.Generator | None = None
) -> tuple[Floats, Bools]:
    """Time to progression under the better of the drugs, per patient.

    Args:
        days: time to progression or to censoring under each drug alone, (K, N); NaN where a patient failed.
        observed: whether progression was seen, (K, N).
        rho: None pairs the drugs within the virtual patient, so that the correlation is the model's own; else the
            times of each drug are dealt to N patients again by a Gaussian copula of this correlation, 0 to 1.
        rng: needed with rho.

    Returns:
        (days, observed), (N,) each: the later time; where it is censored, the better drug still works, so censored.

    Raises:
        InputError: rho is out of range or has no generator.

    Source: Palmer & Sorger 2017, doi:10.1016/j.cell.2017.11.009.
    """
    if rho is not None:
        days, observed = _dealt(days, observed, rho, rng)
    lost = np.isnan(days).any(axis=0)
    best = np.where(lost, np.nan, days.max(axis=0))
    # progression is seen only if every drug that lasts to the latest time has failed there
    seen = np.all((days != best[None, :]) | observed, axis=0) & ~lost
    return best, np.asarray(seen, dtype=np.bool_)


def _dealt(days: Floats, observed: Bools, rho: float, rng: np.random.Generator | None) -> tuple[Floats, Bools]:
    if not 0.0 <= rho <= 1.0 or rng is None:
        raise InputError("a correlation of responses lies between 0 and 1.", where="rho", expected="0 to 1", got=rho)
    keep = ~np.isnan(days).any(axis=0)
    drugs, n = days.shape
    shared = np.asarray(rng.standard_normal(n), dtype=np.float64)
    new_days, new_seen = np.full_like(days, np.nan), np.zeros_like(observed)
    for drug in range(drugs):
        own = np.asarray(rng.standard_normal(n), dtype=np.float64)
        score = np.sqrt(rho) * shared + np.sqrt(1.0 - rho) * own
        rank = np.argsort(np.argsort(score[keep]))
        order = np.lexsort((~observed[drug, keep], days[drug, keep]))  # at equal times progression before censoring
        new_days[drug, keep] = days[drug, keep][order][rank]
        new_seen[drug, keep] = observed[drug, keep][order][rank]
    return new_days, new_seen


def log_kill_bliss(log10_kill: Floats) -> Floats:
    """Log10 kill (N,) of independent drugs from the log10 kills of each alone (K, N): surviving shares multiply, so
    the logarithms add up. Bliss 1939, doi:10.1111/j.1744-7348.1939.tb06990.x, on the surviving share."""
    return log10_kill.sum(axis=0)
