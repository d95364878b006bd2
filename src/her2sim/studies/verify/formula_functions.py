"""Functions a relation may call: elementwise ones, and those that reduce a panel of cells or the patients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Kind = Literal["number", "condition"]


def _rank_correlation(rows: list[Floats]) -> Floats:
    """Spearman's coefficient of each row of two tables of the same shape; NaN where a table does not vary."""
    first, second = (_ranks(table) for table in np.broadcast_arrays(*rows))
    first, second = (table - table.mean(axis=1, keepdims=True) for table in (first, second))
    scale = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
    products = (first * second).sum(axis=1)
    return np.where(scale > 0, products / np.where(scale > 0, scale, 1.0), np.nan)


def _ranks(table: Floats) -> Floats:
    """Ranks within each row, ties share their mean; NaN throughout a row that holds NaN."""
    ranks = np.full(table.shape, np.nan)
    for place in np.flatnonzero(~np.isnan(table).any(axis=1)):
        _, group, count = np.unique(table[place], return_inverse=True, return_counts=True)
        ranks[place] = (np.cumsum(count) - 0.5 * (count - 1.0))[group]
    return ranks


def _balanced_accuracy(rows: list[Floats]) -> Floats:
    """Mean of sensitivity and specificity of `score >= threshold` against labels above one half."""
    score, labels, threshold = np.broadcast_arrays(*rows)
    called, true = score >= threshold, labels > 0.5
    count, right = true.sum(axis=1), (called & true).sum(axis=1)
    rest, kept = (~true).sum(axis=1), (~called & ~true).sum(axis=1)
    both = (count > 0) & (rest > 0)
    value = np.full(count.shape, np.nan)
    value[both] = 0.5 * (right[both] / count[both] + kept[both] / rest[both])
    return np.where(np.isnan(score).any(axis=1), np.nan, value)


@dataclass(frozen=True)
class Function:
    """One function.

    Args:
        least, most: number of arguments.
        takes, gives: kind of the arguments, and of the result.
        each: arguments of any shape -> result of their common shape; for elementwise functions.
        rows: tables (R, K) -> (R,); for those that reduce cells or patients.
    """

    least: int
    most: int
    takes: Kind = "number"
    gives: Kind = "number"
    each: Callable[[list[Floats]], Floats] | None = None
    rows: Callable[[list[Floats]], Floats] | None = None


def _one(function: Callable[[Floats], Floats]) -> Function:
    return Function(1, 1, each=lambda values: function(values[0]))


def _several(function: np.ufunc) -> Function:
    def fold(values: list[Floats]) -> Floats:
        result = values[0]
        for value in values[1:]:
            result = function(result, value)
        return result

    return Function(2, 64, each=fold)


def _mean(table: Floats) -> Floats:
    return np.asarray(table.mean(axis=1), dtype=np.float64)


def _row(reduce: Callable[[Floats], Floats], takes: Kind = "number", gives: Kind = "number") -> Function:
    return Function(1, 1, takes, gives, rows=lambda tables: reduce(tables[0]))


FUNCTIONS: Mapping[str, Function] = {
    "abs": _one(np.abs),
    "min": _several(np.minimum),
    "max": _several(np.maximum),
    "log10": _one(np.log10),
    "log2": _one(np.log2),
    "log": _one(np.log),
    "sqrt": _one(np.sqrt),
    "exp": _one(np.exp),
    "mean": _row(_mean),
    "median": _row(lambda table: np.asarray(np.median(table, axis=1), dtype=np.float64)),
    "lowest": _row(lambda table: np.asarray(table.min(axis=1), dtype=np.float64)),
    "highest": _row(lambda table: np.asarray(table.max(axis=1), dtype=np.float64)),
    "spread": _row(lambda table: np.asarray(table.max(axis=1) / table.min(axis=1), dtype=np.float64)),
    "spearman": Function(2, 2, rows=_rank_correlation),
    "balanced_accuracy": Function(3, 3, rows=_balanced_accuracy),
    "fraction": _row(_mean, takes="condition"),
    "all": _row(lambda table: np.asarray(table.all(axis=1), dtype=np.float64), takes="condition", gives="condition"),
    "any": _row(lambda table: np.asarray(table.any(axis=1), dtype=np.float64), takes="condition", gives="condition"),
}
"""Every function by name; conditions are 1 where true, 0 where not."""
