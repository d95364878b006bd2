"""The interpreter of tapes: one operation on many slots, each slot all lanes at once."""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

import math

from her2sim.engine.compiling import inner
from her2sim.engine.functions import exponential, logarithm, power, slope_of_power
from her2sim.engine.layout import layout_at
from her2sim.engine.operations import (
    ABS,
    ACOS,
    ACOSH,
    ADD,
    ASIN,
    ASINH,
    ATAN,
    ATANH,
    COS,
    COSH,
    DIVIDE,
    EXP,
    FLOOR,
    FMA,
    FMS,
    FNMA,
    GE,
    GT,
    LOG,
    MAX,
    MIN,
    MULTIPLY,
    NET22,
    NET23,
    NET32,
    NET33,
    POWER,
    PRODUCT3,
    SELECT,
    SIGN,
    SIGNED,
    SIN,
    SINH,
    SLOPE,
    SQRT,
    SUBTRACT,
    SUM,
    TAN,
    TANH,
    TRUTH,
)  # fmt: skip
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
        if op == SIGNED:
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
        if op == SUM:
            sums(arena, arena, stream, weights, rows, terms, at, weight)
        elif op <= FNMA:
            _arithmetic(arena, stream, op, rows, at)
        elif op <= NET33:
            _nets(arena, stream, op, rows, at)
        elif op < SIN:
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
    if op == MULTIPLY:
        for _ in range(rows):
            put(arena, place(stream, at), take(arena, place(stream, at + 1)) * take(arena, place(stream, at + 2)))
            at += 3
    elif op == PRODUCT3:
        for _ in range(rows):
            found = take(arena, place(stream, at + 1)) * take(arena, place(stream, at + 2))
            put(arena, place(stream, at), found * take(arena, place(stream, at + 3)))
            at += 4
    elif op >= FMA:
        _fused(arena, stream, op, rows, at)
    elif op == ADD:
        for _ in range(rows):
            put(arena, place(stream, at), take(arena, place(stream, at + 1)) + take(arena, place(stream, at + 2)))
            at += 3
    elif op == SUBTRACT:
        for _ in range(rows):
            put(arena, place(stream, at), take(arena, place(stream, at + 1)) - take(arena, place(stream, at + 2)))
            at += 3
    elif op == DIVIDE:
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
    if op == FMA:
        for _ in range(rows):
            a, b = take(arena, place(stream, at + 1)), take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(a, b, take(arena, place(stream, at + 3))))
            at += 4
    elif op == FMS:
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
    if op == NET32:
        for _ in range(rows):
            back = take(arena, place(stream, at + 4)) * take(arena, place(stream, at + 5))
            on = take(arena, place(stream, at + 1)) * take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(on, take(arena, place(stream, at + 3)), negative(back)))
            at += 6
    elif op == NET22:
        for _ in range(rows):
            back = take(arena, place(stream, at + 3)) * take(arena, place(stream, at + 4))
            on, other = take(arena, place(stream, at + 1)), take(arena, place(stream, at + 2))
            put(arena, place(stream, at), fma(on, other, negative(back)))
            at += 5
    elif op == NET23:
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
        if op == MIN or op == MAX or op == GE or op == GT or op == POWER or op == SLOPE:
            put(arena, target, _of_two(op, a, take(arena, place(stream, at + 2))))
            at += 3
        elif op == SELECT:
            true, false = take(arena, place(stream, at + 2)), take(arena, place(stream, at + 3))
            put(arena, target, where_eq(a, zero, false, true))
            at += 4
        else:
            if op == SQRT:
                a = square_root(where_gt(zero, a, zero, a))
            elif op == EXP:
                a = exponential(a)
            elif op == LOG:
                a = logarithm(a)
            elif op == ABS:
                a = magnitude(a)
            elif op == SIGN:
                a = where_gt(a, zero, one, where_gt(zero, a, splat(-1.0), a))
            elif op == FLOOR:
                a = floor(a)
            elif op == TRUTH:
                a = where_eq(a, zero, zero, one)
            put(arena, target, a)
            at += 2


@inner
def _of_two(op, a, b):
    zero, one = splat(0.0), splat(1.0)
    if op == POWER:
        return power(a, b)
    if op == SLOPE:
        return slope_of_power(a, b)
    if op == MIN:
        return where_ge(b, a, a, b)
    if op == MAX:
        return where_ge(a, b, a, b)
    return where_ge(a, b, one, zero) if op == GE else where_gt(a, b, one, zero)


@inner
def _circular(arena, stream, op, rows, at):
    for _ in range(rows):
        target, source = arena + place(stream, at), arena + place(stream, at + 1)
        at += 2
        for lane in range(WIDTH):
            poke(target, lane, _circular_of(op, peek(source, lane)))


@inner
def _circular_of(op, x):
    if op == SIN:
        return math.sin(x)
    if op == COS:
        return math.cos(x)
    if op == TAN:
        return math.tan(x)
    if op == ASIN:
        return math.asin(x) if abs(x) <= 1.0 else math.nan
    if op == ACOS:
        return math.acos(x) if abs(x) <= 1.0 else math.nan
    if op == ATAN:
        return math.atan(x)
    if op == SINH:
        return math.sinh(x) if abs(x) < 710.0 else x * math.inf
    if op == COSH:
        return math.cosh(x) if abs(x) < 710.0 else math.inf
    if op == TANH:
        return math.tanh(x)
    if op == ASINH:
        return math.asinh(x)
    if op == ACOSH:
        return math.acosh(x) if x >= 1.0 else math.nan
    return math.atanh(x) if abs(x) < 1.0 else math.nan


@inner
def circular_slope(op, x, value):
    """Derivative of a circular or hyperbolic function at x, where it has this value."""
    if op == SIN:
        return math.cos(x)
    if op == COS:
        return -math.sin(x)
    if op == TAN:
        return 1.0 + value * value
    if op == SINH:
        return math.cosh(x) if abs(x) < 710.0 else math.inf
    if op == COSH:
        return math.sinh(x) if abs(x) < 710.0 else x * math.inf
    if op == TANH:
        return 1.0 - value * value
    if op == ATAN:
        return 1.0 / (1.0 + x * x)
    if op == ATANH:
        return 1.0 / (1.0 - x * x) if x * x < 1.0 else math.nan
    if op == ASINH:
        return 1.0 / math.sqrt(x * x + 1.0)
    if op == ACOSH:
        return 1.0 / math.sqrt(x * x - 1.0) if x > 1.0 else math.nan
    slope = 1.0 / math.sqrt(1.0 - x * x) if x * x < 1.0 else math.nan
    return -slope if op == ACOS else slope
