"""Whether the SBML model of a PEtab problem is the network: species, parameters, formulas and reactions, one by one.

Both are read with `network.read_sbml`. Formulas that are written differently count as the same where they agree, to
1e-9, at random values of what they read.
"""

from __future__ import annotations

import math
import operator
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from her2sim.errors import NetworkError
from her2sim.exchange.petab_tables import PetabError
from her2sim.exchange.sbml import sbml_text
from her2sim.network import Network, read_sbml
from her2sim.network.expression import UNARY, Apply, Expression, Name, Number, names, to_text

T = TypeVar("T")

_MOST = 5
_TRIES = 5
_AGREE = 1e-9


@dataclass(frozen=True)
class _Content:
    """What a model says, by identifier."""

    species: Mapping[str, str]
    """identifier -> initial amount"""
    parameters: Mapping[str, float]
    formulas: Mapping[str, Expression]
    """readouts and rate laws"""
    reactions: Mapping[str, tuple[str, ...]]
    """rate law -> what it takes and makes"""


def check_model(path: Path, network: Network) -> None:
    """Refuse a model that is not the network.

    Raises:
        PetabError: it cannot be read, or differs; says in what.
        InputError: libSBML is not installed.
    """
    text = sbml_text(network)
    try:
        if path.read_text(encoding="utf-8") == text:
            return
        theirs = _content(read_sbml(path))
    except (NetworkError, UnicodeDecodeError) as error:
        raise PetabError(
            f"the model cannot be read: {' '.join(str(error).split())[:300]}", file=path.name, where="model"
        ) from None
    differing = _differences(_ours(text), theirs)
    if differing:
        more = f" and {len(differing) - _MOST} more" if len(differing) > _MOST else ""
        raise PetabError(
            "the model is not the network of this installation.", file=path.name, where="model",
            expected=f"{network.name} {network.version}, sha256 {network.content_hash[:12]}..",
            got="; ".join(differing[:_MOST]) + more, hint="her2sim model export --format petab writes the model",
        )  # fmt: skip


@lru_cache(maxsize=2)
def _ours(text: str) -> _Content:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.xml"
        path.write_text(text, encoding="utf-8")
        return _content(read_sbml(path))


def _content(network: Network) -> _Content:
    name = [item.name for item in network.species]
    start = {name[place]: to_text(value) for place, value in network.initial}
    reactions: dict[str, list[str]] = {}
    for one in network.reactions:
        takes, makes = (" + ".join(sorted(name[place] for place in part)) for part in (one.reactants, one.products))
        reactions.setdefault(one.rate, []).append(f"{one.factor:.12g} {takes} -> {makes}")
    events = {f"event {one.name}": (to_text(one.trigger),) for one in network.events}
    return _Content(
        species={one: start.get(one, "0") for one in name},
        parameters={item.name: float(item.value) for item in network.parameters},
        formulas={item.name: item.expression for item in network.assignments},
        reactions={**{key: tuple(sorted(parts)) for key, parts in reactions.items()}, **events},
    )


def _differences(ours: _Content, theirs: _Content) -> list[str]:
    """What differs, in words; [] where nothing does."""

    def same_number(one: float, other: float) -> bool:
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=0.0)

    return [
        *_compared("species", ours.species, theirs.species, lambda one, other: one == other, str),
        *_compared("parameter", ours.parameters, theirs.parameters, same_number, repr),
        *_compared("formula of", ours.formulas, theirs.formulas, _agree, lambda one: to_text(one)[:120]),
        *_compared("reaction", ours.reactions, theirs.reactions, lambda one, other: one == other, "; ".join),
    ]


def _compared(
    kind: str, ours: Mapping[str, T], theirs: Mapping[str, T], same: Callable[[T, T], bool], said: Callable[[T], str]
) -> list[str]:  # fmt: skip
    found = [f"{kind} {name} is missing" for name in ours if name not in theirs]
    found += [f"{kind} {name} is not in the network" for name in theirs if name not in ours]
    return found + [
        f"{kind} {name}: {said(theirs[name])} instead of {said(one)}"
        for name, one in ours.items()
        if name in theirs and not same(one, theirs[name])
    ]


def _agree(one: Expression, other: Expression) -> bool:
    """Whether two formulas are the same, or have the same values at random positive values of what they read."""
    if one == other:
        return True
    read = sorted(names(one) | names(other))
    for seed in range(_TRIES):
        drawn = np.random.default_rng(seed).lognormal(0.0, 1.0, len(read))
        at = dict(zip(read, (float(value) for value in drawn), strict=True))
        first, second = _value(one, at), _value(other, at)
        nowhere = math.isnan(first) and math.isnan(second)
        if not nowhere and not math.isclose(first, second, rel_tol=_AGREE, abs_tol=1e-300):
            return False
    return True


def _value(node: Expression, at: Mapping[str, float]) -> float:
    """The value of a formula; NaN where it has none."""
    match node:
        case Number(value):
            return value
        case Name(name):
            return at[name]
        case Apply("piecewise", args):
            for value, condition in zip(args[:-1:2], args[1::2], strict=True):
                if _value(condition, at):
                    return _value(value, at)
            return _value(args[-1], at)
        case Apply(op, args):
            try:
                return float(_OPERATIONS[op](*(_value(one, at) for one in args)))
            except (ArithmeticError, ValueError):
                return math.nan


def _every(*parts: float) -> float:
    return float(all(parts))


def _some(*parts: float) -> float:
    return float(any(parts))


def _odd(*parts: float) -> float:
    return float(sum(map(bool, parts)) % 2)


def _over(above: float, below: float) -> float:
    return above / below


_OPERATIONS: Mapping[str, Any] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": _over, "**": math.pow, "neg": operator.neg,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
    "and": _every, "or": _some, "xor": _odd, "not": operator.not_, "min": min, "max": max, "abs": abs,
    **{name: getattr(math, name) for name in UNARY if name != "abs"},
}  # fmt: skip
