"""What a payload does to its target: DM1 on tubulin, DXd on topoisomerase I.

    kill = kill_max * efficiency * C/(C + IC50) * (1 - w + w * division/reference)        per day

C is the concentration in the cytosol. Efficiency is 1 in culture; in a tumour payload reaches cells unevenly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.payload import PayloadName, Uptake, cytosol_nM, payload_pools

Floats = NDArray[np.float64]

PAYLOAD_KILL = TumourMechanism(
    name="payload_kill",
    does="payload on tubulin or topoisomerase I kills, mostly cells in cycle",
    evidence=("TX06", "TX07", "P10"),
    parameters=(
        "payload_DM1_IC50", "payload_DXd_IC50", "payload_DM1_kill_max", "payload_DXd_kill_max",
        "payload_DM1_cycle_weight", "payload_DXd_cycle_weight", "payload_reference_division",
        "payload_DM1_tumour_efficiency", "payload_DXd_tumour_efficiency",
    ),
    reductions=("death follows at once; arrest before death is part of the kill", "no resistance of the target itself"),
)  # fmt: skip


def payload_kill_rate(
    payload: PayloadName,
    concentration_nM: Floats,
    division: Floats,
    parameters: TumourParameters,
    *,
    inside_tumour: bool = True,
) -> Floats:
    """Kill by a payload in the cytosol, per day, shape (N, T); zeros without payload.

    Args:
        payload: which.
        concentration_nM: in the cytosol (`cytosol_nM`), shape (N, T).
        division: per day, shape (N, T).
        parameters: N lanes.
        inside_tumour: False in culture.
    """
    p = parameters
    half, greatest, weight, efficiency = {
        "DM1": (
            p.payload_DM1_IC50,
            p.payload_DM1_kill_max,
            p.payload_DM1_cycle_weight,
            p.payload_DM1_tumour_efficiency,
        ),
        "DXd": (
            p.payload_DXd_IC50,
            p.payload_DXd_kill_max,
            p.payload_DXd_cycle_weight,
            p.payload_DXd_tumour_efficiency,
        ),
    }[payload]
    most = greatest * efficiency if inside_tumour else greatest
    cycling = 1.0 - weight[:, None] + weight[:, None] * division / p.payload_reference_division[:, None]
    return most[:, None] * concentration_nM / (concentration_nM + half[:, None]) * cycling


def payload_kill_in_culture(
    uptake: Uptake, times_day: Floats, division: Floats, parameters: TumourParameters
) -> Floats:
    """Kill of a line in culture by a conjugate, per day, shape (N, T); what leaves a cell is lost in the medium.

    Args:
        uptake: by the line.
        times_day: shape (T,), ascending.
        division: per day, shape (N, T).
        parameters: N lanes.
    """
    pools = payload_pools(uptake, times_day, division, parameters)
    inside = cytosol_nM(uptake, pools, parameters)
    return payload_kill_rate(uptake.payload, inside, division, parameters, inside_tumour=False)
