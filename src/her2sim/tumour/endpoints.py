"""Endpoints of a tumour's course: change of size, RECIST 1.1, time to progression, pathological complete response.

    PR  sum of diameters at least 30 % below baseline
    PD  at least 20 % and at least 5 mm above the smallest sum so far (baseline counts)
    CR  every lesion below the limit of detection;  SD  none of these

Only visits count: what happens between them is not seen. Progression is known to lie between two visits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
Texts = NDArray[np.str_]

ENDPOINTS = TumourMechanism(
    name="endpoints",
    does="what visits and pathology see of the course",
    evidence=(),
    parameters=(
        "pcr_cell_threshold", "response_fall", "progression_rise", "progression_rise_mm", "detection_limit_mm",
        "visit_interval",
    ),
    reductions=("no new lesions, no death from other causes, no error of measurement",),
)  # fmt: skip

_ROUNDING = 1e-9
"""A change that reaches a limit exactly counts, whatever the last digit of the sum."""


@dataclass(frozen=True)
class Visits:
    """Sums of diameters as seen at baseline and at visits."""

    days: Floats
    """shape (V,), ascending; the first is the baseline"""
    sums_mm: Floats
    """shape (N, V)"""
    lesions: Floats
    """shape (N,)"""


def see(times_day: Floats, sums_mm: Floats, lesions: Floats, visit_days: Floats) -> Visits:
    """The course as seen at visits, which must lie within `times_day`; the first day is the baseline.

    Args:
        times_day: shape (T,), ascending.
        sums_mm: shape (N, T).
        lesions: shape (N,).
        visit_days: ascending; the baseline is added where it is missing.
    """
    days = np.unique(np.concatenate([[times_day[0]], visit_days[visit_days <= times_day[-1] + 1e-9]]))
    seen: Floats = np.array([np.interp(days, times_day, row) for row in sums_mm], dtype=np.float64)
    return Visits(days, seen, lesions)


def visit_schedule(until_day: float, every_day: float) -> Floats:
    """Visits every so many days up to `until_day`, and one on the last day."""
    days = np.arange(1, int(np.floor(until_day / every_day + 1e-9)) + 1) * every_day
    return np.unique(np.append(days, until_day))


def change_percent(visits: Visits) -> Floats:
    """Change of the sum of diameters from baseline at every visit, %, shape (N, V)."""
    return 100.0 * (visits.sums_mm / visits.sums_mm[:, :1] - 1.0)


def best_change_percent(visits: Visits) -> Floats:
    """Smallest change from baseline at a visit after it, %, shape (N,); positive if the tumour only grew."""
    return change_percent(visits)[:, 1:].min(axis=1)


def recist_at_visits(visits: Visits, parameters: TumourParameters) -> Texts:
    """RECIST 1.1 category at every visit after the baseline, shape (N, V-1): 'CR', 'PR', 'SD' or 'PD'."""
    sums = visits.sums_mm
    nadir = np.minimum.accumulate(sums, axis=1)[:, :-1]
    now = sums[:, 1:]
    grown = now - nadir
    progression = (grown >= parameters.progression_rise[:, None] * nadir - _ROUNDING) & (
        grown >= parameters.progression_rise_mm[:, None] - _ROUNDING
    )
    partial = now <= (1.0 - parameters.response_fall[:, None]) * sums[:, :1] + _ROUNDING
    gone = now < (parameters.detection_limit_mm * visits.lesions)[:, None]
    return np.select([gone, progression, partial], ["CR", "PD", "PR"], default="SD")


def best_response(visits: Visits, parameters: TumourParameters, *, confirm: bool = False) -> Texts:
    """Best overall response up to progression, shape (N,).

    Args:
        visits: sums of diameters.
        parameters: limits, N lanes.
        confirm: a response counts only if the next visit shows it too; a CR the next visit shows as PR counts as PR.
    """
    categories = recist_at_visits(visits, parameters)
    level = np.select([categories == "CR", categories == "PR", categories == "SD"], [3, 2, 1], default=0)
    progressed = np.maximum.accumulate(level == 0, axis=1)
    level = np.where(progressed, 0, level)
    if confirm:
        following = np.concatenate([level[:, 1:], np.zeros_like(level[:, :1])], axis=1)
        level = np.where(level >= 2, np.maximum(np.minimum(level, following), 1), level)
    return np.asarray(["PD", "SD", "PR", "CR"])[level.max(axis=1)]


@dataclass(frozen=True)
class Progression:
    """Time to progression, shape (N,)."""

    day: Floats
    """the visit that shows progression, or the last visit where none does"""
    after_day: Floats
    """last visit before it; the true day lies in (after_day, day]"""
    observed: NDArray[np.bool_]
    """False: censored at `day`"""


def time_to_progression(visits: Visits, parameters: TumourParameters) -> Progression:
    """First visit with progression, interval-censored; censored at the last visit."""
    progressed: NDArray[np.bool_] = np.equal(recist_at_visits(visits, parameters), "PD")
    last = np.ones((progressed.shape[0], 1), dtype=np.bool_)
    visit = np.argmax(np.concatenate([progressed[:, :-1], last], axis=1), axis=1)
    observed: NDArray[np.bool_] = np.any(progressed, axis=1)  # pyright: ignore[reportAssignmentType]
    return Progression(visits.days[visit + 1], visits.days[visit], observed)


def log10_kill(cells: Floats) -> Floats:
    """Fall of the number of living tumour cells from the first to the last day, log10, shape (N,).

    Args:
        cells: shape (N, C, T) or (N, T). Below one hundredth of a cell nothing more is counted.
    """
    total = cells.sum(axis=1) if cells.ndim == 3 else cells
    return np.log10(np.maximum(total[:, 0], 0.01)) - np.log10(np.maximum(total[:, -1], 0.01))


def pcr_probability(residual_cells: Floats, parameters: TumourParameters) -> Floats:
    """Probability that pathology finds no invasive cell after surgery, shape (N,).

        P = 1 / (1 + cells / threshold)

    Residual cells lie in foci whose number in the sampled tissue is Poisson with a mean in proportion to the cells;
    means differ between beds like an exponential variable (residue is patchy), which gives this form: half the beds
    with `pcr_cell_threshold` cells pass as free, one in a hundred with a hundred times as many.

    Args:
        residual_cells: living tumour cells at surgery, shape (N,).
        parameters: N lanes.
    """
    return 1.0 / (1.0 + np.maximum(residual_cells, 0.0) / parameters.pcr_cell_threshold)
