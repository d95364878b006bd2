"""One chunk of a population: what its result depends on, and its simulation, here or on a worker of a cluster."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from her2sim.engine.batch import Doses
from her2sim.engine.doses import Dose
from her2sim.engine.integrators import Method
from her2sim.engine.simulate import simulate
from her2sim.engine.solution import Floats, Solution, Status, SteadyState
from her2sim.engine.steady import steady_state
from her2sim.network.form import Network


@dataclass(frozen=True)
class Settings:
    """What all chunks of a run share; times (T,), atol (S,); `steady` starts lanes from their drug-free rest."""

    times: Floats
    outputs: tuple[str, ...]
    rtol: float
    atol: Floats
    method: Method
    steady: bool


@dataclass(frozen=True)
class Chunk:
    """Lanes `lanes` of a population; rows (n, P)."""

    number: int
    lanes: slice
    rows: Floats
    initial: Floats | SteadyState | None
    doses: Doses | None


def run_chunk(network: Network, chunk: Chunk, settings: Settings, threads: int | None) -> Solution:
    """Simulate the lanes of a chunk; a lane with a parameter that is not finite is a failed lane."""
    barred = np.asarray((~np.isfinite(chunk.rows)).any(axis=1), dtype=bool)
    rows = np.where(barred[:, None], network.parameter_values, chunk.rows)
    initial, rtol, atol, method = chunk.initial, settings.rtol, settings.atol, settings.method
    if settings.steady:
        initial = steady_state(network, rows, rtol=rtol, atol=atol, threads=threads)
    found = simulate(
        network,
        rows,
        settings.times,
        initial=initial,
        doses=chunk.doses,
        outputs=settings.outputs,
        rtol=rtol,
        atol=atol,
        method=method,
        threads=threads,
    )
    return _without(found, network, chunk.rows, barred) if barred.any() else found


def _without(found: Solution, network: Network, rows: Floats, barred: NDArray[np.bool_]) -> Solution:
    values, final, status = found.values.copy(), found.final.copy(), list(found.status)
    values[barred], final[barred] = np.nan, np.nan
    for lane in np.flatnonzero(barred):
        place = int(np.argmin(np.isfinite(rows[lane])))
        reason = f"the parameter {network.parameters[place].name} is not finite ({rows[lane, place]})"
        status[lane] = Status(False, reason, 0.0)
    return replace(found, values=values, final=final, status=tuple(status))


def fingerprint(chunk: Chunk) -> str:
    """sha256 of the lanes, parameters, starts and doses of a chunk: what its result depends on beside the settings."""
    found = hashlib.sha256(f"{chunk.lanes.start} {chunk.lanes.stop} {chunk.rows.shape[1]}".encode())
    found.update(_bytes(chunk.rows))
    if isinstance(chunk.initial, SteadyState):
        found.update("\0".join((*chunk.initial.species, *(status.reason for status in chunk.initial.status))).encode())
        found.update(_bytes(chunk.initial.values))
    elif chunk.initial is not None:
        found.update(_bytes(chunk.initial))
    for item in chunk.doses or ():
        found.update(b"lane")
        for dose in (item,) if isinstance(item, Dose) else item:
            found.update(repr(astuple(dose)).encode())
    return found.hexdigest()


def _bytes(values: Floats) -> bytes:
    return np.ascontiguousarray(values, dtype="<f8").tobytes()
