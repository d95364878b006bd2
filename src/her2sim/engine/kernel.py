"""One step of all lanes: Jacobian, factors, stages, error. Each lane has its own time and step size."""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

import math

from her2sim.engine.compiling import inner
from her2sim.engine.functions import exponential, logarithm
from her2sim.engine.layout import (
    AT_STOP,
    BAD_RATE,
    BEFORE,
    BELOW,
    ERROR,
    FACTOR,
    FRESH,
    INVERSE,
    NORM,
    NOW,
    PLUNGE,
    RATE_NORM,
    RTOL,
    SHIFT,
    SIMULATION,
    STEP,
    STEP_BEFORE,
    STEPS,
    T_FINISH,
    T_STAGE,
    TAKEN,
    THETA,
    layout_at,
)  # fmt: skip
from her2sim.engine.units import factor, gather, interpret, solve, tangent
from her2sim.engine.vector import (
    SLOT,
    WIDTH,
    count,
    fma,
    load,
    magnitude,
    negative,
    peek,
    place,
    poke,
    put,
    put_count,
    splat,
    square_root,
    store,
    take,
    where_eq,
    where_gt,
)  # fmt: skip

A_AT, C_AT, NODES_AT, DRIFT_AT, DENSE_AT, GAMMA_AT = 0, 64, 128, 136, 144, 168


@inner
def copy(arena, source, target, slots):
    """Copy consecutive slots."""
    for slot in range(slots):
        store(arena, target + slot, load(arena, source + slot))


@inner
def rates(e, target, add):
    """dx/dt at the species slots and clock, into the slots from `target` or on top of what they hold."""
    interpret(e, 0, e.switches_a, e.switches_b)
    interpret(e, 0, e.rates_a, e.rates_b)
    gather(e, e.rate_a, e.rate_b, target, add)
    for number in range(e.dosed):
        slot = target + place(e.dosed_at, number)
        store(e.arena, slot, load(e.arena, slot) + load(e.arena, e.inflow + number))


@inner
def jacobian(e):
    """-J into the matrix and df/dt into its slots, where `rates` was just computed."""
    interpret(e, 0, e.slopes_a, e.slopes_b)
    gather(e, e.slope_a, e.slope_b, e.matrix, 0)
    if e.drift_b > e.drift_a:
        gather(e, e.drift_a, e.drift_b, e.drift, 0)


def step_unit(address: int) -> None:
    """One step of every lane; see `units`."""
    _step(layout_at(address))


@inner
def _step(e):
    """Take one step of every lane from x to new; ERROR is its error over the tolerance."""
    arena, now = e.arena, load(e.arena, e.scalars + NOW)
    copy(arena, e.x, e.y, e.species)
    store(arena, e.clock, now)
    rates(e, e.stage, 0)
    first_steps(e)
    h = load(arena, e.scalars + STEP)
    store(arena, e.scalars + INVERSE, splat(1.0) / h)
    store(arena, e.scalars + SHIFT, splat(1.0) / (h * splat(peek(e.tableau_at, GAMMA_AT))))
    jacobian(e)
    factor(e)
    drifted(e, 0, 0)
    solve(e, e.stage)
    _follow(e, T_STAGE, 0)
    for stage in range(1, e.stages):
        target = e.stage + stage * e.species
        combine(e, stage, 0)
        store(arena, e.clock, fma(splat(peek(e.tableau_at, NODES_AT + stage)), h, now))
        rates(e, target, 1)
        drifted(e, stage, 0)
        solve(e, target)
        _follow(e, T_STAGE, stage)
    store(arena, e.scalars + ERROR, advance(e, 0, splat(1.0)))
    _watch_zero(e)
    _follow(e, T_FINISH, 0)
    error = load(arena, e.scalars + ERROR)
    least = where_gt(error, splat(1e-10), error, splat(1e-10))
    store(arena, e.scalars + FACTOR, exponential(logarithm(least) * splat(-1.0 / e.order)))


@inner
def _follow(e, action, stage):
    """Derivatives by parameters, where any are asked for."""
    if e.by > 0:
        tangent(e, action, stage)


@inner
def combine(e, stage, block):
    """y = x + sum_j a_ij U_j, and sum_j C_ij/h U_j where the rates will be added.

    Args:
        block: slots from the state's to those of a derivative of it; 0 for the state. So in all that follows.
    """
    if stage <= e.full:
        _combine(e, stage, block)
    else:
        _combine_last(e, stage, block)


@inner
def _combine(e, stage, block):
    a, c = e.tableau_at + 8 * (A_AT + 8 * stage), e.tableau_at + 8 * (C_AT + 8 * stage)
    first, step = e.arena + SLOT * (block + e.stage), SLOT * e.species
    at_x, at_y = e.arena + SLOT * (block + e.x), e.arena + SLOT * (block + e.y)
    inverse = load(e.arena, e.scalars + INVERSE)
    for slot in range(e.species):
        row = SLOT * slot
        total, carried = take(at_x, row), splat(0.0)
        for before in range(stage):
            value = take(first + row, before * step)
            total = fma(splat(peek(a, before)), value, total)
            carried = fma(splat(peek(c, before)), value, carried)
        put(at_y, row, total)
        put(first + row, stage * step, carried * inverse)


@inner
def _combine_last(e, stage, block):
    """For the last stages, whose y is that of the stage before and its increment."""
    c, first, step = e.tableau_at + 8 * (C_AT + 8 * stage), e.arena + SLOT * (block + e.stage), SLOT * e.species
    at_y, inverse = e.arena + SLOT * (block + e.y), load(e.arena, e.scalars + INVERSE)
    for slot in range(e.species):
        row, carried = SLOT * slot, splat(0.0)
        for before in range(stage - 1):
            carried = fma(splat(peek(c, before)), take(first + row, before * step), carried)
        value = take(first + row, (stage - 1) * step)
        carried = fma(splat(peek(c, stage - 1)), value, carried)
        put(at_y, row, take(at_y, row) + value)
        put(first + row, stage * step, carried * inverse)


@inner
def drifted(e, stage, block):
    """Add h d_i df/dt where rates depend on time."""
    if e.drift_b > e.drift_a:
        grown = load(e.arena, e.scalars + STEP) * splat(peek(e.tableau_at, DRIFT_AT + stage))
        drift, target = block + e.drift, block + e.stage + stage * e.species
        for slot in range(e.species):
            store(e.arena, target + slot, fma(grown, load(e.arena, drift + slot), load(e.arena, target + slot)))


@inner
def advance(e, block, inverse):
    """new = y + U_s; returns the error in tolerances: root mean square over the species that change, as CVODE's.

    Args:
        inverse: what absolute tolerances are multiplied by.
    """
    arena, rtol, square = e.arena, splat(peek(e.options_at, RTOL)), splat(0.0)
    last = block + e.stage + (e.stages - 1) * e.species
    for slot in range(e.species):
        increment, before = load(arena, last + slot), magnitude(load(arena, block + e.x + slot))
        new = load(arena, block + e.y + slot) + increment
        store(arena, block + e.new + slot, new)
        after = magnitude(new)
        largest = where_gt(before, after, before, after)
        error = magnitude(increment) / fma(rtol, largest, splat(peek(e.atol_at, slot)) * inverse)
        square = fma(error, error, square)
    return square_root(square * splat(1.0 / e.changing))


@inner
def keep(e, block):
    """Make the steps that were taken the state."""
    arena, taken, zero = e.arena, load(e.arena, e.scalars + TAKEN), splat(0.0)
    for slot in range(block + e.x, block + e.x + e.species):
        store(arena, slot, where_eq(taken, zero, load(arena, slot), load(arena, slot - e.x + e.new)))


@inner
def _watch_zero(e):
    """BELOW: how far a species that its own law keeps from zero fell below -atol; PLUNGE: how far another amount fell
    below what rounding and the tolerance allow.
    """
    arena, below, plunge, rtol = e.arena, splat(0.0), splat(0.0), splat(10.0 * peek(e.options_at, RTOL))
    for number in range(e.guarded):
        slot = place(e.guarded_at, number)
        floor = splat(-peek(e.atol_at, slot))
        fallen = where_gt(floor, load(arena, e.x + slot), splat(0.0), floor - load(arena, e.new + slot))
        below = where_gt(fallen, below, fallen, below)
    for number in range(e.checked):
        slot = place(e.checked_at, number)
        now, seen = magnitude(load(arena, e.x + slot)), load(arena, e.largest + number)
        seen = where_gt(now, seen, now, seen)
        store(arena, e.largest + number, seen)
        fallen = negative(load(arena, e.new + slot)) - fma(rtol, seen, splat(1e3 * peek(e.atol_at, slot)))
        plunge = where_gt(fallen, plunge, fallen, plunge)
    store(arena, e.scalars + BELOW, below)
    store(arena, e.scalars + PLUNGE, plunge)


@inner
def first_steps(e):
    """Steps of lanes that start afresh: a hundredth of |x|/|dx/dt| in tolerances (Hairer & Wanner, II.4)."""
    fresh = 0
    for lane in range(WIDTH):
        fresh += count(e.lanes_at, FRESH * WIDTH + lane)
    if fresh == 0:
        return
    arena, rtol, size, speed = e.arena, splat(peek(e.options_at, RTOL)), splat(0.0), splat(0.0)
    for slot in range(e.species):
        x = magnitude(load(arena, e.x + slot))
        scale = splat(1.0) / fma(rtol, x, splat(peek(e.atol_at, slot)))
        a, b = x * scale, load(arena, e.stage + slot) * scale
        size, speed = fma(a, a, size), fma(b, b, speed)
    store(arena, e.scalars + NORM, square_root(size))
    store(arena, e.scalars + RATE_NORM, square_root(speed))
    for lane in range(WIDTH):
        if count(e.lanes_at, FRESH * WIDTH + lane):
            _first_step(e, lane)


@inner
def _first_step(e, lane):
    arena = e.arena + 8 * WIDTH * e.scalars
    size, speed = peek(arena, NORM * WIDTH + lane), peek(arena, RATE_NORM * WIDTH + lane)
    room = peek(arena, STEP * WIDTH + lane)
    if not (speed < math.inf and size < math.inf):
        _unusable_rate(e, lane)
        guess = 1e-9 * room
    else:
        guess = 0.01 * max(size, 1.0) / speed if speed > 0.0 else room
    if guess < 0.99 * room:  # nearer, the step could end at the stop by rounding and not know it
        put_count(e.lanes_at, AT_STOP * WIDTH + lane, 0)
        poke(arena, STEP * WIDTH + lane, max(guess, 1e-12 * room))
    poke(arena, BEFORE * WIDTH + lane, 0.0)
    poke(arena, STEP_BEFORE * WIDTH + lane, 0.0)
    put_count(e.lanes_at, FRESH * WIDTH + lane, 0)


@inner
def _unusable_rate(e, lane):
    """End a lane whose rates cannot be computed where it starts, naming the first species."""
    simulation = count(e.lanes_at, SIMULATION * WIDTH + lane)
    if simulation < 0 or count(e.lanes_at, STEPS * WIDTH + lane) > 0:
        return
    for slot in range(e.species):
        if not abs(peek(e.arena, WIDTH * (e.stage + slot) + lane)) < math.inf:
            put_count(e.code_at, simulation, BAD_RATE)
            put_count(e.detail_at, simulation, slot)
            return


@inner
def prepare_dense(e, block):
    """K_1..K_3 of the last step, over the first three increments."""
    arena, species, row, first = e.arena, e.species, e.tableau_at + 8 * DENSE_AT, block + e.stage
    for slot in range(first, first + species):
        one, two, three = splat(0.0), splat(0.0), splat(0.0)
        for stage in range(e.stages):
            value = load(arena, slot + stage * species)
            one = fma(splat(peek(row, stage)), value, one)
            two = fma(splat(peek(row, 8 + stage)), value, two)
            three = fma(splat(peek(row, 16 + stage)), value, three)
        store(arena, slot, one)
        store(arena, slot + species, two)
        store(arena, slot + 2 * species, three)


@inner
def dense(e, block, slots, number):
    """y of the listed species at THETA of the last step (`slots`: their places)."""
    arena, species, q = e.arena, e.species, load(e.arena, e.scalars + THETA)
    rest = splat(1.0) - q
    for entry in range(number):
        slot = block + place(slots, entry)
        value = fma(q, load(arena, e.stage + 2 * species + slot), load(arena, e.stage + species + slot))
        value = fma(q, value, load(arena, e.stage + slot))
        value = fma(rest, value, load(arena, e.new + slot))
        store(arena, e.y + slot, fma(q, value, rest * load(arena, e.x + slot)))
