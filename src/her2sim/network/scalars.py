"""The functions that generated rates call: for one state with Python floats, for many with NumPy arrays.

A power whose exponent is not whole, and a root, read a negative base as 0 (see `expression`).
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from her2sim.network.expression import UNARY

_BEYOND = {"exp": math.inf, "cosh": math.inf, "power": math.inf}


def _root(x: float) -> float:
    return math.sqrt(x) if x > 0.0 else 0.0


def _power(x: float, n: float) -> float:
    if x > 0.0:
        return x**n
    if n == 0.0:
        return 1.0
    if n == math.floor(n) and x < 0.0:
        return x ** int(n)
    return 0.0 if n > 0.0 else math.inf


def _slope(x: float, n: float) -> float:
    if x > 0.0:
        return n * x ** (n - 1.0)
    if n == 1.0:
        return 1.0
    whole = n == math.floor(n) and (n > 1.0 or x < 0.0)
    return n * x ** int(n - 1) if whole else 0.0


def _ratio(above: float, below: float) -> float:
    if below != 0.0:
        return above / below
    return math.nan if above == 0.0 or math.isnan(above) else math.copysign(math.inf, above) * math.copysign(1.0, below)


def _guard(function: Callable[..., Any], beyond: float) -> Callable[..., float]:
    def guarded(*args: float) -> float:
        try:
            return float(function(*args))
        except OverflowError:
            return beyond
        except (ArithmeticError, ValueError):
            return math.nan

    return guarded


def _log(x: float) -> float:
    return -math.inf if x == 0.0 else math.log(x)


def _atanh(x: float) -> float:
    return math.copysign(math.inf, x) if abs(x) == 1.0 else math.atanh(x)


def _sinh(x: float) -> float:
    return math.copysign(math.inf, x) if abs(x) > 711.0 else math.sinh(x)


def _select(first: float, second: float, above: float, below: float) -> float:
    return above if first >= second else below


def _where(condition: float, value: float, other: float) -> float:
    return value if condition else other


def _truth(relation: Callable[..., Any]) -> Callable[..., float]:
    return lambda *args: 1.0 if relation(*args) else 0.0


def _both(a: float, b: float) -> bool:
    return bool(a) and bool(b)


def _either(a: float, b: float) -> bool:
    return bool(a) or bool(b)


def _least(a: float, b: float) -> float:
    """The smaller; NaN where one is, as in NumPy."""
    return math.nan if math.isnan(a) or math.isnan(b) else min(a, b)


def _largest(a: float, b: float) -> float:
    """The larger; NaN where one is, as in NumPy."""
    return math.nan if math.isnan(a) or math.isnan(b) else max(a, b)


def _differ(a: float, b: float) -> bool:
    return bool(a) != bool(b)


_RELATIONS: Mapping[str, Callable[..., Any]] = {
    "less": operator.lt,
    "lessequal": operator.le,
    "greater": operator.gt,
    "greaterequal": operator.ge,
    "equal": operator.eq,
    "unequal": operator.ne,
}
_ONE: Mapping[str, Callable[..., Any]] = {
    **{name: getattr(math, name) for name in UNARY if name not in ("abs", "sqrt")},
    "abs": abs,
    "sqrt": _root,
    "power": _power,
}

SCALARS: Mapping[str, Callable[..., Any]] = {
    **_ONE,
    **{f"safe{name}": _guard(function, _BEYOND.get(name, math.nan)) for name, function in _ONE.items()},
    **{name: _truth(relation) for name, relation in _RELATIONS.items()},
    "saferatio": _ratio,
    "safelog": _guard(_log, math.nan),
    "safeatanh": _guard(_atanh, math.nan),
    "safesinh": _guard(_sinh, math.nan),
    "slope": _slope,
    "select": _select,
    "where": _where,
    "minimum": _least,
    "maximum": _largest,
    "both": _truth(_both),
    "either": _truth(_either),
    "differ": _truth(_differ),
    "inverse": _truth(operator.not_),
}
"""helpers on floats; those named safe... give NaN or infinity where the others raise"""


def _roots(x: Any) -> Any:
    return np.sqrt(np.maximum(x, 0.0))


def _powers(x: Any, n: Any) -> Any:
    known = np.logical_or(n == np.floor(n), np.greater(x, 0))
    return np.power(np.where(known, x, 0.0), n)


def _slopes(x: Any, n: Any) -> Any:
    whole = np.logical_and(n == np.floor(n), np.logical_or(n >= 1, np.less(x, 0)))
    known: Any = np.logical_or(whole, np.greater(x, 0))
    base: Any = np.where(known, x, 1.0)
    power: Any = np.power(base, n - 1.0)
    return known * n * power


def _float(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args: np.asarray(function(*args)).astype(float)


def _selects(first: Any, second: Any, above: Any, below: Any) -> Any:
    return np.where(np.greater_equal(first, second), above, below)  # pyright: ignore[reportUnknownVariableType]


def _wheres(condition: Any, value: Any, other: Any) -> Any:
    return np.where(np.not_equal(condition, 0.0), value, other)  # pyright: ignore[reportUnknownVariableType]


_MANY: Mapping[str, Callable[..., Any]] = {
    **{name: getattr(np, re.sub("^a(?=sin|cos|tan)", "arc", name)) for name in UNARY if name != "sqrt"},
    "sqrt": _roots,
    "power": _powers,
    "ratio": np.true_divide,
}

ARRAYS: Mapping[str, Callable[..., Any]] = {
    **_MANY,
    **{f"safe{name}": function for name, function in _MANY.items()},
    **{name: _float(relation) for name, relation in _RELATIONS.items()},
    "slope": _slopes,
    "select": _selects,
    "where": _wheres,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "both": _float(np.logical_and),
    "either": _float(np.logical_or),
    "differ": _float(np.logical_xor),
    "inverse": _float(np.logical_not),
}
"""helpers on arrays"""
