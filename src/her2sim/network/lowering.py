"""Assignments and their gradients as straight-line code, one operation a line, shared results computed once.

The generated text holds only names made here (c3, v17, p4, z2, t), float literals and calls of helpers; nothing a user
wrote reaches it. `make(p)` computes what depends on parameters alone and returns functions of the state and time.

Every piece of a `piecewise` is computed and one is chosen. Where a network has any, or names infinity as 1/0 or "not a
number" as log(-1), arithmetic that fails gives NaN or infinity instead of raising: a piece not chosen does no harm.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from her2sim.network.calculus import add, derivative, multiply
from her2sim.network.expression import TIME, UNARY, Apply, Expression, Name, Number, names
from her2sim.network.scalars import ARRAYS, SCALARS

_INFIX = frozenset("+-*/")
_CALLS = {name: name for name in (*UNARY, "slope", "select", "where")} | {
    "**": "power", "min": "minimum", "max": "maximum", "<": "less", "<=": "lessequal", ">": "greater",
    ">=": "greaterequal", "==": "equal", "!=": "unequal",
    "and": "both", "or": "either", "xor": "differ", "not": "inverse",
}  # fmt: skip
_FOLDED = frozenset(("min", "max", "and", "or", "xor"))
_MAY_FAIL = frozenset(("/", "**", *UNARY)) - {"abs", "atan", "tanh", "asinh", "sqrt"}


class Tape:
    """Straight-line code under construction: constants (of one parameter vector) apart from state-dependent values.

    Args:
        guarded: whether arithmetic that fails gives NaN or infinity instead of raising.
    """

    def __init__(self, guarded: bool = False) -> None:
        self.guarded = guarded
        self.constant: list[str] = []
        self.moving: list[str] = []
        self._known: dict[tuple[str, ...], str] = {}

    def emit(self, op: str, args: tuple[str, ...]) -> str:
        """The name that holds op(args); made on first use."""
        key = (op, *args)
        if key not in self._known:
            moving = any(argument[0] in "vzt" for argument in args)
            name = f"{'v' if moving else 'c'}{len(self._known)}"
            (self.moving if moving else self.constant).append(f"{name} = {_code(op, args, self.guarded)}")
            self._known[key] = name
        return self._known[key]

    def lower(self, expression: Expression, symbols: Mapping[str, str]) -> str:
        """The name or literal that holds an expression's value."""
        match expression:
            case Number(value):
                return f"({value!r})"
            case Name(name):
                return symbols[name]
            case Apply("**", (base, Number(2.0 | 3.0 as power))):
                inner = self.lower(base, symbols)
                square = self.emit("*", (inner, inner))
                return square if power == 2.0 else self.emit("*", (square, inner))
            case Apply(op, args) if op in _FOLDED and len(args) > 2:
                return self.emit(op, (self.lower(args[0], symbols), self.lower(Apply(op, args[1:]), symbols)))
            case Apply("piecewise", (value, condition, *others)):
                rest = Apply("piecewise", tuple(others)) if len(others) > 1 else others[0]
                pieces = (condition, value, rest)
                return self.emit("where", tuple(self.lower(piece, symbols) for piece in pieces))
            case Apply(op, args):
                return self.emit(op, tuple(self.lower(argument, symbols) for argument in args))


def _code(op: str, args: tuple[str, ...], guarded: bool) -> str:
    if guarded and op in _MAY_FAIL:
        return f"safe{_CALLS.get(op, 'ratio')}({', '.join(args)})"
    if op in _INFIX:
        return f"{args[0]} {op} {args[1]}"
    if op == "neg":
        return f"-{args[0]}"
    return f"{_CALLS[op]}({', '.join(args)})"


def _needs_guard(expression: Expression) -> bool:
    match expression:
        case Apply("piecewise", _) | Apply("/", (_, Number(0.0))) | Apply("log", (Number(-1.0),)):
            return True
        case Apply(_, args):
            return any(_needs_guard(argument) for argument in args)
        case _:
            return False


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
        self.tape = Tape(any(_needs_guard(expression) for _, expression in assignments))
        self.roots = tuple(roots)
        self._parameters = tuple(parameters)
        self._expressions = dict(assignments)
        self._slopes: dict[str, dict[str, str]] = {root: {root: "(1.0)"} for root in roots}
        self.symbols = {name: f"p{place}" for place, name in enumerate(parameters)}
        self.symbols |= {name: f"z{place}" for place, name in enumerate(roots)} | {TIME: "t"}
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
        """Code of `make(p)`, which returns the constants asked for and a function (z, t) -> values asked for."""
        needed = _live(self.tape.moving, values)
        parameters = "".join(f"p{place}, " for place in range(len(self._parameters)))
        roots = "".join(f"z{place}, " for place in range(len(self.roots)))
        lines = ["def make(p):"]
        lines += [f"    [{parameters}] = p"] if parameters else []
        lines += [f"    {line}" for line in _live(self.tape.constant, [*needed, *values, *constants])]
        lines += ["    def values(z, t=0.0):"]
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


Made = tuple[tuple[Any, ...], Callable[..., tuple[Any, ...]]]


def compile_scalar(source: str) -> Callable[[Sequence[float]], Made]:
    """`make` for one state at a time; arithmetic that fails raises ArithmeticError or ValueError, unless guarded."""
    return _run(source, dict(SCALARS))


def compile_arrays(source: str) -> Callable[[Sequence[Any]], Made]:
    """`make` for many states at once: z holds arrays; arithmetic that fails gives NaN or infinity."""
    return _run(source, dict(ARRAYS))


def _run(source: str, helpers: dict[str, Any]) -> Callable[[Sequence[Any]], Made]:
    exec(compile(source, "<her2sim rates>", "exec"), helpers)  # noqa: S102 - our own text, see the module docstring
    return helpers["make"]
