"""What kills cells in culture outside of the network: payload of conjugates and cytotoxic drugs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour import TumourParameters, Uptake, damage_in_culture, payload_kill_in_culture
from her2sim.tumour.culture import culture_rates

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cytotoxic:
    """A cytotoxic drug in the medium."""

    name: str
    """one of `tumour.culture_damage.AGENTS`"""
    nM: float
    """free"""
    present: Floats | float = 1.0
    """1 while it is there, 0 else, shape (T,)"""


def culture_kill(
    times_day: Floats,
    division: Floats,
    doubling_time_h: float,
    parameters: TumourParameters,
    *,
    uptakes: Sequence[Uptake] = (),
    cytotoxics: Sequence[Cytotoxic] = (),
    repair: Floats | None = None,
) -> Floats | None:
    """Kill in culture, per day, shape (N, T); None where nothing kills outside of the network.

    Args:
        times_day: shape (T,), ascending, from 0.
        division: division drive over that of the untreated cell, shape (N, T).
        doubling_time_h: of the line, untreated.
        parameters: N lanes.
        uptakes: conjugates the line takes up.
        cytotoxics: drugs in the medium.
        repair: readout DNA_repair over that of the untreated cell, shape (N, T); None for unchanged.
    """
    per_day = culture_rates(doubling_time_h, parameters)[0][:, None]
    parts = [payload_kill_in_culture(one, times_day, per_day * division, parameters) for one in uptakes]
    for drug in cytotoxics:
        kill = damage_in_culture(drug.name, drug.nM, times_day, parameters, division=division, repair=repair)
        parts.append(kill * drug.present)
    return sum(parts[1:], parts[0]) if parts else None
