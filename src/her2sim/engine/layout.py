"""Where everything of a batch lies: addresses of arrays, slots of the arena, counts. Plain integers only.

Kernels take one address, of these integers as an array, and read `e.name` through a Numba type of its own: a tuple of a
hundred numbers would be passed and unpacked at every call, and made compilation ten times longer.
"""

from typing import Any, NamedTuple

from llvmlite import ir
from numba.core import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, register_model


class Layout(NamedTuple):
    """What kernels read. Names ending in _at are addresses; `a`, `b` pairs are first and last runs of a tape.

    Slots count vectors of the arena. `scalars` are slots of one vector each (see the constants below), `lanes_at` holds
    rows of WIDTH 64-bit integers.
    """

    arena: int
    table_at: int
    stream_at: int
    weights_at: int
    load_a: int
    load_b: int
    rates_a: int
    rates_b: int
    slopes_a: int
    slopes_b: int
    switches_a: int
    switches_b: int
    triggers_a: int
    triggers_b: int
    changes_a: int
    changes_b: int
    gather_table_at: int
    gather_stream_at: int
    gather_weights_at: int
    rate_a: int
    rate_b: int
    slope_a: int
    slope_b: int
    drift_a: int
    drift_b: int
    read_table_at: int
    read_stream_at: int
    read_weights_at: int
    read_load_a: int
    read_load_b: int
    read_a: int
    read_b: int
    outputs_at: int
    needed_at: int
    every_at: int
    species: int
    changing: int
    parameters: int
    switches: int
    events: int
    changes: int
    outputs: int
    needed: int
    times: int
    simulations: int
    parameter: int
    y: int
    clock: int
    switch: int
    x: int
    new: int
    stage: int
    drift: int
    inflow: int
    matrix: int
    scalars: int
    lu_at: int
    lu_rows: int
    lu_stream_at: int
    forward_at: int
    forward_rows: int
    forward_stream_at: int
    backward_at: int
    backward_rows: int
    backward_stream_at: int
    lower: int
    pivots: int
    tableau_at: int
    stages: int
    full: int
    order: int
    initial_slots_at: int
    atol_at: int
    guarded_at: int
    guarded: int
    checked_at: int
    checked: int
    largest: int
    dosed_at: int
    dosed: int
    differences_at: int
    strict_at: int
    trigger_slots_at: int
    at_start_at: int
    change_event_at: int
    change_species_at: int
    change_slots_at: int
    parameters_at: int
    initial_at: int
    times_at: int
    values_at: int
    final_at: int
    code_at: int
    detail_at: int
    stopped_at: int
    work_at: int
    schedule_at: int
    stops_from_at: int
    stop_time_at: int
    actions_from_at: int
    action_species_at: int
    action_kind_at: int
    action_amount_at: int
    fired_at: int
    lanes_at: int
    control_at: int
    options_at: int
    by: int
    by_at: int
    block: int
    entries: int
    entries_at: int
    initial_by_at: int
    tangents_at: int
    tangent_at: int
    interpret_at: int
    gather_at: int
    factor_at: int
    solve_at: int
    step_at: int


class LayoutType(types.Type):
    """The Numba type of a layout: the address of its integers."""

    def __init__(self) -> None:
        super().__init__(name=f"her2sim_layout_{len(Layout._fields)}")


LAYOUT = LayoutType()
_LONG = ir.IntType(64)


@register_model(LayoutType)
class _LayoutModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _LONG)


@infer_getattr
class _LayoutAttribute(AttributeTemplate):
    key = LayoutType

    def generic_resolve(self, value: Any, attr: str) -> Any:
        return types.int64 if attr in Layout._fields else None


def layout_field(builder: Any, address: Any, name: str) -> Any:
    """Emit the read of a field behind a layout's address; it never changes while kernels run."""
    offset = ir.Constant(_LONG, 8 * Layout._fields.index(name))
    found = builder.load(builder.inttoptr(builder.add(address, offset), _LONG.as_pointer()))
    found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


@lower_getattr_generic(LayoutType)
def _read(context: Any, builder: Any, kind: Any, value: Any, attr: str) -> Any:
    return layout_field(builder, value, attr)


@intrinsic
def layout_at(typing: Any, address: Any) -> Any:
    """The layout whose integers start at an address."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return args[0]

    return LAYOUT(types.int64), emit


# scalars: slots from Layout.scalars
(
    NOW,
    STEP,
    SHIFT,
    INVERSE,
    ERROR,
    CANCELLED,
    BELOW,
    TAKEN,
    REACHED,
    THETA,
    NORM,
    RATE_NORM,
    BEFORE,
    STEP_BEFORE,
    LOW,
    HIGH,
    PLUNGE,
    FACTOR,
) = range(18)
SCALARS = 18

# integers of a lane: rows from Layout.lanes_at
(
    SIMULATION,
    OUTPUT,
    STOP,
    FRESH,
    AT_STOP,
    STEPS,
    REJECTED,
    BELOW_ZERO,
    AT_POINT,
    ENDING,
    LOADED,
    EVENTS,
    AT_EVENT,
    RETRIES,
    RESTARTS,
    DUE,
) = range(16)
LANE_ROWS = 16

# reasons
OK, BAD_START, BAD_RATE, SMALL_STEP, MANY_STEPS, STOPPED, MANY_EVENTS, NO_REST, NOT_RUN, NEGATIVE = range(10)

# control: shared by all threads of a run
TICKET, HALT = range(2)

# options
RTOL, END, MOST_STEPS, SAME = range(4)

# what `units.tangent` follows
T_LOAD, T_STAGE, T_FINISH, T_PREPARE, T_BETWEEN, T_AT_POINT, T_WRITE, T_COMMIT = range(8)

# what a lane did: columns of work
WORK = 4
