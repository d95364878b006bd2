"""Symbolic derivative of expressions, with the simplifications that keep it short."""

from collections.abc import Callable

from her2sim.network.expression import LOGIC, ONE, RELATIONS, ZERO, Apply, Expression, Name, Number, names

_FLAT = frozenset((*RELATIONS, *LOGIC, "floor", "ceil"))


def derivative(expression: Expression, name: str) -> Expression:
    """The partial derivative of `expression` with respect to `name`; every other name is held fixed.

    min and max take the slope of the argument they return (the first where both are equal), piecewise that of the
    piece that holds; relations, logic, floor and ceil are flat, their jumps are not seen.
    """
    match expression:
        case Number():
            return ZERO
        case Name(other):
            return ONE if other == name else ZERO
        case Apply(op, args):
            if op in _FLAT or name not in names(expression):
                return ZERO
            if op == "piecewise":
                return _of_pieces(args, name)
            if op in ("min", "max"):
                return _of_choice(op, args, name)
            return _of_operator(op, args, name)


def _of_operator(op: str, args: tuple[Expression, ...], name: str) -> Expression:
    slopes = [derivative(argument, name) for argument in args]
    if len(args) == 1:
        return _of_one(op, args[0], slopes[0])
    left, right = args
    match op:
        case "+":
            return add(*slopes)
        case "-":
            return subtract(*slopes)
        case "*":
            return add(multiply(slopes[0], right), multiply(left, slopes[1]))
        case "/":
            return divide(subtract(slopes[0], multiply(Apply("/", args), slopes[1])), right)
        case _:
            return _of_power(left, right, slopes[0], slopes[1])


def _of_one(op: str, inner: Expression, slope: Expression) -> Expression:
    match op:
        case "neg":
            return negative(slope)
        case "exp":
            return multiply(Apply("exp", (inner,)), slope)
        case "log":
            return divide(slope, inner)
        case "sqrt":
            return divide(slope, multiply(Number(2.0), Apply("sqrt", (inner,))))
        case "abs":
            sign = Apply("piecewise", (ONE, Apply(">=", (inner, ZERO)), Number(-1.0)))
            return multiply(sign, slope)
        case _ if op in _OUTER:
            return multiply(_OUTER[op](inner), slope)
        case _:
            raise ValueError(f"{op!r} has no derivative rule")


def _squared(op: str, inner: Expression) -> Expression:
    return Apply("**", (Apply(op, (inner,)), Number(2.0)))


def _inverse_root(inside: Expression) -> Expression:
    return Apply("/", (ONE, Apply("sqrt", (inside,))))


def _square(inner: Expression) -> Expression:
    return Apply("**", (inner, Number(2.0)))


_OUTER: dict[str, Callable[[Expression], Expression]] = {
    "sin": lambda x: Apply("cos", (x,)),
    "cos": lambda x: negative(Apply("sin", (x,))),
    "tan": lambda x: add(ONE, _squared("tan", x)),
    "asin": lambda x: _inverse_root(subtract(ONE, _square(x))),
    "acos": lambda x: negative(_inverse_root(subtract(ONE, _square(x)))),
    "atan": lambda x: divide(ONE, add(ONE, _square(x))),
    "sinh": lambda x: Apply("cosh", (x,)),
    "cosh": lambda x: Apply("sinh", (x,)),
    "tanh": lambda x: subtract(ONE, _squared("tanh", x)),
    "asinh": lambda x: _inverse_root(add(_square(x), ONE)),
    "acosh": lambda x: _inverse_root(subtract(_square(x), ONE)),
    "atanh": lambda x: divide(ONE, subtract(ONE, _square(x))),
}


def _of_pieces(args: tuple[Expression, ...], name: str) -> Expression:
    slopes = [derivative(value, name) for value in args[::2]]
    if all(slope == slopes[0] for slope in slopes):
        return slopes[0]
    conditions = args[1::2]
    pieces = [part for pair in zip(slopes[:-1], conditions, strict=True) for part in pair]
    return Apply("piecewise", (*pieces, slopes[-1]))


def _of_power(base: Expression, exponent: Expression, slope: Expression, rise: Expression) -> Expression:
    through_base = multiply(power_slope(base, exponent), slope)
    if rise == ZERO:
        return through_base
    return add(through_base, multiply(multiply(Apply("**", (base, exponent)), Apply("log", (base,))), rise))


def _of_choice(op: str, args: tuple[Expression, ...], name: str) -> Expression:
    first, rest = args[0], args[1] if len(args) == 2 else Apply(op, args[1:])
    left, right = derivative(first, name), derivative(rest, name)
    if left == right:
        return left
    order = (first, rest) if op == "max" else (rest, first)
    return Apply("select", (*order, left, right))


def power_slope(base: Expression, exponent: Expression) -> Expression:
    """n*x**(n-1), guarded at x = 0."""
    if isinstance(exponent, Number):
        if exponent.value == 0:
            return ZERO
        if exponent.value == 1:
            return ONE
        if exponent.value == 2:
            return multiply(Number(2.0), base)
    return Apply("slope", (base, exponent))


def negative(inner: Expression) -> Expression:
    """-inner, simplified."""
    if isinstance(inner, Number):
        return Number(0.0 - inner.value)
    return inner.args[0] if isinstance(inner, Apply) and inner.op == "neg" else Apply("neg", (inner,))


def add(left: Expression, right: Expression) -> Expression:
    """left + right, simplified."""
    if left == ZERO:
        return right
    if right == ZERO:
        return left
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value + right.value)
    return Apply("+", (left, right))


def subtract(left: Expression, right: Expression) -> Expression:
    """left - right, simplified."""
    if right == ZERO:
        return left
    if left == ZERO:
        return negative(right)
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value - right.value)
    return Apply("-", (left, right))


def multiply(left: Expression, right: Expression) -> Expression:
    """left * right, simplified."""
    if ZERO in (left, right):
        return ZERO
    if left == ONE:
        return right
    if right == ONE:
        return left
    if isinstance(left, Number) and isinstance(right, Number):
        return Number(left.value * right.value)
    return Apply("*", (left, right))


def divide(above: Expression, below: Expression) -> Expression:
    """above / below, simplified."""
    if above == ZERO:
        return ZERO
    return above if below == ONE else Apply("/", (above, below))
