"""One lane the slow and obvious way: SciPy's Radau at 1e-9, restarted at every change of a dose."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from tests.reference.rates_twin import everything, rates, value_of

from her2sim.engine import Dose
from her2sim.network import Network

Floats = np.ndarray
RTOL, ATOL = 1e-9, 1e-12


def start(network: Network, parameters: Floats) -> Floats:
    """Amounts at time 0; what a start reads does not depend on the state."""
    state = np.zeros(len(network.species))
    known = everything(network, parameters, state)
    for place, expression in network.initial:
        state[place] = value_of(expression, known)
    return state


def course(network: Network, parameters: Floats, times: Sequence[float], doses: Sequence[Dose]) -> Floats | None:
    """States (T, S) at the times, after the doses of a time; None where SciPy gives up."""
    from scipy.integrate import solve_ivp

    place = {species.name: number for number, species in enumerate(network.species)}
    state, found = start(network, parameters), np.zeros((len(times), len(network.species)))
    ends = {dose.time_h + dose.duration_h for dose in doses}
    edges = sorted({0.0, *times, *(edge for edge in ({dose.time_h for dose in doses} | ends) if edge < times[-1])})
    for first, last in itertools.pairwise([*edges, edges[-1]]):
        inflow = np.zeros(len(state))
        for dose in doses:
            if dose.duration_h == 0.0 and dose.time_h == first:
                state[place[dose.species]] += dose.amount
            elif dose.time_h <= first < dose.time_h + dose.duration_h:
                inflow[place[dose.species]] += dose.amount / dose.duration_h
        if first in times:
            found[list(times).index(first)] = state
        if last == first:
            break

        def flow(t: float, x: Floats, inflow: Floats = inflow) -> Floats:
            return rates(network, parameters, x, t) + inflow

        run = solve_ivp(flow, (first, last), state, method="Radau", rtol=RTOL, atol=ATOL)
        if not run.success:
            return None
        state = run.y[:, -1].copy()
    return found
