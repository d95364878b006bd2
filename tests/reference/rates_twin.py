"""The slow, obvious twin of `network.rates`: one reaction after another, one species after another, finite slopes."""

import math

import numpy as np

from her2sim.network import Network
from her2sim.network.expression import UNARY, Apply, Expression, Name, Number


def value_of(node: Expression, known: dict[str, float]) -> float:  # noqa: PLR0911 - one return a kind of node
    """Only the piece that holds is computed; relations and logic are 1.0 or 0.0."""
    match node:
        case Number(value):
            return value
        case Name(name):
            return known[name]
        case Apply("neg", (inner,)):
            return -value_of(inner, known)
        case Apply("**", (left, right)):
            base, exponent = value_of(left, known), value_of(right, known)
            return base**exponent if base > 0 or exponent == int(exponent) else 0.0
        case Apply("piecewise", (value, condition, *others)):
            if value_of(condition, known):
                return value_of(value, known)
            return value_of(Apply("piecewise", tuple(others)), known)
        case Apply("piecewise", (otherwise,)):
            return value_of(otherwise, known)
        case Apply(op, args):
            values = [value_of(argument, known) for argument in args]
            return float(_OPERATIONS[op](*values))


_OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "sqrt": math.sqrt,
    "abs": abs,
    "min": min,
    "max": max,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "and": lambda *values: all(values),
    "or": lambda *values: any(values),
    "xor": lambda *values: sum(map(bool, values)) % 2,
    "not": lambda a: not a,
} | {name: getattr(math, name) for name in UNARY if name not in ("abs", "sqrt")}


def everything(network: Network, parameters: np.ndarray, state: np.ndarray, t: float = 0.0) -> dict[str, float]:
    """Value of every parameter, species, observable and assignment, and the time."""
    known = {item.name: float(value) for item, value in zip(network.parameters, parameters, strict=True)}
    known |= {item.name: float(value) for item, value in zip(network.species, state, strict=True)} | {"time": t}
    for observable in network.observables:
        known[observable.name] = sum(weight * state[place] for place, weight in observable.terms)
    for assignment in network.assignments:
        known[assignment.name] = value_of(assignment.expression, known)
    return known


def rates(network: Network, parameters: np.ndarray, state: np.ndarray, t: float = 0.0) -> np.ndarray:
    """dx/dt per hour."""
    known, change = everything(network, parameters, state, t), np.zeros(len(state))
    for reaction in network.reactions:
        flux = reaction.factor * known[reaction.rate]
        for place in reaction.reactants:
            flux *= state[place]
        for place in reaction.reactants:
            change[place] -= flux
        for place in reaction.products:
            change[place] += flux
    return change


def jacobian(network: Network, parameters: np.ndarray, state: np.ndarray, t: float = 0.0) -> np.ndarray:
    """d(dx/dt)/dx, dense (S, S), by five-point central differences of two steps, extrapolated (Richardson)."""
    columns = []
    for place in range(len(state)):
        step = 1e-3 * max(abs(state[place]), 1e-6)
        coarse, fine = (_slope(network, parameters, state, t, place, size) for size in (step, step / 2))
        columns.append((16 * fine - coarse) / 15)
    return np.array(columns).T


def _slope(
    network: Network, parameters: np.ndarray, state: np.ndarray, t: float, place: int, step: float
) -> np.ndarray:
    """Derivative of every rate of change by one species, (S,); error of the fourth order in the step."""
    found = np.zeros(len(state))
    for shift, weight in ((-2, 1), (-1, -8), (1, 8), (2, -1)):
        moved = state.copy()
        moved[place] += shift * step
        found += weight * rates(network, parameters, moved, t)
    return found / (12 * step)
