"""MathML of an SBML model, as libSBML reads it, into expressions: functions inlined, other operators spelled out.

What our expressions have no word for is written with what they have: sec(x) as 1/cos(x), log to base b as
log(x)/log(b), root, quotient, rem and implies likewise; infinity is 1/0 and "not a number" log(-1). `rateOf` becomes
Apply("rateOf", (Name,)), which `sbml_build` replaces. Numbers and conditions mix freely in SBML Level 3 Version 2:
where a condition must stand, x is read as x != 0.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from her2sim.errors import NetworkError
from her2sim.network.check import nearest
from her2sim.network.expression import ONE, TIME, ZERO, Apply, Expression, Name, Number, is_condition

RATE_OF = "rateOf"
AVOGADRO = 6.02214179e23  # SBML Level 3 Version 2, section 3.4.6, fixes this value (CODATA 2006)
_DEEPEST = 100  # levels; a hundred nested brackets are no rate law, and Python's own recursion has a limit
_MOST_NODES = 100_000  # of one formula once functions are inlined
_MOST_STEPS = 5_000_000  # of one model; a file of 20 MB takes about one million
_FEW = 8  # longer sums are added in pairs of pairs, so that they stay flat
_LARGEST_FACTORIAL = 170  # beyond it overflows

_TRIGONOMETRIC = ("SIN", "COS", "TAN", "SINH", "COSH", "TANH")
_ONE = {
    "EXP": "exp", "LN": "log", "ABS": "abs", "FLOOR": "floor", "CEILING": "ceil",
    **{word: word.lower() for word in _TRIGONOMETRIC},
    **{f"ARC{word}": f"a{word.lower()}" for word in _TRIGONOMETRIC},
}  # fmt: skip
_RECIPROCAL = {"SEC": "cos", "CSC": "sin", "COT": "tan", "SECH": "cosh", "CSCH": "sinh", "COTH": "tanh"}
_RELATIONAL = {"LT": "<", "LEQ": "<=", "GT": ">", "GEQ": ">=", "EQ": "==", "NEQ": "!="}
_FUNCTION, _RELATION, _LOGIC = "AST_FUNCTION_", "AST_RELATIONAL_", "AST_LOGICAL_"


def number(value: float) -> Expression:
    """A number; infinity and what is no number as operations that give them, since a text cannot name them."""
    if math.isnan(value):
        return Apply("log", (Number(-1.0),))
    return Number(value) if math.isfinite(value) else Apply("/", (Number(math.copysign(1.0, value)), ZERO))


def condition(expression: Expression) -> Expression:
    """The expression as a condition."""
    return expression if is_condition(expression) else Apply("!=", (expression, ZERO))


def fold(op: str, parts: Sequence[Expression], empty: Expression) -> Expression:
    """A binary operator over any number of parts."""
    if len(parts) < 2:
        return parts[0] if parts else empty
    if len(parts) > _FEW:
        half = len(parts) // 2
        return Apply(op, (fold(op, parts[:half], empty), fold(op, parts[half:], empty)))
    made = parts[0]
    for part in parts[1:]:
        made = Apply(op, (made, part))
    return made


def _division(left: Expression, right: Expression) -> Expression:
    """MathML's quotient: the whole part of a ratio, towards zero."""
    ratio = Apply("/", (left, right))
    return Apply("piecewise", (Apply("floor", (ratio,)), Apply(">=", (ratio, ZERO)), Apply("ceil", (ratio,))))


class Maths:
    """Reads the formulas of one model.

    Args:
        library: the module libsbml.
        names: the name of every global identifier in the network.
        functions: the model's function definitions by identifier.
        source: file name for messages.
    """

    def __init__(self, library: Any, names: Mapping[str, str], functions: Mapping[str, Any], source: str) -> None:
        self._names, self._functions, self._source = names, functions, source
        self._kinds: dict[int, str] = {
            getattr(library, word): word for word in dir(library) if word.startswith("AST_") and word != "AST_UNKNOWN"
        }
        self._steps = self._before = 0

    def read(self, node: Any, where: str, local: Mapping[str, str] | None = None) -> Expression:
        """One formula.

        Args:
            node: the root of its tree, or None.
            where: the element it belongs to.
            local: names of the parameters of one rate law by identifier.

        Raises:
            NetworkError: it is missing, reads what is not known, or uses what is not supported.
        """
        if node is None:
            raise NetworkError("there is no formula.", file=self._source, where=where)
        self._before = self._steps
        scope = {key: Name(name) for key, name in (local or {}).items()}
        found = self._convert(node, where, scope, 0)
        depth, size = _measure(found, {})
        if depth > _DEEPEST or size > _MOST_NODES:
            raise self._too_large(where)
        return found

    def _too_large(self, where: str) -> NetworkError:
        limits = f"at most {_DEEPEST} levels and {_MOST_NODES} terms, functions inlined"
        return NetworkError("the formula is too large.", file=self._source, where=where, expected=limits)

    def _refuse(self, what: str, where: str, got: object = None, hint: str | None = None) -> NetworkError:
        return NetworkError(what, file=self._source, where=where, got=got, hint=hint)

    def _convert(self, node: Any, where: str, scope: Mapping[str, Expression], depth: int) -> Expression:
        self._steps += 1
        if depth > _DEEPEST or self._steps > min(self._before + _MOST_NODES, _MOST_STEPS):
            raise self._too_large(where)
        kind = self._kinds.get(node.getType(), "AST_UNKNOWN")
        leaf = self._leaf(node, kind, where, scope)
        if leaf is not None:
            return leaf
        children = [node.getChild(place) for place in range(node.getNumChildren())]
        if kind == "AST_FUNCTION":
            return self._call(node.getName(), children, where, scope, depth)
        if kind in ("AST_PLUS", "AST_TIMES"):
            children = _flat(children, node.getType())
        args = [self._convert(child, where, scope, depth + 1) for child in children]
        try:
            made = _combine(kind, args)
        except (ValueError, IndexError):
            made = None
        if made is None:
            word = kind.removeprefix("AST_").removeprefix("FUNCTION_").lower()
            raise self._refuse(f"the formula uses {word!r} in a way that is not supported.", where)
        return made

    def _leaf(  # noqa: PLR0911 - one return a kind of leaf
        self, node: Any, kind: str, where: str, scope: Mapping[str, Expression]
    ) -> Expression | None:
        match kind:
            case "AST_INTEGER" | "AST_REAL" | "AST_REAL_E" | "AST_RATIONAL":
                return number(float(node.getValue()))
            case "AST_NAME_TIME":
                return Name(TIME)
            case "AST_NAME_AVOGADRO":
                return Number(AVOGADRO)
            case "AST_CONSTANT_E" | "AST_CONSTANT_PI":
                return Number(math.e if kind == "AST_CONSTANT_E" else math.pi)
            case "AST_CONSTANT_TRUE" | "AST_CONSTANT_FALSE":
                return ONE if kind == "AST_CONSTANT_TRUE" else ZERO
            case "AST_NAME":
                return self._name(node.getName(), where, scope)
            case "AST_FUNCTION_DELAY":
                raise self._refuse("delays (csymbol delay) are not supported.", where)
            case _:
                return None

    def _name(self, name: str | None, where: str, scope: Mapping[str, Expression]) -> Expression:
        name = name or ""
        if name in scope:
            return scope[name]
        if name not in self._names:
            hint = nearest(name, (*self._names, *scope))
            raise self._refuse("the formula reads what the model does not define.", where, name, hint)
        return Name(self._names[name])

    def _call(
        self, name: str, children: Sequence[Any], where: str, scope: Mapping[str, Expression], depth: int
    ) -> Expression:
        function = self._functions.get(name)
        if function is None:
            raise self._refuse("the formula calls a function that is not defined.", where, name)
        arguments = [function.getArgument(place).getName() or "" for place in range(function.getNumArguments())]
        if len(arguments) != len(children):
            raise self._refuse(f"function {name} takes {len(arguments)} arguments.", where, len(children))
        body = function.getBody()
        if body is None:
            raise self._refuse(f"function {name} has no formula.", where)
        values = [self._convert(child, where, scope, depth + 1) for child in children]
        inner = dict(zip(arguments, values, strict=True))
        return self._convert(body, f"{where}: function {name}", inner, depth + 1)


def _flat(children: Sequence[Any], kind: int) -> list[Any]:
    """The terms of a sum of sums, or factors of a product of products."""
    found: list[Any] = []
    waiting = list(reversed(children))
    while waiting:
        child = waiting.pop()
        if child.getType() == kind:
            waiting.extend(child.getChild(place) for place in reversed(range(child.getNumChildren())))
        else:
            found.append(child)
    return found


def _combine(kind: str, args: list[Expression]) -> Expression | None:  # noqa: PLR0911 - one return a kind of operator
    """An operator on its arguments; None where there is no such operator.

    Raises:
        ValueError, IndexError: the arguments do not fit.
    """
    if kind.startswith(_RELATION):
        return _relation(_RELATIONAL[kind.removeprefix(_RELATION)], args)
    if kind.startswith(_LOGIC):
        return _logic(kind.removeprefix(_LOGIC), [condition(argument) for argument in args])
    if kind.startswith(_FUNCTION):
        return _function(kind.removeprefix(_FUNCTION), args)
    match kind, args:
        case "AST_PLUS", _:
            return fold("+", args, ZERO)
        case "AST_TIMES", _:
            return fold("*", args, ONE)
        case "AST_MINUS", [inner]:
            return Number(-inner.value) if isinstance(inner, Number) else Apply("neg", (inner,))
        case (("AST_MINUS" | "AST_DIVIDE" | "AST_POWER"), [left, right]):
            return Apply({"AST_MINUS": "-", "AST_DIVIDE": "/", "AST_POWER": "**"}[kind], (left, right))
        case _:
            return None


def _relation(op: str, args: list[Expression]) -> Expression:
    """A chain a < b < c holds where each link does."""
    links = [Apply(op, pair) for pair in pairwise(args)]
    if op == "!=" and len(links) > 1:
        raise ValueError("unequal takes two arguments")
    if not links:
        return ONE
    return links[0] if len(links) == 1 else Apply("and", tuple(links))


def _logic(word: str, args: list[Expression]) -> Expression:
    match word, args:
        case "NOT", [inner]:
            return Apply("not", (inner,))
        case "IMPLIES", [first, second]:
            return Apply("or", (Apply("not", (first,)), second))
        case (("AND" | "OR" | "XOR"), []):
            return ONE if word == "AND" else ZERO
        case (("AND" | "OR" | "XOR"), [only]):
            return only
        case (("AND" | "OR"), _):
            return Apply(word.lower(), tuple(args))
        case "XOR", _:
            return fold("xor", args, ZERO)
        case _:
            raise ValueError(word)


def _function(word: str, args: list[Expression]) -> Expression | None:
    if word in _WORDS:
        return _WORDS[word](args)
    if len(args) != 1:
        return None
    if word in _ONE:
        return Apply(_ONE[word], (args[0],))
    if word in _RECIPROCAL:
        return Apply("/", (ONE, Apply(_RECIPROCAL[word], (args[0],))))
    if word.removeprefix("ARC") in _RECIPROCAL:
        return Apply(f"a{_RECIPROCAL[word.removeprefix('ARC')]}", (Apply("/", (ONE, args[0])),))
    return None


def _root(args: list[Expression]) -> Expression:
    degree, inner = args if len(args) == 2 else (Number(2.0), args[0])
    if degree == Number(2.0):
        return Apply("sqrt", (inner,))
    return Apply("**", (inner, Apply("/", (ONE, degree))))


def _logarithm(args: list[Expression]) -> Expression:
    base, inner = args if len(args) == 2 else (Number(10.0), args[0])
    return Apply("/", (Apply("log", (inner,)), Apply("log", (base,))))


def _remainder(args: list[Expression]) -> Expression:
    left, right = args
    return Apply("-", (left, Apply("*", (right, _division(left, right)))))


def _factorial(args: list[Expression]) -> Expression:
    """Of a whole number; of anything else a table, since a rate law has few whole values to take."""
    (inner,) = args
    if isinstance(inner, Number):
        if inner.value != math.floor(inner.value) or not 0 <= inner.value <= _LARGEST_FACTORIAL:
            raise ValueError("factorial")
        return Number(float(math.factorial(int(inner.value))))
    steps = [(Number(float(math.factorial(n))), Apply("==", (inner, Number(float(n))))) for n in range(21)]
    return Apply("piecewise", (*(part for step in steps for part in step), number(math.nan)))


def _pieces(args: list[Expression]) -> Expression:
    pieces, otherwise = (args[:-1], args[-1]) if len(args) % 2 else (args, number(math.nan))
    if not pieces:
        return otherwise
    made = [condition(part) if place % 2 else part for place, part in enumerate(pieces)]
    if isinstance(otherwise, Apply) and otherwise.op == "piecewise":
        return Apply("piecewise", (*made, *otherwise.args))
    return Apply("piecewise", (*made, otherwise))


def _rate_of(args: list[Expression]) -> Expression:
    (inner,) = args
    if not isinstance(inner, Name):
        raise ValueError("rateOf takes a name")
    return Apply(RATE_OF, (inner,))


def _extreme(op: str) -> Callable[[list[Expression]], Expression]:
    return lambda args: fold(op, args, args[0] if args else number(math.nan))


_WORDS: dict[str, Callable[[list[Expression]], Expression]] = {
    "POWER": lambda args: Apply("**", (args[0], args[1])),
    "ROOT": _root,
    "LOG": _logarithm,
    "QUOTIENT": lambda args: _division(args[0], args[1]),
    "REM": _remainder,
    "FACTORIAL": _factorial,
    "PIECEWISE": _pieces,
    "RATE_OF": _rate_of,
    "MAX": _extreme("max"),
    "MIN": _extreme("min"),
}


def _measure(node: Expression, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Levels and nodes of a tree whose branches may be shared."""
    if not isinstance(node, Apply):
        return 1, 1
    if id(node) not in known:
        parts = [_measure(argument, known) for argument in node.args]
        known[id(node)] = 1 + max(depth for depth, _ in parts), 1 + sum(size for _, size in parts)
    return known[id(node)]


__all__ = ["RATE_OF", "Maths", "condition", "fold", "number"]
