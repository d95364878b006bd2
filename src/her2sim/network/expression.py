"""Rate expressions: parsed with a whitelist, differentiated symbolically, printed back.

An expression is a tree of three kinds of node: `Number`, `Name` and `Apply`. Only + - * / ** and the functions
exp, log, sqrt, min and max are let in; text is never evaluated.

A power with an exponent that is not a whole number reads a negative base as 0, so that x**n and its slope stay
finite when an integrator undershoots zero by rounding.
"""

import ast
import math
from dataclasses import dataclass

from her2sim.errors import NetworkError

FUNCTIONS = ("exp", "log", "sqrt", "min", "max")
_BINARY: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, without unit."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, observable, species or earlier assignment."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or function on its arguments.

    `op` is one of + - * / ** neg exp log sqrt min max; the derivative also makes `slope` (the guarded n*x**(n-1))
    and `select` (third argument where the first is not below the second, else the fourth), which no text can name.
    """

    op: str
    args: tuple["Expression", ...]


Expression = Number | Name | Apply

ZERO, ONE = Number(0.0), Number(1.0)


def parse(text: str, where: str = "expression") -> Expression:
    """Read an expression.

    Args:
        text: e.g. "k_basal + k_max*signal**hill/(half**hill + signal**hill)".
        where: the element it belongs to, for the message.

    Raises:
        NetworkError: the text is no expression, or uses something outside the whitelist.
    """
    if len(text) > _LONGEST:
        raise NetworkError("the expression is too long.", where=where, expected=f"at most {_LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
        return _read(tree.body, where)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NetworkError("the expression cannot be read.", where=where, expected=_ALLOWED, got=text[:80]) from error


_ALLOWED = "numbers, names, + - * / **, exp, log, sqrt, min, max"


def _read(node: ast.expr, where: str) -> Expression:
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool) and math.isfinite(value):
            return Number(float(value))
        case ast.Name(id=name) if name not in FUNCTIONS:
            return Name(name)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _read(operand, where)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _read(operand, where)
            return Number(-inner.value) if isinstance(inner, Number) else Apply("neg", (inner,))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return Apply(_BINARY[type(op)], (_read(left, where), _read(right, where)))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            few, many = (2, 64) if name in ("min", "max") else (1, 1)
            if few <= len(args) <= many:
                return Apply(name, tuple(_read(argument, where) for argument in args))
        case _:
            pass
    raise NetworkError("this is not allowed in an expression.", where=where, expected=_ALLOWED, got=ast.unparse(node))


def names(expression: Expression) -> frozenset[str]:
    """All names an expression reads."""
    match expression:
        case Name(name):
            return frozenset((name,))
        case Apply(_, args):
            return frozenset[str]().union(*(names(argument) for argument in args))
        case _:
            return frozenset()


def to_text(expression: Expression) -> str:
    """Print an expression so that `parse` reads the same tree back (floats by their shortest exact form)."""
    return _print(expression, 0)


def _print(node: Expression, above: int) -> str:
    match node:
        case Number(value):
            text = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
            return f"({text})" if (value < 0 or math.copysign(1, value) < 0) and above else text
        case Name(name):
            return name
        case Apply("neg", (inner,)):
            return _wrap(f"-{_print(inner, 3)}", 3, above)
        case Apply(op, (left, right)) if op in _STRENGTH:
            strength = _STRENGTH[op]
            to_left, to_right = (strength + 1, strength) if op == "**" else (strength, strength + 1)
            space = " " if strength == 1 else ""
            return _wrap(f"{_print(left, to_left)}{space}{op}{space}{_print(right, to_right)}", strength, above)
        case Apply(op, args):
            return f"{op}({', '.join(_print(argument, 0) for argument in args)})"


def _wrap(text: str, strength: int, above: int) -> str:
    return f"({text})" if strength < above else text
