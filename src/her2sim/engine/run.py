"""The main loop of one thread: lanes step together; a lane that ends takes the next simulation that waits."""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

import math

from her2sim.engine.compiling import entry, inner
from her2sim.engine.control import arrive, commit, judge, plan_steps
from her2sim.engine.events import cut_states, locate, settle
from her2sim.engine.lanes import mark, put_mark, put_scalar
from her2sim.engine.layout import (
    AT_EVENT,
    BAD_START,
    ENDING,
    EVENTS,
    FRESH,
    HALT,
    LOADED,
    NOW,
    OK,
    REJECTED,
    RESTARTS,
    SIMULATION,
    STEP,
    STEPS,
    STOPPED,
    T_LOAD,
    TICKET,
    WORK,
    layout_at,
)  # fmt: skip
from her2sim.engine.layout import LANE_ROWS as ROWS
from her2sim.engine.outputs import at_points, between, save
from her2sim.engine.units import interpret, step, tangent
from her2sim.engine.vector import WIDTH, count, peek, place, poke, put_count, take_ticket


@entry
def run(address):
    """Simulate until no simulation waits or the run is halted.

    Args:
        address: of a `Layout` as 64-bit integers.
    """
    e = layout_at(address)
    fill_lanes(e)
    _start(e)
    _turn_over(e)
    while active(e):
        if count(e.control_at, HALT):
            _halt(e)
            return
        plan_steps(e)
        step(e)
        if judge(e):
            _accepted(e)
        _turn_over(e)


@inner
def fill_lanes(e):
    """Give every lane a simulation, as far as they go."""
    for lane in range(WIDTH):
        put_mark(e, SIMULATION, lane, -1)
        next_simulation(e, lane)


@inner
def active(e):
    """Whether any lane has a simulation."""
    for lane in range(WIDTH):
        if mark(e, SIMULATION, lane) >= 0:
            return True
    return False


@inner
def _accepted(e):
    """Outputs, turns and stops of the steps that were accepted."""
    if e.switches > 0:
        locate(e)
    between(e, e.switches > 0)
    if e.switches > 0:
        cut_states(e)
    commit(e)
    if e.switches + e.events > 0:
        _settle(e)


@inner
def _settle(e):
    """Let events fire in lanes at a turn, and in those whose state was changed from outside."""
    found = False
    for lane in range(WIDTH):
        if mark(e, SIMULATION, lane) >= 0 and (mark(e, FRESH, lane) or mark(e, AT_EVENT, lane)):
            put_mark(e, AT_EVENT, lane, 1)
            found = True
    if found:
        settle(e)


@inner
def _turn_over(e):
    """Write what is due at points, save lanes that end and load the next, until all lanes are under way."""
    while True:
        at_points(e)
        loaded = False
        for lane in range(WIDTH):
            if mark(e, SIMULATION, lane) >= 0 and mark(e, ENDING, lane):
                _record(e, lane)
                loaded = next_simulation(e, lane) or loaded
        if not loaded:
            return
        _start(e)


@inner
def _record(e, lane):
    """Save a lane and the work it took."""
    simulation = mark(e, SIMULATION, lane)
    save(e, lane)
    row = simulation * WORK
    put_count(e.work_at, row, mark(e, STEPS, lane))
    put_count(e.work_at, row + 1, mark(e, REJECTED, lane))
    put_count(e.work_at, row + 2, mark(e, RESTARTS, lane))
    put_count(e.work_at, row + 3, mark(e, EVENTS, lane))


@inner
def next_simulation(e, lane):
    """Put the next simulation that waits into a lane; whether there was one."""
    while True:
        simulation = take_ticket(e.control_at + 8 * TICKET)
        if simulation >= e.simulations:
            put_mark(e, SIMULATION, lane, -1)
            return False
        if count(e.code_at, simulation) == OK:
            break
    for row in range(ROWS):
        put_mark(e, row, lane, 0)
    put_mark(e, SIMULATION, lane, simulation)
    put_mark(e, LOADED, lane, 1)
    for number in range(e.parameters):
        value = peek(e.parameters_at, simulation * e.parameters + number)
        poke(e.arena, WIDTH * (e.parameter + number) + lane, value)
    return True


@inner
def load_lanes(e):
    """Compute what parameters fix, and bring lanes that were loaded to their initial amounts."""
    interpret(e, 0, e.load_a, e.load_b)
    interpret(e, 1, e.read_load_a, e.read_load_b)
    for lane in range(WIDTH):
        if mark(e, SIMULATION, lane) < 0 or not mark(e, LOADED, lane):
            continue
        put_scalar(e, NOW, lane, 0.0)
        put_scalar(e, STEP, lane, 1.0)
        for number in range(e.dosed):
            poke(e.arena, WIDTH * (e.inflow + number) + lane, 0.0)
        for number in range(e.checked):
            poke(e.arena, WIDTH * (e.largest + number) + lane, 0.0)
        for event in range(e.events):
            poke(e.fired_at, event * WIDTH + lane, float(place(e.at_start_at, event)))
        _initial(e, lane)
    if e.by > 0:
        tangent(e, T_LOAD, 0)


@inner
def _start(e):
    """Bring lanes that were loaded to time 0 and what is due there."""
    load_lanes(e)
    for lane in range(WIDTH):
        if mark(e, SIMULATION, lane) < 0 or not mark(e, LOADED, lane):
            continue
        if mark(e, ENDING, lane) == 0:
            arrive(e, lane)
        put_mark(e, LOADED, lane, 0)
        put_mark(e, FRESH, lane, 1)
    if e.switches + e.events > 0:
        _settle(e)


@inner
def _initial(e, lane):
    """The amounts a lane starts with: given, or the network's own where none is given."""
    simulation = mark(e, SIMULATION, lane)
    for slot in range(e.species):
        source = place(e.initial_slots_at, slot)
        value = peek(e.arena, WIDTH * source + lane) if source >= 0 else 0.0
        if e.initial_at != 0:
            given = peek(e.initial_at, simulation * e.species + slot)
            value = given if given == given else value  # noqa: PLR0124 - not NaN
        poke(e.arena, WIDTH * (e.x + slot) + lane, value)
        if not abs(value) < math.inf and mark(e, ENDING, lane) == 0:
            put_count(e.code_at, simulation, BAD_START)
            put_count(e.detail_at, simulation, slot)
            put_mark(e, ENDING, lane, 1)


@inner
def _halt(e):
    """End all lanes where they stand."""
    for lane in range(WIDTH):
        if mark(e, SIMULATION, lane) >= 0:
            put_count(e.code_at, mark(e, SIMULATION, lane), STOPPED)
            _record(e, lane)
            put_mark(e, SIMULATION, lane, -1)
