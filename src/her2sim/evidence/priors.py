"""What is believed about a number before any data are fitted: six kinds of prior, each around a published value.

    lognormal {fold}       95 % of the mass lies in value/fold .. value*fold (the value is the median)
    normal    {sd}         mean and median are the value
    beta      {a, b}       a fraction; the value is the best guess, the prior does not depend on it
    uniform   {low, high}  nothing is preferred inside; the value lies inside
    choice    {values, weights}  one of a few values: a structural variant, where the literature disagrees
    fixed     {}           a convention or a physical constant: no spread

Samples are in the unit the value was published in.
"""

# the six kinds implement Prior, where the methods are described
# ruff: noqa: D102

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Annotated, Literal, final

from pydantic import BaseModel, ConfigDict, Field, model_validator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Z95 = 1.959964
"""97.5 % point of the standard normal distribution; makes `fold` the 95 % range of a lognormal prior."""

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Prior(BaseModel, ABC):
    """A belief about one number; `value` is its published or guessed value, in its own unit."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    @abstractmethod
    def sample(self, rng: np.random.Generator, n: int, value: float) -> NDArray[np.float64]:
        """Independent draws, shape (n,), in the unit of `value`."""

    @abstractmethod
    def at(self, scores: NDArray[np.float64], value: float) -> NDArray[np.float64]:
        """The prior's quantiles at standard normal scores, same shape, in the unit of `value`; what inference moves."""

    @abstractmethod
    def median(self, value: float) -> float:
        """The 50 % point."""

    @abstractmethod
    def interval95(self, value: float) -> tuple[float, float]:
        """The 2.5 % and the 97.5 % point."""

    def problem(self, value: float) -> str | None:
        """Why `value` cannot stand under this prior; None where it can."""
        return None if math.isfinite(value) else "the value must be finite"


@final
class Lognormal(Prior):
    """Positive, symmetric on the log scale: 95 % of the mass lies in value/fold .. value*fold."""

    kind: Literal["lognormal"] = "lognormal"
    fold: Annotated[float, Field(gt=1, allow_inf_nan=False)]

    @property
    def sd_ln(self) -> float:
        """Standard deviation of the natural logarithm."""
        return math.log(self.fold) / Z95

    def sample(self, rng: np.random.Generator, n: int, value: float) -> NDArray[np.float64]:
        return value * rng.lognormal(0.0, self.sd_ln, n)

    def at(self, scores: NDArray[np.float64], value: float) -> NDArray[np.float64]:
        import numpy as np

        return value * np.exp(self.sd_ln * scores)

    def median(self, value: float) -> float:
        return value

    def interval95(self, value: float) -> tuple[float, float]:
        return value / self.fold, value * self.fold

    def problem(self, value: float) -> str | None:
        return None if value > 0 and math.isfinite(value) else "a lognormal prior needs a positive value"


@final
class Normal(Prior):
    """Symmetric around the value; may be negative."""

    kind: Literal["normal"] = "normal"
    sd: Positive

    def sample(self, rng: np.random.Generator, n: int, value: float) -> NDArray[np.float64]:
        return rng.normal(value, self.sd, n)

    def at(self, scores: NDArray[np.float64], value: float) -> NDArray[np.float64]:
        return value + self.sd * scores

    def median(self, value: float) -> float:
        return value

    def interval95(self, value: float) -> tuple[float, float]:
        return value - Z95 * self.sd, value + Z95 * self.sd


@final
class Beta(Prior):
    """A fraction between 0 and 1."""

    kind: Literal["beta"] = "beta"
    a: Positive
    b: Positive

    def sample(self, rng: np.random.Generator, n: int, value: float) -> NDArray[np.float64]:
        return rng.beta(self.a, self.b, n)

    def at(self, scores: NDArray[np.float64], value: float) -> NDArray[np.float64]:
        from scipy.special import betaincinv, ndtr  # pyright: ignore[reportMissingTypeStubs]

        return betaincinv(self.a, self.b, ndtr(scores))

    def median(self, value: float) -> float:
        return self._quantile(0.5)

    def interval95(self, value: float) -> tuple[float, float]:
        return self._quantile(0.025), self._quantile(0.975)

    def problem(self, value: float) -> str | None:
        return None if 0 <= value <= 1 else "a beta prior needs a value between 0 and 1"

    def _quantile(self, probability: float) -> float:
        from scipy.special import betaincinv  # pyright: ignore[reportMissingTypeStubs]

        return float(betaincinv(self.a, self.b, probability))


@final
class Uniform(Prior):
    """Anything between two bounds, none preferred."""

    kind: Literal["uniform"] = "uniform"
    low: Finite
    high: Finite

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.low >= self.high:
            raise ValueError("low must be below high")
        return self

    def sample(self, rng: np.random.Generator, n: int, value: float) -> NDArray[np.float64]:
        return rng.uniform(self.low, self.high, n)

    def at(self, scores: NDArray[np.float64], value: float) -> NDArray[np.float64]:
        from scipy.special import ndtr  # pyright: ignore[reportMissingTypeStubs]

        return self.low + (self.high - self.low) * ndtr(scores)

    def median(self, value: float) -> float:
        return (self.low + self.high) / 2

    def interval95(self, value: float) -> tuple[float, float]:
        width = self.high - self.low
        return self.low + 0.025 * width, self.high - 0.025 * width

    def problem(self, value: float) -> str | None:
        return None if self.low <= value <= self.high else f"the value must lie in {self.low:g} .. {self.high:g}"


@final
class Choice(Prior):
    """One of a few values, each with a weight: alternative structures of the model; the value is the first guess."""

    kind: Literal["choice"] = "choice"
    values: Annotated[tuple[Finite, ...], Field(min_length=2, strict=False)]
    weights: Annotated[tuple[Positive, ...], Field(min_length=2, strict=False)]

    @model_validator(mode="after")
    def _paired(self) -> Choice:
        if len(self.values) != len(self.weights) or len(set(self.values)) != len(self.values):
            raise ValueError("give every value once, and one weight for each")
        return self

    @property
    def shares(self) -> tuple[float, ...]:
        """The weights, summing to 1."""
        total = sum(self.weights)
        return tuple(weight / total for weight in self.weights)

    def sample(self, rng: np.random.Generator, n: int, value: float) -> NDArray[np.float64]:
        import numpy as np

        return np.asarray(rng.choice(np.asarray(self.values), size=n, p=self.shares), dtype=np.float64)

    def at(self, scores: NDArray[np.float64], value: float) -> NDArray[np.float64]:
        import numpy as np
        from scipy.special import ndtr  # pyright: ignore[reportMissingTypeStubs]

        ordered = sorted(zip(self.values, self.shares, strict=True))
        edges = np.cumsum([share for _, share in ordered])[:-1]
        return np.array([one for one, _ in ordered])[np.searchsorted(edges, ndtr(scores), side="right")]

    def median(self, value: float) -> float:
        return self._quantile(0.5)

    def interval95(self, value: float) -> tuple[float, float]:
        return self._quantile(0.025), self._quantile(0.975)

    def problem(self, value: float) -> str | None:
        known = ", ".join(f"{one:g}" for one in self.values)
        return None if value in self.values else f"the value must be one of {known}"

    def _quantile(self, probability: float) -> float:
        below = 0.0
        for value, share in sorted(zip(self.values, self.shares, strict=True)):
            below += share
            if below >= probability:
                return value
        return max(self.values)


@final
class Fixed(Prior):
    """No spread."""

    kind: Literal["fixed"] = "fixed"

    def sample(self, rng: np.random.Generator, n: int, value: float) -> NDArray[np.float64]:
        import numpy as np

        return np.full(n, value, dtype=np.float64)

    def at(self, scores: NDArray[np.float64], value: float) -> NDArray[np.float64]:
        import numpy as np

        return np.full(np.shape(scores), value, dtype=np.float64)

    def median(self, value: float) -> float:
        return value

    def interval95(self, value: float) -> tuple[float, float]:
        return value, value


AnyPrior = Annotated[Lognormal | Normal | Beta | Uniform | Choice | Fixed, Field(discriminator="kind")]
"""The field type: picks the class by `kind`."""


def describe(prior: Prior, unit: str = "") -> str:
    """A prior in a few words, e.g. 'lognormal, 95 % within x/10 .. x*10'."""
    match prior:
        case Lognormal(fold=fold):
            return f"lognormal, 95 % within a factor {fold:g}"
        case Normal(sd=sd):
            return f"normal, sd {sd:g} {unit}".rstrip()
        case Beta(a=a, b=b):
            return f"beta({a:g}, {b:g})"
        case Uniform(low=low, high=high):
            return f"uniform, {low:g} to {high:g} {unit}".rstrip()
        case Choice(values=values):
            parts = (f"{value:g} ({share:.0%})" for value, share in zip(values, prior.shares, strict=True))
            return "choice: " + ", ".join(parts)
        case _:
            return "fixed"
