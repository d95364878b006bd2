"""The slow, obvious way through a network with events: LSODA in short steps, every event found by bisection."""

from typing import Any, cast

import numpy as np
from scipy import integrate
from tests.reference.rates_twin import everything, value_of

from her2sim.network import Network
from her2sim.network.form import Floats
from her2sim.network.rates import bind, compile_rates, readout_function

_STEPS = 200  # pieces of the whole time; an event that turns on and off again within one is missed
_SAME = 1e-12  # relative length of time in which two things happen at once


class Course:
    """One lane of a network."""

    def __init__(self, network: Network, parameters: Floats) -> None:
        self.network, self.parameters = network, parameters
        self.bound = bind(compile_rates(network), parameters)

    def holds(self, t: float, x: Floats) -> list[bool]:
        known = everything(self.network, self.parameters, x, t)
        return [bool(value_of(event.trigger, known)) for event in self.network.events]

    def carry(self, x: Floats, start: float, end: float) -> Floats:
        def rate(t: float, x: Floats) -> Floats:
            out = np.empty(len(x))
            self.bound.rate(x, out, t)
            return out

        if end <= start:
            return x
        solve = cast("Any", integrate).solve_ivp
        return solve(rate, (start, end), x, method="LSODA", rtol=1e-10, atol=1e-14).y[:, -1]

    def fire(self, t: float, x: Floats, before: list[bool]) -> tuple[Floats, list[bool]]:
        """The state after all that fires at t, and after all that this sets off."""
        for _ in range(1000):
            now = self.holds(t, x)
            fired = [event for event, old, new in zip(self.network.events, before, now, strict=True) if new and not old]
            if not fired:
                return x, now
            known, moved = everything(self.network, self.parameters, x, t), x.copy()
            for event in fired:
                for place, value in event.changes:
                    moved[place] = value_of(value, known)
            x, before = moved, now
        raise RuntimeError("events never settle")

    def step(self, t: float, end: float, x: Floats, now: list[bool]) -> tuple[float, Floats, list[bool]]:
        """To `end`, or to the first event before it, which is then fired."""
        low, high = t, end
        reached, after = self.carry(x, t, end), now
        if not _turns_on(now, self.holds(end, reached)):
            return end, reached, self.holds(end, reached)
        while high - low > _SAME * max(1.0, high):
            middle = 0.5 * (low + high)
            seen = self.holds(middle, self.carry(x, t, middle))
            low, high, after = (low, middle, after) if _turns_on(now, seen) else (middle, high, seen)
        fired, after = self.fire(high, self.carry(x, t, high), after)
        return high, fired, after


def _turns_on(before: list[bool], after: list[bool]) -> bool:
    return any(new and not old for old, new in zip(before, after, strict=True))


def course(network: Network, parameters: Floats, times: Floats, outputs: tuple[str, ...]) -> Floats:
    """Outputs (T, O) at ascending times from 0 on; an output at the time of an event is taken after it."""
    lane = Course(network, parameters)
    x, now = lane.fire(0.0, lane.bound.initial, [event.at_start for event in network.events])
    states, t = [x] if times[0] == 0 else [], 0.0
    for end in np.unique(np.concatenate([times, np.linspace(0.0, times[-1], _STEPS + 1)]))[1:]:
        while t < end:
            t, x, now = lane.step(t, end, x, now)
        if end in times:
            states.append(x)
    return readout_function(network, outputs)(parameters, np.array(states), times)
