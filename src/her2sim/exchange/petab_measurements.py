"""Conditions, observables and measurements of a PEtab v1 problem, as far as the model can hold them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from her2sim.evidence.reading import nearest
from her2sim.exchange.petab_named import Named
from her2sim.exchange.petab_tables import Row, by_id
from her2sim.inference.measurements.form import Measurement
from her2sim.network import Network
from her2sim.studies.fit.own_data import KIND
from her2sim.studies.verify.cells import Cell

Levels = dict[str, float]
_BEFORE, _AFTER = "preequilibrationConditionId", "simulationConditionId"


@dataclass(frozen=True)
class Observable:
    """A readout of the network, with or without a scale."""

    name: str
    readout: str
    scaled: bool


@dataclass(frozen=True)
class Found:
    """What the tables hold, as `OwnData` has it."""

    measurements: tuple[Measurement, ...]
    rest: Mapping[str, Cell]
    given: Mapping[tuple[str, str], Levels]


def read_conditions(rows: Sequence[Row], network: Network, named: Named) -> dict[str, Levels]:
    """Parameters of the network that each condition sets.

    Raises:
        PetabError: a column is no parameter of the network, or a cell no number, or below 0.
    """
    columns = [name for name in (rows[0].cells if rows else ()) if name not in {"conditionId", "conditionName"}]
    for name in columns:
        if name not in network.parameter_index:
            raise rows[0].wrong(
                name, "the network has no parameter of this name.", hint=nearest(name, network.parameter_index)
            )
    found = by_id(rows, "conditionId")
    return {key: {name: _amount(row, name, named) for name in columns} for key, row in found.items()}


def _amount(row: Row, column: str, named: Named) -> float:
    value = named.number(row, column)
    if value < 0:
        raise row.wrong(column, "a parameter of a condition is not below 0.", "0 or more", got=value)
    return value


def read_observables(rows: Sequence[Row], network: Network) -> dict[str, Observable]:
    """Observables by their identifier.

    Raises:
        PetabError: a formula, transformation or noise is none that the fit has.
    """
    return {name: _observable(name, row, network) for name, row in by_id(rows, "observableId").items()}


def _observable(name: str, row: Row, network: Network) -> Observable:
    formula, scale = "".join(row.text("observableFormula").split()), f"observableParameter1_{name}"
    parts = formula.split("*")
    scaled = scale in parts
    if scaled:
        parts.remove(scale)
    if len(parts) != 1 or parts[0] not in network.readouts:
        offset = " An offset is not held: the fit has relative and absolute readings." if _has_sum(formula) else ""
        raise row.wrong(
            "observableFormula", f"this formula cannot be held.{offset}",
            f"{scale} * <readout of the network>, or the readout alone",
            "take the background off the measurements" if offset else nearest(parts[0] or "", network.readouts),
        )  # fmt: skip
    if row.text("observableTransformation") != "log10":
        raise row.wrong("observableTransformation", "only log10 is read.", "log10")
    if row.text("noiseDistribution") not in {"normal", ""}:
        raise row.wrong("noiseDistribution", "only normal noise is read.", "normal")
    if row.text("noiseFormula") != f"noiseParameter1_{name}":
        raise row.wrong(
            "noiseFormula", "this noise formula cannot be held.", f"noiseParameter1_{name}",
            "give the error of every measurement in the column noiseParameters",
        )  # fmt: skip
    return Observable(name, parts[0], scaled)


def _has_sum(formula: str) -> bool:
    return any(sign in formula for sign in "+-")


def read_measurements(
    rows: Sequence[Row], conditions: Mapping[str, Levels], observables: Mapping[str, Observable], named: Named
) -> Found:
    """Measurements with the cells and conditions they were made in.

    Raises:
        PetabError: a row cannot be held; it names the column.
    """
    found: list[Measurement] = []
    rest: dict[str, Cell] = {}
    given: dict[tuple[str, str], Levels] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        first = seen.setdefault(tuple(row.cells.values()), row.number)
        if first != row.number:
            raise row.wrong(
                "measurement", f"this row is the same as row {first}, and would count twice.", "every reading once",
                "a column replicateId tells two equal readings apart",
            )  # fmt: skip
        one = _measurement(row, conditions, observables, named)
        start, end = conditions[one.cell_line], conditions[one.row]
        rest.setdefault(one.cell_line, Cell(one.cell_line, start, kind=KIND))
        given[one.cell_line, one.row] = {key: level for key, level in end.items() if level != start[key]}
        found.append(one)
    return Found(tuple(found), rest, given)


def _measurement(
    row: Row, conditions: Mapping[str, Levels], observables: Mapping[str, Observable], named: Named
) -> Measurement:
    before, after = (_condition(row, column, conditions) for column in (_BEFORE, _AFTER))
    if row.text("observableId") not in observables:
        raise row.wrong("observableId", "there is no such observable.", hint=_near(row, "observableId", observables))
    observable = observables[row.text("observableId")]
    value = row.number_in("measurement")
    if value <= 0:
        raise row.wrong("measurement", "a measurement on a logarithm is above 0.", "a number above 0", got=value)
    group, scale = _scale(row, observable, named)
    return Measurement(
        dataset=row.text("datasetId") or "petab", row=after, cell_line=before, drugs=(), ligands=(),
        hours=_hours(row), observable=observable.readout, value=float(np.log10(value) - np.log10(scale)),
        sd=_noise(row, named), scale="log10", group=group,
    )  # fmt: skip


def _condition(row: Row, column: str, conditions: Mapping[str, Levels]) -> str:
    name = row.text(column)
    if not name:
        raise row.wrong(
            column, "this field is empty.", "the condition of the drug-free balance of the cell, and the one after it"
        )
    if name not in conditions:
        raise row.wrong(column, "there is no such condition.", hint=_near(row, column, conditions))
    return name


def _near(row: Row, column: str, known: Mapping[str, object]) -> str | None:
    return nearest(row.text(column), list(known))


def _hours(row: Row) -> float:
    hours = row.number_in("time", infinite=True)
    if math.isinf(hours):
        raise row.wrong(
            "time", "a time must be finite: a steady state under a drug is not read.", "hours",
            "a time at which the reading no longer moves, e.g. 72",
        )  # fmt: skip
    if hours < 0:
        raise row.wrong("time", "a time is not below 0.", "hours after the change of condition")
    return hours


def _scale(row: Row, observable: Observable, named: Named) -> tuple[str, float]:
    column = "observableParameters"
    if observable.scaled:
        return named.scale(row, column)
    if row.text(column):
        raise row.wrong(column, "the formula of this observable has no parameter.", "an empty field")
    return "", 1.0


def _noise(row: Row, named: Named) -> float:
    sd = named.number(row, "noiseParameters")
    if sd <= 0:
        raise row.wrong("noiseParameters", "a standard deviation is above 0.", "a number above 0", got=sd)
    return sd
