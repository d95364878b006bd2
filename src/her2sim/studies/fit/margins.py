"""By how much a claim holds: its relation with every comparison replaced by a margin, for the fit.

    a > b    (a - b) / (|a| + |b|)      -1 to 1; both numbers near zero: 0
    and, all the least margin           or, any    the largest

The sign of the margin is the answer of the relation (`Formula.holds`); only its size is new.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.verify.formula import ARITHMETIC, table_of
from her2sim.studies.verify.formula_functions import FUNCTIONS

Floats = NDArray[np.float64]


def margin(text: str, values: Mapping[str, Floats | float | Sequence[float]], n: int) -> Floats:
    """Margin of a relation that `parse_formula` has read.

    Args:
        values: of every name it uses: (N,), (N, C), a number or a list of C numbers.
        n: N.

    Returns:
        shape (N,); NaN where a member has no answer.
    """
    tables = {name: table_of(value) for name, value in values.items()}
    with np.errstate(all="ignore"):
        answer = _number(ast.parse(text.strip().replace("\n", " "), mode="eval").body, tables)
    return np.broadcast_to(answer[:, 0], (n,)).astype(np.float64)


def _number(node: ast.expr, tables: Mapping[str, Floats]) -> Floats:  # noqa: PLR0911 - one return a kind of node
    """A number, or the margin of a condition, (N or 1, C or 1)."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return np.array([[float(value)]])
        case ast.Name(id=name):
            return tables[name]
        case ast.UnaryOp(op=op, operand=operand):
            inner = _number(operand, tables)
            return inner if isinstance(op, ast.UAdd) else -inner
        case ast.BinOp(left=left, op=op, right=right):
            return ARITHMETIC[type(op)](_number(left, tables), _number(right, tables))
        case ast.BoolOp(op=op, values=parts):
            return _fold([_number(part, tables) for part in parts], least=isinstance(op, ast.And))
        case ast.Compare():
            return _compare(node, tables)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _call(name, arguments, tables)
        case _:
            raise ValueError(f"{type(node).__name__} has no margin")


def _compare(node: ast.Compare, tables: Mapping[str, Floats]) -> Floats:
    parts: list[Floats] = []
    left = node.left
    for op, right in zip(node.ops, node.comparators, strict=True):
        parts.append(_pair(left, op, right, tables))
        left = right
    return _fold(parts, least=True)


def _pair(left: ast.expr, op: ast.cmpop, right: ast.expr, tables: Mapping[str, Floats]) -> Floats:
    a = _number(left, tables)
    if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.List | ast.Tuple):
        low, high = (_number(bound, tables) for bound in right.elts)
        inside = np.minimum(_share(a, low), _share(high, a))
        return inside if isinstance(op, ast.In) else -inside
    b = _number(right, tables)
    if isinstance(op, ast.Gt | ast.GtE):
        return _share(a, b)
    if isinstance(op, ast.Lt | ast.LtE):
        return _share(b, a)
    distance = np.abs(_share(a, b))
    return -distance if isinstance(op, ast.Eq) else distance


def _share(a: Floats, b: Floats) -> Floats:
    size = np.abs(a) + np.abs(b)
    return np.divide(a - b, size, out=np.where(np.isnan(size), np.nan, 0.0), where=size > 1e-12)


def _fold(parts: Sequence[Floats], *, least: bool) -> Floats:
    reduce = np.minimum if least else np.maximum
    result = parts[0]
    for part in parts[1:]:
        result = reduce(result, part)
    return result


def _call(name: str, arguments: Sequence[ast.expr], tables: Mapping[str, Floats]) -> Floats:
    values = [_number(argument, tables) for argument in arguments]
    if name in {"all", "any"}:
        row = values[0].min(axis=1) if name == "all" else values[0].max(axis=1)
        return row[:, None]
    rule = FUNCTIONS[name]
    if rule.each is not None:
        return rule.each(values)
    if name == "fraction" or (name == "balanced_accuracy" and isinstance(arguments[1], ast.Compare)):
        place = 0 if name == "fraction" else 1
        values[place] = (values[place] > 0).astype(np.float64)
    if rule.rows is None:
        raise ValueError(f"{name} has no margin")
    return rule.rows(values)[:, None]
