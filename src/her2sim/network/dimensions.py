"""Dimension check of every assignment and rate law, over molecules, concentration and hours.

A sum needs terms of one unit, exp and log take pure numbers, an exponent is a pure constant (its default value
counts), and a flux is the unit of what it changes, per hour. Scale counts too: 1/day is not 1/h.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from her2sim.network.expression import LOGIC, RELATIONS, TIME, UNARY, Apply, Expression, Name, Number, to_text
from her2sim.network.form import Network, Reaction
from her2sim.units import convert, dimension_of

_BASE = {"[time]": "hour", "[molecule]": "molecule", "[substance]": "mole", "[length]": "meter", "[mass]": "gram"}
_PURE = frozenset(UNARY) - {"sqrt", "abs"}
_EQUAL = 1e-9  # relative size of rounding in a unit's scale or exponent


@dataclass(frozen=True, slots=True)
class Violation:
    """One element whose units do not work out."""

    element: str
    problem: str

    def __str__(self) -> str:
        return f"{self.element}: {self.problem}"


@dataclass(frozen=True)
class _Unit:
    """Exponents by base dimension, and the size of the unit in hours, molecules, moles, meters and grams."""

    powers: tuple[tuple[str, float], ...] = ()
    scale: float = 1.0

    def __str__(self) -> str:
        powers, scale = dict(self.powers), self.scale
        moles = powers.get("[substance]", 0.0)
        if moles and abs(powers.get("[length]", 0.0) + 3 * moles) < _EQUAL:  # mol/m**3 is 1e6 nM
            powers = {key: value for key, value in powers.items() if key not in ("[substance]", "[length]")}
            powers["nM"], scale = moles, scale * 1e6**moles
        parts = [_BASE.get(name, name) + (f"**{power:g}" if power != 1 else "") for name, power in powers.items()]
        size = "" if math.isclose(scale, 1.0, rel_tol=_EQUAL) else f"{scale:.4g} "
        return size + ("*".join(parts) or "1")


class _Mismatch(Exception):  # noqa: N818 - carries a finding to its element, not an error
    pass


def check_dimensions(network: Network) -> list[Violation]:
    """Every assignment, rate law, initial value and observable whose units do not work out; empty when all do."""
    units = {item.name: item.unit for item in (*network.species, *network.parameters)}
    units |= {item.name: item.unit for item in (*network.observables, *network.assignments)}
    units[TIME] = "h"
    values = {item.name: item.value for item in network.parameters}
    found: list[Violation] = []

    def check(element: str, finding: Callable[[], None]) -> None:
        try:
            finding()
        except _Mismatch as mismatch:
            found.append(Violation(element, str(mismatch)))

    def of(expression: Expression) -> _Unit | None:
        return _unit_of(expression, units, values)

    for name, unit in units.items():
        check(name, lambda unit=unit: _ignore(_read(unit)))
    for item in network.assignments:
        check(f"assignment {item.name}", lambda item=item: _same(of(item.expression), item.unit, "declared"))
    for item in network.observables:
        members = {network.species[place].unit for place, _ in item.terms} | {item.unit}
        check(f"observable {item.name}", lambda members=members: _one(members))
    for place, expression in network.initial:
        species = network.species[place]
        check(
            f"initial {species.name}",
            lambda value=expression, unit=species.unit: (
                None if isinstance(value, Number) else _same(of(value), unit, "species")
            ),
        )
    for reaction in dict.fromkeys(network.reactions):
        check(
            f"reaction {reaction.rule} (rate {reaction.rate})",
            lambda reaction=reaction: _flux(network, reaction, units),
        )
    return list(dict.fromkeys(found))


def _ignore(unit: _Unit) -> None:
    return None


def _one(units: set[str]) -> None:
    if any(not _equal(_read(first), _read(second)) for first in units for second in units):
        raise _Mismatch(f"adds species of different units ({', '.join(sorted(units))})")


def _flux(network: Network, reaction: Reaction, units: dict[str, str]) -> None:
    net: dict[int, int] = {}
    for sign, places in ((-1, reaction.reactants), (1, reaction.products)):
        for place in places:
            net[place] = net.get(place, 0) + sign
    changed = {network.species[place].unit for place, amount in net.items() if amount}
    if not changed:
        return
    if len(changed) > 1:
        raise _Mismatch(f"changes species of different units ({', '.join(sorted(changed))}) by one flux")
    flux = _read(units[reaction.rate])
    for place in reaction.reactants:
        flux = _times(flux, _read(network.species[place].unit), 1.0)
    expected = f"{changed.pop()}/h"
    if not _equal(flux, _read(expected)):
        raise _Mismatch(f"the flux is in {flux}, expected {expected}")


@lru_cache(maxsize=1024)
def _read(text: str) -> _Unit:
    try:
        powers = dimension_of(text)
        unknown = [name for name in powers if name not in _BASE]
        if unknown:
            raise _Mismatch(f"unit {text!r} has dimension {unknown[0]}")
        base = "*".join(f"{_BASE[name]}**({power})" for name, power in powers.items()) or "1"
        return _Unit(tuple(sorted(powers.items())), convert(1.0, text, base))
    except ValueError as error:
        raise _Mismatch(str(error)) from error


def _equal(first: _Unit, second: _Unit) -> bool:
    powers, others = dict(first.powers), dict(second.powers)
    same = all(abs(powers.get(key, 0.0) - others.get(key, 0.0)) < _EQUAL for key in powers.keys() | others.keys())
    return same and math.isclose(first.scale, second.scale, rel_tol=_EQUAL)


def _times(first: _Unit, second: _Unit, power: float) -> _Unit:
    powers = dict(first.powers)
    for key, value in second.powers:
        powers[key] = powers.get(key, 0.0) + power * value
    kept = tuple(sorted((key, value) for key, value in powers.items() if abs(value) > _EQUAL))
    return _Unit(kept, first.scale * second.scale**power)


def _same(unit: _Unit | None, declared: str, what: str) -> None:
    if unit is not None and not _equal(unit, _read(declared)):
        raise _Mismatch(f"is in {unit}, {what} {declared}")


def _unit_of(node: Expression, units: dict[str, str], values: dict[str, float]) -> _Unit | None:
    """Unit of an expression; None for a literal 0, which fits every unit."""
    match node:
        case Number(value):
            return None if value == 0 else _Unit()
        case Name(name):
            return _read(units[name])
        case Apply("**", (base, exponent)):
            return _power(_unit_of(base, units, values) or _Unit(), exponent, units, values)
        case Apply("piecewise", args):
            for condition in args[1::2]:
                _unit_of(condition, units, values)
            return _combine("piecewise", [_unit_of(value, units, values) for value in args[::2]], node)
        case Apply(op, args):
            found = [_unit_of(argument, units, values) for argument in args]
            return _combine(op, found, node)


def _combine(op: str, found: list[_Unit | None], node: Expression) -> _Unit | None:
    known = [unit for unit in found if unit is not None]
    if op in ("*", "/"):
        return _times(found[0] or _Unit(), found[1] or _Unit(), 1.0 if op == "*" else -1.0)
    if op == "sqrt":
        return _times(_Unit(), found[0] or _Unit(), 0.5)
    if op in _PURE or op in LOGIC:
        _pure(known, f"the argument of {op}")
        return _Unit()
    if any(not _equal(known[0], other) for other in known[1:]):
        text = to_text(node)
        listed = " and ".join(str(unit) for unit in known)
        compares = op in RELATIONS or op in ("min", "max", "piecewise")
        raise _Mismatch(f"{'compares' if compares else 'adds'} {listed} in {text[:80]}")
    if op in RELATIONS:
        return _Unit()
    return known[0] if known else None


def _pure(units: Iterable[_Unit], what: str) -> None:
    for unit in units:
        if not _equal(unit, _Unit()):
            raise _Mismatch(f"{what} is in {unit}, expected a pure number")


def _power(base: _Unit, exponent: Expression, units: dict[str, str], values: dict[str, float]) -> _Unit:
    of_exponent = _unit_of(exponent, units, values)
    _pure([of_exponent] if of_exponent else [], f"the exponent {to_text(exponent)}")
    if _equal(base, _Unit()):
        return _Unit()
    return _times(_Unit(), base, _constant(exponent, values))


def _constant(node: Expression, values: dict[str, float]) -> float:
    """The default value of an exponent that carries a unit."""
    match node:
        case Number(value):
            return value
        case Name(name) if name in values:
            return values[name]
        case Apply("neg", (inner,)):
            return -_constant(inner, values)
        case Apply("-" | "+" as op, (left, right)):
            return _constant(left, values) + (1 if op == "+" else -1) * _constant(right, values)
        case _:
            raise _Mismatch(f"a quantity with a unit is raised to {to_text(node)}, expected a number or parameter")
