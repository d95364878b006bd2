"""Measures how far a reduced network departs from the one without the reduction, for docs/reductions.md."""

from __future__ import annotations

import numpy as np
from IPython.display import Markdown

from her2sim.engine import simulate, steady_state
from her2sim.inference import load_ensemble
from her2sim.network import Network, load_network

VARIANTS = ("her2", "her2-crosslink", "her2-inhibitor-sites")
MEMBERS = 10
HOURS = (0.0, 1.0, 6.0, 24.0, 72.0)
READOUTS = ("surface_ERBB2", "pERBB2", "pERBB3", "pAKT", "SRC_active", "division_drive")


def sizes() -> Markdown:
    """Species and reactions of the networks."""
    lines = ["| network | species | reactions |", "|---|---|---|"]
    for name in VARIANTS:
        network = load_network(name)
        lines.append(f"| `{name}` | {len(network.species)} | {len(network.reactions)} |")
    return Markdown("\n".join(lines))


def departures(variant: str, drug: str, doses: tuple[float, ...], *more: str) -> Markdown:
    """Levels at 72 h and departures, one table for all doses (nM); `more` readouts are in units of the reduced."""
    readouts = (*more, *READOUTS)
    heads = ["readout"]
    rows = [[f"`{name}`"] for name in readouts]
    for dose in doses:
        heads += [f"{dose:g} nM: reduced → unreduced", "typical", "median", "worst"]
        reduced, unreduced = (_course(load_network(name), drug, dose, readouts) for name in ("her2", variant))
        for row, name in zip(rows, readouts, strict=True):
            old, new = reduced[name], unreduced[name]
            unit = old[:, 1:] if name in more else old[:, :1]
            found = np.abs((new - old)[:, 1:] / unit).max(axis=1)
            level = 1e3 if name in more else old[0, 0]
            row += [f"{old[0, -1] / level:.3g} → {new[0, -1] / level:.3g}"]
            row += [f"{value:.3f}" for value in (found[0], np.median(found[1:]), found[1:].max())]
    lines = [heads, ["---"] * len(heads), *rows]
    return Markdown("\n".join(f"| {' | '.join(line)} |" for line in lines))


def half_doses() -> Markdown:
    """Free lapatinib that halves readouts of the typical cell in 72 h."""
    doses, readouts = np.geomspace(0.1, 1000.0, 33), ("pERBB2", "pERBB3", "pAKT", "division_drive")
    lines = ["| readout | average occupancy, nM | sites, nM | shift |", "|---|---|---|---|"]
    halves: list[list[float]] = []
    for network in (load_network("her2"), load_network("her2-inhibitor-sites")):
        rest = np.repeat(steady_state(network, {"lapatinib_nM": [0.0]}).values, len(doses), axis=0)
        found = simulate(network, {"lapatinib_nM": doses}, HOURS, initial=rest, outputs=readouts)
        levels = [found[name][:, -1] / found[name][:, 0] for name in readouts]
        halves.append([float(np.exp(np.interp(-0.5, -level, np.log(doses)))) for level in levels])
    for name, average, sites in zip(readouts, *halves, strict=True):
        lines.append(f"| `{name}` | {average:.2g} | {sites:.2g} | {average / sites:.2g} |")
    return Markdown("\n".join(lines))


def _course(network: Network, drug: str, dose: float, readouts: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Readout -> (1 + MEMBERS, T): the typical vector and members, from rest."""
    typical = dict(zip((item.name for item in network.parameters), network.parameter_values, strict=True))
    drawn = load_ensemble("prior").members(np.arange(MEMBERS))
    vectors = {name: np.concatenate([[typical[name]], values]) for name, values in drawn.items()}
    given = vectors | {f"{drug}_nM": np.full(1 + MEMBERS, dose)}
    found = simulate(network, given, HOURS, initial=steady_state(network, vectors), outputs=readouts)
    return {name: found[name] for name in readouts}
