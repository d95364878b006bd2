"""One arena of the engine, opened: what lies in its slots by the names of the layout, and its kernels one at a time."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from her2sim.engine.compiling import entry
from her2sim.engine.context import Shared
from her2sim.engine.kernel import copy, jacobian, rates
from her2sim.engine.lanes import put_mark
from her2sim.engine.layout import SIMULATION, Layout, layout_at
from her2sim.engine.run import load_lanes, next_simulation
from her2sim.engine.simulate import job_of
from her2sim.engine.units import interpret
from her2sim.engine.vector import WIDTH, place, splat, store, where_ge, where_gt
from her2sim.engine.vector import load as load_vector
from her2sim.network import Network


class Arena:
    """The arena of a run of N <= WIDTH lanes that start at given states; `slots[e("x")]` is a vector of the lanes."""

    def __init__(self, network: Network, parameters: np.ndarray, states: np.ndarray) -> None:
        job = job_of(network, parameters, [0.0, 1.0], states, None, [], 1e-6, None, "auto")
        self.shared = Shared.of(job)
        self.context = self.shared.context()
        integers, memory = self.context.held[:2]
        self._at = dict(zip(Layout._fields, integers.tolist(), strict=True))
        start = (self._at["arena"] - memory.ctypes.data) // 8
        whole = len(memory[start:]) // WIDTH
        self.slots: Any = memory[start : start + whole * WIDTH].reshape(whole, WIDTH)

    def e(self, name: str) -> int:
        """A number of the layout."""
        return self._at[name]

    def call(self, unit: str, *numbers: int) -> None:
        """Run a unit of the engine on this arena."""
        kind = ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * (1 + len(numbers)))
        kind(self.e(unit))(self.context.layout, *numbers)

    def rates_and_jacobian(self, time: float) -> tuple[np.ndarray, np.ndarray]:
        """dx/dt (N, S) and its Jacobian (N, S, S) at the start of every lane, switches read at this time."""
        _rates_and_jacobian(self.context.layout, time)
        species, lanes = self.e("species"), len(self.shared.job.parameters)
        slope = np.zeros((lanes, species, species))
        for row, column, slot in self.shared.prepared.entries.tolist():
            slope[:, row, column] = -self.slots[self.e("matrix") + slot, :lanes]
        first = self.e("stage")
        return self.slots[first : first + species, :lanes].T.copy(), slope


@entry
def _rates_and_jacobian(address, time):
    e = layout_at(address)
    for lane in range(WIDTH):
        put_mark(e, SIMULATION, lane, -1)
        next_simulation(e, lane)
    load_lanes(e)
    copy(e.arena, e.x, e.y, e.species)
    store(e.arena, e.clock, splat(time))
    one, zero = splat(1.0), splat(0.0)
    for _ in range(e.switches + 1):
        interpret(e, 0, e.switches_a, e.switches_b)
        for number in range(e.switches):
            value = load_vector(e.arena, place(e.differences_at, number))
            held = where_gt(value, zero, one, zero) if place(e.strict_at, number) else where_ge(value, zero, one, zero)
            store(e.arena, e.switch + number, held)
    rates(e, e.stage, 0)
    jacobian(e)
