"""Scalars and integers of one lane, read and written by name (see `layout`)."""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from her2sim.engine.layout import LAYOUT, layout_field
from her2sim.engine.vector import WIDTH

_DOUBLE, _LONG = ir.DoubleType(), ir.IntType(64)


def _scalar_place(builder: Any, e: Any, row: Any, lane: Any) -> Any:
    arena, scalars = layout_field(builder, e, "arena"), layout_field(builder, e, "scalars")
    slot = builder.mul(builder.add(scalars, row), ir.Constant(_LONG, WIDTH))
    offset = builder.mul(builder.add(slot, lane), ir.Constant(_LONG, 8))
    return builder.inttoptr(builder.add(arena, offset), _DOUBLE.as_pointer())


def _mark_place(builder: Any, e: Any, row: Any, lane: Any) -> Any:
    slot = builder.add(builder.mul(row, ir.Constant(_LONG, WIDTH)), lane)
    offset = builder.mul(slot, ir.Constant(_LONG, 8))
    return builder.inttoptr(builder.add(layout_field(builder, e, "lanes_at"), offset), _LONG.as_pointer())


def _of_lane(locate: Any, result: Any) -> tuple[Any, Any]:
    """Intrinsics that read and write what `locate` finds for a row and a lane."""

    @intrinsic
    def read(typing: Any, e: Any, row: Any, lane: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.load(locate(builder, *args))

        return result(LAYOUT, types.int64, types.int64), emit

    @intrinsic
    def write(typing: Any, e: Any, row: Any, lane: Any, value: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            builder.store(args[3], locate(builder, *args[:3]))
            return context.get_dummy_value()

        return types.void(LAYOUT, types.int64, types.int64, result), emit

    return read, write


scalar, put_scalar = _of_lane(_scalar_place, types.float64)
"""scalar(e, row, lane), put_scalar(e, row, lane, value)"""
mark, put_mark = _of_lane(_mark_place, types.int64)
"""mark(e, row, lane), put_mark(e, row, lane, value): an integer"""
