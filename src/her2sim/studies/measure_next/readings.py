"""Unknown fields of a case, the quantities each would report, and how well: cells of the truth, shares of the readings.

A field is put into the case with each of its values, and the case room says how the quantities are then spread. With
the weights of the values that make the population of them up (expectation maximisation, Dempster 1977,
doi:10.1111/j.2517-6161.1977.tb01600.x), every virtual patient gets a probability of every reading (Bayes).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from her2sim.case import Case, Profile, change_case, understand
from her2sim.case.distributions import Given
from her2sim.errors import CaseError
from her2sim.studies.results import Floats

SMALLEST_CELL = 5
_LEVELS = (np.arange(500) + 0.5) / 500
_STEPS = 200


@dataclass(frozen=True)
class Field:
    """One thing that could be known of the case."""

    name: str
    kind: str
    """'unknown' (a field to measure), 'reported' (what a report leaves open) or 'no field' (nothing reports it)"""
    quantities: tuple[str, ...]
    values: tuple[str, ...]
    truth: Floats
    """shares of each draw in the cells of the true quantities, shape (K, N), 0 or 1"""
    reading: Floats | None
    """probability of every reading for each draw, shape (values, N); None if it is not known"""


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, Sequence[Any]]:
    import yaml

    text = (files("her2sim.studies.measure_next") / "data" / "fields.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def fields_of(case: Case, profile: Profile, drawn: Mapping[str, Floats]) -> tuple[Field, ...]:
    """Everything that could be known of a case and is not, and what its reports leave open."""
    moving = {q.name: q for q in profile.quantities if np.ptp(drawn[q.name]) > 0}
    found: list[Field] = []
    for name, values in _listed().items():
        read = _profiles(case, name, [_word(value) for value in values])
        names = tuple(
            q for q in moving if not moving[q].known and any(one[q].known for one in read.values())
        )  # fmt: skip
        if names:
            reading = _reading(list(read.values()), names, drawn)
            found.append(Field(name, "unknown", names, tuple(read), cells([drawn[q] for q in names]), reading))
    reached = {q for one in found for q in one.quantities}
    for name, quantity in moving.items():
        if name not in reached:
            kind = "reported" if quantity.known else "no field"
            label = f"{quantity.field}: {name}" if quantity.known else name
            found.append(Field(label, kind, (name,), (), cells([drawn[name]]), None))
    return tuple(found)


def _word(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _profiles(case: Case, field: str, values: Sequence[str]) -> dict[str, Profile]:
    """The profile of the case with each value of a field that the case accepts."""
    name = field.removeprefix("mutations.")
    found: dict[str, Profile] = {}
    for value in values:
        try:
            found[value] = understand(change_case(case, [f"{name}={value}"]))
        except CaseError:  # e.g. a doubling time of cells for a tumour
            continue
    return found


def cells(columns: Sequence[Floats]) -> Floats:
    """Shares (0 or 1) of N draws in the cells of one or more quantities, shape (K, N).

    Cells hold like numbers of draws; equal values stay together; cells of less than five draws are put together.
    """
    n = columns[0].size
    each = max(3, round((2.0 * np.cbrt(n)) ** (1.0 / len(columns))))
    label = np.zeros(n, dtype=np.int64)
    for column in columns:
        edges = np.unique(np.quantile(column, np.arange(1, each) / each))
        label = label * (each + 2) + np.searchsorted(edges, column, side="left")
    names, place, count = np.unique(label, return_inverse=True, return_counts=True)
    small = count < SMALLEST_CELL
    place = np.where(small[place], names.size, place)
    kept = np.unique(place)
    return (place[None, :] == kept[:, None]).astype(np.float64)


def _reading(profiles: Sequence[Profile], names: Sequence[str], drawn: Mapping[str, Floats]) -> Floats:
    """Probability of every reading for each draw, shape (values, N)."""
    n = drawn[names[0]].size
    dense = np.ones((len(profiles), n))
    for name in names:
        dense *= np.stack([_density(one, name, drawn) for one in profiles])
    dense += 1e-9 * dense.max()
    weights = np.full(len(profiles), 1.0 / len(profiles))
    for _ in range(_STEPS):
        share = weights[:, None] * dense
        share /= share.sum(axis=0)
        weights = share.mean(axis=1)
    share = weights[:, None] * dense
    return share / share.sum(axis=0)


def _density(profile: Profile, name: str, drawn: Mapping[str, Floats]) -> Floats:
    """Density of each draw's value among those that a reading leaves possible, relative to like bins, shape (N,)."""
    values = drawn[name]
    distribution = profile[name].distribution
    if isinstance(distribution, Given):
        return np.ones(values.size)
    possible = distribution.at(_LEVELS)
    known = np.unique(values)
    if known.size <= 8:
        middles = 0.5 * (known[1:] + known[:-1])
    else:
        middles = np.unique(np.quantile(values, np.arange(1, 24) / 24))
    counts = np.bincount(np.searchsorted(middles, possible, side="left"), minlength=middles.size + 1)
    here = np.searchsorted(middles, values, side="left")
    own = np.bincount(here, minlength=middles.size + 1) / values.size
    return (counts / possible.size)[here] / own[here]
