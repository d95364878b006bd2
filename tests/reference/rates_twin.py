"""The slow, obvious twin of `network.rates`: one reaction after another, one species after another, finite slopes."""

import math

import numpy as np

from her2sim.network import Network
from her2sim.network.expression import Apply, Expression, Name, Number


def value_of(node: Expression, known: dict[str, float]) -> float:
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
        case Apply(op, args):
            values = [value_of(argument, known) for argument in args]
            return _OPERATIONS[op](*values)


_OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
    "min": min,
    "max": max,
}


def everything(network: Network, parameters: np.ndarray, state: np.ndarray) -> dict[str, float]:
    """Value of every parameter, species, observable and assignment."""
    known = {item.name: float(value) for item, value in zip(network.parameters, parameters, strict=True)}
    known |= {item.name: float(value) for item, value in zip(network.species, state, strict=True)}
    for observable in network.observables:
        known[observable.name] = sum(weight * state[place] for place, weight in observable.terms)
    for assignment in network.assignments:
        known[assignment.name] = value_of(assignment.expression, known)
    return known


def rates(network: Network, parameters: np.ndarray, state: np.ndarray) -> np.ndarray:
    """dx/dt per hour."""
    known, change = everything(network, parameters, state), np.zeros(len(state))
    for reaction in network.reactions:
        flux = reaction.factor * known[reaction.rate]
        for place in reaction.reactants:
            flux *= state[place]
        for place in reaction.reactants:
            change[place] -= flux
        for place in reaction.products:
            change[place] += flux
    return change


def jacobian(network: Network, parameters: np.ndarray, state: np.ndarray) -> np.ndarray:
    """d(dx/dt)/dx by five-point central differences, dense (S, S); error about 1e-10 of the largest flux."""
    columns = []
    for place in range(len(state)):
        step = 1e-3 * max(abs(state[place]), 1e-6)
        found = np.zeros(len(state))
        for shift, weight in ((-2, 1), (-1, -8), (1, 8), (2, -1)):
            moved = state.copy()
            moved[place] += shift * step
            found += weight * rates(network, parameters, moved)
        columns.append(found / (12 * step))
    return np.array(columns).T
