"""The relation a claim tests, as a small language: Python's expressions, parsed with `ast` and read by a whitelist.

Nothing is ever compiled or executed. Every value is a table (members, cells): one column unless the arm has a panel of
cells, one row for a constant. Conditions are 1 and 0. `x in [low, high]` is low <= x <= high. A member with NaN in
anything it uses or compares does not satisfy the relation, whatever stands around it.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence.reading import nearest
from her2sim.studies.verify.formula_functions import FUNCTIONS, Floats, Function, Kind

MAX_LENGTH = 2000
MAX_NODES = 400
MAX_DEPTH = 40

Shape = Literal["member", "panel", "population", "list", "constant"]
"""what a name is: (N,), (N, C), (N,) of patients, a list of C numbers, one number"""

ARITHMETIC: Mapping[type[ast.operator], Callable[[Floats, Floats], Floats]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Pow: np.power,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[Floats, Floats], NDArray[np.bool_]]] = {
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}
_ALLOWED = "and, or, not, comparisons, + - * / **, numbers, names, `in [low, high]`, " + ", ".join(FUNCTIONS)


class FormulaError(ValueError):
    """A relation that cannot be read; `column` counts from 1."""

    def __init__(self, problem: str, column: int, expected: str | None = None, hint: str | None = None) -> None:
        self.problem, self.column, self.expected, self.hint = problem, column, expected, hint
        super().__init__(f"column {column}: {problem}")


@dataclass
class Values:
    """Values of the names, (N or 1, C or 1) each, and the members found without an answer so far, (N,)."""

    tables: Mapping[str, Floats]
    missing: NDArray[np.bool_]

    def note(self, table: Floats) -> None:
        """Remember the members for which a number that is compared is NaN."""
        self.missing |= np.isnan(table).any(axis=1)


@dataclass(frozen=True)
class Part:
    """A part of a relation that was read: what it is and how it is computed."""

    kind: Kind
    panel: bool
    population: bool
    value: Callable[[Values], Floats] = field(repr=False)


@dataclass(frozen=True)
class Formula:
    """A relation that was read and may be asked."""

    text: str
    part: Part = field(repr=False)
    names: tuple[str, ...]
    """readouts and constants it uses, in order of appearance"""

    def holds(self, values: Mapping[str, Floats | float | Sequence[float]], n: int) -> NDArray[np.bool_]:
        """Whether each member satisfies the relation, (N,).

        Args:
            values: of every name used: (N,), (N, C), a number, or a list of C numbers.
            n: number of members.

        Raises:
            ValueError: panels differ in their number of cells.
        """
        state = Values({name: table_of(values[name]) for name in self.names}, np.zeros(n, dtype=bool))
        for table in state.tables.values():
            state.note(table)
        with np.errstate(all="ignore"):
            answer = self.part.value(state)
        return np.broadcast_to(answer[:, 0] > 0.5, (n,)) & ~state.missing


def table_of(value: Floats | float | Sequence[float]) -> Floats:
    """Values as a table: (N, C) of a panel, (N, 1) of members, (1, C) of a list, (1, 1) of a number."""
    array = np.asarray(value, dtype=np.float64)
    if array.ndim == 2:
        return array
    return array.reshape(1, -1) if not isinstance(value, np.ndarray) else array.reshape(-1, 1)


def parse_formula(text: str, shapes: Mapping[str, Shape]) -> Formula:
    """Read a relation.

    Args:
        shapes: what each name that may be used is.

    Raises:
        FormulaError: it is too long or too deep, uses something that is not allowed or a name that is not known, or its
            result is not one yes or no a member.
    """
    tree = _parse(text)
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES or _depth(tree) > MAX_DEPTH:
        raise FormulaError("the relation is too long.", 1, f"at most {MAX_NODES} parts, {MAX_DEPTH} levels deep")
    part = _Reader(shapes).read(tree)
    if part.kind != "condition":
        raise FormulaError("the relation is a number, not a yes or no.", 1, "a comparison, e.g. gi > 0.2")
    if part.panel:
        raise FormulaError("the relation has one answer a cell.", 1, "all(..), any(..) or fraction(..) > 0.5")
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    used = [node for node in nodes if isinstance(node, ast.Name) and id(node) not in called]
    ordered = sorted(used, key=_column)
    return Formula(text, part, tuple(dict.fromkeys(node.id for node in ordered)))


def _parse(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise FormulaError("the relation is too long.", MAX_LENGTH, f"at most {MAX_LENGTH} characters")
    _refuse_nesting(text)
    line = "".join(" " if letter.isspace() else letter for letter in text)
    odd = next((place for place, letter in enumerate(line) if not letter.isprintable()), None)
    if odd is not None:
        raise FormulaError("this is not a relation: a character that cannot be printed.", odd + 1, _ALLOWED)
    indent = len(line) - len(line.lstrip())
    try:
        return ast.parse(line.strip(), mode="eval").body
    except SyntaxError as error:
        column = error.offset or len(line.strip()) + 1
        raise FormulaError(f"this is not a relation: {error.msg}.", column + indent, _ALLOWED) from None
    except (ValueError, RecursionError, MemoryError, OverflowError):
        raise FormulaError("this is not a relation.", 1, _ALLOWED) from None


def _refuse_nesting(text: str) -> None:
    depth = 0
    for column, letter in enumerate(text, start=1):
        depth += (letter in "([{") - (letter in ")]}")
        if depth > MAX_DEPTH:
            raise FormulaError("brackets are nested too deep.", column, f"at most {MAX_DEPTH} levels")


def _depth(tree: ast.AST) -> int:
    deepest, waiting = 0, [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in ast.iter_child_nodes(node)]
    return deepest


def _column(node: ast.AST) -> int:
    return int(getattr(node, "col_offset", 0)) + 1


def _refuse(node: ast.AST, problem: str, expected: str | None = None, hint: str | None = None) -> FormulaError:
    return FormulaError(problem, _column(node), expected or _ALLOWED, hint)


class _Reader:
    """Turns the parts of a tree into `Part`s; refuses everything that is not on the list."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = shapes

    def read(self, node: ast.expr) -> Part:  # noqa: PLR0911 - one return a kind of node
        match node:
            case ast.Constant(value=value):
                return self._constant(node, value)
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.UnaryOp(op=op, operand=operand):
                return self._unary(node, op, operand)
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(node, op, left, right)
            case ast.BoolOp(op=op, values=values):
                return self._boolean(op, values)
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                return self._compare(node, left, ops, comparators)
            case ast.Call(func=function, args=arguments, keywords=keywords):
                return self._call(node, function, arguments, keywords)
            case _:
                raise _refuse(node, f"{type(node).__name__} is not allowed here.")

    def _constant(self, node: ast.expr, value: object) -> Part:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _refuse(node, f"{str(value)[:40]!r} is not a number.")
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise _refuse(node, "this number is too large.", "at most 1e308")
        table = np.array([[number]])
        return Part("number", False, False, lambda values: table)

    def _name(self, node: ast.expr, name: str) -> Part:
        if name not in self.shapes:
            expected = "one of " + ", ".join(self.shapes) if self.shapes else "a readout of the claim"
            raise _refuse(node, f"{name[:60]!r} is no readout or constant.", expected, nearest(name, self.shapes))
        shape = self.shapes[name]
        return Part("number", shape in {"panel", "list"}, shape == "population", lambda values: values.tables[name])

    def number(self, node: ast.expr) -> Part:
        part = self.read(node)
        if part.kind != "number":
            raise _refuse(node, "a number is needed here, not a yes or no.", "a number")
        return part

    def condition(self, node: ast.expr) -> Part:
        part = self.read(node)
        if part.kind != "condition":
            raise _refuse(node, "a yes or no is needed here, not a number.", "a comparison, e.g. gi > 0.2")
        return part

    def _unary(self, node: ast.expr, op: ast.unaryop, operand: ast.expr) -> Part:
        if isinstance(op, ast.Not):
            inner = self.condition(operand)
            return _combined("condition", [inner], lambda parts: 1.0 - parts[0])
        if isinstance(op, ast.USub | ast.UAdd):
            sign = -1.0 if isinstance(op, ast.USub) else 1.0
            return _combined("number", [self.number(operand)], lambda parts: sign * parts[0])
        raise _refuse(node, "this operator is not allowed.")

    def _binary(self, node: ast.expr, op: ast.operator, left: ast.expr, right: ast.expr) -> Part:
        function = ARITHMETIC.get(type(op))
        if function is None:
            raise _refuse(node, f"the operator {type(op).__name__} is not allowed.")
        parts = [self.number(left), self.number(right)]
        return _combined("number", parts, lambda tables: function(tables[0], tables[1]))

    def _boolean(self, op: ast.boolop, values: Sequence[ast.expr]) -> Part:
        reduce = np.minimum if isinstance(op, ast.And) else np.maximum

        def fold(tables: list[Floats]) -> Floats:
            result = tables[0]
            for table in tables[1:]:
                result = reduce(result, table)
            return result

        return _combined("condition", [self.condition(value) for value in values], fold)

    def _compare(self, node: ast.expr, left: ast.expr, ops: Sequence[ast.cmpop], others: Sequence[ast.expr]) -> Part:
        parts: list[Part] = []
        first = left
        for op, other in zip(ops, others, strict=True):
            parts.append(self._within(first, op, other) if isinstance(op, ast.In | ast.NotIn) else self._pair(
                node, first, op, other
            ))  # fmt: skip
            first = other
        return parts[0] if len(parts) == 1 else _combined("condition", parts, _product)

    def _pair(self, node: ast.expr, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Part:
        function = _COMPARISONS.get(type(op))
        if function is None:
            raise _refuse(node, f"the comparison {type(op).__name__} is not allowed.")
        return _compared([self.number(left), self.number(right)], lambda tables: function(tables[0], tables[1]))

    def _within(self, left: ast.expr, op: ast.cmpop, bounds: ast.expr) -> Part:
        if not isinstance(bounds, ast.List | ast.Tuple) or len(bounds.elts) != 2:
            raise _refuse(bounds, "`in` needs two bounds.", "x in [low, high]")
        parts = [self.number(node) for node in (left, *bounds.elts)]
        inside = isinstance(op, ast.In)
        return _compared(parts, lambda tables: ((tables[1] <= tables[0]) & (tables[0] <= tables[2])) == inside)

    def _call(
        self, node: ast.expr, function: ast.expr, arguments: Sequence[ast.expr], keywords: Sequence[ast.keyword]
    ) -> Part:
        if not isinstance(function, ast.Name) or keywords:
            raise _refuse(node, "only the functions of the list can be called, with plain arguments.")
        rule = FUNCTIONS.get(function.id)
        if rule is None:
            known = ", ".join(FUNCTIONS)
            raise _refuse(node, f"{function.id[:60]!r} is no function.", known, nearest(function.id, FUNCTIONS))
        if not rule.least <= len(arguments) <= rule.most:
            count = f"{rule.least}" if rule.least == rule.most else f"{rule.least} or more"
            raise _refuse(node, f"{function.id} takes {count} argument(s).", count)
        parts = [self._argument(argument, rule, place) for place, argument in enumerate(arguments)]
        if rule.each is not None:
            return _combined("number", parts, rule.each)
        return self._reduced(node, function.id, rule, parts)

    def _argument(self, node: ast.expr, rule: Function, place: int) -> Part:
        if rule is FUNCTIONS["balanced_accuracy"] and place == 1:
            return self.read(node)  # labels are a list of 0 and 1, or a condition
        return self.condition(node) if rule.takes == "condition" else self.number(node)

    def _reduced(self, node: ast.expr, name: str, rule: Function, parts: Sequence[Part]) -> Part:
        panel, population = any(part.panel for part in parts), any(part.population for part in parts)
        rows = rule.rows
        if rows is None or not (panel or population):
            raise _refuse(node, f"{name} needs an arm with a panel of cells, or with patients.", "cells: [..]")
        if panel:
            return Part(rule.gives, False, population, lambda values: rows([p.value(values) for p in parts])[:, None])
        return Part(rule.gives, False, False, lambda values: _over_patients(rows, parts, values))


def _over_patients(rows: Callable[[list[Floats]], Floats], parts: Sequence[Part], values: Values) -> Floats:
    """Reduce (N, 1) over the patients that could be simulated: (1, 1)."""
    tables = [part.value(values) for part in parts]
    known = ~values.missing & ~np.logical_or.reduce([np.isnan(table).any(axis=1) for table in tables])
    if not known.any():
        return np.array([[np.nan]])
    n = values.missing.size
    return rows([np.broadcast_to(table, (n, 1))[known].T for table in tables])[:, None]


def _combined(kind: Kind, parts: Sequence[Part], function: Callable[[list[Floats]], Floats]) -> Part:
    panel, population = any(part.panel for part in parts), any(part.population for part in parts)
    return Part(kind, panel, population, lambda values: function([part.value(values) for part in parts]))


def _compared(parts: Sequence[Part], function: Callable[[list[Floats]], NDArray[np.bool_]]) -> Part:
    def value(values: Values) -> Floats:
        tables = [part.value(values) for part in parts]
        for table in tables:
            values.note(table)
        return function(tables).astype(np.float64)

    return Part("condition", any(p.panel for p in parts), any(p.population for p in parts), value)


def _product(tables: list[Floats]) -> Floats:
    result = tables[0]
    for table in tables[1:]:
        result = result * table
    return result
