"""What a simulation of many lanes returns: values, and for each lane whether it can be trusted."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Status:
    """How one lane ended.

    Args:
        ok: the lane reached its end.
        reason: "" when ok, else one sentence.
        stopped_at_h: the last time that was reached, None when ok.
    """

    ok: bool
    reason: str = ""
    stopped_at_h: float | None = None


@dataclass(frozen=True, slots=True)
class Statistics:
    """Work done, one entry a lane: evaluations of the rates and of the Jacobian, restarts at doses and turns, steps
    tried, steps rejected and events that fired (0 where a peer does not tell).
    """

    rate_evaluations: NDArray[np.int64]
    jacobians: NDArray[np.int64]
    restarts: NDArray[np.int64]
    steps: NDArray[np.int64]
    rejected: NDArray[np.int64]
    events: NDArray[np.int64]


@dataclass(frozen=True)
class Solution:
    """Trajectories of N lanes.

    Args:
        times: (T,) hours.
        outputs: O names; `solution["pAKT"]` is (N, T).
        values: (N, T, O); NaN from where a lane stopped. At the time of a dose: after the dose.
        status: N entries, in the order of the lanes.
        final: (N, S) state at the last time; NaN for a lane that stopped.
    """

    times: Floats
    outputs: tuple[str, ...]
    values: Floats
    status: tuple[Status, ...]
    statistics: Statistics
    final: Floats

    def __getitem__(self, name: str) -> Floats:
        if name not in self._place:
            raise KeyError(f"{name!r} was not asked for; outputs are {', '.join(self.outputs)}")
        return self.values[:, :, self._place[name]]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.outputs)}

    @property
    def ok(self) -> NDArray[np.bool_]:
        """(N,) whether each lane reached its end."""
        return np.array([status.ok for status in self.status], dtype=bool)


@dataclass(frozen=True)
class SteadyState:
    """Steady states of N lanes.

    Args:
        species: S names.
        values: (N, S); NaN for a lane without one.
        status: N entries.
        iterations: (N,) linear solves spent.
    """

    species: tuple[str, ...]
    values: Floats
    status: tuple[Status, ...]
    iterations: NDArray[np.int64]

    @property
    def ok(self) -> NDArray[np.bool_]:
        """(N,) whether each lane has a steady state."""
        return np.array([status.ok for status in self.status], dtype=bool)
