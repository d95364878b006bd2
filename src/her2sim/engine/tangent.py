"""Forward sensitivities in the same pass: the derivative of every slot by a parameter, tape by tape, stage by stage.

Each parameter has a block of slots laid out like the arena's own: derivatives of all quantities, of the state and of
the increments. A step is differentiated as it was taken, its size apart, so the derivative of the numerical solution is
exact up to rounding: with the factors of the step,

    (I/(h gamma) - J) dU_i = df_i + sum_j C_ij/h dU_j + h d_i d(df/dt) + dJ U_i,    dJ by x and by the parameter.
"""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

import math

from her2sim.engine.compiling import inner
from her2sim.engine.kernel import advance, combine, copy, dense, drifted, keep, prepare_dense
from her2sim.engine.lanes import mark
from her2sim.engine.layout import (
    DUE,
    ERROR,
    LOADED,
    OUTPUT,
    SIMULATION,
    T_BETWEEN,
    T_COMMIT,
    T_FINISH,
    T_LOAD,
    T_PREPARE,
    T_STAGE,
    T_WRITE,
    layout_at,
)  # fmt: skip
from her2sim.engine.machine import gather_runs
from her2sim.engine.tangent_tape import differentiate
from her2sim.engine.units import solve
from her2sim.engine.vector import (
    SLOT,
    WIDTH,
    fma,
    load,
    magnitude,
    negative,
    peek,
    place,
    poke,
    splat,
    store,
    where_gt,
)  # fmt: skip


def tangent_unit(address: int, action: int, stage: int) -> None:
    """Follow what the engine just did (see the actions) with the derivatives by every parameter."""
    e = layout_at(address)
    for number in range(e.by):
        block = (1 + number) * e.block
        if action == T_STAGE:
            _stage(e, block, stage)
        elif action == T_COMMIT:
            keep(e, block)
        elif action == T_FINISH:
            _finish(e, block, number)
        elif action == T_LOAD:
            _load(e, block, number)
        elif action == T_PREPARE:
            prepare_dense(e, block)
        elif action == T_WRITE:
            _write(e, block, number)
        elif action == T_BETWEEN:
            dense(e, block, e.needed_at, e.needed)
        else:
            copy(e.arena, block + e.x, block + e.y, e.species)


@inner
def _tape(e, block, read, first, last):
    slopes = e.arena + SLOT * block
    if read:
        differentiate(e.arena, e.read_table_at, e.read_stream_at, e.read_weights_at, first, last, slopes)
    else:
        differentiate(e.arena, e.table_at, e.stream_at, e.weights_at, first, last, slopes)


@inner
def _gather(e, block, first, last, shift, add):
    gather_runs(e, e.arena + SLOT * block, e.arena + SLOT * (block + shift), first, last, add)


@inner
def _load(e, block, number):
    """Derivatives of what parameters fix, and of the initial amounts of lanes just loaded."""
    zero = splat(0.0)
    for slot in range(e.parameters):
        store(e.arena, block + e.parameter + slot, zero)
    store(e.arena, block + e.parameter + place(e.by_at, number), splat(1.0))
    _tape(e, block, 0, e.load_a, e.load_b)
    _tape(e, block, 1, e.read_load_a, e.read_load_b)
    for lane in range(WIDTH):
        simulation = mark(e, SIMULATION, lane)
        if simulation < 0 or not mark(e, LOADED, lane):
            continue
        for slot in range(e.species):
            source, value = place(e.initial_slots_at, slot), 0.0
            given = peek(e.initial_at, simulation * e.species + slot) if e.initial_at != 0 else math.nan
            if given != given:  # noqa: PLR0124 - NaN: the network's own amount
                value = peek(e.arena, WIDTH * (block + source) + lane) if source >= 0 else 0.0
            elif e.initial_by_at != 0:
                value = peek(e.initial_by_at, (simulation * e.species + slot) * e.by + number)
            poke(e.arena, WIDTH * (block + e.x + slot) + lane, value)


@inner
def _stage(e, block, stage):
    """The increment of one stage, where its rates (and before the first the slopes) were just computed."""
    arena, increment = e.arena, e.stage + stage * e.species
    target = block + increment
    if stage == 0:
        copy(arena, block + e.x, block + e.y, e.species)
    else:
        combine(e, stage, block)
    _tape(e, block, 0, e.rates_a, e.rates_b)
    _gather(e, block, e.rate_a, e.rate_b, increment, stage)
    if stage == 0:
        _tape(e, block, 0, e.slopes_a, e.slopes_b)
        _gather(e, block, e.slope_a, e.slope_b, e.matrix, 0)
        _gather(e, block, e.drift_a, e.drift_b, e.drift, 0)
    drifted(e, stage, block)
    for entry in range(e.entries):  # the matrix holds -J
        row, column = place(e.entries_at, 3 * entry), place(e.entries_at, 3 * entry + 1)
        slope = load(arena, block + e.matrix + place(e.entries_at, 3 * entry + 2))
        value = fma(negative(slope), load(arena, increment + column), load(arena, target + row))
        store(arena, target + row, value)
    solve(e, target)


@inner
def _finish(e, block, number):
    """The new derivatives, and ERROR raised to theirs where that is larger.

    Tolerances are those of the state, the absolute ones divided by the size of the parameter, as CVODES takes them
    (Hindmarsh et al. 2005, doi:10.1145/1089014.1089020).
    """
    size = magnitude(load(e.arena, e.parameter + place(e.by_at, number)))
    mine = advance(e, block, splat(1.0) / where_gt(size, splat(0.0), size, splat(1.0)))
    others = load(e.arena, e.scalars + ERROR)
    store(e.arena, e.scalars + ERROR, where_gt(others, mine, others, mine))


@inner
def _write(e, block, number):
    """Derivatives of the outputs of lanes that are due, at the species slots."""
    _tape(e, block, 1, e.read_a, e.read_b)
    for lane in range(WIDTH):
        if mark(e, DUE, lane) == 0:
            continue
        row = (mark(e, SIMULATION, lane) * e.times + mark(e, OUTPUT, lane)) * e.outputs
        for output in range(e.outputs):
            value = peek(e.arena, WIDTH * (block + place(e.outputs_at, output)) + lane)
            poke(e.tangents_at, (row + output) * e.by + number, value)
