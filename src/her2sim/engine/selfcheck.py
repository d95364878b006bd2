"""Does the engine compute here what it must, and how fast: stored references run again on this machine.

The references (`data/references.json`) were integrated by another method with other code; the file says how. The
error of an output is `abs(y - ref) / (abs(ref) + 1e-6 max_t abs(ref))`: relative, but for what fell a millionfold.
"""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any, Literal, cast

import numpy as np

from her2sim.engine.doses import Dose
from her2sim.engine.pool import worker_count
from her2sim.engine.simulate import simulate
from her2sim.engine.solution import Floats, Status
from her2sim.engine.steady import steady_state
from her2sim.errors import NetworkError
from her2sim.network.document import from_document
from her2sim.network.form import Network
from her2sim.network.load import load_network

FORMAT = "her2sim-references/1"
LANES = 64
"""simulations that are timed; the lanes of a reference are repeated to fill them"""
_RELATIVE_FROM = 1e-6
_SHORTEST_S = 0.05
_THREADED = "trastuzumab"
"""the reference whose lanes are shared among threads"""


@dataclass(frozen=True)
class Reference:
    """What a run must give; L lanes, T times, O outputs.

    Args:
        says: what it is, in words.
        kind: "course", or "rest": outputs of the steady state, where times are [0].
        parameters: (L,) by name; the rest keep the network's value.
        rtol, atol: what the engine is asked for.
        bound: largest error allowed.
        values: (L, T, O).
    """

    name: str
    says: str
    network: Network
    kind: Literal["course", "rest"]
    parameters: Mapping[str, Floats]
    doses: tuple[Dose, ...]
    times: Floats
    outputs: tuple[str, ...]
    rtol: float
    atol: float | None
    bound: float
    values: Floats


@dataclass(frozen=True)
class Check:
    """How a reference fared.

    Args:
        error: largest error; infinite where a lane failed.
        reason: why a lane failed, else "".
        simulations_per_s: on one core.
    """

    name: str
    says: str
    error: float
    bound: float
    reason: str
    simulations_per_s: float

    @property
    def ok(self) -> bool:
        """Whether the error is within its bound."""
        return self.error <= self.bound


@dataclass(frozen=True)
class Machine:
    """What the engine runs with here.

    Args:
        lanes: simulations in a vector.
        processor, features: what machine code is made for; its vector instructions.
        threads, thread_gain: cores this process may use, and how much faster they are than one.
        cache: folder of compiled code and networks.
    """

    numba: str
    llvmlite: str
    lanes: int
    processor: str
    features: str
    threads: int
    thread_gain: float
    cache: str


def load_references(text: str | None = None) -> tuple[Reference, ...]:
    """The shipped references, or those of a text of the same format.

    Raises:
        NetworkError: the shipped network is not the one a reference was made for.
    """
    stored = json.loads(text or (files("her2sim.engine") / "data" / "references.json").read_text("utf-8"))
    return tuple(_reference(item) for item in stored["references"])


def _reference(item: Mapping[str, Any]) -> Reference:
    return Reference(
        name=item["name"],
        says=item["says"],
        network=_network(item["network"], item["name"]),
        kind=item["kind"],
        parameters={name: np.array(values, dtype=float) for name, values in item["parameters"].items()},
        doses=tuple(Dose(**dose) for dose in item["doses"]),
        times=np.array(item["times"], dtype=float),
        outputs=tuple(item["outputs"]),
        rtol=item["rtol"],
        atol=item["atol"],
        bound=item["bound"],
        values=np.array(item["values"], dtype=float),
    )


def _network(given: Mapping[str, Any], where: str) -> Network:
    if "shipped" not in given:
        return from_document(given)
    network = load_network(given["shipped"])
    if network.content_hash != given["sha256"]:
        raise NetworkError(
            "the shipped network is not the one the reference was made for.",
            where=f"reference {where}",
            expected=given["sha256"][:12],
            got=network.content_hash[:12],
            hint="python -m benchmarks.engine.references",
        )
    return network


def check_reference(reference: Reference, *, lanes: int = LANES) -> Check:
    """Run a reference on one core: its error, and the speed with its lanes repeated to `lanes`."""
    values, status = run_reference(reference, threads=1)
    bad = [found.reason for found in status if not found.ok]
    error = float("inf") if bad else largest_error(values, reference.values)
    wide = repeated(reference, lanes)
    per_s = len(wide.values) / _seconds(lambda: run_reference(wide, threads=1))
    return Check(reference.name, reference.says, error, reference.bound, bad[0] if bad else "", per_s)


def run_reference(reference: Reference, threads: int) -> tuple[Floats, Sequence[Status]]:
    """Values (L, T, O) of a reference as the engine computes them, and how its lanes ended."""
    network, parameters = reference.network, reference.parameters
    rtol, atol, initial = reference.rtol, reference.atol, None
    status: Sequence[Status] = ()
    if reference.kind == "rest":
        initial = steady_state(network, parameters, rtol=rtol, atol=atol, threads=threads)
        status = initial.status
    run = simulate(
        network,
        parameters,
        reference.times,
        initial=initial,
        doses=reference.doses,
        outputs=reference.outputs,
        rtol=rtol,
        atol=atol,
        threads=threads,
    )
    return run.values, (*status, *run.status)


def largest_error(values: Floats, wanted: Floats) -> float:
    """Largest error of (L, T, O) values, as the head of this file defines it; NaN counts as infinite."""
    scale = np.abs(wanted) + _RELATIVE_FROM * np.abs(wanted).max(axis=1, keepdims=True)
    off = np.abs(values - wanted)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.where(off == 0.0, 0.0, off / scale)
    return float(np.max(np.where(np.isnan(error), np.inf, error)))


def repeated(reference: Reference, lanes: int) -> Reference:
    """A reference with its lanes repeated until there are at least `lanes`."""
    times = -(-lanes // len(reference.values))
    parameters = {name: np.tile(values, times) for name, values in reference.parameters.items()}
    values = np.tile(reference.values, (times, 1, 1))
    return replace(reference, parameters=parameters, values=values)


def _seconds(work: Callable[[], object]) -> float:
    """Wall time of one call, after one that is not counted; short calls are repeated."""
    work()
    calls, begin = 0, time.perf_counter()
    while True:
        work()
        calls += 1
        passed = time.perf_counter() - begin
        if passed > _SHORTEST_S:
            return passed / calls


def look_at_machine(references: Sequence[Reference], *, lanes: int = 4 * LANES) -> Machine:
    """What the engine runs with; the gain by threads is measured on the signalling network under an antibody."""
    from importlib import import_module
    from importlib.metadata import version

    from her2sim.engine.vector import WIDTH
    from her2sim.network.cache import cache_folder

    threads, llvm = worker_count(None), cast("Any", import_module("llvmlite.binding"))
    return Machine(
        numba=version("numba"),
        llvmlite=version("llvmlite"),
        lanes=WIDTH,
        processor=f"{llvm.get_host_cpu_name()}, {os.cpu_count() or 1} cores",
        features=_vectors(llvm.get_host_cpu_features()),
        threads=threads,
        thread_gain=_thread_gain(references, threads, lanes),
        cache=str(cache_folder()),
    )


def _thread_gain(references: Sequence[Reference], threads: int, lanes: int) -> float:
    found = [item for item in references if item.name == _THREADED]
    if threads == 1 or not found:
        return 1.0
    wide = repeated(found[0], max(lanes, 32 * threads))
    return _seconds(lambda: run_reference(wide, threads=1)) / _seconds(lambda: run_reference(wide, threads=threads))


def _vectors(features: Mapping[str, bool]) -> str:
    """The widest vector instructions by the name LLVM gives them."""
    known = ("avx512f", "avx2", "avx", "sse2", "sve", "neon")
    return next((name for name in known if features.get(name)), "unknown")
