"""Adaptive immunity: debris of immune killing primes T cells, which kill any clone, weeks later.

    d primed/dt = (adcc / (adcc + half) - primed) / priming_time
    kill        = variant * kill_max * til_factor * primed                       per day

One of two structures; in the other lymphocytes only mark a tumour with more effectors.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

ANTIGEN_PRESENTATION = TumourMechanism(
    name="antigen_presentation",
    does="debris of immune killing primes T cells that kill later",
    evidence=("MOA14",),
    parameters=("variant_adaptive", "antigen_priming_time", "antigen_half_kill", "antigen_kill_max"),
    reductions=(
        "one state; no exhaustion, no checkpoint, no loss of antigens",
        "T cells are primed by the first clone and kill every clone, as antigens other than HER2 are shared",
    ),
)


def primed_share(immune_kill: Floats, times_day: Floats, parameters: TumourParameters) -> Floats:
    """Share of the T cells that can be primed which are, 0 to 1, shape (N, T); none at the start.

    Exact for a kill rate that is constant over each step, at the mean of its ends.

    Args:
        immune_kill: rate of killing that opsonisation brings about, per day, shape (N, T).
        times_day: shape (T,), ascending.
        parameters: N lanes.
    """
    drive = immune_kill / (immune_kill + parameters.antigen_half_kill[:, None])
    keep = np.exp(-np.diff(times_day) / parameters.antigen_priming_time[:, None])
    primed = np.zeros(drive.shape)
    for step in range(times_day.size - 1):
        target = 0.5 * (drive[:, step] + drive[:, step + 1])
        primed[:, step + 1] = target + (primed[:, step] - target) * keep[:, step]
    return primed


def adaptive_kill_rate(immune_kill: Floats, times_day: Floats, til: Floats, parameters: TumourParameters) -> Floats:
    """Rate at which primed T cells kill, per day, shape (N, T); zeros without immune killing.

    Args:
        immune_kill: of the first clone, per day, shape (N, T).
        times_day: shape (T,), ascending.
        til: factor of the lymphocytes (`til_factor`), shape (N,).
        parameters: N lanes.
    """
    greatest = parameters.variant_adaptive * parameters.antigen_kill_max * til
    if not greatest.any():
        return np.zeros(immune_kill.shape)
    return greatest[:, None] * primed_share(immune_kill, times_day, parameters)
