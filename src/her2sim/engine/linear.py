"""Sparse LU of I/(h gamma) - J and its solves, all lanes at once, on the schedules of `factor`."""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

from her2sim.engine.compiling import inner
from her2sim.engine.factor import LOWER, PIVOT, UPPER
from her2sim.engine.layout import CANCELLED, SHIFT, layout_at
from her2sim.engine.vector import SLOT, fma, load, magnitude, negative, place, put, splat, store, take, where_gt


def factor_unit(address: int) -> None:
    """Factor the matrix in place; see `units`."""
    _factor(layout_at(address))


def solve_unit(address: int, base: int) -> None:
    """Solve in place for the right-hand side in the species slots from `base`; see `units`."""
    e = layout_at(address)
    _forward(e, base)
    _backward(e, base)


@inner
def _factor(e):
    """Factor the matrix; CANCELLED becomes the largest loss of a pivot, |before| / |after|."""
    matrix, stream = e.arena + SLOT * e.matrix, e.lu_stream_at
    shift, worst = load(e.arena, e.scalars + SHIFT), splat(0.0)
    for group in range(e.lu_rows):
        kind, rows = place(e.lu_at, 4 * group), place(e.lu_at, 4 * group + 1)
        products, cursor = place(e.lu_at, 4 * group + 2), place(e.lu_at, 4 * group + 3)
        if kind < LOWER:
            for _ in range(rows):
                target = place(stream, cursor)
                start = take(matrix, target) if kind == UPPER else splat(0.0)
                put(matrix, target, _less(matrix, stream, cursor + 1, products, start))
                cursor += 1 + 2 * products
        elif kind < PIVOT:
            for _ in range(rows):
                target = place(stream, cursor)
                start = take(matrix, target) if kind == LOWER else splat(0.0)
                left = _less(matrix, stream, cursor + 1, products, start)
                put(matrix, target, left * take(matrix, place(stream, cursor + 1 + 2 * products)))
                cursor += 2 + 2 * products
        else:
            for _ in range(rows):
                target = place(stream, cursor)
                start = take(matrix, target) + shift if kind == PIVOT else shift
                inverse = splat(1.0) / _less(matrix, stream, cursor + 1, products, start)
                lost = magnitude(start * inverse)
                worst = where_gt(worst, lost, worst, lost)
                put(matrix, target, inverse)
                cursor += 1 + 2 * products
    store(e.arena, e.scalars + CANCELLED, worst)


@inner
def _less(matrix, stream, cursor, products, total):
    """`total` less a number of products of entries."""
    for _ in range(products):
        left, right = take(matrix, place(stream, cursor)), take(matrix, place(stream, cursor + 1))
        total = fma(negative(left), right, total)
        cursor += 2
    return total


@inner
def _forward(e, base):
    values, stream, entry = e.arena + SLOT * base, e.forward_stream_at, e.arena + SLOT * e.matrix
    for group in range(e.forward_rows):
        rows, terms = place(e.forward_at, 3 * group), place(e.forward_at, 3 * group + 1)
        cursor = place(e.forward_at, 3 * group + 2)
        for _ in range(rows):
            target = place(stream, cursor)
            total = take(values, target)
            for term in range(1, terms + 1):
                total = fma(negative(take(entry, 0)), take(values, place(stream, cursor + term)), total)
                entry += SLOT
            put(values, target, total)
            cursor += 1 + terms


@inner
def _backward(e, base):
    values, stream = e.arena + SLOT * base, e.backward_stream_at
    entry, pivot = e.arena + SLOT * (e.matrix + e.lower), e.arena + SLOT * (e.matrix + e.pivots)
    for group in range(e.backward_rows):
        rows, terms = place(e.backward_at, 3 * group), place(e.backward_at, 3 * group + 1)
        cursor = place(e.backward_at, 3 * group + 2)
        for _ in range(rows):
            target = place(stream, cursor)
            total = take(values, target)
            for term in range(1, terms + 1):
                total = fma(negative(take(entry, 0)), take(values, place(stream, cursor + term)), total)
                entry += SLOT
            put(values, target, total * take(pivot, 0))
            pivot += SLOT
            cursor += 1 + terms
