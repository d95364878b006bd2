"""Switches and events: relations that turn within a step are found on its dense output and stop the lane there.

Rates see a switch as it stood at the start of the step, so they are smooth in it; the first turn in a step is bracketed
at quarters of it and bisected. At a turn the lane's switches are read again and events whose trigger became true
change the state, from values read just before, until nothing fires.
"""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

from her2sim.engine.compiling import inner
from her2sim.engine.control import fail
from her2sim.engine.kernel import copy, dense, prepare_dense
from her2sim.engine.lanes import mark, put_mark, put_scalar, scalar
from her2sim.engine.layout import (
    AT_EVENT,
    AT_POINT,
    AT_STOP,
    EVENTS,
    FRESH,
    HIGH,
    LOW,
    MANY_EVENTS,
    NOW,
    REACHED,
    SIMULATION,
    TAKEN,
    THETA,
)  # fmt: skip
from her2sim.engine.units import interpret
from her2sim.engine.vector import WIDTH, load, peek, place, poke, store

_BISECTIONS = 52
_MOST_ROUNDS = 1000
_LEAST = 1e-13  # of the time: a turn closer to the one before is within rounding of it
_MOST_EVENTS = 100_000


@inner
def _truth(e, number, lane):
    """A switch as its difference says now."""
    value = peek(e.arena, WIDTH * place(e.differences_at, number) + lane)
    return value > 0.0 if place(e.strict_at, number) else value >= 0.0


@inner
def _turned(e, lane):
    """Whether any switch of a lane differs from how it is held."""
    for number in range(e.switches):
        held = peek(e.arena, WIDTH * (e.switch + number) + lane) > 0.5
        if _truth(e, number, lane) != held:
            return True
    return False


@inner
def _differences_at_theta(e):
    dense(e, 0, e.every_at, e.species)
    now, end = load(e.arena, e.scalars + NOW), load(e.arena, e.scalars + REACHED)
    store(e.arena, e.clock, now + load(e.arena, e.scalars + THETA) * (end - now))
    interpret(e, 0, e.switches_a, e.switches_b)


@inner
def locate(e):
    """Cut the accepted steps short where a switch first turns."""
    prepare_dense(e, 0)
    found = False
    for lane in range(WIDTH):
        put_mark(e, AT_EVENT, lane, 0)
        put_scalar(e, LOW, lane, 0.0)
        put_scalar(e, HIGH, lane, 2.0)
    for quarter in range(1, 5):
        for lane in range(WIDTH):
            put_scalar(e, THETA, lane, 0.25 * quarter)
        _differences_at_theta(e)
        for lane in range(WIDTH):
            open_still = mark(e, SIMULATION, lane) >= 0 and scalar(e, TAKEN, lane) > 0.0 and scalar(e, HIGH, lane) > 1.0
            if open_still and _turned(e, lane):
                put_scalar(e, HIGH, lane, 0.25 * quarter)
                put_scalar(e, LOW, lane, 0.25 * (quarter - 1))
                found = True
    if found:
        _bisect(e)
        _cut(e)


@inner
def _bisect(e):
    for _ in range(_BISECTIONS):
        for lane in range(WIDTH):
            put_scalar(e, THETA, lane, 0.5 * (scalar(e, LOW, lane) + min(scalar(e, HIGH, lane), 1.0)))
        _differences_at_theta(e)
        for lane in range(WIDTH):
            if scalar(e, HIGH, lane) <= 1.0:
                row = HIGH if _turned(e, lane) else LOW
                put_scalar(e, row, lane, scalar(e, THETA, lane))


@inner
def _cut(e):
    """End the steps of lanes with a turn just behind it, and never so near their start that time seems to stand."""
    for lane in range(WIDTH):
        span = scalar(e, REACHED, lane) - scalar(e, NOW, lane)
        high = scalar(e, HIGH, lane)
        if span > 0.0 and high < 1.0:
            put_scalar(e, HIGH, lane, max(high, min(1.0, _LEAST * scalar(e, NOW, lane) / span)))
        put_scalar(e, THETA, lane, min(scalar(e, HIGH, lane), 1.0))
    _differences_at_theta(e)
    for lane in range(WIDTH):
        high = scalar(e, HIGH, lane)
        if high > 1.0:
            continue
        put_mark(e, AT_EVENT, lane, 1)
        if high < 1.0:
            put_mark(e, AT_STOP, lane, 0)


@inner
def cut_states(e):
    """After outputs within the step were written: the state and time of lanes with a turn become those of the turn."""
    for lane in range(WIDTH):
        put_scalar(e, THETA, lane, min(scalar(e, HIGH, lane), 1.0))
    dense(e, 0, e.every_at, e.species)
    for lane in range(WIDTH):
        if mark(e, AT_EVENT, lane) == 0 or scalar(e, HIGH, lane) == 1.0:
            continue
        for slot in range(e.species):
            poke(e.arena, WIDTH * (e.new + slot) + lane, peek(e.arena, WIDTH * (e.y + slot) + lane))
        put_scalar(e, REACHED, lane, turn_time(e, lane))


@inner
def turn_time(e, lane):
    """Time of the turn found in the step of a lane, or its end."""
    now, end = scalar(e, NOW, lane), scalar(e, REACHED, lane)
    high = scalar(e, HIGH, lane)
    return now + high * (end - now) if high < 1.0 else end


@inner
def _read_switches(e):
    """Set the switches of lanes at an event as their differences say; a difference may read other switches."""
    for _ in range(e.switches + 1):
        interpret(e, 0, e.switches_a, e.switches_b)
        changed = False
        for lane in range(WIDTH):
            if mark(e, AT_EVENT, lane) == 0:
                continue
            for number in range(e.switches):
                place_now, held = WIDTH * (e.switch + number) + lane, 1.0 if _truth(e, number, lane) else 0.0
                if peek(e.arena, place_now) != held:
                    poke(e.arena, place_now, held)
                    changed = True
        if not changed:
            break


@inner
def settle(e):
    """Read the switches of lanes at an event or start, and let events fire until none does."""
    for turn in range(_MOST_ROUNDS):
        copy(e.arena, e.x, e.y, e.species)
        store(e.arena, e.clock, load(e.arena, e.scalars + NOW))
        _read_switches(e)
        fired = False
        interpret(e, 0, e.rates_a, e.slopes_b)
        interpret(e, 0, e.triggers_a, e.changes_b)
        for lane in range(WIDTH):
            if mark(e, AT_EVENT, lane):
                fired = _fire(e, lane) or fired
                if turn == _MOST_ROUNDS - 1 or mark(e, EVENTS, lane) > _MOST_EVENTS:
                    fail(e, lane, MANY_EVENTS)
                    put_mark(e, AT_EVENT, lane, 0)
        if not fired:
            break
    for lane in range(WIDTH):
        if mark(e, AT_EVENT, lane):
            put_mark(e, AT_POINT, lane, 1)
            put_mark(e, FRESH, lane, 1)
            put_mark(e, AT_EVENT, lane, 0)


@inner
def _fire(e, lane):
    """Apply the events of a lane whose trigger just became true; whether there was one."""
    fired = False
    for event in range(e.events):
        held = 1 if peek(e.arena, WIDTH * place(e.trigger_slots_at, event) + lane) > 0.5 else 0
        before = 1 if peek(e.fired_at, event * WIDTH + lane) > 0.5 else 0
        poke(e.fired_at, event * WIDTH + lane, float(held + 2 * (1 if held > before else 0)))
    for change in range(e.changes):
        event = place(e.change_event_at, change)
        if peek(e.fired_at, event * WIDTH + lane) > 2.5:
            value = peek(e.arena, WIDTH * place(e.change_slots_at, change) + lane)
            poke(e.arena, WIDTH * (e.x + place(e.change_species_at, change)) + lane, value)
    for event in range(e.events):
        if peek(e.fired_at, event * WIDTH + lane) > 2.5:
            poke(e.fired_at, event * WIDTH + lane, 1.0)
            put_mark(e, EVENTS, lane, mark(e, EVENTS, lane) + 1)
            fired = True
    return fired
