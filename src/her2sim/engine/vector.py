"""A vector of WIDTH doubles as a Numba type: one element a lane, one instruction for all lanes.

Numba vectorises plain loops over lanes poorly (three times slower here); LLVM's own vector type leaves nothing to
guess. `load` and `store` reach a slot of the arena, WIDTH doubles at `arena + 8*WIDTH*slot`; addresses are plain
integers, so that kernels pass no Python object. Every operation acts on each element alone and products are fused with
sums only where `fma` is written: the value of a lane does not depend on its neighbours, on WIDTH or on the processor.
"""

import operator
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

WIDTH = 16
SLOT = 8 * WIDTH
"""bytes of a slot"""

_DOUBLE, _LONG = ir.DoubleType(), ir.IntType(64)
_VECTOR, _LONGS = ir.VectorType(_DOUBLE, WIDTH), ir.VectorType(_LONG, WIDTH)


class VectorType(types.Type):
    """The Numba type of a vector."""

    def __init__(self) -> None:
        super().__init__(name=f"her2sim_vector_{WIDTH}")


VECTOR = VectorType()


@register_model(VectorType)
class _VectorModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)


def _operator(symbol: Any, emit: Any) -> None:
    @type_callable(symbol)
    def _typed(context: Any) -> Any:
        def of_two(left: Any, right: Any) -> Any:
            return VECTOR if left is VECTOR and right is VECTOR else None

        return of_two

    @lower_builtin(symbol, VECTOR, VECTOR)
    def _lowered(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return getattr(builder, emit)(*args)


_operator(operator.add, "fadd")
_operator(operator.sub, "fsub")
_operator(operator.mul, "fmul")
_operator(operator.truediv, "fdiv")  # pyright: ignore[reportUnknownMemberType] - its stub has no types


def _place(builder: Any, address: Any, index: Any, size: int, kind: Any) -> Any:
    """Pointer to element `index` of `size` bytes behind an address."""
    offset = builder.mul(index, ir.Constant(_LONG, size))
    return builder.inttoptr(builder.add(address, offset), kind.as_pointer())


def _splat(builder: Any, value: Any) -> Any:
    single = builder.insert_element(ir.Constant(_VECTOR, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
    return builder.shuffle_vector(single, ir.Constant(_VECTOR, ir.Undefined), zeros)


def _memory(size: int, kind: Any, result: Any, align: int | None = None) -> tuple[Any, Any]:
    """Intrinsics that read and write a value at an index of `size` bytes behind an address."""

    def aligned(instruction: Any) -> Any:
        if align is not None:
            instruction.align = align
        return instruction

    @intrinsic
    def read(typing: Any, address: Any, index: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return aligned(builder.load(_place(builder, args[0], args[1], size, kind)))

        return result(types.int64, types.int64), emit

    @intrinsic
    def write(typing: Any, address: Any, index: Any, value: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            aligned(builder.store(args[2], _place(builder, args[0], args[1], size, kind)))
            return context.get_dummy_value()

        return types.void(types.int64, types.int64, result), emit

    return read, write


load, store = _memory(SLOT, _VECTOR, VECTOR, align=64)
"""load(arena, slot), store(arena, slot, vector): the vector in a slot of an arena"""
take, put = _memory(1, _VECTOR, VECTOR, align=64)
"""take(base, offset), put(base, offset, vector): the same by bytes, for schedules that hold offsets"""
peek, poke = _memory(8, _DOUBLE, types.float64)
"""peek(address, index), poke(address, index, value): a double"""
count, put_count = _memory(8, _LONG, types.int64)
"""count(address, index), put_count(address, index, value): a 64-bit integer"""


@intrinsic
def splat(typing: Any, value: Any) -> Any:
    """A vector of one number."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _splat(builder, args[0])

    return VECTOR(types.float64), emit


@intrinsic
def fma(typing: Any, first: Any, second: Any, third: Any) -> Any:
    """first * second + third with one rounding."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.FunctionType(_VECTOR, [_VECTOR] * 3)
        called = cgutils.get_or_insert_function(builder.module, kind, f"llvm.fma.v{WIDTH}f64")
        return builder.call(called, args)

    return VECTOR(VECTOR, VECTOR, VECTOR), emit


@intrinsic
def negative(typing: Any, value: Any) -> Any:
    """-value."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.fneg(args[0])

    return VECTOR(VECTOR), emit


def _of_one(name: str) -> Any:
    @intrinsic
    def apply(typing: Any, value: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            kind = ir.FunctionType(_VECTOR, [_VECTOR])
            called = cgutils.get_or_insert_function(builder.module, kind, f"llvm.{name}.v{WIDTH}f64")
            return builder.call(called, args)

        return VECTOR(VECTOR), emit

    return apply


magnitude = _of_one("fabs")
square_root = _of_one("sqrt")  # NaN below zero
whole = _of_one("rint")  # the nearest whole number, ties to even
floor = _of_one("floor")


def _choice(relation: str) -> Any:
    @intrinsic
    def choose(typing: Any, left: Any, right: Any, true: Any, false: Any) -> Any:
        def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.select(builder.fcmp_ordered(relation, args[0], args[1]), args[2], args[3])

        return VECTOR(VECTOR, VECTOR, VECTOR, VECTOR), emit

    return choose


where_ge = _choice(">=")  # where_ge(a, b, x, y): x where a >= b, else y (NaN counts as not)
where_gt = _choice(">")
where_eq = _choice("==")


@intrinsic
def power_of_two(typing: Any, exponent: Any) -> Any:
    """2**exponent for whole exponents from -1022 to 1023, from the bits."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        number = builder.add(builder.fptosi(args[0], _LONGS), ir.Constant(_LONGS, [1023] * WIDTH))
        return builder.bitcast(builder.shl(number, ir.Constant(_LONGS, [52] * WIDTH)), _VECTOR)

    return VECTOR(VECTOR), emit


@intrinsic
def exponent_of(typing: Any, value: Any) -> Any:
    """The binary exponent e of a normal positive number m * 2**e with 1 <= m < 2."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        bits = builder.lshr(builder.bitcast(args[0], _LONGS), ir.Constant(_LONGS, [52] * WIDTH))
        return builder.sitofp(builder.sub(bits, ir.Constant(_LONGS, [1023] * WIDTH)), _VECTOR)

    return VECTOR(VECTOR), emit


@intrinsic
def place(typing: Any, address: Any, index: Any) -> Any:
    """The 32-bit integer at an index behind an address, as 64-bit: an entry of a schedule."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        kind = ir.IntType(32)
        return builder.sext(builder.load(_place(builder, args[0], args[1], 4, kind)), _LONG)

    return types.int64(types.int64, types.int64), emit


@intrinsic
def take_ticket(typing: Any, address: Any) -> Any:
    """Add one to the 64-bit integer at an address and return what it was, safely among threads."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.atomic_rmw(
            "add", builder.inttoptr(args[0], _LONG.as_pointer()), ir.Constant(_LONG, 1), "monotonic"
        )

    return types.int64(types.int64), emit
