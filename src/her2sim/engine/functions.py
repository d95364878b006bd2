"""exp, log and powers of vectors, the same bits on every processor.

exp: x = n ln 2 + r, Taylor in r to degree 13 (|r| <= 0.35: 5e-18); log: 2 atanh(f), f = (m-1)/(m+1), to f^21 (1e-17).
Checked against libm: tests/engine/test_vector.py, 2 units in the last place (powers: 1e-14 relative).
"""

# a kernel's types are Numba's: what is passed are vectors, layouts and integers that Python never sees
# pyright: basic

from her2sim.engine.compiling import inner
from her2sim.engine.vector import (
    exponent_of,
    floor,
    fma,
    load,
    magnitude,
    power_of_two,
    splat,
    store,
    where_eq,
    where_ge,
    where_gt,
    whole,
)  # fmt: skip

_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
_INFINITY, _NAN = float("inf"), float("nan")


@inner
def exponential(x):
    """exp(x)."""
    high, low = splat(709.0), splat(-745.2)
    inside = where_gt(x, high, high, where_gt(low, x, low, x))
    n = whole(inside * splat(1.4426950408889634))
    r = fma(n, splat(-_LN2_HIGH), inside)
    r = fma(n, splat(-_LN2_LOW), r)
    p = splat(1.6059043836821613e-10)
    p = fma(p, r, splat(2.08767569878681e-9))
    p = fma(p, r, splat(2.505210838544172e-8))
    p = fma(p, r, splat(2.7557319223985894e-7))
    p = fma(p, r, splat(2.7557319223985893e-6))
    p = fma(p, r, splat(2.48015873015873e-5))
    p = fma(p, r, splat(1.984126984126984e-4))
    p = fma(p, r, splat(1.388888888888889e-3))
    p = fma(p, r, splat(8.333333333333333e-3))
    p = fma(p, r, splat(4.1666666666666664e-2))
    p = fma(p, r, splat(1.6666666666666666e-1))
    p = fma(p, r, splat(0.5))
    p = fma(p, r, splat(1.0))
    p = fma(p, r, splat(1.0))
    half = floor(n * splat(0.5))
    found = p * power_of_two(half) * power_of_two(n - half)
    found = where_gt(x, splat(709.78), splat(_INFINITY), where_gt(splat(-745.13), x, splat(0.0), found))
    return where_eq(x, x, found, x)


@inner
def logarithm(x):
    """log(x); -inf at 0, NaN below."""
    tiny = where_gt(splat(4.450147717014403e-308), x, splat(1.0), splat(0.0))
    scaled = x * where_gt(tiny, splat(0.5), splat(18014398509481984.0), splat(1.0))
    usable = where_gt(scaled, splat(0.0), scaled, splat(1.0))
    e = exponent_of(usable)
    m = usable * splat(0.5) * power_of_two(splat(1.0) - e)  # 2**-1023 would be no normal number
    large = where_gt(m, splat(1.4142135623730951), splat(1.0), splat(0.0))
    m = m * where_gt(large, splat(0.5), splat(0.5), splat(1.0))
    e = e + large - tiny * splat(54.0)
    f = (m - splat(1.0)) / (m + splat(1.0))
    s = f * f
    p = splat(2.0 / 21.0)
    p = fma(p, s, splat(2.0 / 19.0))
    p = fma(p, s, splat(2.0 / 17.0))
    p = fma(p, s, splat(2.0 / 15.0))
    p = fma(p, s, splat(2.0 / 13.0))
    p = fma(p, s, splat(2.0 / 11.0))
    p = fma(p, s, splat(2.0 / 9.0))
    p = fma(p, s, splat(2.0 / 7.0))
    p = fma(p, s, splat(2.0 / 5.0))
    p = fma(p, s, splat(2.0 / 3.0))
    tail = fma(p * s, f, e * splat(_LN2_LOW))
    found = fma(e, splat(_LN2_HIGH), fma(splat(2.0), f, tail))
    found = where_gt(splat(_INFINITY), x, found, x)
    return where_gt(x, splat(0.0), found, where_eq(x, splat(0.0), splat(-_INFINITY), splat(_NAN)))


@inner
def power(x, n):
    """x ** n; a negative x with an exponent that is not whole reads as 0 (see network.expression)."""
    size = exponential(n * logarithm(magnitude(x)))
    zero, one = splat(0.0), splat(1.0)
    half = n * splat(0.5)
    odd = where_eq(floor(half), half, one, splat(-1.0))
    negative_base = where_eq(floor(n), n, size * odd, where_gt(n, zero, zero, splat(_NAN)))
    at_zero = where_gt(n, zero, zero, splat(_INFINITY))
    found = where_gt(x, zero, size, where_gt(zero, x, negative_base, where_eq(x, zero, at_zero, x)))
    return where_eq(n, zero, one, found)


@inner
def slope_of_power(x, n):
    """n * x ** (n - 1); 0 where a root would have an infinite slope at 0."""
    zero, one = splat(0.0), splat(1.0)
    found = n * power(x, n - one)
    at_zero = where_eq(n, one, one, where_gt(n, one, found, where_eq(floor(n), n, found, zero)))
    return where_gt(x, zero, found, where_gt(zero, x, where_eq(floor(n), n, found, zero), at_zero))


__all__ = ["exponential", "load", "logarithm", "power", "slope_of_power", "store", "where_ge"]
