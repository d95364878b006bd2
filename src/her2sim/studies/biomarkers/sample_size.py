"""Patients that a randomised trial needs to see that a marker is predictive.

Two arms crossed with two groups of the marker make four cells. The interaction on a logarithmic scale is a contrast of
the four, and its variance the sum of theirs:

    hazard ratios   1 / (events of the cell)            Schoenfeld 1983, doi:10.2307/2531021;
                                                        Peterson & George 1993, doi:10.1016/0197-2456(93)90035-U
    odds ratios     1 / (n p (1 - p)) of the cell       delta method
    differences     p (1 - p) / n of the cell           binomial
    means           variance / n of the cell

Where all four cells have as many events this is Peterson and George's 4 / (prevalence (1 - prevalence)) at 1:1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InputError
from her2sim.studies.biomarkers.untyped import stats

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Power:
    """What a trial must reach."""

    power: float = 0.8
    two_sided: float = 0.05
    allocation: float = 0.5
    """share that gets the treatment"""

    @property
    def squared(self) -> float:
        """(z of the level + z of the power) squared."""
        return float((stats.norm.ppf(1 - self.two_sided / 2) + stats.norm.ppf(self.power)) ** 2)


def cell_shares(prevalence: float, power: Power) -> Floats:
    """Share of the patients in each cell, shape (2, 2): arm (control, treated), marker (negative, positive).

    Raises:
        InputError: the prevalence does not lie between 0 and 1.
    """
    if not 0.0 < prevalence < 1.0:
        raise InputError(
            "nobody or everybody is positive for the marker.", where="prevalence", expected="above 0 and below 1",
            got=prevalence,
        )  # fmt: skip
    return np.outer([1.0 - power.allocation, power.allocation], [1.0 - prevalence, prevalence])


def for_hazard_ratio(log_interaction: float, prevalence: float, events: Floats, power: Power) -> float:
    """Patients for an interaction of hazard ratios.

    Args:
        log_interaction: log of the hazard ratio (treated : control) in positives over that in negatives.
        prevalence: of the marker.
        events: share of each cell that progresses while it is watched, shape (2, 2) as `cell_shares`.
        power: what is wanted.

    Returns:
        infinity where there is no effect or a cell has no event.
    """
    return _patients(log_interaction, cell_shares(prevalence, power) * events, power)


def for_odds_ratio(log_interaction: float, prevalence: float, shares: Floats, power: Power) -> float:
    """Patients for an interaction of odds ratios; `shares` that respond in each cell, shape (2, 2)."""
    return _patients(log_interaction, cell_shares(prevalence, power) * shares * (1.0 - shares), power)


def for_difference(interaction: float, prevalence: float, variances: Floats, power: Power) -> float:
    """Patients for a difference of differences.

    Args:
        interaction: gain of the positives less that of the negatives.
        prevalence: of the marker.
        variances: of the outcome in each cell, p (1 - p) for a proportion, shape (2, 2).
        power: what is wanted.
    """
    with np.errstate(divide="ignore"):
        information = np.where(variances > 0.0, cell_shares(prevalence, power) / variances, np.inf)
    return _patients(interaction, information, power)


def _patients(effect: float, information: Floats, power: Power) -> float:
    """Patients, from the information one patient brings to each cell."""
    if not np.isfinite(effect) or np.isnan(information).any():
        return np.nan
    if effect == 0.0 or (information <= 0.0).any():
        return np.inf
    return float(np.ceil(power.squared * float((1.0 / information).sum()) / effect**2))
