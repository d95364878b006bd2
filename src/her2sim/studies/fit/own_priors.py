"""A user's own belief about a parameter of the network: the quantile of a prior cut at bounds, at a score.

    value = Q(F(low) + (F(high) - F(low)) Phi(score))        F the distribution, Q its quantile

so that a score stays standard normal whatever was believed, and a bound can never be passed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence.priors import Beta, Choice

Floats = NDArray[np.float64]
Family = Literal["normal", "laplace", "uniform"]

_FARTHEST = 8.0
"""scores beyond it are taken as it: above, Phi is 1 to double precision"""


@dataclass(frozen=True)
class OwnPrior:
    """Normal, Laplace or uniform, of a value or of its natural logarithm, cut at two bounds.

    Args:
        place, width: mean and sd; location and scale; lower end and length. Of the logarithm if `log`.
        low, high: bounds of the value, model units; may be infinite.
    """

    family: Family
    place: float
    width: float
    log: bool
    low: float = -math.inf
    high: float = math.inf

    @property
    def ends(self) -> tuple[float, float]:
        """The bounds in widths from the place."""
        found = [_logarithm(end) if self.log else end for end in (self.low, self.high)]
        low, high = ((end - self.place) / self.width for end in found)
        return (max(low, 0.0), min(high, 1.0)) if self.family == "uniform" else (low, high)

    @property
    def mass(self) -> float:
        """Share of the prior inside the bounds."""
        low, high = self.ends
        if self.family == "uniform":
            return max(0.0, high - low)
        low, high = (-high, -low) if low > 0 else (low, high)
        return float(self._cdf(np.array(high)) - self._cdf(np.array(low)))

    def at(self, scores: Floats) -> Floats:
        """Values at standard normal scores, same shape, model units."""
        from scipy.special import ndtr  # pyright: ignore[reportMissingTypeStubs]

        low, high = self.ends
        scores = np.clip(scores, -_FARTHEST, _FARTHEST)
        if self.family == "uniform":
            steps = low + (high - low) * np.asarray(ndtr(scores))
        else:
            sign = -1.0 if low > 0 else 1.0  # the lower tail is the one that floats resolve
            first, last = (float(self._cdf(np.array(end))) for end in sorted((sign * low, sign * high)))
            steps = sign * self._quantile(first + (last - first) * np.asarray(ndtr(sign * scores)))
            steps = np.clip(steps, low, high)
        values = self.place + self.width * steps
        return np.clip(np.exp(values) if self.log else values, self.low, self.high)

    def _cdf(self, x: Floats) -> Floats:
        from scipy.special import ndtr  # pyright: ignore[reportMissingTypeStubs]

        if self.family == "normal":
            return np.asarray(ndtr(x))
        return np.where(x < 0, 0.5 * np.exp(np.minimum(x, 0.0)), 1.0 - 0.5 * np.exp(-np.maximum(x, 0.0)))

    def _quantile(self, share: Floats) -> Floats:
        from scipy.special import ndtri  # pyright: ignore[reportMissingTypeStubs]

        if self.family == "normal":
            return np.asarray(ndtri(share))
        with np.errstate(divide="ignore"):
            return np.where(share < 0.5, np.log(2.0 * share), -np.log(2.0 * (1.0 - share)))


@dataclass(frozen=True)
class CutPrior:
    """A prior of the evidence cut at bounds that a user gave.

    Args:
        factor: model units in one published unit.
        low, high: bounds of the value, model units.
    """

    prior: Beta | Choice
    factor: float
    low: float
    high: float

    @property
    def mass(self) -> float:
        """Share of the prior inside the bounds."""
        if isinstance(self.prior, Choice):
            return sum(share for _, share in self._left())
        first, last = self._shares()
        return last - first

    def at(self, scores: Floats) -> Floats:
        """Values at standard normal scores, same shape, model units."""
        from scipy.special import betaincinv, ndtr  # pyright: ignore[reportMissingTypeStubs]

        share = np.asarray(ndtr(scores), dtype=np.float64)
        if isinstance(self.prior, Choice):
            values, shares = (np.array(part) for part in zip(*sorted(self._left()), strict=True))
            edges = np.cumsum(shares / shares.sum())[:-1]
            return np.asarray(values[np.searchsorted(edges, share, side="right")] * self.factor)
        first, last = self._shares()
        values = np.asarray(betaincinv(self.prior.a, self.prior.b, first + (last - first) * share)) * self.factor
        return np.clip(values, self.low, self.high)

    def _left(self) -> list[tuple[float, float]]:
        """Alternatives inside the bounds with their shares."""
        if not isinstance(self.prior, Choice):
            return []
        pairs = zip(self.prior.values, self.prior.shares, strict=True)
        return [(value, share) for value, share in pairs if self.low <= value * self.factor <= self.high]

    def _shares(self) -> tuple[float, float]:
        from scipy.special import betainc  # pyright: ignore[reportMissingTypeStubs]

        if not isinstance(self.prior, Beta):
            return 0.0, 1.0
        ends = np.clip(np.array([self.low, self.high]) / self.factor, 0.0, 1.0)
        first, last = np.asarray(betainc(self.prior.a, self.prior.b, ends), dtype=np.float64)
        return float(first), float(last)


def _logarithm(value: float) -> float:
    return math.log(value) if value > 0 else -math.inf
