"""Sparse LU of I/(h gamma) - J and its solves, all lanes at once, on the schedules of `factor`."""

from her2sim.engine.compiling import inner
from her2sim.engine.layout import CANCELLED, SHIFT, layout_at
from her2sim.engine.vector import fma, load, magnitude, negative, place, splat, store, where_gt


def factor_unit(address):
    """Factor the matrix in place; see `units`."""
    _factor(layout_at(address))


def solve_unit(address, base):
    """Solve in place for the right-hand side in the species slots from `base`; see `units`."""
    e = layout_at(address)
    _forward(e, base)
    _backward(e, base)


@inner
def _factor(e):
    """Factor the matrix; CANCELLED becomes the largest loss of a pivot, |before| / |after|."""
    arena, at = e.arena, e.lu_stream_at
    shift, worst = load(arena, e.scalars + SHIFT), splat(0.0)
    for group in range(e.lu_rows):
        kind, rows = place(e.lu_at, 4 * group), place(e.lu_at, 4 * group + 1)
        products, cursor = place(e.lu_at, 4 * group + 2), place(e.lu_at, 4 * group + 3)
        if kind < 2:
            for _ in range(rows):
                target = e.matrix + place(at, cursor)
                start = load(arena, target) if kind == 0 else splat(0.0)
                store(arena, target, _less(arena, e.matrix, at, cursor + 1, products, start))
                cursor += 1 + 2 * products
        elif kind < 4:
            for _ in range(rows):
                target = e.matrix + place(at, cursor)
                start = load(arena, target) if kind == 2 else splat(0.0)
                left = _less(arena, e.matrix, at, cursor + 1, products, start)
                store(arena, target, left * load(arena, e.matrix + place(at, cursor + 1 + 2 * products)))
                cursor += 2 + 2 * products
        else:
            for _ in range(rows):
                target = e.matrix + place(at, cursor)
                start = load(arena, target) + shift if kind == 4 else shift
                inverse = splat(1.0) / _less(arena, e.matrix, at, cursor + 1, products, start)
                lost = magnitude(start * inverse)
                worst = where_gt(worst, lost, worst, lost)
                store(arena, target, inverse)
                cursor += 1 + 2 * products
    store(arena, e.scalars + CANCELLED, worst)


@inner
def _less(arena, matrix, stream, cursor, products, total):
    """`total` less a number of products of entries."""
    for _ in range(products):
        left, right = load(arena, matrix + place(stream, cursor)), load(arena, matrix + place(stream, cursor + 1))
        total = fma(negative(left), right, total)
        cursor += 2
    return total


@inner
def _forward(e, base):
    arena, stream, entry = e.arena, e.forward_stream_at, e.matrix
    for group in range(e.forward_rows):
        rows, terms = place(e.forward_at, 3 * group), place(e.forward_at, 3 * group + 1)
        cursor = place(e.forward_at, 3 * group + 2)
        for _ in range(rows):
            target = base + place(stream, cursor)
            total = load(arena, target)
            for term in range(1, terms + 1):
                total = fma(negative(load(arena, entry)), load(arena, base + place(stream, cursor + term)), total)
                entry += 1
            store(arena, target, total)
            cursor += 1 + terms


@inner
def _backward(e, base):
    arena, stream, entry, pivot = e.arena, e.backward_stream_at, e.matrix + e.lower, e.matrix + e.pivots
    for group in range(e.backward_rows):
        rows, terms = place(e.backward_at, 3 * group), place(e.backward_at, 3 * group + 1)
        cursor = place(e.backward_at, 3 * group + 2)
        for _ in range(rows):
            target = base + place(stream, cursor)
            total = load(arena, target)
            for term in range(1, terms + 1):
                total = fma(negative(load(arena, entry)), load(arena, base + place(stream, cursor + term)), total)
                entry += 1
            store(arena, target, total * load(arena, pivot))
            pivot += 1
            cursor += 1 + terms
