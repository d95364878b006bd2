"""The parts of the engine that are compiled on their own and called through their addresses.

Numba links and optimises a function anew in everything that calls it; calls through addresses keep the first
compilation on a machine to seconds. Compiled code is cached beside the package or in the user's cache directory.
"""

from functools import lru_cache
from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from her2sim.engine.layout import LAYOUT, layout_field

_LONG = ir.IntType(64)


def _call(builder: Any, address: Any, args: Any) -> None:
    kind = ir.FunctionType(ir.VoidType(), [_LONG] * len(args))
    builder.call(builder.inttoptr(address, kind.as_pointer()), list(args))


def _unit(name: str, numbers: int) -> Any:
    """An intrinsic that calls a unit with the layout's address and some integers."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        _call(builder, layout_field(builder, args[0], name), args)
        return context.get_dummy_value()

    if numbers == 0:

        @intrinsic
        def call(typing: Any, e: Any) -> Any:
            return types.void(LAYOUT), emit

    elif numbers == 1:

        @intrinsic
        def call(typing: Any, e: Any, first: Any) -> Any:
            return types.void(LAYOUT, types.int64), emit

    elif numbers == 2:

        @intrinsic
        def call(typing: Any, e: Any, first: Any, second: Any) -> Any:
            return types.void(LAYOUT, types.int64, types.int64), emit

    elif numbers == 3:

        @intrinsic
        def call(typing: Any, e: Any, first: Any, second: Any, third: Any) -> Any:
            return types.void(LAYOUT, *[types.int64] * 3), emit

    else:

        @intrinsic
        def call(typing: Any, e: Any, first: Any, second: Any, third: Any, fourth: Any) -> Any:
            return types.void(LAYOUT, *[types.int64] * 4), emit

    return call


interpret = _unit("interpret_at", 3)
"""interpret(e, table, first, last): run a tape of the rates (table 0) or of the outputs (1)"""
gather = _unit("gather_at", 4)
"""gather(e, first, last, shift, add): weighted sums into slots moved by shift, or on top of what they hold"""
factor = _unit("factor_at", 0)
"""factor(e): LU factors in place"""
solve = _unit("solve_at", 1)
"""solve(e, base): solve in place for the slots from base"""
step = _unit("step_at", 0)
"""step(e): one step of every lane"""
tangent = _unit("tangent_at", 2)
"""tangent(e, action, stage): derivatives by parameters follow; only where e.by > 0"""


@lru_cache(maxsize=1)
def tangent_address() -> tuple[int, Any]:
    """Compile the unit of derivatives, or load it from the cache; with what keeps it alive."""
    from her2sim.engine.compiling import unit
    from her2sim.engine.tangent import tangent_unit

    made = unit(tangent_unit, 3)
    return int(made.address), made


@lru_cache(maxsize=1)
def unit_addresses() -> tuple[dict[str, int], tuple[Any, ...]]:
    """Compile the units, or load them from the cache: addresses by field of the layout, and what keeps them alive."""
    from her2sim.engine import kernel, linear, machine
    from her2sim.engine.compiling import unit

    parts = {
        "interpret_at": (machine.interpret_unit, 4),
        "gather_at": (machine.gather_unit, 5),
        "factor_at": (linear.factor_unit, 1),
        "solve_at": (linear.solve_unit, 2),
        "step_at": (kernel.step_unit, 1),
    }
    made = {name: unit(function, count) for name, (function, count) in parts.items()}
    return {name: int(found.address) for name, found in made.items()}, tuple(made.values())
