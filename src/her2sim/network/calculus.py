"""Symbolic derivative of expressions, with the simplifications that keep it short."""

from her2sim.network.expression import ONE, ZERO, Apply, Expression, Name, Number, names


def derivative(expression: Expression, name: str) -> Expression:
    """The partial derivative of `expression` with respect to `name`; every other name is held fixed.

    min and max take the slope of the argument they return (the first where both are equal).
    """
    match expression:
        case Number():
            return ZERO
        case Name(other):
            return ONE if other == name else ZERO
        case Apply(op, args):
            if name not in names(expression):
                return ZERO
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
        case _:
            raise ValueError(f"{op!r} has no derivative rule")


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
