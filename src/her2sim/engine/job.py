"""What one call of `simulate` asks for, checked and in arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

from her2sim.engine.doses import Stretch
from her2sim.engine.solution import Floats, Status
from her2sim.network.form import Network


@dataclass(frozen=True)
class Job:
    """N lanes of one network.

    Args:
        parameters: (N, P).
        initial: (N, S), NaN where a species takes the network's own start; None when all do.
        blocked: N entries; a lane with a status has no start and is not run.
        plans: N entries; lanes that share their doses share the object.
        times: (T,) hours.
        atol: (S,).
        method: name of the integrator; "auto" is resolved.
        by: places of the Q parameters to differentiate by; initial_by: (N, S, Q) derivatives of the amounts given.
    """

    network: Network
    parameters: Floats
    initial: Floats | None
    blocked: tuple[Status | None, ...]
    plans: Sequence[tuple[Stretch, ...]]
    times: Floats
    outputs: tuple[str, ...]
    rtol: float
    atol: Floats
    method: str
    max_steps: int = 100_000
    time_limit_s: float | None = None
    by: tuple[int, ...] = ()
    initial_by: Floats | None = None
