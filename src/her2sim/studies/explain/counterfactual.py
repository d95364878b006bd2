"""One mechanism at a time: repaired alone, and worsened alone, with the courses that change.

How far `worsen` goes comes from the case mapping: the quantities by which the mechanism is carried go to the extreme
quantile of the population beyond the mechanism's limit (`case/data/mapping.yaml`), and never become milder by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.case import CarriedMechanism, Profile
from her2sim.case.distributions import AnyDistribution, Given, Mixture
from her2sim.case.mapping import Limit, mapping_table
from her2sim.studies.arms import Arm
from her2sim.studies.explain.settings import payload_only, settings, smallest_change
from her2sim.studies.results import Series
from her2sim.studies.signalling import Under
from her2sim.studies.summary import SIGNALS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

AS_IS, REPAIRED, WORSENED = "as it is", "repaired", "worsened"


@dataclass(frozen=True)
class Worse:
    """How one mechanism is worsened."""

    changes: Mapping[str, Floats]
    """quantity -> shape (N,)"""
    text: str
    """how far each quantity goes, and where that comes from"""


def worse(profile: Profile, mechanism: CarriedMechanism, setting: str, patient: Mapping[str, Floats]) -> Worse:
    """The quantities of a mechanism at the extreme of the population.

    Args:
        profile: of the case.
        mechanism: one of its mechanisms.
        setting: of the case.
        patient: quantity -> drawn values, shape (N,).
    """
    changes, said = dict[str, Floats](), list[str]()
    for name in mechanism.repair:
        quantity = mapping_table().quantities[name]
        limit, reported = quantity.limit, profile[name].distribution
        if limit is None or not limit.passed(reported.median):
            continue
        extreme, source = _extreme(limit, quantity.prior(setting).distribution, reported)
        drawn = patient[name]
        changes[name] = np.maximum(drawn, extreme) if limit.above is not None else np.minimum(drawn, extreme)
        moved = np.count_nonzero(changes[name] != drawn) / drawn.size
        how = "at least" if limit.above is not None else "at most"
        said.append(
            f"{name} {how} {extreme:.3g} {quantity.unit if quantity.unit != '1' else ''}".rstrip()
            + f" ({source}; changes {100 * moved:.0f} % of the draws)"
        )
    return Worse(changes, "; ".join(said) or "nothing that could be worsened")


def _extreme(limit: Limit, population: AnyDistribution, reported: AnyDistribution) -> tuple[float, str]:
    """The value a quantity is worsened to, and where it comes from."""
    share = float(settings()["worsen_share"])
    quantile = share if limit.above is not None else 1.0 - share
    values = _values(population)
    beyond = values[[limit.passed(float(one)) for one in values]]
    if beyond.size:
        return float(
            np.quantile(beyond, quantile)
        ), f"{100 * quantile:.3g} % quantile of the population beyond the limit"
    return float(np.quantile(_values(reported), quantile)), f"{100 * quantile:.3g} % quantile of what the report allows"


def _values(distribution: AnyDistribution) -> Floats:
    """A distribution at evenly spread quantiles; one that depends on another quantity counts its cases by share."""
    count = int(settings()["quadrature"])
    if isinstance(distribution, Given):
        shares = distribution.shares
        distribution = Mixture(tuple(shares.values()), tuple(distribution.cases[key] for key in shares))
    return distribution.at((np.arange(count) + 0.5) / count)


@dataclass(frozen=True)
class Course:
    """One quantity over time in one variant of one mechanism."""

    mechanism: str
    variant: str
    """'as it is', 'repaired' or 'worsened'"""
    series: Series


def mean_over_time(days: Floats, values: Floats) -> Floats:
    """Time average, (T,) and (N, T) -> (N,)."""
    return np.trapezoid(values, days, axis=1) / (days[-1] - days[0])


def log_ratio(first: Floats, second: Floats) -> Floats:
    """ln(second / first), shape (N,); NaN where one of them is not above zero."""
    with np.errstate(all="ignore"):
        return np.where((first > 0) & (second > 0), np.log(second / first), np.nan)


def courses(id_: str, arms: Mapping[str, Arm], ok: Bools, *, culture: bool, payload: bool) -> tuple[Course, ...]:
    """The tumour and the readouts that change most, in every variant of one mechanism.

    Args:
        id_: of the mechanism.
        arms: 'as it is', 'repaired' and 'worsened'.
        ok: draws that are shown, shape (N,).
        culture: sizes are cells over untreated ones, not millimetres.
        payload: whether a drug carries one; else what it would do is not shown.
    """
    before = arms[AS_IS].signals
    size = ("cells", "treated over untreated cells", "1") if culture else ("diameter", "sum of diameters", "mm")
    found = [Course(id_, name, Series(*size, before.days, _shown(arm.sums_mm, ok))) for name, arm in arms.items()]
    left_out = frozenset[str]() if payload else payload_only()
    for readout in most_changed(before, [arm.signals for arm in arms.values()], ok, left_out):
        label = SIGNALS.get(readout, (readout.replace("_", " "), ""))[0]
        start = before.values[readout][:, :1]
        relative = bool((start[ok] > 0).all())
        unit = "x as it is before the drug" if relative else "molecules/cell"
        for name, arm in arms.items():
            values = arm.signals.values[readout] / (start if relative else 1.0)
            found.append(Course(id_, name, Series(readout, label, unit, before.days, _shown(values, ok))))
    return tuple(found)


def most_changed(
    before: Under, variants: Sequence[Under], ok: Bools, left_out: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Readouts whose time average changes most in some variant, the strongest first; only those that change."""
    sizes: dict[str, float] = {}
    for name, values in before.values.items():
        if name in left_out:
            continue
        base = mean_over_time(before.days, values[ok])
        changes = [log_ratio(base, mean_over_time(one.days, one.values[name][ok])) for one in variants]
        medians = [abs(float(np.nanmedian(one))) for one in changes if np.isfinite(one).any()]
        sizes[name] = max(medians, default=0.0)
    ranked = sorted((name for name in sizes if sizes[name] > smallest_change()), key=lambda name: -sizes[name])
    return tuple(ranked[: int(settings()["courses"])])


def _shown(values: Floats, ok: Bools) -> Floats:
    return np.where(ok[:, None], values, np.nan)
