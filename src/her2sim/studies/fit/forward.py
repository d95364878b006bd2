"""What the model says of a measurement: every member's value on the measurement's own scale.

Signalling cells are starved before (no serum, no ligand in the medium); cells of a growth assay grow in their usual
medium. Relative readings are returned as they come, on a logarithm if so asked; their scale is for the likelihood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.network import Network
from her2sim.studies.fit.lines import LineSource
from her2sim.studies.fit.own_data import KIND
from her2sim.studies.telling import Progress
from her2sim.studies.verify.cells import Cell
from her2sim.studies.verify.conditions import Condition, condition
from her2sim.studies.verify.form import ArmForm
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.measure_growth import cells, gr_of, viability_of
from her2sim.studies.verify.measure_signals import relative
from her2sim.studies.verify.problems import CannotAskError
from her2sim.tumour.culture import g1_share

Floats = NDArray[np.float64]

CULTURE = ("GR", "GR_AOC", "relative_viability", "cells", "G1_share", "division_drive")
"""observables of a growth assay; every other one is a readout of the network"""
_SMALLEST = 1e-9
_GROWTH = {"GR": gr_of, "relative_viability": viability_of, "cells": cells}


@lru_cache(maxsize=1)
def fit_settings() -> dict[str, Any]:
    """`data/fit.yaml`."""
    import yaml

    path = resources.files("her2sim.studies.fit") / "data" / "fit.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Predictions:
    """Values of N members for D measurements."""

    values: Floats
    """shape (N, D); NaN where a lane failed or the model cannot say"""
    reasons: tuple[str, ...]
    """D entries: '' or why the model cannot say"""


def predict_measurements(
    measurements: Sequence[Measurement], lab: Lab, source: LineSource, progress: Progress | None = None
) -> Predictions:
    """Simulate all that some measurements need, each condition once, and read every measurement off."""
    cells_of: dict[str, Cell | CannotAskError] = {}
    for one in measurements:
        if one.cell_line not in cells_of:
            cells_of[one.cell_line] = _found(one.cell_line, source)
    lab.planning = True
    planned = [_reading(one, lab, cells_of[one.cell_line], source) for one in measurements]
    lab.planning = False
    lab.run(progress)
    values = np.full((lab.n, len(measurements)), np.nan)
    for place, (one, first) in enumerate(zip(measurements, planned, strict=True)):
        if not isinstance(first, str):
            found = _reading(one, lab, cells_of[one.cell_line], source)
            values[:, place] = np.nan if isinstance(found, str) else found
    _to_scale(measurements, values)
    return Predictions(values, tuple(first if isinstance(first, str) else "" for first in planned))


def _found(name: str, source: LineSource) -> Cell | CannotAskError:
    try:
        return source.find(name)
    except CannotAskError as error:
        return error


def _reading(one: Measurement, lab: Lab, cell: Cell | CannotAskError, source: LineSource) -> Floats | str:
    if isinstance(cell, CannotAskError):
        return cell.text
    try:
        return _value(one, lab, cell, source)
    except CannotAskError as error:
        return error.text


def _to_scale(measurements: Sequence[Measurement], values: Floats) -> None:
    """Logarithms where the scale is one; a relative reading has a background, a share of the brightest of its group."""
    share = float(fit_settings()["background"])
    groups: dict[str, list[int]] = {}
    for place, one in enumerate(measurements):
        if one.scale == "log10":
            groups.setdefault(one.group if one.group else f"{place}", []).append(place)
    for places in groups.values():
        part = np.maximum(values[:, places], _SMALLEST)
        if measurements[places[0]].group:
            part = part + share * part.max(axis=1, keepdims=True)
        values[:, places] = np.log10(part)


def _value(one: Measurement, lab: Lab, cell: Cell, source: LineSource) -> Floats:
    if one.observable == "GR_AOC":
        return _aoc(one, lab, cell)
    own = cell.kind == KIND
    made = source.own.condition(one, lab.network) if own else condition_of(one, cell, one.drugs, lab.network)
    take = _GROWTH.get(one.observable)
    if take is not None:
        return take(lab, made, one.hours / 24.0)
    if one.observable == "G1_share":
        return _g1(lab, made, one.hours)
    course = lab.course(made, [0.0, one.hours], [one.observable])[one.observable]
    if not one.over_start:
        return course[:, 1]
    return np.maximum(course[:, 1], _SMALLEST) / np.maximum(course[:, 0], _SMALLEST)


def _g1(lab: Lab, made: Condition, hour: float) -> Floats:
    own = lab.tumour_of(made)
    e2f, cdk2 = (relative(lab, made, name, [hour])[:, 0] for name in ("E2F_free", "CDK2_active"))
    return g1_share(e2f, cdk2, own.culture_G1_untreated, own.culture_G1_power)


def _aoc(one: Measurement, lab: Lab, cell: Cell) -> Floats:
    """Mean of 1 - GR over the logarithm of the dose, by straight lines between a few doses."""
    missed = [
        1.0 - gr_of(lab, condition_of(one, cell, (dose,), lab.network), one.hours / 24.0) for dose in aoc_doses(one)
    ]
    stacked = np.stack(missed, axis=1)
    return (0.5 * (stacked[:, 1:] + stacked[:, :-1])).mean(axis=1)


def aoc_doses(one: Measurement) -> tuple[Dose, ...]:
    """Doses at which an area over the curve is read, evenly spaced on a logarithm down from the top dose."""
    top, steps = one.drugs[0], int(fit_settings()["aoc_steps"])
    span = float(fit_settings()["aoc_span"])
    return tuple(Dose(top.name, top.value * span ** -(step / (steps - 1)), top.unit) for step in range(steps))


def condition_of(one: Measurement, cell: Cell, drugs: Sequence[Dose], network: Network) -> Condition:
    """A measurement's condition in one cell.

    Raises:
        CannotAskError: the model does not hold something that was added.
    """
    starved = one.observable not in CULTURE
    form = ArmForm.model_validate(
        {
            "cell": cell.name,
            "serum": 0.0 if starved else None,
            "alterations": fit_settings()["starved"] if starved and "EGF_nM" in cell.quantities else {},
            "drugs": [{"drug": dose.name, "dose": f"{dose.value:.12g} {dose.unit}"} for dose in drugs],
            "ligands": [{"ligand": dose.name, "dose": f"{dose.value:.12g} {dose.unit}"} for dose in one.ligands],
        }
    )
    return condition(form, cell, network)
