"""Sparse LU on a fixed pattern, by the schedule in plain Python and by the kernel, against dense solves of LAPACK."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csc_matrix
from scipy.sparse.linalg import splu
from tests.reference.arena import Arena
from tests.reference.networks import document

from her2sim.engine.factor import LOWER, PIVOT, Entry, Factor, plan_factor
from her2sim.engine.layout import CANCELLED, SHIFT
from her2sim.engine.vector import WIDTH
from her2sim.network import from_document, load_network
from her2sim.network.program import compile_program

LOST = 1e9  # as `control` has it: a pivot that cancels further makes the step fail


def factored(plan: Factor, matrix: np.ndarray, shift: float) -> np.ndarray:
    """The slots of L, U and inverse pivots of matrix + shift*I, one row of the schedule after another."""
    slots = np.zeros(plan.size)
    for (row, column), slot in plan.entry.items():
        slots[slot] = matrix[row, column]
    for kind, rows, products, first in plan.lu.tolist():
        lower = int(LOWER <= kind < PIVOT)
        width = 1 + 2 * products + lower
        for number in range(rows):
            target, *read = plan.lu_stream[first + number * width : first + (number + 1) * width].tolist()
            pairs = read[: 2 * products]
            total = 0.0 if kind % 2 else slots[target]
            if kind >= PIVOT:
                total += shift
            for left, right in zip(pairs[::2], pairs[1::2], strict=True):
                total -= slots[left] * slots[right]
            if lower:
                total *= slots[read[-1]]
            slots[target] = 1.0 / total if kind >= PIVOT else total
    return slots


def solved(plan: Factor, slots: np.ndarray, right: np.ndarray) -> np.ndarray:
    x = right.copy()
    for table, stream, start, backward in (
        (plan.forward, plan.forward_stream, 0, False),
        (plan.backward, plan.backward_stream, plan.lower, True),
    ):
        entry, pivot = start, plan.pivots
        for rows, terms, at in table.tolist():
            for number in range(rows):
                row, *read = stream[at + number * (1 + terms) : at + (number + 1) * (1 + terms)].tolist()
                x[row] -= slots[entry : entry + terms] @ x[read]
                entry += terms
                if backward:
                    x[row] *= slots[pivot]
                    pivot += 1
    return x


@st.composite
def matrices(draw: st.DrawFn) -> np.ndarray:
    """Diagonally dominant matrices of random pattern, 1 to 25 rows."""
    count, density = draw(st.integers(1, 25)), draw(st.floats(0.0, 0.6))
    generator = np.random.default_rng(draw(st.integers(0, 10_000)))
    matrix = np.where(generator.random((count, count)) < density, generator.normal(size=(count, count)), 0.0)
    np.fill_diagonal(matrix, 0.0)
    sizes = np.abs(matrix).sum(axis=1) + generator.uniform(0.1, 2.0, count)
    return matrix + np.diag(sizes * generator.choice([-1.0, 1.0], count))


def pattern_of(matrix: np.ndarray) -> list[Entry]:
    return [(int(row), int(column)) for row, column in np.argwhere(matrix)]


@given(matrices())
@settings(max_examples=100, deadline=None)
def test_the_schedule_solves_what_a_dense_solver_solves(matrix: np.ndarray):
    plan, right = plan_factor(len(matrix), pattern_of(matrix)), np.linspace(-1.0, 2.0, len(matrix))
    found = solved(plan, factored(plan, matrix, 0.0), right)
    np.testing.assert_allclose(found, np.linalg.solve(matrix, right), rtol=1e-10, atol=1e-12)  # condition below 1e4


def kernel_arena(pattern: list[Entry], count: int, lanes: int) -> Arena:
    """An arena of a network whose Jacobian has the pattern and, as each species decays, the diagonal."""
    names = [f"s{number}" for number in range(count)]
    reactions = [([name], [], "k") for name in names]
    reactions += [([names[column]], [names[row], names[column]], "k") for row, column in pattern if row != column]
    network = from_document(document(dict.fromkeys(names, "1"), {"k": (1.0, "1/h")}, reactions))
    return Arena(network, np.ones((lanes, 1)), np.ones((lanes, count)))


def solved_by_kernel(each: list[np.ndarray], right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Solutions (N, S) for one matrix a lane, all of one pattern, and the largest loss of a pivot a lane."""
    count, shift = len(right), 0.25
    arena = kernel_arena(pattern_of(each[0]), count, len(each))
    entry = arena.shared.prepared.factor.entry
    for lane, matrix in enumerate(each):
        for (row, column), slot in entry.items():
            arena.slots[arena.e("matrix") + slot, lane] = matrix[row, column] - shift * (row == column)
    first = arena.e("stage")
    arena.slots[first : first + count] = right[:, None]
    arena.slots[arena.e("scalars") + SHIFT] = shift
    arena.call("factor_at")
    arena.call("solve_at", first)
    found = arena.slots[first : first + count, : len(each)].T.copy()
    return found, arena.slots[arena.e("scalars") + CANCELLED, : len(each)].copy()


@given(matrices())
@settings(max_examples=40, deadline=None)
def test_the_kernel_solves_every_lane_as_superlu_does(matrix: np.ndarray):
    right, each = np.linspace(-1.0, 2.0, len(matrix)), [matrix * (1.0 + 0.1 * lane) for lane in range(WIDTH)]
    found, _ = solved_by_kernel(each, right)
    expected = [splu(csc_matrix(scaled)).solve(right) for scaled in each]
    np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-12)  # condition below 1e4


@pytest.mark.parametrize("matrix", [np.ones((2, 2)), np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [1.0, 2.0, 0.0]])])
def test_a_singular_matrix_is_noticed_and_its_neighbour_is_not_touched(matrix: np.ndarray):
    good = np.where(matrix == 0.0, 0.0, matrix) + 5.0 * np.eye(len(matrix))
    right = np.arange(1.0, len(matrix) + 1.0)
    found, lost = solved_by_kernel([np.where(good != 0.0, matrix, 0.0), good], right)
    assert not lost[0] < LOST
    assert lost[1] < 10.0
    np.testing.assert_allclose(found[1], np.linalg.solve(good, right), rtol=1e-12)


def test_nearly_equal_rows_lose_as_many_digits_as_they_share():
    matrix = np.array([[1.0, 1.0], [1.0, 1.0 + 1e-6]])
    _, lost = solved_by_kernel([matrix], np.ones(2))
    assert lost[0] == pytest.approx(1e6, rel=1e-3)


def test_the_order_makes_no_more_products_than_a_chain_needs():
    chain = [(place, place + 1) for place in range(50)] + [(place + 1, place) for place in range(50)]
    assert plan_factor(51, chain).products == 50  # no fill-in


def test_a_hub_is_taken_last():
    """Taken first it would join all its neighbours, and fill the matrix."""
    hub = [(0, place) for place in range(1, 40)] + [(place, 0) for place in range(1, 40)]
    assert plan_factor(40, hub).size == 40 + 2 * 39


def test_fill_in_of_the_shipped_network_stays_below_that_of_superlu():
    program = compile_program(load_network())
    count = int(program.counts[2])
    plan = plan_factor(count, zip(program.slope.rows.tolist(), program.slope.columns.tolist(), strict=True))
    pattern = np.eye(count)
    pattern[program.slope.rows, program.slope.columns] = 0.01
    pattern += count * np.eye(count)
    default = splu(csc_matrix(pattern))
    assert plan.size < default.L.nnz + default.U.nnz
