"""Taxanes: cells that meet the drug die days later; half of the kill needs cells in cycle.

    kill = ln(10) * log10_kill * effect * (1 - w + w * division/reference)       per day
    d effect/dt = (exposure per day / reference exposure - effect) * ln 2 / half_life

`effect` integrates to 1 for one standard dose of three weeks. Slower division under HER2 blockade so weakens the
taxane; otherwise both act independently. Calibrated on nothing but one derived number per cycle: wide, and marked so.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

TAXANES = ("docetaxel", "paclitaxel")


def standard_doses(cumulative_auc: Mapping[str, Floats], parameters: TumourParameters) -> Floats:
    """Exposure so far, in standard doses of three weeks, shape (N, T); taxanes add up.

    Args:
        cumulative_auc: by taxane, the integral of its total plasma concentration since day 0, mg h/L, shape (N, T).
        parameters: N lanes.

    Raises:
        KeyError: no reference exposure is known for a drug.
    """
    reference = {"docetaxel": parameters.docetaxel_reference_auc, "paclitaxel": parameters.paclitaxel_reference_auc}
    total: Floats = np.zeros(1)
    for drug, auc in cumulative_auc.items():
        total = total + auc / reference[drug][:, None]
    return total


def delayed_effect(doses: Floats, times_day: Floats, half_life_day: Floats) -> Floats:
    """Standard doses taking effect per day: the exposure rate after a first-order delay, shape (N, T).

    Exact for an exposure that is spread evenly over each step of the grid.

    Args:
        doses: cumulative exposure in standard doses, shape (N, T), not falling.
        times_day: shape (T,), ascending.
        half_life_day: shape (N,).
    """
    steps = np.diff(times_day)
    rate = np.maximum(np.diff(doses, axis=1), 0.0) / steps
    keep = np.exp(-np.log(2.0) / half_life_day[:, None] * steps)
    effect = np.zeros(doses.shape)
    for step in range(steps.size):
        effect[:, step + 1] = keep[:, step] * effect[:, step] + (1.0 - keep[:, step]) * rate[:, step]
    return effect


def taxane_kill_rate(
    cumulative_auc: Mapping[str, Floats], times_day: Floats, division: Floats, parameters: TumourParameters
) -> Floats:
    """Kill by taxanes, per day, shape (N, T); zeros without a taxane.

    Args:
        cumulative_auc: by taxane, mg h/L, shape (N, T).
        times_day: shape (T,), ascending.
        division: division rate per day, shape (N, T).
        parameters: N lanes.
    """
    if not cumulative_auc:
        return np.zeros(division.shape)
    doses = standard_doses(cumulative_auc, parameters)
    effect = delayed_effect(doses, times_day, parameters.taxane_kill_half_life)
    weight = parameters.taxane_proliferation_weight[:, None]
    cycling = 1.0 - weight + weight * division / parameters.taxane_reference_division[:, None]
    return np.log(10.0) * parameters.taxane_log10_kill[:, None] * effect * cycling
