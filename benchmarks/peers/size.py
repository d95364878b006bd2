"""Time of one simulation against the number of species, 50 to 500, in a plot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.peers.cascade import cascade
from benchmarks.peers.compare import Plan, say
from benchmarks.peers.courses import SEED, SIGMA
from benchmarks.peers.measure import alternate, seconds_of
from benchmarks.peers.table import grid

from her2sim.engine import simulate

SIZES = (50, 75, 100, 150, 200, 300, 400, 500)
TIMES = np.linspace(0.0, 1000.0, 51)
RTOL = 1e-5


def measure(plan: Plan, plot: Path) -> dict[str, Any]:
    """CPU milliseconds a simulation for every size; the exponent of a power law through them; an SVG plot."""
    jobs: dict[str, Any] = {}
    for size in SIZES:
        say(f"size: {size}")
        network = cascade(size)
        noise = np.random.default_rng(SEED).standard_normal((plan.sets, len(network.parameters)))
        rows = network.parameter_values * np.exp(SIGMA * noise)

        def run(lanes: int, network: Any = network, rows: np.ndarray = rows) -> bool:
            names = tuple(species.name for species in network.species)
            found = simulate(network, rows[:lanes], TIMES, outputs=names, rtol=RTOL, method=plan.method, threads=1)
            return bool(found.ok.all())

        if not run(2):
            raise SystemExit(f"a cascade of {size} species cannot be simulated")
        name = str(len(network.species))
        jobs[name] = lambda run=run, name=name: {name: seconds_of(lambda: run(plan.sets)) / plan.sets}
    found = {int(name): value * 1e3 for name, value in alternate(jobs, plan.repeats).items()}
    slope = float(np.polyfit(np.log(list(found)), np.log(list(found.values())), 1)[0])
    print(grid([("species", "ms a simulation"), *((str(size), f"{value:.3f}") for size, value in found.items())]))
    print(f"time grows as species ** {slope:.2f}")
    _draw(found, slope, plot)
    print(f"plot: {plot}")
    return {"ms": {str(size): value for size, value in found.items()}, "exponent": slope}


def _draw(found: dict[int, float], slope: float, path: Path) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5.0, 3.6), layout="constrained")
    axes.loglog(list(found), list(found.values()), "o-")
    axes.set_xlabel("species")
    axes.set_ylabel("CPU time of one simulation, ms")
    axes.set_title(f"Mass-action cascades, one core: exponent {slope:.2f}", fontsize=10)
    ticks = [50, 100, 200, 500]
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.grid(visible=True, which="both", alpha=0.3)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    pyplot.close(figure)
