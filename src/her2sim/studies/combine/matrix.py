"""A dose matrix in culture: all wells and members in one call of the engine, from drug-free balances that they share.

Wells that give the network the same drug (a cytotoxic drug acts outside of it) are simulated once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import SteadyState, simulate
from her2sim.network import load_network
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.schedule import HOURS
from her2sim.studies.antibodies import DOMAIN_IV, UPTAKE_LEVELS, uptakes
from her2sim.studies.culture_kill import Cytotoxic, culture_kill
from her2sim.studies.draws import Draws, lane_values
from her2sim.studies.response import lanes_of
from her2sim.studies.signalling import RTOL
from her2sim.tumour import culture_growth
from her2sim.tumour.culture import culture_defaults

Floats = NDArray[np.float64]

NODES = ("pERBB2", "pERBB3", "PIP3", "pAKT", "pS6", "pERK", "CDK2_active")
"""readouts along the way from the receptors to the fates, whose fall is an effect of its own"""
_FATES = ("division_drive", "death_drive", "DNA_repair", "lysosomal_antibody")
HOLDS = ("division", "death", "kill")
"""what can be held as in untreated cells: drive of division, drive of death, kill by payload and cytotoxic drugs"""


@dataclass(frozen=True)
class Matrix:
    """Effects of N members on a grid of doses."""

    drugs: tuple[str, ...]
    doses: tuple[Floats, ...]
    """free nM, (D_k,) each, ascending from 0"""
    effects: Floats
    """1 - treated/untreated cells at the end, (N, D1, D2[, D3]); NaN where a lane failed"""
    gr: Floats
    """growth rate value (Hafner 2016, doi:10.1038/nmeth.3853), same shape"""
    held: Mapping[str, Floats]
    """effects with one fate held as in untreated cells, by `HOLDS`; same shape each"""
    nodes: Mapping[str, Floats]
    """readout at the end over that before the drugs, by `NODES`; same shape each"""
    problems: tuple[tuple[str, ...], ...]
    """for each well in order of the grid N entries: '' or why the lane failed"""
    days: float

    @property
    def shape(self) -> tuple[int, ...]:
        """Doses of each drug."""
        return tuple(len(one) for one in self.doses)


def dose_matrix(
    draws: Draws,
    changes: Mapping[str, Floats | float],
    rest: SteadyState,
    drugs: Sequence[str],
    doses: Sequence[Floats],
    *,
    jobs: int = 1,
) -> Matrix:
    """Grow the wells of a grid of doses.

    Args:
        changes: profile quantities that a variant changes.
        rest: its drug-free balance.
        drugs: INN.
        doses: free nM, (D_k,) each, ascending from 0.
    """
    end = float(culture_defaults()["assay_day"])
    days = np.concatenate([np.array([0.0, 1.0, 3.0, 6.0, 12.0]) / HOURS, np.arange(1.0, end + 0.25, 0.5)])
    grid = np.stack([one.ravel() for one in np.meshgrid(*doses, indexing="ij")], axis=1)
    inside = np.array([DRUGS[drug].input is not None for drug in drugs])
    unique, place = np.unique(grid * inside, axis=0, return_inverse=True)
    values, reasons = _signals(draws, changes, rest, drugs, unique, days, jobs)
    place = place.ravel()
    wells = [_well(draws, changes, drugs, dose, values, int(at), days) for dose, at in zip(grid, place, strict=True)]
    shape = (draws.n, *(len(one) for one in doses))

    def whole(name: str) -> Floats:
        return np.stack([well[name] for well in wells], axis=1).reshape(shape)

    return Matrix(
        drugs=tuple(drugs),
        doses=tuple(doses),
        effects=whole("effect"),
        gr=whole("gr"),
        held={name: whole(name) for name in HOLDS},
        nodes={name: (values[name][place, :, -1] / values[name][place, :, 0]).T.reshape(shape) for name in NODES},
        problems=tuple(reasons[at] for at in place),
        days=end,
    )


def _signals(
    draws: Draws,
    changes: Mapping[str, Floats | float],
    rest: SteadyState,
    drugs: Sequence[str],
    wells: Floats,
    days: Floats,
    jobs: int,
) -> tuple[dict[str, Floats], list[tuple[str, ...]]]:
    """Readouts (W, N, T) of W wells and why their lanes failed."""
    network, n, count = load_network(), draws.n, len(wells)
    known = {name: np.tile(np.broadcast_to(v, (n,)), count) for name, v in lane_values(draws, network, changes).items()}
    for drug, doses in zip(drugs, wells.T, strict=True):
        name = DRUGS[drug].input
        if name is not None:
            known[name] = np.repeat(doses, n)
    names = (*_FATES, *NODES)
    start = np.tile(rest.values, (count, 1))
    run = simulate(network, known, HOURS * days, initial=start, outputs=names, rtol=RTOL, threads=jobs)
    before = ["" if one.ok else one.reason or "no drug-free balance" for one in rest.status]
    after = ["" if one.ok else one.reason or "the simulation stopped" for one in run.status]
    reasons = [tuple(a or b for a, b in zip(before, after[k * n : (k + 1) * n], strict=True)) for k in range(count)]
    return {name: run[name].reshape(count, n, days.size) for name in names}, reasons


def _well(
    draws: Draws,
    changes: Mapping[str, Floats | float],
    drugs: Sequence[str],
    doses: Floats,
    values: Mapping[str, Floats],
    at: int,
    days: Floats,
) -> dict[str, Floats]:
    """Effect, GR and effects with a fate held, (N,) each."""
    finite = np.isfinite(np.stack([values[name][at] for name in _FATES]))
    ok = np.asarray(finite.all(axis=(0, 2)), dtype=np.bool_)
    found = {name: np.full(draws.n, np.nan) for name in ("effect", "gr", *HOLDS)}
    if not ok.any():
        return found
    over = {name: values[name][at][ok] / values[name][at][ok][:, :1] for name in ("division_drive", "death_drive")}
    doubling = _doubling(draws)
    parameters = lanes_of(draws.tumour, ok)
    division, death = over["division_drive"], over["death_drive"]
    kill = _kill(draws, changes, drugs, doses, values, at, days, ok, division, doubling)
    one = np.ones_like(division)
    cases = {
        "effect": (division, death, kill),
        "division": (one, death, kill),
        "death": (division, one, kill),
        "kill": (division, death, None),
    }
    for name, (first, second, third) in cases.items():
        grown = culture_growth(days, first, second, doubling, parameters, kill=third)
        found[name][ok] = grown.growth_inhibition
        if name == "effect":
            found["gr"][ok] = grown.growth_rate_value
    return found


def _doubling(draws: Draws) -> float:
    given = draws.patient.get("doubling_time_h")
    return float(np.median(given)) if given is not None else float(culture_defaults()["doubling_time_h"]["default"])


def _kill(
    draws: Draws,
    changes: Mapping[str, Floats | float],
    drugs: Sequence[str],
    doses: Floats,
    values: Mapping[str, Floats],
    at: int,
    days: Floats,
    ok: NDArray[np.bool_],
    division: Floats,
    doubling: float,
) -> Floats | None:
    given = {drug: float(dose) for drug, dose in zip(drugs, doses, strict=True) if dose > 0}
    n = int(ok.sum())
    antibodies = {drug: np.full((n, days.size), nM) for drug, nM in given.items() if drug in DOMAIN_IV}
    patient = draws.quantities(changes)
    repair = values["DNA_repair"][at][ok]
    return culture_kill(
        days,
        division,
        doubling,
        lanes_of(draws.tumour, ok),
        uptakes=uptakes(
            values["lysosomal_antibody"][at][ok], antibodies, {name: patient[name][ok] for name in UPTAKE_LEVELS}
        ),
        cytotoxics=[Cytotoxic(drug, nM) for drug, nM in given.items() if DRUGS[drug].input is None],
        repair=repair / repair[:, :1],
    )
