"""How sure a case is of one quantity: distributions as frozen data, drawn by turning uniform numbers into values.

Every distribution maps a uniform number to a value (`at`). So two cases drawn with the same generator share their
random numbers, quantity by quantity, and differ only where the cases differ. Correlations act on the uniform numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fixed:
    """A value taken as known."""

    value: float

    @property
    def median(self) -> float:
        """The value itself."""
        return self.value

    def at(self, u: Floats) -> Floats:
        """The value, once for every uniform number."""
        return np.full(u.shape, self.value)


@dataclass(frozen=True)
class LogNormal:
    """Log-normal with median `centre` before the cut to `low`..`high`, and `sigma` of the natural logarithm."""

    centre: float
    sigma: float
    low: float = 0.0
    high: float = math.inf

    @property
    def median(self) -> float:
        """Median after the cut."""
        return float(self.at(np.array([0.5]))[0])

    def at(self, u: Floats) -> Floats:
        """Value at the quantile `u`, shape of `u`."""
        special = _special()
        middle = math.log(self.centre)
        below = float(special.ndtr((math.log(self.low) - middle) / self.sigma)) if self.low > 0 else 0.0
        above = float(special.ndtr((math.log(self.high) - middle) / self.sigma)) if math.isfinite(self.high) else 1.0
        inside = np.clip(below + u * (above - below), 1e-12, 1 - 1e-12)
        return np.clip(np.exp(middle + self.sigma * special.ndtri(inside)), self.low, self.high)


@dataclass(frozen=True)
class Normal:
    """Normal with `mean` and standard deviation `sd`, cut to `low`..`high`."""

    mean: float
    sd: float
    low: float = -math.inf
    high: float = math.inf

    @property
    def median(self) -> float:
        """Median after the cut."""
        return float(self.at(np.array([0.5]))[0])

    def at(self, u: Floats) -> Floats:
        """Value at the quantile `u`, shape of `u`."""
        special = _special()
        below = float(special.ndtr((self.low - self.mean) / self.sd))
        above = float(special.ndtr((self.high - self.mean) / self.sd))
        inside = np.clip(below + u * (above - below), 1e-12, 1 - 1e-12)
        return np.clip(self.mean + self.sd * special.ndtri(inside), self.low, self.high)


@dataclass(frozen=True)
class Beta:
    """Beta with `mean` and the weight `n` of that many observations (a = mean n, b = (1 - mean) n)."""

    mean: float
    n: float

    @property
    def median(self) -> float:
        """Median."""
        return float(self.at(np.array([0.5]))[0])

    def at(self, u: Floats) -> Floats:
        """Value at the quantile `u`, shape of `u`."""
        return np.asarray(_special().betaincinv(self.mean * self.n, (1 - self.mean) * self.n, u), dtype=np.float64)


@dataclass(frozen=True)
class Uniform:
    """Flat between `low` and `high`."""

    low: float
    high: float

    @property
    def median(self) -> float:
        """The middle."""
        return 0.5 * (self.low + self.high)

    def at(self, u: Floats) -> Floats:
        """Value at the quantile `u`, shape of `u`."""
        return self.low + u * (self.high - self.low)


@dataclass(frozen=True)
class Categorical:
    """One of a few values, e.g. a genotype; `weights` sum to 1."""

    values: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def median(self) -> float:
        """The value at the quantile one half."""
        return float(self.at(np.array([0.5]))[0])

    def at(self, u: Floats) -> Floats:
        """The value whose share of 0..1 holds `u`, shape of `u`."""
        return np.asarray(self.values, dtype=np.float64)[_part_of(u, self.weights)]


@dataclass(frozen=True)
class Mixture:
    """One of several distributions, each with its weight and its name (e.g. 'loss', 'normal'); weights sum to 1."""

    weights: tuple[float, ...]
    parts: tuple[Distribution, ...]
    labels: tuple[str, ...] = ()

    @property
    def median(self) -> float:
        """Median over the parts."""
        return float(np.median(self.at((np.arange(2000) + 0.5) / 2000)))

    def at(self, u: Floats) -> Floats:
        """The part whose share of 0..1 holds `u`, at the place of `u` within that share; shape of `u`."""
        chosen, edges = _part_of(u, self.weights), np.concatenate([[0.0], np.cumsum(self.weights)])
        values = np.empty(u.shape)
        for index, part in enumerate(self.parts):
            here = chosen == index
            if here.any():
                values[here] = part.at(np.clip((u[here] - edges[index]) / self.weights[index], 0.0, 1.0))
        return values


@dataclass(frozen=True)
class Given:
    """A distribution that depends on another quantity with few values, e.g. PTEN loss given ER status."""

    on: str
    cases: Mapping[float, Distribution]
    shares: Mapping[float, float]
    """share of each case where the other quantity is not known; for summaries only"""

    @property
    def median(self) -> float:
        """Median over the cases, weighted by their shares."""
        return _unconditional(self).median

    def at_given(self, u: Floats, other: Floats) -> Floats:
        """Value at the quantile `u` in the case that `other` names; shapes alike."""
        values = np.full(u.shape, np.nan)
        for key, part in self.cases.items():
            here = other == key
            if here.any():
                values[here] = part.at(u[here])
        return values


Distribution = Fixed | LogNormal | Normal | Beta | Uniform | Categorical | Mixture
AnyDistribution = Distribution | Given


def sample(distribution: Distribution, rng: np.random.Generator, n: int) -> Floats:
    """`n` independent draws, shape (n,)."""
    return distribution.at(rng.random(n))


def normal_scores(u: Floats) -> Floats:
    """Standard normal values at the quantiles `u`, shape of `u`."""
    return np.asarray(_special().ndtri(np.clip(u, 1e-12, 1 - 1e-12)), dtype=np.float64)


def uniforms(z: Floats) -> Floats:
    """Quantiles of standard normal values, shape of `z`; undoes `normal_scores`."""
    return np.asarray(_special().ndtr(z), dtype=np.float64)


def spread(distribution: AnyDistribution) -> tuple[float, float]:
    """Equal-tailed 95 % interval; a `Given` counts its cases by their shares."""
    if isinstance(distribution, Given):
        return spread(_unconditional(distribution))
    values = distribution.at((np.arange(4000) + 0.5) / 4000)
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _unconditional(given: Given) -> Mixture:
    return Mixture(tuple(given.shares.values()), tuple(given.cases[key] for key in given.shares))


def _special() -> Any:  # scipy has no types; imported late because it is slow to load
    import scipy.special  # pyright: ignore[reportMissingTypeStubs]

    return scipy.special


def _part_of(u: Floats, weights: tuple[float, ...]) -> NDArray[np.intp]:
    return np.minimum(np.searchsorted(np.cumsum(weights), u, side="right"), len(weights) - 1)


def read_distribution(spec: Any) -> AnyDistribution:
    """A distribution from its form in `data/*.yaml`.

    The forms: a number; `{lognormal: {median:, sigma:, low:, high:}}`; `{normal: {mean:, sd:, low:, high:}}`;
    `{uniform: [low, high]}`; `{beta: {mean:, n:}}`; `{categorical: {value: weight}}`;
    `{mixture: [{weight:, label:, is: form}]}`; `{given: {on: quantity, cases: {value: form}, shares: {value: share}}}`.

    Raises:
        ValueError: the form is none of these, or weights do not sum to 1.
    """
    if isinstance(spec, int | float):
        return Fixed(float(spec))
    if not isinstance(spec, Mapping) or len(spec) != 1:  # pyright: ignore[reportUnknownArgumentType]
        raise ValueError(f"{spec!r} is not a distribution")
    name, body = next(iter(spec.items()))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return _read(str(name), body)  # pyright: ignore[reportUnknownArgumentType]


def _read(name: str, body: Any) -> AnyDistribution:
    readers: dict[str, Callable[[Any], AnyDistribution]] = {
        "lognormal": lambda b: LogNormal(b["median"], b["sigma"], b.get("low", 0.0), b.get("high", math.inf)),
        "normal": lambda b: Normal(b["mean"], b["sd"], b.get("low", -math.inf), b.get("high", math.inf)),
        "beta": lambda b: Beta(b["mean"], b["n"]),
        "uniform": lambda b: Uniform(b[0], b[1]),
        "categorical": lambda b: Categorical(tuple(float(value) for value in b), _weights(tuple(b.values()))),
        "mixture": _read_mixture,
        "given": lambda b: Given(
            b["on"],
            {float(key): _plain(value) for key, value in b["cases"].items()},
            {float(key): float(value) for key, value in b["shares"].items()},
        ),
    }
    if name not in readers:
        raise ValueError(f"no distribution is named {name!r}")
    return readers[name](body)


def _read_mixture(body: Any) -> Mixture:
    weights = _weights(tuple(part["weight"] for part in body))
    return Mixture(weights, tuple(_plain(part["is"]) for part in body), tuple(part["label"] for part in body))


def _plain(spec: Any) -> Distribution:
    distribution = read_distribution(spec)
    if isinstance(distribution, Given):
        raise ValueError("a conditional distribution cannot be part of another")
    return distribution


def _weights(weights: tuple[float, ...]) -> tuple[float, ...]:
    if any(w <= 0 for w in weights) or abs(sum(weights) - 1) > 1e-9:
        raise ValueError(f"weights {weights} are not positive with sum 1")
    return tuple(float(w) for w in weights)
