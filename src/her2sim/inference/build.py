"""Draws the prior ensemble and writes it: `make ensemble`.

    python -m her2sim.inference.build [--members 400] [--seed 20120622]

Draws come from the priors of the evidence; those whose untreated reference cell is not plausible (plausible.py) are
left out and counted. Nothing is fitted.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import ConvergenceError
from her2sim.evidence import load_evidence
from her2sim.inference.ensemble import Ensemble, varied, write_ensemble
from her2sim.inference.plausible import plausible, read_bounds
from her2sim.network import Network, load_network
from her2sim.units import to_model

Floats = NDArray[np.float64]

LABEL = "prior draws, not yet calibrated"
FOLDER = Path(__file__).resolve().parent / "data"
_CHUNK = 50
_PATIENCE = 100
"""draws per member asked for, after which the bounds are taken to exclude the prior"""


def draw(network: Network, rng: np.random.Generator, n: int) -> dict[str, Floats]:
    """`n` draws from the priors: network parameter -> values, shape (n,), model units."""
    records = load_evidence().parameters
    drawn: dict[str, Floats] = {}
    for name in varied(network):
        record = records[name]
        drawn[name] = record.prior.sample(rng, n, record.value) * to_model(1.0, record.unit)
    return drawn


def build(members: int, seed: int) -> tuple[dict[str, Floats], dict[str, Any]]:
    """Draw until `members` plausible ones are found.

    Raises:
        ConvergenceError: the bounds leave next to nothing of the prior.
    """
    network, bounds, rng = load_network(), read_bounds(), np.random.default_rng(seed)
    found: list[dict[str, Floats]] = []
    kept = tried = 0
    missed: dict[str, float] = {}
    while kept < members:
        chunk = draw(network, rng, _CHUNK)
        good, misses = plausible(network, chunk, bounds)
        found.append({name: values[good] for name, values in chunk.items()})
        kept, tried = kept + int(good.sum()), tried + _CHUNK
        for name, share in misses.items():
            missed[name] = missed.get(name, 0.0) + share * _CHUNK
        sys.stderr.write(f"{kept} of {tried} draws kept\n")
        if tried > _PATIENCE * members:
            raise ConvergenceError(f"only {kept} of {tried} draws are plausible; see data/plausible.yaml")
    values = {name: np.concatenate([part[name] for part in found])[:members] for name in found[0]}
    about: dict[str, Any] = {
        "seed": seed,
        "draws": tried,
        "kept": kept / tried,
        "missed": {name: total / tried for name, total in missed.items()},
        "data": [],
    }
    return values, about


def main(arguments: list[str]) -> int:
    """Draw and write the ensemble; the exit status."""
    parser = argparse.ArgumentParser(description="Draw the prior ensemble.")
    parser.add_argument("--members", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20120622)
    chosen = parser.parse_args(arguments)
    values, about = build(chosen.members, chosen.seed)
    write_ensemble(Ensemble(LABEL, values, about), FOLDER, "prior")
    sys.stdout.write(f"{chosen.members} members of {len(values)} parameters; {about['kept']:.0%} of the draws kept\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
