"""Cost and memory against the number of simulations, up to a million short ones streamed through `map_batches`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from benchmarks.peers.cascade import cascade
from benchmarks.peers.compare import Plan, say
from benchmarks.peers.courses import SEED, SIGMA
from benchmarks.peers.measure import peak_mb, seconds_of
from benchmarks.peers.table import grid

from her2sim.engine.scale import map_batches
from her2sim.network import Network

COUNTS = (1_000, 10_000, 100_000, 1_000_000)
CHUNK = 4096
TIMES = (0.0, 10.0, 20.0)
OUTPUTS = ("active_0", "active_1")


def population(network: Network, lanes: int) -> Iterator[np.ndarray]:
    """Parameter sets in pieces that are never all in memory."""
    generator = np.random.default_rng(SEED)
    for first in range(0, lanes, CHUNK):
        count = min(CHUNK, lanes - first)
        noise = generator.standard_normal((count, len(network.parameters)))
        yield network.parameter_values * np.exp(SIGMA * noise)


def measure(plan: Plan, species: int = 50) -> dict[str, Any]:
    """CPU seconds and peak memory for every count up to `plan.sets` times 1000."""
    network = cascade(species)
    found: dict[str, dict[str, float]] = {}
    _run(network, CHUNK if plan.sets >= 1000 else 16, plan)  # compiled, and one chunk's memory taken
    for lanes in (count for count in COUNTS if count <= 1000 * plan.sets):
        say(f"scaling: {lanes} simulations")
        row: dict[str, float] = {}

        def timed(lanes: int = lanes, row: dict[str, float] = row) -> None:
            row["cpu_s"] = seconds_of(lambda: row.update(failed=float(_run(network, lanes, plan))))

        row["memory_mb"] = peak_mb(timed)
        row["us"] = row["cpu_s"] / lanes * 1e6
        found[str(lanes)] = row
    rows = [("simulations", "CPU s", "us each", "failed", "MB above the start")]
    rows += [
        (lanes, f"{row['cpu_s']:.2f}", f"{row['us']:.1f}", f"{row['failed']:.0f}", f"{row['memory_mb']:.0f}")
        for lanes, row in found.items()
    ]
    print(f"{len(network.species)} species to t = {TIMES[-1]:g}, {CHUNK} simulations at a time")
    print(grid(rows))
    return found


def _run(network: Network, lanes: int, plan: Plan) -> int:
    """How many of the simulations failed."""
    batches = map_batches(
        network,
        population(network, lanes),
        TIMES,
        chunk=CHUNK,
        outputs=OUTPUTS,
        rtol=1e-4,
        method=plan.method,
        threads=1,
    )
    return sum(int((~np.isfinite(batch.values).all(axis=(1, 2))).sum()) for batch in batches)
