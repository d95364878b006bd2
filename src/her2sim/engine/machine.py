"""The interpreter of tapes: one operation on many slots, each slot all lanes at once."""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

import math

from her2sim.engine.compiling import inner
from her2sim.engine.functions import exponential, logarithm, power, slope_of_power
from her2sim.engine.layout import layout_at
from her2sim.engine.vector import (
    SLOT,
    WIDTH,
    floor,
    fma,
    magnitude,
    negative,
    peek,
    place,
    poke,
    put,
    splat,
    square_root,
    take,
    where_eq,
    where_ge,
    where_gt,
)  # fmt: skip
from her2sim.network.tapes import CODE

_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE, _NEG = CODE["+"], CODE["-"], CODE["*"], CODE["/"], CODE["neg"]
_PRODUCT3, _FMA, _FMS, _FNMA, _SUM = CODE["product3"], CODE["fma"], CODE["fms"], CODE["fnma"], CODE["sum"]
_NET22, _NET23, _NET32, _NET33 = (CODE[name] for name in ("net22", "net23", "net32", "net33"))
_SIGNED = CODE["signed"]
_MIN, _MAX, _SELECT, _GE, _GT = CODE["min"], CODE["max"], CODE["select"], CODE[">="], CODE[">"]
_SQRT, _EXP, _LOG, _POWER, _SLOPE = CODE["sqrt"], CODE["exp"], CODE["log"], CODE["**"], CODE["slope"]
_ABS, _SIGN, _FLOOR, _TRUTH = CODE["abs"], CODE["sign"], CODE["floor"], CODE["truth"]
_SIN, _COS, _TAN, _ASIN, _ACOS, _ATAN = (CODE[name] for name in ("sin", "cos", "tan", "asin", "acos", "atan"))
_SINH, _COSH, _TANH = CODE["sinh"], CODE["cosh"], CODE["tanh"]
_ASINH, _ACOSH, _ATANH = CODE["asinh"], CODE["acosh"], CODE["atanh"]


def interpret_unit(address: int, read: int, first: int, last: int) -> None:
    """Run runs first..last of the tapes of the rates, or of the outputs; see network.tapes and `units`."""
    e = layout_at(address)
    if read:
        _interpret(e.arena, e.read_table_at, e.read_stream_at, e.read_weights_at, first, last)
    else:
        _interpret(e.arena, e.table_at, e.stream_at, e.weights_at, first, last)


def gather_unit(address: int, first: int, last: int, shift: int, add: int) -> None:
    """Runs of weighted sums into slots moved by `shift`, on top of what is there if `add`."""
    e = layout_at(address)
    gather_runs(e, e.arena, e.arena + SLOT * shift, first, last, add)


@inner
def gather_runs(e, source, target, first, last, add):
    """Runs of weighted or signed sums of slots behind one address into slots behind another."""
    for run in range(first, last):
        op, rows = place(e.gather_table_at, 5 * run), place(e.gather_table_at, 5 * run + 1)
        terms, at = place(e.gather_table_at, 5 * run + 2), place(e.gather_table_at, 5 * run + 3)
        weight = place(e.gather_table_at, 5 * run + 4)
        if op == _SIGNED:
            _signed_sums(source, target, e.gather_stream_at, rows, terms, weight, at, add)
        elif add:
            _add_sums(source, target, e.gather_stream_at, e.gather_weights_at, rows, terms, at, weight)
        else:
            sums(source, target, e.gather_stream_at, e.gather_weights_at, rows, terms, at, weight)


@inner
def _signed_sums(source, target, stream, rows, terms, added, at, add):
    """Sums of the first `added` terms less the others; one and two terms are written out, which spares the loop."""
    at = stream + 4 * at
    if terms == 1:
        for _ in range(rows):
            total = take(target, place(at, 0)) if add else splat(0.0)
            first = take(source, place(at, 1))
            put(target, place(at, 0), total + first if added else total - first)
            at += 8
    elif terms == 2:
        for _ in range(rows):
            total = take(target, place(at, 0)) if add else splat(0.0)
            first, second = take(source, place(at, 1)), take(source, place(at, 2))
            total = total + first if added else total - first
            put(target, place(at, 0), total + second if added == 2 else total - second)
            at += 12
    else:
        for _ in range(rows):
            total = take(target, place(at, 0)) if add else splat(0.0)
            for term in range(1, added + 1):
                total = total + take(source, place(at, term))
            for term in range(added + 1, terms + 1):
                total = total - take(source, place(at, term))
            put(target, place(at, 0), total)
            at += 4 * terms + 4


@inner
def _interpret(arena, table, stream, weights, first, last):
    for run in range(first, last):
        op, rows, terms = place(table, 5 * run), place(table, 5 * run + 1), place(table, 5 * run + 2)
        at, weight = place(table, 5 * run + 3), place(table, 5 * run + 4)
        if op == _SUM:
            sums(arena, arena, stream, weights, rows, terms, at, weight)
        elif op <= _FNMA:
            _arithmetic(arena, stream, op, rows, at)
        elif op <= _NET33:
            _nets(arena, stream, op, rows, at)
        elif op < _SIN:
            _choices(arena, stream, op, rows, at)
        else:
            _circular(arena, stream, op, rows, at)


@inner
def sums(source, target, stream, weights, rows, terms, at, weight):
    """Weighted sums of slots behind one address into slots behind another."""
    if terms == 1:
        for _ in range(rows):
            put(target, place(stream, at), splat(peek(weights, weight)) * take(source, place(stream, at + 1)))
            at, weight = at + 2, weight + 1
    elif terms == 2:
        for _ in range(rows):
            total = splat(peek(weights, weight)) * take(source, place(stream, at + 1))
            total = fma(splat(peek(weights, weight + 1)), take(source, place(stream, at + 2)), total)
            put(target, place(stream, at), total)
            at, weight = at + 3, weight + 2
    else:
        for _ in range(rows):
            total = splat(0.0)
            for term in range(terms):
                total = fma(splat(peek(weights, weight + term)), take(source, place(stream, at + 1 + term)), total)
            put(target, place(stream, at), total)
            at, weight = at + terms + 1, weight + terms


@inner
def _add_sums(source, target, stream, weights, rows, terms, at, weight):
    """Weighted sums on top of what their slots hold."""
    for _ in range(rows):
        total = take(target, place(stream, at))
        for term in range(terms):
            total = fma(splat(peek(weights, weight + term)), take(source, place(stream, at + 1 + term)), total)
        put(target, place(stream, at), total)
        at, weight = at + terms + 1, weight + terms


@inner
def _arithmetic(arena, stream, op, rows, at):
    if op == _MULTIPLY:
        for _ in range(rows):
            put(arena, place(stream, at), take(arena, place(stream, at + 1)) * take(arena, place(stream, at + 2)))
            at += 3
    elif op == _PRODUCT3:
        for _ in range(rows):
            found = take(arena, place(stream, at + 1)) * take(arena, place(stream, at + 2))
            put(arena, place(stream, at), found * take(arena, place(stream, at + 3)))
            at += 4
    elif op >= _FMA:
        _fused(arena, stream, op, rows, at)
    elif op == _ADD:
        for _ in range(rows):
            put(arena, place(stream, at), take(arena, place(stream, at + 1)) + take(arena, place(stream, at + 2)))
            at += 3
    elif op == _SUBTRACT:
        for _ in range(rows):
            put(arena, place(stream, at), take(arena, place(stream, at + 1)) - take(arena, place(stream, at + 2)))
            at += 3
    elif op == _DIVIDE:
        for _ in range(rows):
            put(arena, place(stream, at), take(arena, place(stream, at + 1)) / take(arena, place(stream, at + 2)))
            at += 3
    else:
        for _ in range(rows):
            put(arena, place(stream, at), negative(take(arena, place(stream, at + 1))))
            at += 2


@inner
def _fused(arena, stream, op, rows, at):
    """Products plus or less a third."""
    if op == _FMA:
        for _ in range(rows):
            a, b = take(arena, place(stream, at + 1)), take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(a, b, take(arena, place(stream, at + 3))))
            at += 4
    elif op == _FMS:
        for _ in range(rows):
            a, b = take(arena, place(stream, at + 1)), take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(a, b, negative(take(arena, place(stream, at + 3)))))
            at += 4
    else:
        for _ in range(rows):
            a, b = take(arena, place(stream, at + 1)), take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(negative(a), b, take(arena, place(stream, at + 3))))
            at += 4


@inner
def _nets(arena, stream, op, rows, at):
    """Differences of two products of two or three factors: a reversible flux in one row."""
    if op == _NET32:
        for _ in range(rows):
            back = take(arena, place(stream, at + 4)) * take(arena, place(stream, at + 5))
            on = take(arena, place(stream, at + 1)) * take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(on, take(arena, place(stream, at + 3)), negative(back)))
            at += 6
    elif op == _NET22:
        for _ in range(rows):
            back = take(arena, place(stream, at + 3)) * take(arena, place(stream, at + 4))
            on, other = take(arena, place(stream, at + 1)), take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(on, other, negative(back)))
            at += 5
    elif op == _NET23:
        for _ in range(rows):
            back = take(arena, place(stream, at + 3)) * take(arena, place(stream, at + 4))
            on, other = take(arena, place(stream, at + 1)), take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(negative(back), take(arena, place(stream, at + 5)), on * other))
            at += 6
    else:
        for _ in range(rows):
            back = take(arena, place(stream, at + 4)) * take(arena, place(stream, at + 5))
            on = take(arena, place(stream, at + 1)) * take(arena, place(stream, at + 2))
            back = back * take(arena, place(stream, at + 6))
            put(arena, place(stream, at), fma(on, take(arena, place(stream, at + 3)), negative(back)))
            at += 7


@inner
def _choices(arena, stream, op, rows, at):
    zero, one = splat(0.0), splat(1.0)
    for _ in range(rows):
        target, a = place(stream, at), take(arena, place(stream, at + 1))
        if op == _MIN or op == _MAX or op == _GE or op == _GT or op == _POWER or op == _SLOPE:
            put(arena, target, _of_two(op, a, take(arena, place(stream, at + 2))))
            at += 3
        elif op == _SELECT:
            true, false = take(arena, place(stream, at + 2)), take(arena, place(stream, at + 3))
            put(arena, target, where_eq(a, zero, false, true))
            at += 4
        else:
            if op == _SQRT:
                a = square_root(where_gt(zero, a, zero, a))
            elif op == _EXP:
                a = exponential(a)
            elif op == _LOG:
                a = logarithm(a)
            elif op == _ABS:
                a = magnitude(a)
            elif op == _SIGN:
                a = where_gt(a, zero, one, where_gt(zero, a, splat(-1.0), a))
            elif op == _FLOOR:
                a = floor(a)
            elif op == _TRUTH:
                a = where_eq(a, zero, zero, one)
            put(arena, target, a)
            at += 2


@inner
def _of_two(op, a, b):
    zero, one = splat(0.0), splat(1.0)
    if op == _POWER:
        return power(a, b)
    if op == _SLOPE:
        return slope_of_power(a, b)
    if op == _MIN:
        return where_ge(b, a, a, b)
    if op == _MAX:
        return where_ge(a, b, a, b)
    return where_ge(a, b, one, zero) if op == _GE else where_gt(a, b, one, zero)


@inner
def _circular(arena, stream, op, rows, at):
    for _ in range(rows):
        target, source = arena + place(stream, at), arena + place(stream, at + 1)
        at += 2
        for lane in range(WIDTH):
            poke(target, lane, _circular_of(op, peek(source, lane)))


@inner
def _circular_of(op, x):
    if op == _SIN:
        return math.sin(x)
    if op == _COS:
        return math.cos(x)
    if op == _TAN:
        return math.tan(x)
    if op == _ASIN:
        return math.asin(x) if abs(x) <= 1.0 else math.nan
    if op == _ACOS:
        return math.acos(x) if abs(x) <= 1.0 else math.nan
    if op == _ATAN:
        return math.atan(x)
    if op == _SINH:
        return math.sinh(x) if abs(x) < 710.0 else x * math.inf
    if op == _COSH:
        return math.cosh(x) if abs(x) < 710.0 else math.inf
    if op == _TANH:
        return math.tanh(x)
    if op == _ASINH:
        return math.asinh(x)
    if op == _ACOSH:
        return math.acosh(x) if x >= 1.0 else math.nan
    return math.atanh(x) if abs(x) < 1.0 else math.nan


@inner
def circular_slope(op, x, value):
    """Derivative of a circular or hyperbolic function at x, where it has this value."""
    if op == _SIN:
        return math.cos(x)
    if op == _COS:
        return -math.sin(x)
    if op == _TAN:
        return 1.0 + value * value
    if op == _SINH:
        return math.cosh(x) if abs(x) < 710.0 else math.inf
    if op == _COSH:
        return math.sinh(x) if abs(x) < 710.0 else x * math.inf
    if op == _TANH:
        return 1.0 - value * value
    if op == _ATAN:
        return 1.0 / (1.0 + x * x)
    if op == _ATANH:
        return 1.0 / (1.0 - x * x) if x * x < 1.0 else math.nan
    if op == _ASINH:
        return 1.0 / math.sqrt(x * x + 1.0)
    if op == _ACOSH:
        return 1.0 / math.sqrt(x * x - 1.0) if x > 1.0 else math.nan
    slope = 1.0 / math.sqrt(1.0 - x * x) if x * x < 1.0 else math.nan
    return -slope if op == _ACOS else slope
