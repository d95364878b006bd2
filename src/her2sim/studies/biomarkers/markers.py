"""Markers: what a laboratory reads from each tumour, with the errors of its assay (`data/markers.yaml`).

A marker never sees the model's quantity itself: levels are read with a spread, alterations with sensitivity and
specificity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import InputError
from her2sim.evidence import load_evidence
from her2sim.evidence.reading import nearest
from her2sim.studies.biomarkers.sampler import Tumours
from her2sim.studies.biomarkers.settings import read

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_ASSAY = 302
"""stream of random numbers of this file"""

CONTROL = "control"
"""group of the markers that are known to mean nothing"""


@dataclass(frozen=True)
class Marker:
    """One marker and how it is read."""

    id: str
    name: str
    group: str
    reads: Mapping[str, Any]
    """one of quantity, finding, sum, any_of"""
    truth: tuple[str, float] | None
    """yes/no readings: 'above' or 'below' and the limit beyond which the tumour is altered"""
    error: Mapping[str, float]
    cut: tuple[str, float] | None
    """'above', 'below' or 'share' and where a reading is positive"""
    classes: tuple[float, ...]
    """edges of the classes a level is reported in; empty for one reported as a number"""
    favours: Literal["positive", "negative", "none"]
    """who is said to benefit more"""
    published: str
    """record of the population with its published share; '' for none"""
    sources: tuple[str, ...]
    status: str
    note: str
    says: str
    """what the literature says of it"""

    @property
    def sign(self) -> float:
        """-1 where a positive marker is said to mean less benefit, else 1."""
        return -1.0 if self.favours == "negative" else 1.0


@dataclass(frozen=True)
class Reading:
    """One marker in N tumours."""

    marker: Marker
    score: Floats
    """shape (N,); higher is more positive: logarithm of a level, class, genotype, or 0 and 1"""
    positive: Bools
    """shape (N,)"""

    @property
    def graded(self) -> bool:
        """Whether the score says more than positive or negative."""
        return np.unique(self.score).size > 2

    @property
    def prevalence(self) -> float:
        """Share that is positive."""
        return float(self.positive.mean())


@lru_cache(maxsize=1)
def known_markers() -> Mapping[str, Marker]:
    """Every marker of the table, by id."""
    return {name: _marker(name, row) for name, row in read("markers.yaml").items()}


def published_share(marker: Marker, setting: str = "metastatic") -> float:
    """The share of positives that the evidence recommends for the marker; NaN where it has none."""
    record = load_evidence().population.get(marker.published)
    if record is None or record.recommended is None or record.recommended.value is None:
        return np.nan
    by = record.recommended.by
    return float(by.get("primary" if setting == "neoadjuvant" else setting, record.recommended.value))


def find_marker(name: str) -> Marker:
    """The marker of this id.

    Raises:
        InputError: there is none.
    """
    if name not in known_markers():
        raise InputError(
            "no such marker.", where="markers", expected=", ".join(known_markers()), got=name,
            hint=nearest(name, known_markers()),
        )  # fmt: skip
    return known_markers()[name]


def read_markers(tumours: Tumours, seed: int, names: tuple[str, ...] | None = None) -> dict[str, Reading]:
    """Read markers in every tumour; the errors of a marker do not depend on which others are read.

    Args:
        tumours: of one population.
        seed: of the errors of the assays.
        names: ids; all of them if None.

    Raises:
        InputError: a name is not known.
    """
    for name in names or ():
        find_marker(name)
    readings: dict[str, Reading] = {}
    for place, marker in enumerate(known_markers().values()):
        rng = np.random.default_rng([seed, _ASSAY, place])
        readings[marker.id] = _read(marker, tumours, readings, rng)
    return readings if names is None else {name: readings[name] for name in names}


def _marker(name: str, row: Mapping[str, Any]) -> Marker:
    limits = {key: _limit(row.get(key)) for key in ("truth", "cut", "genotype")}
    return Marker(
        id=name,
        name=row["name"],
        group=row["group"],
        reads=row["reads"],
        truth=limits["truth"],
        error=row.get("error", {}),
        cut=limits["cut"] or limits["genotype"],
        classes=tuple(float(edge) for edge in row.get("classes", ())),
        favours=row["favours"],
        published=row.get("published", ""),
        sources=tuple(row["source"]),
        status=row["status"],
        note=row["note"],
        says=row["says"],
    )


def _limit(row: Mapping[str, float] | None) -> tuple[str, float] | None:
    return None if row is None else next((key, float(value)) for key, value in row.items())


def _read(marker: Marker, tumours: Tumours, readings: Mapping[str, Reading], rng: np.random.Generator) -> Reading:
    if "any_of" in marker.reads:
        positive = np.any([readings[other].positive for other in marker.reads["any_of"]], axis=0)
        return Reading(marker, positive.astype(np.float64), positive)
    values = _values(marker, tumours)
    if marker.truth is not None:
        positive = _yes_no(_beyond(marker.truth, values), marker.error, rng.random(values.size))
        return Reading(marker, positive.astype(np.float64), positive)
    spread = marker.error.get("sigma", 0.0) * rng.standard_normal(values.size)
    logs = values + spread if marker.group == CONTROL else np.log(np.maximum(values, 1e-12)) + spread
    positive = _positive(marker, logs)
    return Reading(marker, _score(marker, logs), positive)


def _values(marker: Marker, tumours: Tumours) -> Floats:
    if "sum" in marker.reads:
        return np.sum([weight * tumours.value(name) for name, weight in marker.reads["sum"].items()], axis=0)
    return tumours.value(next(iter(marker.reads.values())))


def _beyond(limit: tuple[str, float], values: Floats) -> Bools:
    return values > limit[1] if limit[0] == "above" else values < limit[1]


def _yes_no(altered: Bools, error: Mapping[str, float], chance: Floats) -> Bools:
    """Readings of an assay that misses some and finds some that are not there."""
    return np.where(altered, chance < error["sensitivity"], chance >= error["specificity"])


def _positive(marker: Marker, logs: Floats) -> Bools:
    if marker.cut is None:
        raise InputError("a level has no cut.", file="markers.yaml", where=marker.id)
    side, at = marker.cut
    if side == "share":
        return logs > np.quantile(logs, 1.0 - at)
    return _beyond((side, np.log(at)), logs)


def _score(marker: Marker, logs: Floats) -> Floats:
    if marker.classes:
        return np.searchsorted(np.log(marker.classes), logs).astype(np.float64)
    return -logs if marker.cut is not None and marker.cut[0] == "below" else logs
