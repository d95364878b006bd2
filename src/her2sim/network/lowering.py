"""Assignments and their gradients as straight-line code, one operation a line, shared results computed once.

The generated text holds only names made here (c3, v17, p4, z2), float literals and calls of helpers; nothing a user
wrote reaches it. `make(p)` computes what depends on parameters alone and returns functions of the state.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from her2sim.network.calculus import add, derivative, multiply
from her2sim.network.expression import Apply, Expression, Name, Number, names

_INFIX = frozenset("+-*/")
_CALLS = {"exp": "exp", "log": "log", "sqrt": "sqrt", "slope": "slope", "select": "select", "**": "power"}


class Tape:
    """Straight-line code under construction: constants (of one parameter vector) apart from state-dependent values."""

    def __init__(self) -> None:
        self.constant: list[str] = []
        self.moving: list[str] = []
        self._known: dict[tuple[str, ...], str] = {}

    def emit(self, op: str, args: tuple[str, ...]) -> str:
        """The name that holds op(args); made on first use."""
        key = (op, *args)
        if key not in self._known:
            moving = any(argument[0] in "vz" for argument in args)
            name = f"{'v' if moving else 'c'}{len(self._known)}"
            (self.moving if moving else self.constant).append(f"{name} = {_code(op, args)}")
            self._known[key] = name
        return self._known[key]

    def lower(self, expression: Expression, symbols: Mapping[str, str]) -> str:
        """The name or literal that holds an expression's value."""
        match expression:
            case Number(value):
                return f"({value!r})"
            case Name(name):
                return symbols[name]
            case Apply("**", (base, Number(2.0))):
                inner = self.lower(base, symbols)
                return self.emit("*", (inner, inner))
            case Apply("**", (base, Number(3.0))):
                inner = self.lower(base, symbols)
                return self.emit("*", (self.emit("*", (inner, inner)), inner))
            case Apply("min" | "max" as op, args) if len(args) > 2:
                return self.emit(op, (self.lower(args[0], symbols), self.lower(Apply(op, args[1:]), symbols)))
            case Apply(op, args):
                return self.emit(op, tuple(self.lower(argument, symbols) for argument in args))


def _code(op: str, args: tuple[str, ...]) -> str:
    if op in _INFIX:
        return f"{args[0]} {op} {args[1]}"
    if op == "neg":
        return f"-{args[0]}"
    if op in ("min", "max"):
        return f"{op}imum({args[0]}, {args[1]})"
    return f"{_CALLS[op]}({', '.join(args)})"


class Lowered:
    """Every assignment of a network on one tape, with gradients over the state on demand.

    Args:
        parameters: names in the order of the parameter vector.
        roots: names of observables and species that assignments read.
        assignments: (name, expression) in order.
    """

    def __init__(
        self, parameters: Sequence[str], roots: Sequence[str], assignments: Sequence[tuple[str, Expression]]
    ) -> None:
        self.tape = Tape()
        self.roots = tuple(roots)
        self._parameters = tuple(parameters)
        self._expressions = dict(assignments)
        self._slopes: dict[str, dict[str, str]] = {root: {root: "(1.0)"} for root in roots}
        self.symbols = {name: f"p{place}" for place, name in enumerate(parameters)}
        self.symbols |= {name: f"z{place}" for place, name in enumerate(roots)}
        for name, expression in assignments:
            self.symbols[name] = self.tape.lower(expression, self.symbols)

    def gradient(self, name: str) -> dict[str, str]:
        """Slopes of an assignment over the roots it depends on, directly or through others (chain rule)."""
        if name not in self._slopes:
            total: dict[str, str] = {}
            expression = self._expressions.get(name)
            for inner in sorted(names(expression)) if expression is not None else ():
                outer_slopes = self.gradient(inner)
                if not outer_slopes or expression is None:
                    continue
                partial = self.tape.lower(derivative(expression, inner), self.symbols)
                for root, slope in outer_slopes.items():
                    term = self._times(partial, slope)
                    total[root] = self._plus(total[root], term) if root in total else term
            self._slopes[name] = {root: slope for root, slope in total.items() if slope != "(0.0)"}
        return self._slopes[name]

    def _times(self, left: str, right: str) -> str:
        product = multiply(_leaf(left), _leaf(right))
        return self.tape.lower(product, {left: left, right: right})

    def _plus(self, left: str, right: str) -> str:
        return self.tape.lower(add(_leaf(left), _leaf(right)), {left: left, right: right})

    def source(self, values: Sequence[str], constants: Sequence[str] = ()) -> str:
        """Code of `make(p)`, which returns the constants asked for and a function z -> values asked for."""
        needed = _live(self.tape.moving, values)
        parameters = "".join(f"p{place}, " for place in range(len(self._parameters)))
        roots = "".join(f"z{place}, " for place in range(len(self.roots)))
        lines = ["def make(p):"]
        lines += [f"    [{parameters}] = p"] if parameters else []
        lines += [f"    {line}" for line in _live(self.tape.constant, [*needed, *values, *constants])]
        lines += ["    def values(z):"]
        lines += [f"        [{roots}] = z"] if roots else []
        lines += [f"        {line}" for line in needed]
        lines += [f"        return ({''.join(f'{value}, ' for value in values)})"]
        lines += [f"    return ({''.join(f'{value}, ' for value in constants)}), values", ""]
        return "\n".join(lines)


def _leaf(text: str) -> Expression:
    return Number(float(text[1:-1])) if text[0] == "(" else Name(text)


def _live(lines: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The lines that lead to the wanted names, in order."""
    used = {word for text in wanted for word in _words(text)}
    kept: list[str] = []
    for line in reversed(lines):
        target, _, code = line.partition(" = ")
        if target in used:
            kept.append(line)
            used.update(_words(code))
    return kept[::-1]


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


Made = tuple[tuple[Any, ...], Callable[[Sequence[Any]], tuple[Any, ...]]]


def compile_scalar(source: str) -> Callable[[Sequence[float]], Made]:
    """`make` for one state at a time; arithmetic that fails raises ArithmeticError or ValueError."""
    helpers: dict[str, Any] = {
        "exp": math.exp,
        "log": math.log,
        "sqrt": _root,
        "power": _power,
        "slope": _slope,
        "select": _select,
        "minimum": min,
        "maximum": max,
    }
    return _run(source, helpers)


def compile_arrays(source: str) -> Callable[[Sequence[Any]], Made]:
    """`make` for many states at once: z holds arrays; arithmetic that fails gives NaN."""
    helpers: dict[str, Any] = {
        "exp": np.exp,
        "log": np.log,
        "sqrt": _root_of_arrays,
        "power": _power_of_arrays,
        "slope": _slope_of_arrays,
        "select": _select_of_arrays,
        "minimum": np.minimum,
        "maximum": np.maximum,
    }
    return _run(source, helpers)


def _run(source: str, helpers: dict[str, Any]) -> Callable[[Sequence[Any]], Made]:
    exec(compile(source, "<her2sim rates>", "exec"), helpers)  # noqa: S102 - our own text, see the module docstring
    return helpers["make"]


def _root(x: float) -> float:
    return math.sqrt(x) if x > 0.0 else 0.0


def _power(x: float, n: float) -> float:
    if x > 0.0:
        return x**n
    if n == int(n) and n > 0:
        return 0.0 if x == 0.0 else x ** int(n)
    return 0.0 if n > 0.0 else (1.0 if n == 0.0 else math.nan)


def _slope(x: float, n: float) -> float:
    if x > 0.0:
        return n * x ** (n - 1.0)
    if n == 1.0:
        return 1.0
    return n * x ** int(n - 1) if n == int(n) and n > 1 else 0.0


def _select(first: float, second: float, above: float, below: float) -> float:
    return above if first >= second else below


def _root_of_arrays(x: Any) -> Any:
    return np.sqrt(np.maximum(x, 0.0))


def _select_of_arrays(first: Any, second: Any, above: Any, below: Any) -> Any:
    return np.where(np.greater_equal(first, second), above, below)  # pyright: ignore[reportUnknownVariableType]


def _power_of_arrays(x: Any, n: Any) -> Any:
    whole = np.logical_and(n == np.floor(n), n > 0)
    return np.power(np.where(np.logical_or(whole, np.greater(x, 0)), x, 0.0), n)


def _slope_of_arrays(x: Any, n: Any) -> Any:
    whole = np.logical_and(n == np.floor(n), n >= 1)
    known: Any = np.logical_or(whole, np.greater(x, 0))
    base: Any = np.where(known, x, 1.0)
    power: Any = np.power(base, n - 1.0)
    return known * n * power
