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
    values, entry = e.arena + SLOT * base, e.arena + SLOT * e.matrix
    for group in range(e.forward_rows):
        rows, terms = place(e.forward_at, 3 * group), place(e.forward_at, 3 * group + 1)
        cursor = e.forward_stream_at + 4 * place(e.forward_at, 3 * group + 2)
        if terms == 1:
            for _ in range(rows):
                total = _known(values, entry, cursor, 1, take(values, place(cursor, 0)))
                put(values, place(cursor, 0), total)
                cursor, entry = cursor + 8, entry + SLOT
        elif terms == 2:
            for _ in range(rows):
                total = _known(values, entry, cursor, 1, take(values, place(cursor, 0)))
                put(values, place(cursor, 0), _known(values, entry + SLOT, cursor, 2, total))
                cursor, entry = cursor + 12, entry + 2 * SLOT
        else:
            for _ in range(rows):
                total = _row(values, entry, cursor, terms)
                put(values, place(cursor, 0), total)
                cursor, entry = cursor + 4 + 4 * terms, entry + SLOT * terms


@inner
def _backward(e, base):
    values = e.arena + SLOT * base
    entry, pivot = e.arena + SLOT * (e.matrix + e.lower), e.arena + SLOT * (e.matrix + e.pivots)
    for group in range(e.backward_rows):
        rows, terms = place(e.backward_at, 3 * group), place(e.backward_at, 3 * group + 1)
        cursor = e.backward_stream_at + 4 * place(e.backward_at, 3 * group + 2)
        if terms == 0:
            for _ in range(rows):
                put(values, place(cursor, 0), take(values, place(cursor, 0)) * take(pivot, 0))
                cursor, pivot = cursor + 4, pivot + SLOT
        elif terms == 1:
            for _ in range(rows):
                total = _known(values, entry, cursor, 1, take(values, place(cursor, 0)))
                put(values, place(cursor, 0), total * take(pivot, 0))
                cursor, entry, pivot = cursor + 8, entry + SLOT, pivot + SLOT
        elif terms == 2:
            for _ in range(rows):
                total = _known(values, entry, cursor, 1, take(values, place(cursor, 0)))
                total = _known(values, entry + SLOT, cursor, 2, total)
                put(values, place(cursor, 0), total * take(pivot, 0))
                cursor, entry, pivot = cursor + 12, entry + 2 * SLOT, pivot + SLOT
        else:
            for _ in range(rows):
                put(values, place(cursor, 0), _row(values, entry, cursor, terms) * take(pivot, 0))
                cursor, entry, pivot = cursor + 4 + 4 * terms, entry + SLOT * terms, pivot + SLOT


@inner
def _known(values, entry, cursor, term, total):
    """`total` less an entry times a value that is known."""
    return fma(negative(take(entry, 0)), take(values, place(cursor, term)), total)


@inner
def _row(values, entry, cursor, terms):
    """A row of three or more terms, two at a time."""
    total = take(values, place(cursor, 0))
    for term in range(1, terms, 2):
        total = _known(values, entry, cursor, term, total)
        total = _known(values, entry + SLOT, cursor, term + 1, total)
        entry += 2 * SLOT
    if terms & 1:
        total = _known(values, entry, cursor, terms, total)
    return total
