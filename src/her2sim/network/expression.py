"""Rate expressions: parsed with a whitelist, differentiated symbolically, printed back.

An expression is a tree of three kinds of node: `Number`, `Name` and `Apply`. Only the operators and functions listed
here are let in; text is never evaluated. Relations and logic are 1 where true and 0 where not; the name `time` is the
time since the start, in the network's unit of time.

A power with an exponent that is not a whole number reads a negative base as 0, so that x**n and its slope stay
finite when an integrator undershoots zero by rounding.
"""

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass

from her2sim.errors import NetworkError

_ROUND = ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh")
UNARY = ("exp", "log", "sqrt", *_ROUND, "abs", "floor", "ceil")
FUNCTIONS = (*UNARY, "min", "max", "xor", "piecewise")
RELATIONS = ("<", "<=", ">", ">=", "==", "!=")
LOGIC = ("and", "or", "xor", "not")
TIME = "time"
_BINARY: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="
}  # fmt: skip
_STRENGTH = {"or": 1, "and": 2, "not": 3, **dict.fromkeys(RELATIONS, 4), "+": 5, "-": 5, "*": 6, "/": 6, "**": 8}
_NEGATIVE = 7
_LONGEST = 20_000
_MOST_ARGUMENTS = {"min": 64, "max": 64, "xor": 64, "piecewise": 2_001}


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number, without unit."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, observable, species or earlier assignment, or `time`."""

    name: str


@dataclass(frozen=True, slots=True)
class Apply:
    """An operator or function on its arguments.

    `op` is one of + - * / ** neg, a function of `FUNCTIONS`, a relation (two arguments) or logic (`and`, `or` and
    `xor` take two or more). `piecewise` takes value, condition, value, condition, ..., and the value where no
    condition holds. Conditions and the arguments of logic are relations, logic, 0 or 1. The derivative also makes
    `slope` (the guarded n*x**(n-1)) and `select` (third argument where the first is not below the second, else the
    fourth), which no text can name.
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


_ALLOWED = f"numbers, names, + - * / **, single comparisons, and, or, not, {', '.join(FUNCTIONS)}"


def _read(node: ast.expr, where: str) -> Expression:  # noqa: PLR0911 - one return a kind of node
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
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
            return Apply(_COMPARE[type(op)], (_read(left, where), _read(right, where)))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _sound(Apply("not", (_read(operand, where),)), where)
        case ast.BoolOp(op=op, values=values):
            read = tuple(_read(value, where) for value in values)
            return _sound(Apply("and" if isinstance(op, ast.And) else "or", read), where)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS and _fits(name, len(args)):
            return _sound(Apply(name, tuple(_read(argument, where) for argument in args)), where)
        case _:
            pass
    raise NetworkError("this is not allowed in an expression.", where=where, expected=_ALLOWED, got=ast.unparse(node))


def _fits(name: str, count: int) -> bool:
    if name == "piecewise":
        return 3 <= count <= _MOST_ARGUMENTS[name] and count % 2 == 1
    return 2 <= count <= _MOST_ARGUMENTS[name] if name in _MOST_ARGUMENTS else count == 1


def is_condition(expression: Expression) -> bool:
    """Whether an expression is a relation, logic, 0 or 1, and so can stand where a condition must."""
    if isinstance(expression, Apply):
        return expression.op in RELATIONS or expression.op in LOGIC
    return isinstance(expression, Number) and expression.value in (0.0, 1.0)


def _sound(made: Apply, where: str) -> Apply:
    """Refuse conditions that are none."""
    conditions = made.args if made.op in LOGIC else made.args[1::2] if made.op == "piecewise" else ()
    for condition in conditions:
        if not is_condition(condition):
            raise NetworkError(
                "a condition is no comparison.", where=where, expected="e.g. x > 0", got=to_text(condition)[:80]
            )
    return made


def names(expression: Expression) -> frozenset[str]:
    """All names an expression reads."""
    match expression:
        case Name(name):
            return frozenset((name,))
        case Apply(_, args):
            return frozenset[str]().union(*(names(argument) for argument in args))
        case _:
            return frozenset()


def substitute(expression: Expression, values: Mapping[str, Expression]) -> Expression:
    """The expression with names replaced by expressions."""
    match expression:
        case Name(name):
            return values.get(name, expression)
        case Apply(op, args):
            made = tuple(substitute(argument, values) for argument in args)
            return expression if all(a is b for a, b in zip(made, args, strict=True)) else Apply(op, made)
        case _:
            return expression


def to_text(expression: Expression) -> str:
    """Print an expression so that `parse` reads the same tree back (floats by their shortest exact form)."""
    return _print(expression, 0)


def _print(node: Expression, above: int) -> str:  # noqa: PLR0911 - one return a kind of node
    match node:
        case Number(value):
            text = repr(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
            return f"({text})" if (value < 0 or math.copysign(1, value) < 0) and above else text
        case Name(name):
            return name
        case Apply("neg", (inner,)):
            return _wrap(f"-{_print(inner, _NEGATIVE)}", _NEGATIVE, above)
        case Apply("not", (inner,)):
            return _wrap(f"not {_print(inner, _STRENGTH['not'])}", _STRENGTH["not"], above)
        case Apply("and" | "or" as op, args):
            strength = _STRENGTH[op]
            return _wrap(f" {op} ".join(_print(argument, strength + 1) for argument in args), strength, above)
        case Apply(op, (left, right)) if op in _STRENGTH:
            return _print_pair(op, left, right, above)
        case Apply(op, args):
            return f"{op}({', '.join(_print(argument, 0) for argument in args)})"


def _print_pair(op: str, left: Expression, right: Expression, above: int) -> str:
    strength = _STRENGTH[op]
    to_left = strength if op in ("+", "-", "*", "/") else strength + 1
    to_right = strength if op == "**" else strength + 1
    space = " " if strength <= _STRENGTH["+"] else ""
    return _wrap(f"{_print(left, to_left)}{space}{op}{space}{_print(right, to_right)}", strength, above)


def _wrap(text: str, strength: int, above: int) -> str:
    return f"({text})" if strength < above else text
