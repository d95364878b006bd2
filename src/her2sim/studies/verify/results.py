"""What a verification hands to its reader: an outcome for every claim, and the numbers behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import Reference, load_evidence
from her2sim.studies.experiments import ENOUGH
from her2sim.studies.results import Interval
from her2sim.studies.verify.form import Claim, OwnReference

Floats = NDArray[np.float64]
Outcome = Literal["pass", "fail", "not evaluable", "reported"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "not evaluable", "reported")

__all__ = ["ENOUGH", "OUTCOMES", "ClaimResult", "Outcome", "ReadoutResult", "Verification"]


@dataclass(frozen=True)
class ReadoutResult:
    """A readout of a claim."""

    values: Floats | None
    """(N,), or (N, C) for a panel; NaN where a member failed; None where it could not be asked"""
    reason: str = ""
    """why it could not be asked"""

    @property
    def interval(self) -> Interval:
        """Median and 90 % interval over the members; over the mean of the cells for a panel."""
        if self.values is None:
            return Interval(np.nan, np.nan, np.nan, 0.9, "")
        values = self.values.mean(axis=1) if self.values.ndim == 2 else self.values
        return quantiles(values)


def quantiles(values: Floats, level: float = 0.9) -> Interval:
    """Median and equal-tailed interval; NaN is left out, infinities stay what they are."""
    known = np.sort(values[~np.isnan(values)])
    if known.size == 0:
        return Interval(np.nan, np.nan, np.nan, level, "")
    tail = 0.5 * (1.0 - level)
    low, median, high = (_between(known, share) for share in (tail, 0.5, 1.0 - tail))
    return Interval(median, low, high, level, "")


def _between(ordered: Floats, share: float) -> float:
    """A quantile by straight lines; next to an infinity the nearer value."""
    place = share * (ordered.size - 1)
    low, high = ordered[int(np.floor(place))], ordered[int(np.ceil(place))]
    rest = place - np.floor(place)
    if not (np.isfinite(low) and np.isfinite(high)):
        return float(low if rest < 0.5 else high)
    return float(low + rest * (high - low))


@dataclass(frozen=True)
class ClaimResult:
    """One claim and what became of it."""

    claim: Claim
    file: str
    outcome: Outcome
    share: float
    """of the members that satisfy the relation; NaN where it was not asked"""
    satisfied: NDArray[np.bool_] | None
    """(N,)"""
    n_failed: int
    """members without a value in a readout the relation uses; they do not satisfy it"""
    reason: str
    """why it is not evaluable or only reported; '' otherwise"""
    readouts: Mapping[str, ReadoutResult] = field(default_factory=dict[str, ReadoutResult])

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(words, address or '') of every reference."""
        known = load_evidence().references
        return tuple(_link(one, known) for one in self.claim.references)


def _link(reference: str | OwnReference, known: Mapping[str, Reference]) -> tuple[str, str]:
    if isinstance(reference, OwnReference):
        return reference.cite, reference.link
    record = known.get(reference)
    return (record.cite, record.link) if record is not None else (reference, "")


@dataclass(frozen=True)
class Verification:
    """Every claim that was asked, with the members it was asked of."""

    results: tuple[ClaimResult, ...]
    members: NDArray[np.int64]
    """numbers of the members in the ensemble, (N,)"""
    seed: int
    lanes: int
    """simulations run"""
    failed: int
    """of these, how many failed"""
    failures: Mapping[str, int]
    """reason -> how many"""
    limits: tuple[str, ...]
    provenance: Mapping[str, Any]

    @property
    def draws(self) -> int:
        """Number of members."""
        return int(self.members.size)

    @property
    def counts(self) -> dict[str, int]:
        """Outcome -> number of claims."""
        found = Counter(result.outcome for result in self.results)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def broken(self) -> tuple[ClaimResult, ...]:
        """Claims that are required and fail."""
        return tuple(result for result in self.results if result.claim.required and result.outcome == "fail")
