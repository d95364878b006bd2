"""The interpreter of tapes for derivatives: for each row, the slope of its result from values and slopes of its slots.

Slots of slopes lie `block` above those of values; slopes of numbers, of the clock and of switches stay 0.
"""

from her2sim.engine.compiling import inner
from her2sim.engine.functions import logarithm, power, slope_of_power
from her2sim.engine.machine import circular_slope
from her2sim.engine.vector import (
    WIDTH,
    fma,
    load,
    negative,
    peek,
    place,
    poke,
    splat,
    store,
    where_eq,
    where_ge,
    where_gt,
)  # fmt: skip
from her2sim.network.tapes import CODE

_ADD, _SUBTRACT, _MULTIPLY, _DIVIDE, _NEG = CODE["+"], CODE["-"], CODE["*"], CODE["/"], CODE["neg"]
_PRODUCT3, _FMA, _FMS, _FNMA, _SUM = CODE["product3"], CODE["fma"], CODE["fms"], CODE["fnma"], CODE["sum"]
_MIN, _MAX, _SELECT = CODE["min"], CODE["max"], CODE["select"]
_SQRT, _EXP, _LOG, _POWER, _SLOPE = CODE["sqrt"], CODE["exp"], CODE["log"], CODE["**"], CODE["slope"]
_ABS, _SIN = CODE["abs"], CODE["sin"]


@inner
def differentiate(arena, table, stream, weights, first, last, block):
    """Slopes of runs first..last of a table, whose values were just computed."""
    for run in range(first, last):
        op, rows, terms = place(table, 5 * run), place(table, 5 * run + 1), place(table, 5 * run + 2)
        at, weight = place(table, 5 * run + 3), place(table, 5 * run + 4)
        if op == _SUM:
            sums_at(arena, stream, weights, rows, terms, at, weight, block, block)
        elif op <= _FNMA:
            _arithmetic(arena, stream, op, rows, terms, at, block)
        elif op < _SIN:
            _choices(arena, stream, op, rows, terms, at, block)
        else:
            _circular(arena, stream, op, rows, at, block)


@inner
def sums_at(arena, stream, weights, rows, terms, at, weight, source, target):
    """Weighted sums of slots moved by `source` into slots moved by `target`."""
    for _ in range(rows):
        total = splat(0.0)
        for term in range(terms):
            value = load(arena, place(stream, at + 1 + term) + source)
            total = fma(splat(peek(weights, weight + term)), value, total)
        store(arena, place(stream, at) + target, total)
        at, weight = at + terms + 1, weight + terms


@inner
def _arithmetic(arena, stream, op, rows, terms, at, block):
    for _ in range(rows):
        target, first = place(stream, at), place(stream, at + 1)
        a, da = load(arena, first), load(arena, block + first)
        if op == _NEG:
            found = negative(da)
        else:
            second = place(stream, at + 2)
            b, db = load(arena, second), load(arena, block + second)
            found = _of_pair(arena, op, target, a, da, b, db)
            if op >= _PRODUCT3:
                third = place(stream, at + 3)
                found = _of_three(op, found, a * b, load(arena, third), load(arena, block + third))
        store(arena, block + target, found)
        at += terms + 1


@inner
def _of_pair(arena, op, target, a, da, b, db):
    """Slope of a sum, difference or quotient, and of the product that starts a fused operation."""
    if op == _ADD:
        return da + db
    if op == _SUBTRACT:
        return da - db
    if op == _DIVIDE:
        return fma(negative(load(arena, target)), db, da) / b
    return fma(a, db, da * b)


@inner
def _of_three(op, slope, product, c, dc):
    """Slope of a fused operation from that of its product."""
    if op == _PRODUCT3:
        return fma(product, dc, slope * c)
    if op == _FMA:
        return slope + dc
    return slope - dc if op == _FMS else dc - slope


@inner
def _choices(arena, stream, op, rows, terms, at, block):
    zero = splat(0.0)
    for _ in range(rows):
        target, first = place(stream, at), place(stream, at + 1)
        a, da = load(arena, first), load(arena, block + first)
        if op == _SELECT:
            true, false = load(arena, block + place(stream, at + 2)), load(arena, block + place(stream, at + 3))
            found = where_eq(a, zero, false, true)
        elif terms == 2:
            second = place(stream, at + 2)
            found = _of_two(op, load(arena, target), a, da, load(arena, second), load(arena, block + second))
        else:
            found = _of_one(op, load(arena, target), a, da)
        store(arena, block + target, found)
        at += terms + 1


@inner
def _of_two(op, value, a, da, b, db):
    """Slope of min, max, a power or the slope of a power; relations have none."""
    zero, one = splat(0.0), splat(1.0)
    if op == _MIN:
        return where_ge(b, a, da, db)
    if op == _MAX:
        return where_ge(a, b, da, db)
    log_a = logarithm(where_gt(a, zero, a, one))
    if op == _POWER:
        return fma(slope_of_power(a, b), da, where_gt(a, zero, value * log_a * db, zero))
    if op == _SLOPE:  # b a^(b-1)
        through = b * slope_of_power(a, b - one)
        by_exponent = power(a, b - one) * fma(b, log_a, one)
        return fma(through, da, where_gt(a, zero, by_exponent * db, zero))
    return zero


@inner
def _of_one(op, value, a, da):
    zero = splat(0.0)
    if op == _SQRT:
        return where_gt(value, zero, splat(0.5) * da / value, zero)
    if op == _EXP:
        return value * da
    if op == _LOG:
        return da / a
    if op == _ABS:
        return where_gt(a, zero, da, negative(da))
    return zero


@inner
def _circular(arena, stream, op, rows, at, block):
    for _ in range(rows):
        target, source = WIDTH * place(stream, at), WIDTH * place(stream, at + 1)
        at += 2
        for lane in range(WIDTH):
            slope = circular_slope(op, peek(arena, source + lane), peek(arena, target + lane))
            poke(arena, WIDTH * block + target + lane, slope * peek(arena, WIDTH * block + source + lane))
