"""What a run writes: outputs at the times asked for, between steps by dense output, at stops from the state itself."""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

import math

from her2sim.engine.compiling import inner
from her2sim.engine.events import turn_time
from her2sim.engine.kernel import copy, dense, prepare_dense
from her2sim.engine.lanes import mark, put_mark, put_scalar, scalar
from her2sim.engine.layout import (
    AT_EVENT,
    AT_POINT,
    AT_STOP,
    DUE,
    ENDING,
    NOW,
    OK,
    OUTPUT,
    REACHED,
    SAME,
    SIMULATION,
    T_AT_POINT,
    T_BETWEEN,
    T_PREPARE,
    T_WRITE,
    TAKEN,
    THETA,
)  # fmt: skip
from her2sim.engine.units import interpret, tangent
from her2sim.engine.vector import WIDTH, count, load, peek, place, poke, store


@inner
def between(e, ready):
    """Outputs inside the accepted steps; `ready`: whether dense output was prepared."""
    while True:
        due = False
        for lane in range(WIDTH):
            put_mark(e, DUE, lane, 0)
            put_scalar(e, THETA, lane, 1.0)
            output = mark(e, OUTPUT, lane)
            if mark(e, SIMULATION, lane) < 0 or scalar(e, TAKEN, lane) == 0.0 or output >= e.times:
                continue
            time, start, end = peek(e.times_at, output), scalar(e, NOW, lane), scalar(e, REACHED, lane)
            point = mark(e, AT_STOP, lane) or mark(e, AT_EVENT, lane)
            limit = turn_time(e, lane) if mark(e, AT_EVENT, lane) else end
            limit -= peek(e.options_at, SAME) if mark(e, AT_STOP, lane) else 0.0
            if time < limit or (time == limit and not point):
                put_mark(e, DUE, lane, 1)
                put_scalar(e, THETA, lane, (time - start) / (end - start))
                due = True
        if not due:
            return
        if not ready:
            prepare_dense(e, 0)
            if e.by > 0:
                tangent(e, T_PREPARE, 0)
            ready = True
        dense(e, 0, e.needed_at, e.needed)
        now, end = load(e.arena, e.scalars + NOW), load(e.arena, e.scalars + REACHED)
        store(e.arena, e.clock, now + load(e.arena, e.scalars + THETA) * (end - now))
        if e.by > 0:
            tangent(e, T_BETWEEN, 0)
        write(e)


@inner
def at_points(e):
    """Outputs at the state of lanes that stand at a stop or start, after what was given there."""
    while True:
        due = False
        for lane in range(WIDTH):
            put_mark(e, DUE, lane, 0)
            output = mark(e, OUTPUT, lane)
            if mark(e, SIMULATION, lane) < 0 or not mark(e, AT_POINT, lane) or output >= e.times:
                continue
            if count(e.code_at, mark(e, SIMULATION, lane)) != OK:
                continue
            final = mark(e, ENDING, lane)
            if final or peek(e.times_at, output) <= scalar(e, NOW, lane) + peek(e.options_at, SAME):
                put_mark(e, DUE, lane, 1)
                due = True
        if not due:
            break
        copy(e.arena, e.x, e.y, e.species)
        store(e.arena, e.clock, load(e.arena, e.scalars + NOW))
        if e.by > 0:
            tangent(e, T_AT_POINT, 0)
        write(e)
    for lane in range(WIDTH):
        put_mark(e, AT_POINT, lane, 0)


@inner
def write(e):
    """Compute the outputs at the species slots and write those of the lanes that are due."""
    interpret(e, 1, e.read_a, e.read_b)
    if e.by > 0:
        tangent(e, T_WRITE, 0)
    for lane in range(WIDTH):
        if mark(e, DUE, lane) == 0:
            continue
        output = mark(e, OUTPUT, lane)
        row = (mark(e, SIMULATION, lane) * e.times + output) * e.outputs
        for number in range(e.outputs):
            poke(e.values_at, row + number, peek(e.arena, WIDTH * place(e.outputs_at, number) + lane))
        put_mark(e, OUTPUT, lane, output + 1)


@inner
def save(e, lane):
    """Write how a lane ended: its last state and the work done."""
    simulation = mark(e, SIMULATION, lane)
    good = count(e.code_at, simulation) == OK
    for slot in range(e.species):
        value = peek(e.arena, WIDTH * (e.x + slot) + lane) if good else math.nan
        poke(e.final_at, simulation * e.species + slot, value)
    poke(e.stopped_at, simulation, scalar(e, NOW, lane))
