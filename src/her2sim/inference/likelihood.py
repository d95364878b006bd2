"""How far a prediction is from the data: relative, censored, replicate-noisy and ordinal data in one form.

    absolute   residual = datum - prediction
    relative   the same after the mean of a group is taken off both (weights 1/sd^2): on a logarithm this is the best
               scale factor of the group, profiled out
    censored   the truth is at least (or at most) the datum: no residual where the prediction is there
    ordinal    a claim holds: its margin is at least the margin asked for, a censored datum

Residuals are normal with the sd of the replicates and of the model's own error added in quadrature, up to a knee;
beyond it they count by size, not square (Huber 1964, Ann Math Stat 35:73, doi:10.1214/aoms/1177703732): a datum
that the model cannot meet must not move all that it happens to correlate with.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import ConvergenceError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Z90 = 1.6448536
"""95 % point of the standard normal distribution: intervals here hold 90 %"""


@dataclass(frozen=True)
class Targets:
    """D data."""

    value: Floats
    sd: Floats
    """of the residual, shape (D,)"""
    group: Ints
    """data of one unknown scale share a number from 0; -1 for absolute ones"""
    censored: Ints
    """1: at least the value, -1: at most, 0: the value"""
    weight: Floats
    """share of an independent datum that each is worth, shape (D,): readings of one curve share their error"""

    @property
    def effective_sd(self) -> Floats:
        """sd of a datum of weight 1 that says as much, shape (D,)."""
        return self.sd / np.sqrt(self.weight)


def join(parts: list[Targets]) -> Targets:
    """All data of several parts; groups stay apart."""
    groups: list[Ints] = []
    first = 0
    for part in parts:
        groups.append(np.where(part.group >= 0, part.group + first, -1))
        first += int(part.group.max(initial=-1)) + 1
    return Targets(
        value=np.concatenate([part.value for part in parts]),
        sd=np.concatenate([part.sd for part in parts]),
        group=np.concatenate(groups),
        censored=np.concatenate([part.censored for part in parts]),
        weight=np.concatenate([part.weight for part in parts]),
    )


def compared(targets: Targets, predicted: Floats) -> tuple[Floats, Floats]:
    """Predictions without their scale, and what they miss.

    Args:
        predicted: shape (D, N), finite.

    Returns:
        (predicted less the scale of its group, residual), both (D, N); a censored datum that is satisfied has residual
        zero and a prediction at its bound.
    """
    free = targets.group >= 0
    value = np.broadcast_to(targets.value[:, None], predicted.shape).copy()
    values = predicted.copy()
    if free.any():
        value[free] -= _group_means(targets, value, free)
        values[free] -= _group_means(targets, values, free)
    sign = targets.censored[:, None]
    satisfied = (sign != 0) & (sign * (values - value) >= 0)
    values = np.where(satisfied, value, values)
    return values, value - values


def filled(values: Floats) -> Floats:
    """Values (D, N) with the middle of the other members where one has no answer.

    Raises:
        ConvergenceError: no member has an answer for a datum.
    """
    lost = ~np.isfinite(values)
    if not lost.any():
        return values
    if lost.all(axis=1).any():
        raise ConvergenceError(f"no member has an answer for {int(lost.all(axis=1).sum())} of the data")
    middle = np.nanmedian(np.where(lost, np.nan, values), axis=1)
    return np.where(lost, middle[:, None], values)


def widened(low: Floats, middle: Floats, high: Floats, error: Floats | float) -> tuple[Floats, Floats]:
    """A 90 % interval over the members with a normal error of this sd added in quadrature to each side: (low, high)."""
    return middle - np.hypot(middle - low, Z90 * error), middle + np.hypot(high - middle, Z90 * error)


def _group_means(targets: Targets, values: Floats, free: NDArray[np.bool_]) -> Floats:
    """Mean of its group for every row of a group, shape (rows, N)."""
    number, weight = targets.group[free], 1.0 / targets.sd[free] ** 2
    total = np.zeros((int(number.max()) + 1, values.shape[1]))
    np.add.at(total, number, weight[:, None] * values[free])
    mass = np.bincount(number, weights=weight, minlength=len(total))
    return (total / np.where(mass > 0, mass, 1.0)[:, None])[number]


def misfit(targets: Targets, predicted: Floats, knee: float = np.inf) -> Floats:
    """Weighted sum of squared residuals over their variance for each member, (N,): -2 ln likelihood + constant.

    Args:
        knee: residual over its sd beyond which it counts as its tangent there; none by default.
    """
    _, missing = compared(targets, predicted)
    size = np.abs(missing) / targets.effective_sd[:, None]
    near = np.minimum(size, knee)
    return np.sum(near * (2.0 * size - near), axis=0)


def bounded_sd(targets: Targets, missing: Floats, knee: float) -> Floats:
    """sd with which a datum pulls no harder than one that is missed by `knee` of its own sd, shape (D,).

    Args:
        missing: residuals, shape (D, N); that of the middle member counts, so that all members see the same data.
        knee: in units of the datum's sd.
    """
    far = np.median(np.abs(missing), axis=1) / targets.effective_sd
    return targets.effective_sd * np.sqrt(np.maximum(1.0, far / knee))
