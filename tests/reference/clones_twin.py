"""Two clones the slow and obvious way: one lane, the equations of tumour/growth.py as they stand there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour import Kinetics, Start, TumourParameters

Floats = NDArray[np.float64]


def volume_ratio(
    start: Start,
    kinetics: Kinetics,
    *,
    division: Callable[[float], Floats],
    death: Callable[[float], Floats],
    vegf: Callable[[float], float],
    parameters: TumourParameters,
    days: Floats,
) -> Floats:
    """Volume over that of day 0 at `days`, of the first lane; `division` and `death` give both clones' rates."""
    from scipy.integrate import solve_ivp

    one = {name: float(getattr(parameters, name)[0]) for name in parameters.__dataclass_fields__}
    clear = np.log(2.0) / one["dead_cell_half_life"]
    net, loss = float(kinetics.net[0]), float(kinetics.death[0])
    resistant = float(start.resistant_fraction[0])
    living = float(start.volume_mm3[0]) * one["cell_density"] * one["tumour_cell_fraction"]
    size = living * (1.0 + loss / (clear + net))
    full = float(start.volume_mm3[0]) / one["carrying_volume"]

    def flow(day: float, state: Floats) -> list[float]:
        cells, debris, capacity = state[:2], state[2], state[3]
        crowding = net * (full * (cells.sum() + debris) / size / capacity - full) / (1.0 - full)
        births, deaths = division(day), death(day)
        change = (births - deaths - crowding) * cells
        change[1] += one["resistance_switch"] * births[0] * cells[0]
        target = 1.0 - one["vessel_weight"] + one["vessel_weight"] * vegf(day)
        return [*change, float(deaths @ cells) - clear * debris, (target - capacity) / one["vessel_time"]]

    first = [living * (1.0 - resistant), living * resistant, living * loss / (clear + net), 1.0]
    run = solve_ivp(flow, (days[0], days[-1]), first, t_eval=days, method="LSODA", rtol=1e-9, atol=1e-3)
    return run.y[:3].sum(axis=0) / size
