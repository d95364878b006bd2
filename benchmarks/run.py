"""Time what a user waits for: the command line's start, a steady state, one prediction. `make bench` prints the table.

Numbers are of this machine and one core; compare them with themselves, before and after a change.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable

from her2sim import __version__


def best_of(times: int, work: Callable[[], object]) -> float:
    """Shortest of several runs, seconds."""
    spent: list[float] = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return min(spent)


def command_line_help() -> None:
    """`her2sim --help`, in a process of its own."""
    subprocess.run([sys.executable, "-m", "her2sim.cli.main", "--help"], capture_output=True, check=True)


def steady_states(draws: int) -> None:
    """Drug-free steady states of the shipped network from its default values."""
    import numpy as np

    from her2sim.engine import steady_state
    from her2sim.network import load_network

    network = load_network()
    level = np.geomspace(0.5, 2.0, draws) * network.parameter_values[network.parameter_index["ERBB2_total"]]
    steady_state(network, {"ERBB2_total": level})


def prediction(draws: int) -> None:
    """One case, one regimen."""
    from her2sim.case import read_case
    from her2sim.studies.predict import predict

    predict(read_case("sensitive-reference"), ("TH",), draws=draws, seed=1)


def main() -> None:
    """Run the benchmarks and print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=50)
    draws = parser.parse_args().draws
    seconds = {
        "help": best_of(5, command_line_help),
        f"steady state, {draws} draws": best_of(2, lambda: steady_states(draws)),
        f"predict, 1 regimen, {draws} draws": best_of(1, lambda: prediction(draws)),
    }
    about = {"her2sim": __version__, "python": platform.python_version(), "machine": platform.machine()}
    print(json.dumps({**about, "seconds": {name: round(value, 3) for name, value in seconds.items()}}, indent=2))


if __name__ == "__main__":
    main()
