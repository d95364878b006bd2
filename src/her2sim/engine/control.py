"""What happens to each lane between steps: accept or not, next step size, stops, and failures with their reason."""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

import math

from her2sim.engine.compiling import inner
from her2sim.engine.kernel import keep
from her2sim.engine.lanes import mark, put_mark, put_scalar, scalar
from her2sim.engine.layout import (
    AT_POINT,
    AT_STOP,
    BEFORE,
    BELOW,
    BELOW_ZERO,
    CANCELLED,
    END,
    ENDING,
    ERROR,
    FACTOR,
    FRESH,
    LOADED,
    MANY_STEPS,
    MOST_STEPS,
    NEGATIVE,
    NOW,
    OK,
    PLUNGE,
    REACHED,
    REJECTED,
    RESTARTS,
    RETRIES,
    SIMULATION,
    SMALL_STEP,
    STEP,
    STEP_BEFORE,
    STEPS,
    STOP,
    T_COMMIT,
    TAKEN,
)  # fmt: skip
from her2sim.engine.units import tangent
from her2sim.engine.vector import WIDTH, count, peek, place, poke, put_count

_SAFETY, _LEAST, _MOST = 0.9, 0.125, 8.0
_LARGEST_FACTOR = 2.5  # of a step with a hundredth of the error allowed: easier ones predict no more
_LOST = 1e9  # a pivot that cancels so far leaves fewer than seven digits; a smaller step has none that do
_PATIENCE = 12  # rejections of one step because a species fell below -atol, after which its size is not the cause
_CERTAIN = 40  # halvings after which a fall below zero is the law's and not the step's


@inner
def next_stop(e, lane):
    """Time of the next stop of a lane."""
    schedule = place(e.schedule_at, mark(e, SIMULATION, lane))
    return peek(e.stop_time_at, place(e.stops_from_at, schedule) + mark(e, STOP, lane))


@inner
def plan_steps(e):
    """Keep every lane's step within its next stop, which is hit exactly."""
    for lane in range(WIDTH):
        if mark(e, SIMULATION, lane) < 0:
            continue
        room = next_stop(e, lane) - scalar(e, NOW, lane)
        h = scalar(e, STEP, lane)
        at_stop = 0
        if mark(e, FRESH, lane) or h >= 0.99 * room:
            h, at_stop = room, 1
        elif h > 0.5 * room:
            h = 0.5 * room
        put_scalar(e, STEP, lane, h)
        put_mark(e, AT_STOP, lane, at_stop)


@inner
def judge(e):
    """Accept or reject the step of every lane; whether any was accepted."""
    accepted = False
    for lane in range(WIDTH):
        put_scalar(e, TAKEN, lane, 0.0)
        simulation = mark(e, SIMULATION, lane)
        if simulation < 0:
            continue
        if mark(e, STEPS, lane) >= peek(e.options_at, MOST_STEPS):
            fail(e, lane, MANY_STEPS)
            continue
        put_mark(e, STEPS, lane, mark(e, STEPS, lane) + 1)
        if count(e.code_at, simulation) != OK:
            put_mark(e, ENDING, lane, 1)
        elif _judge_lane(e, lane):
            accepted = True
    return accepted


@inner
def _fail_negative(e, lane):
    """End a lane whose own laws took an amount below zero; the lowest is named."""
    simulation, worst, lowest = mark(e, SIMULATION, lane), 0, 0.0
    for number in range(e.checked):
        slot = place(e.checked_at, number)
        value = peek(e.arena, WIDTH * (e.new + slot) + lane)
        if value < lowest:
            worst, lowest = slot, value
    put_count(e.code_at, simulation, NEGATIVE)
    put_count(e.detail_at, simulation, worst)
    put_mark(e, ENDING, lane, 1)


@inner
def _judge_lane(e, lane):
    error, h = scalar(e, ERROR, lane), scalar(e, STEP, lane)
    sound = error < math.inf and scalar(e, CANCELLED, lane) < _LOST
    plunged = scalar(e, PLUNGE, lane) > 0.0
    fallen = plunged or (scalar(e, BELOW, lane) > 0.0 and mark(e, BELOW_ZERO, lane) < _PATIENCE)
    if sound and error <= 1.0 and not fallen:
        put_scalar(e, TAKEN, lane, 1.0)
        stop = mark(e, AT_STOP, lane)
        put_scalar(e, REACHED, lane, next_stop(e, lane) if stop else scalar(e, NOW, lane) + h)
        put_scalar(e, STEP, lane, h * _growth(e, lane, h))
        put_mark(e, RETRIES, lane, 0)
        put_mark(e, BELOW_ZERO, lane, 0)
        return True
    put_mark(e, REJECTED, lane, mark(e, REJECTED, lane) + 1)
    put_mark(e, RETRIES, lane, mark(e, RETRIES, lane) + 1)
    if not sound:
        h *= 0.1
    elif error > 1.0:
        h *= max(_LEAST, _SAFETY * scalar(e, FACTOR, lane))
    else:
        put_mark(e, BELOW_ZERO, lane, mark(e, BELOW_ZERO, lane) + 1)
        h *= 0.5
    put_scalar(e, STEP, lane, h)
    ended = h <= 4e-16 * abs(scalar(e, NOW, lane)) or h <= 1e-30 * peek(e.options_at, END) or h < 1e-300
    if plunged and (ended or mark(e, BELOW_ZERO, lane) > _CERTAIN):
        _fail_negative(e, lane)
    elif ended:
        fail(e, lane, SMALL_STEP)
    return False


@inner
def _growth(e, lane, h):
    """Growth of the step after one was accepted (predictive controller: Gustafsson 1994, doi:10.1145/198429.198437).

    FACTOR is error^(-1/order), computed for all lanes at once; BEFORE keeps that of the step before.
    """
    factor = scalar(e, FACTOR, lane)
    growth = _SAFETY * factor
    before, h_before = scalar(e, BEFORE, lane), scalar(e, STEP_BEFORE, lane)
    if before > 0.0:
        growth = min(growth, _SAFETY * (h / h_before) * factor * factor / before)
    put_scalar(e, BEFORE, lane, min(factor, _LARGEST_FACTOR))
    put_scalar(e, STEP_BEFORE, lane, h)
    if mark(e, RETRIES, lane) > 0:
        growth = min(growth, 1.0)
    return min(_MOST, max(_LEAST, growth))


@inner
def fail(e, lane, reason):
    """End a lane with a reason; the species with the largest error is named."""
    simulation, worst, largest = mark(e, SIMULATION, lane), 0, -1.0
    last = e.stage + (e.stages - 1) * e.species
    for slot in range(e.species):
        value = abs(peek(e.arena, WIDTH * (last + slot) + lane))
        scale = peek(e.atol_at, slot) + abs(peek(e.arena, WIDTH * (e.x + slot) + lane))
        if not value < math.inf:
            worst = slot
            break
        if value / scale > largest:
            worst, largest = slot, value / scale
    put_count(e.code_at, simulation, reason)
    put_count(e.detail_at, simulation, worst)
    put_mark(e, ENDING, lane, 1)


@inner
def commit(e):
    """Make the accepted steps the state, and give lanes at a stop what is due there."""
    keep(e, 0)
    if e.by > 0:
        tangent(e, T_COMMIT, 0)
    for lane in range(WIDTH):
        if scalar(e, TAKEN, lane) > 0.0:
            put_scalar(e, NOW, lane, scalar(e, REACHED, lane))
            if mark(e, AT_STOP, lane):
                arrive(e, lane)


@inner
def arrive(e, lane):
    """Give a lane what its stop holds: amounts at once, and rates of inflow from here on."""
    schedule = place(e.schedule_at, mark(e, SIMULATION, lane))
    first = place(e.stops_from_at, schedule)
    stop = first + mark(e, STOP, lane)
    for action in range(place(e.actions_from_at, stop), place(e.actions_from_at, stop + 1)):
        target, amount = place(e.action_species_at, action), peek(e.action_amount_at, action)
        if place(e.action_kind_at, action) == 0:
            slot = WIDTH * (e.x + target) + lane
            poke(e.arena, slot, peek(e.arena, slot) + amount)
        else:
            poke(e.arena, WIDTH * (e.inflow + target) + lane, amount)
    put_mark(e, STOP, lane, mark(e, STOP, lane) + 1)
    put_mark(e, AT_STOP, lane, 0)
    put_mark(e, AT_POINT, lane, 1)
    if stop + 1 == place(e.stops_from_at, schedule + 1):
        put_mark(e, ENDING, lane, 1)
    elif place(e.actions_from_at, stop + 1) > place(e.actions_from_at, stop) or mark(e, LOADED, lane):
        put_mark(e, FRESH, lane, 1)
        put_mark(e, RESTARTS, lane, mark(e, RESTARTS, lane) + 1)
