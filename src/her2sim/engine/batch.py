"""From what a caller gives (names, numbers, one or many lanes) to checked arrays with one row a lane."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from her2sim.engine.doses import Dose, Stretch, check_dose, stretches
from her2sim.engine.solution import Floats, SteadyState
from her2sim.errors import NetworkError, RegimenError
from her2sim.network.check import nearest
from her2sim.network.form import Network

if TYPE_CHECKING:
    import pandas as pd

Parameters: TypeAlias = "Floats | Mapping[str, float | Floats] | pd.DataFrame"
Doses = Sequence[Dose] | Sequence[Sequence[Dose]]


def parameter_rows(network: Network, parameters: Parameters) -> Floats:
    """One row of all parameters a lane, shape (N, P).

    Raises:
        NetworkError: an unknown name, lanes of unequal number, or a value that is not finite.
    """
    if hasattr(parameters, "columns"):  # a table with a column a parameter and a row a lane
        table = cast("pd.DataFrame", parameters)
        parameters = {str(name): table[name].to_numpy(dtype=float) for name in table.columns}
    if not isinstance(parameters, Mapping):
        rows = np.atleast_2d(np.asarray(parameters, dtype=float))
        if rows.ndim != 2 or rows.shape[1] != len(network.parameters):
            raise NetworkError(
                "the parameter array does not fit the network.",
                where="parameters",
                expected=f"shape (N, {len(network.parameters)})",
                got=rows.shape,
            )
        return _finite(network, rows)
    columns = {name: np.asarray(value, dtype=float) for name, value in parameters.items()}
    rows = np.tile(network.parameter_values, (_lanes(network, columns), 1))
    for name, column in columns.items():
        rows[:, network.parameter_index[name]] = column
    return _finite(network, rows)


def parameter_place(network: Network, name: str, where: str, file: str | None = None) -> int:
    """Place of a parameter by its name.

    Raises:
        NetworkError: the network has none of this name; hints at the nearest.
    """
    if name not in network.parameter_index:
        raise NetworkError(
            f"{name!r} is no parameter of network {network.name!r}.",
            file=file,
            where=where,
            got=name,
            hint=nearest(name, network.parameter_index),
        )
    return network.parameter_index[name]


def _lanes(network: Network, columns: Mapping[str, Floats]) -> int:
    """How many lanes the columns describe, all of known names and one length."""
    for name, column in columns.items():
        parameter_place(network, name, "parameters")
        if column.ndim > 1:
            raise NetworkError(
                "a parameter is one number or one a lane.",
                where=f"parameters: {name}",
                expected="(N,)",
                got=column.shape,
            )
    lanes = {len(column): name for name, column in columns.items() if column.ndim == 1}
    if len(lanes) > 1:
        raise NetworkError(
            "parameters disagree on the number of lanes.",
            where="parameters",
            expected="arrays of one length",
            got={name: count for count, name in lanes.items()},
        )
    return next(iter(lanes), 1)


def _finite(network: Network, rows: Floats) -> Floats:
    wrong = np.argwhere(~np.isfinite(rows))
    if len(wrong):
        lane, place = int(wrong[0, 0]), int(wrong[0, 1])
        raise NetworkError(
            "a parameter is not finite.",
            where=f"parameters: {network.parameters[place].name}, lane {lane}",
            got=float(rows[lane, place]),
        )
    return rows


def initial_rows(network: Network, initial: Floats | SteadyState | None, lanes: int) -> Floats | None:
    """Starting amounts, shape (N, S); NaN where a species takes the network's own start; None when all do.

    A steady state of a smaller network (before a fragment was attached) is matched by species name.

    Raises:
        NetworkError: the shape or the species do not fit.
    """
    if initial is None:
        return None
    if not isinstance(initial, SteadyState):
        rows = np.atleast_2d(np.asarray(initial, dtype=float))
        if rows.shape != (lanes, len(network.species)):
            raise NetworkError(
                "the starting state does not fit the network and lanes.",
                where="initial",
                expected=f"shape ({lanes}, {len(network.species)})",
                got=rows.shape,
            )
        return rows
    if len(initial.values) not in (1, lanes):
        raise NetworkError(
            "the steady state has another number of lanes.",
            where="initial",
            expected=str(lanes),
            got=len(initial.values),
        )
    rows = np.full((lanes, len(network.species)), np.nan)
    for place, name in enumerate(initial.species):
        if name not in network.species_index:
            raise NetworkError("the steady state is of another network.", where="initial", got=name)
        rows[:, network.species_index[name]] = initial.values[:, place]
    return rows


def time_row(times: Floats | Sequence[float]) -> Floats:
    """Output times, shape (T,).

    Raises:
        RegimenError: there are none, one is negative or not finite, or they do not ascend.
    """
    row = np.ascontiguousarray(times, dtype=float)
    if row.ndim != 1 or not len(row):
        raise RegimenError("there are no output times.", where="times", expected="shape (T,), hours", got=row.shape)
    if not np.isfinite(row).all() or row[0] < 0 or (np.diff(row) <= 0).any():
        raise RegimenError("output times must ascend from 0 on.", where="times", expected="0 <= t1 < t2 < ... (hours)")
    return row


def lane_plans(network: Network, doses: Doses | None, times: Floats, lanes: int) -> list[tuple[Stretch, ...]]:
    """The stretches of every lane.

    Raises:
        RegimenError: a dose cannot be given, or there is not one list of doses a lane.
    """
    given = tuple(doses or ())
    if all(isinstance(item, Dose) for item in given):
        shared = cast("tuple[Dose, ...]", given)
        _check(network, shared)
        return [stretches(shared, times, network.species_index)] * lanes
    each = [tuple(item) if not isinstance(item, Dose) else () for item in given]
    if len(each) != lanes or any(isinstance(item, Dose) for item in given):
        raise RegimenError(
            "there must be one list of doses, or one a lane.", where="doses", expected=f"{lanes} lists", got=len(given)
        )
    for lane in each:
        _check(network, lane)
    return [stretches(lane, times, network.species_index) for lane in each]


def _check(network: Network, doses: Sequence[Dose]) -> None:
    for dose in doses:
        check_dose(dose, network.species_index)


def output_names(network: Network, outputs: Sequence[str] | None) -> tuple[str, ...]:
    """Names to return; all observables when None.

    Raises:
        NetworkError: a name is no observable, assignment or species.
    """
    if outputs is None:
        return tuple(item.name for item in network.observables)
    known = {*network.readouts, *network.species_index}
    for name in outputs:
        if name not in known:
            raise NetworkError(
                f"{name!r} is no observable, assignment or species of network {network.name!r}.",
                where="outputs",
                got=name,
                hint=nearest(name, known),
            )
    return tuple(outputs)
