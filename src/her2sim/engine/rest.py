"""Pseudo-transient continuation of all lanes: implicit Euler steps of growing length until nothing moves.

Each step is two steps of a simplified Newton method with I/h - J: real time at first, Newton's method on dx/dt = 0 as h
grows (Kelley & Keyes 1998, doi:10.1137/S0036142996304796). Totals that no reaction changes stay as they start, though
they make J singular.
"""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

import math

from her2sim.engine.compiling import entry, inner
from her2sim.engine.kernel import copy, jacobian, keep, rates
from her2sim.engine.lanes import mark, put_mark, put_scalar, scalar
from her2sim.engine.layout import (
    BELOW,
    ERROR,
    HALT,
    LOADED,
    NO_REST,
    NORM,
    OK,
    RTOL,
    SHIFT,
    SIMULATION,
    STEP,
    STEPS,
    STOPPED,
    TAKEN,
    WORK,
    layout_at,
)  # fmt: skip
from her2sim.engine.run import active, fill_lanes, load_lanes, next_simulation
from her2sim.engine.units import factor, solve
from her2sim.engine.vector import (
    WIDTH,
    count,
    fma,
    load,
    magnitude,
    negative,
    peek,
    place,
    poke,
    put_count,
    splat,
    store,
    where_ge,
    where_gt,
)  # fmt: skip

_REST_H = 1e5  # a step of 11 years; longer ones only add rounding to the conserved totals
_MOST_ITERATIONS = 60
_CONTRACTION = 0.5  # the second Newton step over the first must stay below


@entry
def rest(address):
    """Find the rest of every lane from its initial state; the first step is the last of the times asked for.

    Args:
        address: of a `Layout` as 64-bit integers.
    """
    e = layout_at(address)
    fill_lanes(e)
    _begin(e)
    while active(e):
        _iterate(e)
        loaded = False
        for lane in range(WIDTH):
            if mark(e, SIMULATION, lane) >= 0 and _settled(e, lane):
                _record(e, lane)
                loaded = next_simulation(e, lane) or loaded
        keep(e, 0)
        if loaded:
            _begin(e)


@inner
def _begin(e):
    load_lanes(e)
    for lane in range(WIDTH):
        if mark(e, LOADED, lane):
            put_scalar(e, STEP, lane, 0.1 * peek(e.times_at, e.times - 1))
            put_mark(e, LOADED, lane, 0)


@inner
def _switches(e):
    """Read the switches where the species are."""
    one, zero = splat(1.0), splat(0.0)
    for number in range(e.switches):
        value = load(e.arena, place(e.differences_at, number))
        held = where_gt(value, zero, one, zero) if place(e.strict_at, number) else where_ge(value, zero, one, zero)
        store(e.arena, e.switch + number, held)


@inner
def _iterate(e):
    """One step of every lane from x to new, with what is needed to judge it."""
    arena, species, first, second, third = e.arena, e.species, e.stage, e.stage + e.species, e.stage + 2 * e.species
    copy(arena, e.x, e.y, species)
    store(arena, e.clock, splat(0.0))
    if e.switches > 0:
        rates(e, first, 0)
        _switches(e)
    rates(e, first, 0)
    inverse = splat(1.0) / load(arena, e.scalars + STEP)
    store(arena, e.scalars + SHIFT, inverse)
    jacobian(e)
    factor(e)
    copy(arena, first, second, species)
    solve(e, second)
    for slot in range(species):
        store(arena, e.y + slot, load(arena, e.x + slot) + load(arena, second + slot))
    rates(e, third, 0)
    for slot in range(species):
        left = fma(negative(load(arena, second + slot)), inverse, load(arena, third + slot))
        store(arena, third + slot, left)
    solve(e, third)
    _measure(e, second, third)


@inner
def _measure(e, second, third):
    """Newton's contraction (ERROR), the change over its tolerance (NORM) and undershoot below zero (BELOW)."""
    arena, rtol, zero = e.arena, splat(peek(e.options_at, RTOL)), splat(0.0)
    moved, corrected, change, below, spoilt = zero, zero, zero, zero, zero
    for slot in range(e.species):
        x, move, correction = load(arena, e.x + slot), load(arena, second + slot), load(arena, third + slot)
        new, atol = x + move + correction, splat(peek(e.atol_at, slot))
        store(arena, e.new + slot, new)
        before, after = magnitude(x), magnitude(new)
        size = fma(splat(1e3), atol, where_gt(before, after, before, after))
        first, other = magnitude(move) / size, magnitude(correction) / size
        moved, corrected = where_gt(first, moved, first, moved), where_gt(other, corrected, other, corrected)
        shift = magnitude(new - x) / fma(rtol, after, atol)
        change = where_gt(shift, change, shift, change)
        fallen = fma(splat(-1e-3), before, fma(splat(-1e3), atol, negative(new)))
        below = where_gt(fallen, below, fallen, below)
        spoilt = fma(other + shift, zero, spoilt)
    least = where_gt(moved, splat(1e-3), moved, splat(1e-3))
    store(arena, e.scalars + ERROR, corrected / least + spoilt)
    store(arena, e.scalars + NORM, change)
    store(arena, e.scalars + BELOW, below)


@inner
def _settled(e, lane):
    """Judge the step of a lane; whether it is at rest or gives up."""
    simulation, steps = mark(e, SIMULATION, lane), mark(e, STEPS, lane) + 1
    put_mark(e, STEPS, lane, steps)
    put_scalar(e, TAKEN, lane, 0.0)
    contraction, h = scalar(e, ERROR, lane), scalar(e, STEP, lane)
    if count(e.code_at, simulation) != OK:
        return True
    if count(e.control_at, HALT):
        put_count(e.code_at, simulation, STOPPED)
        return True
    if not contraction < math.inf:
        put_scalar(e, STEP, lane, 0.1 * h)
    elif contraction > _CONTRACTION or scalar(e, BELOW, lane) > 0.0:
        put_scalar(e, STEP, lane, 0.25 * h)
    else:
        put_scalar(e, TAKEN, lane, 1.0)
        if h >= _REST_H and scalar(e, NORM, lane) <= 1.0:
            return True
        put_scalar(e, STEP, lane, min(h * (10.0 if contraction < 0.1 else 3.0), _REST_H))
    if steps >= _MOST_ITERATIONS:
        put_count(e.code_at, simulation, NO_REST)
        return True
    return False


@inner
def _record(e, lane):
    """Save the state of a lane, good or not, and its iterations."""
    simulation = mark(e, SIMULATION, lane)
    source = e.new if scalar(e, TAKEN, lane) > 0.0 else e.x
    for slot in range(e.species):
        poke(e.final_at, simulation * e.species + slot, peek(e.arena, WIDTH * (source + slot) + lane))
    put_count(e.work_at, simulation * WORK, mark(e, STEPS, lane))
    put_scalar(e, TAKEN, lane, 0.0)
