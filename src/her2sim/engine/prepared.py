"""A network made ready for the batched engine, once: program, LU plan, and where in the arena everything lies."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from her2sim.engine.factor import Factor, plan_factor
from her2sim.engine.layout import SCALARS
from her2sim.engine.solution import Floats
from her2sim.engine.vector import SLOT
from her2sim.network.compiled import program_of
from her2sim.network.form import Network
from her2sim.network.program import Program, amounts_of, first_slots, run_arrays
from her2sim.network.tapes import Runs

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Offsets:
    """Streams of slots as bytes from the start of the arena or the matrix, as kernels read them."""

    tapes: Ints
    gather: Ints
    lu: Ints
    forward: Ints
    backward: Ints


def byte_offsets(slots: Ints) -> Ints:
    """Slots as bytes."""
    return (slots * SLOT).astype(np.int32)


@dataclass(frozen=True)
class Prepared:
    """What every run of a network shares.

    Args:
        gather: runs that sum fluxes into dx/dt, slopes into the matrix, and time derivatives; arrays as in Program.
        rate, slope, drift: first and last run of each.
        entries: (nnz, 3) row, column and slot in the matrix of every entry of the Jacobian.
        guarded: places of the species whose own law keeps them from falling below 0; checked: of the other amounts
            (molecules, nM), which are not trusted once they did.
    """

    program: Program
    factor: Factor
    gather_table: Ints
    offsets: Offsets
    gather_weights: Floats
    rate: tuple[int, int]
    slope: tuple[int, int]
    drift: tuple[int, int]
    guarded: Ints
    checked: Ints
    entries: Ints

    @property
    def changing(self) -> int:
        """Number of species that a reaction changes; at least 1."""
        return max(1, int(np.count_nonzero(np.diff(self.program.rate.start))))

    @property
    def species(self) -> int:
        """Number of species."""
        return int(self.program.counts[2])


@lru_cache(maxsize=16)
def prepare(network: Network) -> Prepared:
    """Make a network ready; kept for the networks used last."""
    program = program_of(network)
    count = int(program.counts[2])
    pattern = list(zip(program.slope.rows.tolist(), program.slope.columns.tolist(), strict=True))
    factor = plan_factor(count, pattern)
    runs = Runs()
    edges = [0]
    runs.sums((place, program.rate.terms(place)) for place in range(count))
    edges.append(len(runs.table))
    slopes = {entry: program.slope.terms(number) for number, entry in enumerate(pattern)}
    for place in range(count):
        slopes.setdefault((place, place), [])
    runs.sums((factor.entry[entry], [(slot, -weight) for slot, weight in terms]) for entry, terms in slopes.items())
    edges.append(len(runs.table))
    if len(program.drift.rows):
        drift = {int(row): program.drift.terms(number) for number, row in enumerate(program.drift.rows)}
        runs.sums((place, drift.get(place, [])) for place in range(count))
    edges.append(len(runs.table))
    table, stream, weights = run_arrays(runs)
    amounts = np.isin(np.arange(count), list(amounts_of(network)))
    return Prepared(
        program=program,
        factor=factor,
        gather_table=table,
        offsets=Offsets(
            tapes=byte_offsets(program.stream),
            gather=byte_offsets(stream),
            lu=byte_offsets(factor.lu_stream),
            forward=byte_offsets(factor.forward_stream),
            backward=byte_offsets(factor.backward_stream),
        ),
        gather_weights=weights,
        rate=(edges[0], edges[1]),
        slope=(edges[1], edges[2]),
        drift=(edges[2], edges[3]),
        entries=np.array([(*entry, factor.entry[entry]) for entry in pattern], dtype=np.int32).reshape(-1, 3),
        guarded=np.flatnonzero(program.nonnegative).astype(np.int32),
        checked=np.flatnonzero(amounts & ~program.nonnegative).astype(np.int32),
    )


def arena_slots(
    network: Network, prepared: Prepared, *, first: int, stages: int, dosed: int
) -> tuple[dict[str, int], int]:
    """First slots of the regions of an arena, by the name `Layout` has for them, and its size in vectors.

    Args:
        first: the first slot free after the tapes.
    """
    program, species = prepared.program, prepared.species
    leaves = first_slots(network, int(program.counts[0]), int(program.counts[3]))
    sizes = {
        "x": species, "new": species, "stage": stages * species, "drift": species, "inflow": dosed,
        "matrix": prepared.factor.size, "scalars": SCALARS, "largest": len(prepared.checked),
    }  # fmt: skip
    names = {"parameter": "parameter", "y": "species", "clock": "time", "switch": "switch"}
    starts, free = {name: leaves[leaf] for name, leaf in names.items()}, first
    for name, size in sizes.items():
        starts[name], free = free, free + size
    return starts, free
