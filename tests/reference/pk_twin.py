"""Exposure the slow and obvious way: one patient, SciPy restarted at every change of input."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Doses = list[tuple[float, float, float]]
"""(hour, mg, hours of infusion)"""


def two_compartments(values: Mapping[str, float], doses: Doses, hours: Floats) -> Floats:
    """Plasma concentration, mg/L, of a two-compartment drug; saturable elimination where Vmax is given."""
    from scipy.integrate import solve_ivp

    def flow(_: float, state: Floats, rate: float) -> list[float]:
        central, peripheral = state
        level = central / values["V1"]
        out = values["CL"] * level + values.get("Vmax", 0.0) * level / (values.get("Km", 1.0) + level)
        across = values["Q"] * (level - peripheral / values["V2"])
        return [rate - out - across, across]

    edges = sorted({0.0, float(hours[-1]), *(t for start, _, length in doses for t in (start, start + length))})
    state, found = np.zeros(2), np.zeros(hours.size)
    for first, last in itertools.pairwise(edges):
        rate = sum(mg / length for start, mg, length in doses if start <= first < start + length)
        here = (hours >= first) & (hours <= last)
        run = solve_ivp(
            flow, (first, last), state, args=(rate,), dense_output=True, method="Radau", rtol=1e-9, atol=1e-9
        )
        if here.any():
            found[here] = run.sol(hours[here])[0] / values["V1"]
        state = run.y[:, -1]
    return found


def by_mouth(clearance: float, volume: float, absorption: float, doses: Doses, hours: Floats) -> Floats:
    """Plasma concentration, mg/L, of a one-compartment oral drug: the textbook sum of two exponentials per dose."""
    elimination = clearance / volume
    found = np.zeros(hours.size)
    for start, mg, _ in doses:
        since = np.maximum(hours - start, 0.0)
        rise = np.exp(-elimination * since) - np.exp(-absorption * since)
        found += mg * absorption / (volume * (absorption - elimination)) * rise
    return found
