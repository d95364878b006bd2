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


@intrinsic
def scalar(typing: Any, e: Any, row: Any, lane: Any) -> Any:
    """A scalar of a lane."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_scalar_place(builder, *args))

    return types.float64(LAYOUT, types.int64, types.int64), emit


@intrinsic
def put_scalar(typing: Any, e: Any, row: Any, lane: Any, value: Any) -> Any:
    """Set a scalar of a lane."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[3], _scalar_place(builder, *args[:3]))
        return context.get_dummy_value()

    return types.void(LAYOUT, types.int64, types.int64, types.float64), emit


@intrinsic
def mark(typing: Any, e: Any, row: Any, lane: Any) -> Any:
    """An integer of a lane."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_mark_place(builder, *args))

    return types.int64(LAYOUT, types.int64, types.int64), emit


@intrinsic
def put_mark(typing: Any, e: Any, row: Any, lane: Any, value: Any) -> Any:
    """Set an integer of a lane."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[3], _mark_place(builder, *args[:3]))
        return context.get_dummy_value()

    return types.void(LAYOUT, types.int64, types.int64, types.int64), emit
