"""A compiled network evaluated one row of its tapes at a time, in plain Python: the twin of `engine.machine`."""

from __future__ import annotations

import math

import numpy as np

from her2sim.network import Network
from her2sim.network.program import TAPES, Matrix, Program, first_slots
from her2sim.network.tapes import OPERATIONS


def _power(x: float, n: float) -> float:
    if x == 0.0 and n < 0.0:
        return math.inf
    return x**n if x >= 0.0 or n == math.floor(n) else 0.0


def _slope(x: float, n: float) -> float:
    return 0.0 if x == 0.0 and n < 1.0 and n != math.floor(n) else n * _power(x, n - 1.0)


_TWO = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: float(np.float64(a) / np.float64(b)),
    "min": min,
    "max": max,
    ">=": lambda a, b: float(a >= b),
    ">": lambda a, b: float(a > b),
    "**": _power,
    "slope": _slope,
}
_THREE = {
    "product3": lambda a, b, c: a * b * c,
    "fma": lambda a, b, c: a * b + c,
    "fms": lambda a, b, c: a * b - c,
    "fnma": lambda a, b, c: c - a * b,
    "select": lambda a, b, c: b if a else c,
}
_NET = {
    "net22": lambda a, b, c, d: a * b - c * d,
    "net23": lambda a, b, c, d, e: a * b - c * d * e,
    "net32": lambda a, b, c, d, e: a * b * c - d * e,
    "net33": lambda a, b, c, d, e, f: a * b * c - d * e * f,
}
_ONE = {
    "neg": lambda a: -a,
    "sqrt": lambda a: math.sqrt(max(a, 0.0)),
    "abs": abs,
    "sign": lambda a: float(np.sign(a)),
    "truth": lambda a: float(a != 0.0),
}


def _run_tape(program: Program, slots: np.ndarray, tape: str) -> None:
    first, last = program.tapes[TAPES.index(tape)]
    for code, rows, terms, at, weight in program.table[first:last].tolist():
        op = OPERATIONS[code]
        for row in range(rows):
            target, *read = program.stream[at + row * (terms + 1) : at + (row + 1) * (terms + 1)].tolist()
            values = [float(slots[slot]) for slot in read]
            if op == "sum":
                weights = program.weights[weight + row * terms : weight + (row + 1) * terms].tolist()
                slots[target] = sum(w * value for w, value in zip(weights, values, strict=True))
            else:
                found = {1: _ONE, 2: _TWO, 3: _THREE}.get(terms, _NET).get(op) or getattr(math, op)
                slots[target] = found(*values)


def _sum(matrix: Matrix, slots: np.ndarray, entry: int) -> float:
    return sum(weight * slots[slot] for slot, weight in matrix.terms(entry))


def rates_and_jacobian(
    network: Network, program: Program, parameters: np.ndarray, state: np.ndarray, time: float
) -> tuple[np.ndarray, np.ndarray]:
    """dx/dt (S,) and its Jacobian (S, S), switches read where they are asked for."""
    literals, _, species, switches, _ = program.counts.tolist()
    place, slots = first_slots(network, literals, switches), np.zeros(program.size)
    slots[:literals] = program.numbers
    slots[place["parameter"] : place["parameter"] + len(parameters)] = parameters
    slots[place["species"] : place["species"] + species] = state
    slots[place["time"]] = time
    _run_tape(program, slots, "load")
    for _ in range(switches + 1):  # the difference of a switch may read other switches
        _run_tape(program, slots, "switches")
        for number, (slot, strict) in enumerate(zip(program.differences, program.strict, strict=True)):
            slots[place["switch"] + number] = slots[slot] > 0.0 if strict else slots[slot] >= 0.0
    _run_tape(program, slots, "rates")
    _run_tape(program, slots, "slopes")
    change, slope = np.zeros(species), np.zeros((species, species))
    for entry, row in enumerate(program.rate.rows.tolist()):
        change[row] = _sum(program.rate, slots, entry)
    for entry, (row, column) in enumerate(zip(program.slope.rows, program.slope.columns, strict=True)):
        slope[row, column] = _sum(program.slope, slots, entry)
    return change, slope
