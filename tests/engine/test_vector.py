"""The engine's own exp, log and powers against the C library's, through a kernel that applies them to vectors."""

from __future__ import annotations

import math

import numpy as np
import pytest

from her2sim.engine.compiling import entry
from her2sim.engine.functions import exponential, logarithm, power, slope_of_power
from her2sim.engine.vector import WIDTH, load, store

EXP, LOG, POWER, SLOPE = range(4)


@entry
def _apply(which, first, second, target, vectors):
    for slot in range(vectors):
        x, n = load(first, slot), load(second, slot)
        if which == EXP:
            store(target, slot, exponential(x))
        elif which == LOG:
            store(target, slot, logarithm(x))
        elif which == POWER:
            store(target, slot, power(x, n))
        else:
            store(target, slot, slope_of_power(x, n))


def _aligned(values: np.ndarray) -> np.ndarray:
    memory = np.zeros(len(values) + 16)
    start = (-memory.ctypes.data // 8) % 16
    memory[start : start + len(values)] = values
    return memory[start : start + len(values)]


def applied(which: int, x: np.ndarray | list[float], n: np.ndarray | list[float] | float = 0.0) -> np.ndarray:
    """A function of every element, in vectors of WIDTH; what is left over is filled with ones."""
    x, n = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(n, dtype=float))
    vectors = -(-len(x) // WIDTH)
    arrays = [_aligned(np.concatenate([part, np.ones(vectors * WIDTH - len(part))])) for part in (x, n, x)]
    _apply(which, *(array.ctypes.data for array in arrays), vectors)
    return arrays[2][: len(x)].copy()


def ulps(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest distance in units in the last place of what is expected."""
    return float(np.max(np.abs(found - expected) / np.spacing(np.abs(expected))))


def spread(low: float, high: float) -> np.ndarray:
    return np.random.default_rng(1).uniform(low, high, 100_000)


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (-40.0, 40.0), (-708.0, 709.0)])
def test_exp_is_within_two_units_of_the_last_place(low: float, high: float):
    x = spread(low, high)
    assert ulps(applied(EXP, x), np.array([math.exp(value) for value in x])) <= 2.0


def test_exp_fades_out_below_the_normal_numbers():
    x = spread(-745.0, -708.4)
    expected = np.array([math.exp(value) for value in x])
    assert ulps(applied(EXP, x), expected) <= 2.0


@pytest.mark.parametrize(("low", "high"), [(-0.4, 0.4), (-30.0, 30.0), (-307.0, 308.0)])
def test_log_is_within_two_units_of_the_last_place(low: float, high: float):
    x = 10.0 ** spread(low, high)
    assert ulps(applied(LOG, x), np.array([math.log(value) for value in x])) <= 2.0


def test_log_reads_the_largest_numbers():
    """From 2**1023 on it once gave nonsense: the power of two it divided by was no normal number."""
    x = np.array([2.0**1023, 1.7976931348623157e308])
    assert ulps(applied(LOG, x), np.log(x)) <= 2.0


def test_log_reads_numbers_below_the_normal_ones():
    x = np.array([5e-324, 1e-320, 2.2250738585072014e-308, 3.1e-308, 4.450147717014403e-308])
    assert ulps(applied(LOG, x), np.log(x)) <= 2.0


def test_powers_are_within_1e_14_where_they_neither_tower_nor_vanish():
    x, n = 10.0 ** spread(-3.0, 3.0), np.random.default_rng(2).uniform(-4.0, 4.0, 100_000)
    expected = np.array([a**b for a, b in zip(x.tolist(), n.tolist(), strict=True)])
    np.testing.assert_allclose(applied(POWER, x, n), expected, rtol=1e-14)


def test_the_error_of_a_tall_power_grows_with_its_logarithm():
    x, n = 10.0 ** spread(-100.0, 100.0), np.random.default_rng(3).uniform(-3.0, 3.0, 100_000)
    found, expected = applied(POWER, x, n), x**n
    bound = 1e-15 + 4e-16 * np.abs(n * np.log(x))  # an ulp of the exponent, as often as the exponent counts
    assert (np.abs(found / expected - 1.0) <= bound).all()


@pytest.mark.parametrize(
    ("which", "x", "n", "expected"),
    [
        (EXP, 0.0, 0.0, 1.0), (EXP, math.inf, 0.0, math.inf), (EXP, -math.inf, 0.0, 0.0),
        (EXP, math.nan, 0.0, math.nan),
        (EXP, 710.0, 0.0, math.inf), (EXP, -746.0, 0.0, 0.0), (EXP, 1e300, 0.0, math.inf), (EXP, -1e300, 0.0, 0.0),
        (LOG, 1.0, 0.0, 0.0), (LOG, 0.0, 0.0, -math.inf), (LOG, -0.0, 0.0, -math.inf), (LOG, -1.0, 0.0, math.nan),
        (LOG, math.inf, 0.0, math.inf), (LOG, math.nan, 0.0, math.nan), (LOG, -math.inf, 0.0, math.nan),
        (POWER, 0.0, 2.5, 0.0), (POWER, 0.0, 0.0, 1.0), (POWER, 0.0, -1.0, math.inf), (POWER, -2.0, 2.0, 4.0),
        (POWER, -2.0, 3.0, -8.0), (POWER, -2.0, -1.0, -0.5), (POWER, -2.0, 0.5, 0.0), (POWER, -2.0, -0.5, math.nan),
        (POWER, math.inf, 2.0, math.inf), (POWER, math.inf, -2.0, 0.0), (POWER, math.nan, 2.0, math.nan),
        (POWER, math.nan, 0.0, 1.0), (POWER, 1.0, 1e300, 1.0), (POWER, 10.0, 400.0, math.inf),
        (SLOPE, 0.0, 1.0, 1.0), (SLOPE, 0.0, 2.0, 0.0), (SLOPE, 0.0, 0.5, 0.0), (SLOPE, 0.0, 2.5, 0.0),
        (SLOPE, -3.0, 2.0, -6.0), (SLOPE, -3.0, 2.5, 0.0), (SLOPE, 4.0, 0.5, 0.25), (SLOPE, 3.0, 0.0, 0.0),
        (SLOPE, math.nan, 2.0, math.nan),
    ],
)  # fmt: skip
def test_special_values_are_as_written(which: int, x: float, n: float, expected: float):
    # powers of -3, -2 and 4 are exp(n log|x|), good to 1e-15
    np.testing.assert_allclose(applied(which, [x], [n]), [expected], rtol=1e-15)


def test_an_element_does_not_depend_on_its_neighbours():
    x, n = 10.0 ** spread(-3.0, 3.0)[:1000], np.random.default_rng(4).uniform(-4.0, 4.0, 1000)
    order = np.random.default_rng(5).permutation(1000)
    assert applied(POWER, x, n)[order].tobytes() == applied(POWER, x[order], n[order]).tobytes()
