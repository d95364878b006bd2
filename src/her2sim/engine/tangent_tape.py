"""The interpreter of tapes for derivatives: for each row, the slope of its result from values and slopes of its slots.

Slopes of numbers, of the clock and of switches stay 0.
"""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

from her2sim.engine.compiling import inner
from her2sim.engine.functions import logarithm, power, slope_of_power
from her2sim.engine.machine import circular_slope, sums
from her2sim.engine.operations import (
    ABS,
    ADD,
    DIVIDE,
    EXP,
    FMA,
    FMS,
    FNMA,
    LOG,
    MAX,
    MIN,
    NEG,
    NET22,
    NET23,
    NET33,
    POWER,
    PRODUCT3,
    SELECT,
    SIN,
    SLOPE,
    SQRT,
    SUBTRACT,
    SUM,
)  # fmt: skip
from her2sim.engine.vector import (
    WIDTH,
    fma,
    negative,
    peek,
    place,
    poke,
    put,
    splat,
    take,
    where_eq,
    where_ge,
    where_gt,
)  # fmt: skip


@inner
def differentiate(arena, table, stream, weights, first, last, slopes):
    """Slopes of runs first..last of a table, whose values were just computed.

    Args:
        slopes: the address that slots of slopes count from, as those of values from `arena`.
    """
    for run in range(first, last):
        op, rows, terms = place(table, 5 * run), place(table, 5 * run + 1), place(table, 5 * run + 2)
        at, weight = place(table, 5 * run + 3), place(table, 5 * run + 4)
        if op == SUM:
            sums(slopes, slopes, stream, weights, rows, terms, at, weight)
        elif op <= FNMA:
            _arithmetic(arena, stream, op, rows, terms, at, slopes)
        elif op <= NET33:
            _nets(arena, stream, op, rows, terms, at, slopes)
        elif op < SIN:
            _choices(arena, stream, op, rows, terms, at, slopes)
        else:
            _circular(arena, stream, op, rows, at, slopes)


@inner
def _arithmetic(arena, stream, op, rows, terms, at, slopes):
    for _ in range(rows):
        target, first = place(stream, at), place(stream, at + 1)
        a, da = take(arena, first), take(slopes, first)
        if op == NEG:
            found = negative(da)
        else:
            second = place(stream, at + 2)
            b, db = take(arena, second), take(slopes, second)
            found = _of_pair(arena, op, target, a, da, b, db)
            if op >= PRODUCT3:
                third = place(stream, at + 3)
                found = _of_three(op, found, a * b, take(arena, third), take(slopes, third))
        put(slopes, target, found)
        at += terms + 1


@inner
def _of_pair(arena, op, target, a, da, b, db):
    """Slope of a sum, difference or quotient, and of the product that starts a fused operation."""
    if op == ADD:
        return da + db
    if op == SUBTRACT:
        return da - db
    if op == DIVIDE:
        return fma(negative(take(arena, target)), db, da) / b
    return fma(a, db, da * b)


@inner
def _of_three(op, slope, product, c, dc):
    """Slope of a fused operation from that of its product."""
    if op == PRODUCT3:
        return fma(product, dc, slope * c)
    if op == FMA:
        return slope + dc
    return slope - dc if op == FMS else dc - slope


@inner
def _nets(arena, stream, op, rows, terms, at, slopes):
    """Slopes of differences of two products."""
    first = 2 if op in (NET22, NET23) else 3
    for _ in range(rows):
        found = splat(0.0)
        for factor in range(terms):
            low, high = (0, first) if factor < first else (first, terms)
            slope = take(slopes, place(stream, at + 1 + factor))
            for other in range(low, high):
                if other != factor:
                    slope = slope * take(arena, place(stream, at + 1 + other))
            found = found + slope if factor < first else found - slope
        put(slopes, place(stream, at), found)
        at += terms + 1


@inner
def _choices(arena, stream, op, rows, terms, at, slopes):
    zero = splat(0.0)
    for _ in range(rows):
        target, first = place(stream, at), place(stream, at + 1)
        a, da = take(arena, first), take(slopes, first)
        if op == SELECT:
            true, false = take(slopes, place(stream, at + 2)), take(slopes, place(stream, at + 3))
            found = where_eq(a, zero, false, true)
        elif terms == 2:
            second = place(stream, at + 2)
            found = _of_two(op, take(arena, target), a, da, take(arena, second), take(slopes, second))
        else:
            found = _of_one(op, take(arena, target), a, da)
        put(slopes, target, found)
        at += terms + 1


@inner
def _of_two(op, value, a, da, b, db):
    """Slope of min, max, a power or the slope of a power; relations have none."""
    zero, one = splat(0.0), splat(1.0)
    if op == MIN:
        return where_ge(b, a, da, db)
    if op == MAX:
        return where_ge(a, b, da, db)
    log_a = logarithm(where_gt(a, zero, a, one))
    if op == POWER:
        return fma(slope_of_power(a, b), da, where_gt(a, zero, value * log_a * db, zero))
    if op == SLOPE:  # b a^(b-1)
        through = b * slope_of_power(a, b - one)
        by_exponent = power(a, b - one) * fma(b, log_a, one)
        return fma(through, da, where_gt(a, zero, by_exponent * db, zero))
    return zero


@inner
def _of_one(op, value, a, da):
    zero = splat(0.0)
    if op == SQRT:
        return where_gt(value, zero, splat(0.5) * da / value, zero)
    if op == EXP:
        return value * da
    if op == LOG:
        return da / a
    if op == ABS:
        return where_gt(a, zero, da, negative(da))
    return zero


@inner
def _circular(arena, stream, op, rows, at, slopes):
    for _ in range(rows):
        target, source = place(stream, at), place(stream, at + 1)
        at += 2
        for lane in range(WIDTH):
            slope = circular_slope(op, peek(arena + source, lane), peek(arena + target, lane))
            poke(slopes + target, lane, slope * peek(slopes + source, lane))
