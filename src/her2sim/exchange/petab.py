"""Measurements of signalling as a PEtab v1 problem of the model, and back (petab.readthedocs.io, format version 1).

    model.xml, parameters.tsv, conditions.tsv, observables.tsv, measurements.tsv, problem.yaml

A condition sets parameters of the network: what a line is made of, ligands, drugs (free, nM). Every simulation
condition names the drug-free balance of its cell as its pre-equilibration condition. An observable is a readout of
the network, times a scale (`observableParameter1_<id>`) if the reading is relative, on a logarithm to base 10, with a
normal error; that is all that is read back: other formulas, transformations and noise are refused, with the file, row
and column. The parameter table (`petab_parameters`) is read back too: priors, bounds, fixed values.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from her2sim.exchange.petab_measurements import read_conditions, read_measurements, read_observables
from her2sim.exchange.petab_model import check_model
from her2sim.exchange.petab_named import WIDE, Named
from her2sim.exchange.petab_parameters import COLUMNS, NOTE, kinetic_rows, read_beliefs
from her2sim.exchange.petab_tables import FILES, PARAMETERS, PetabError, by_id, problem_files, read_rows
from her2sim.exchange.sbml import write_sbml
from her2sim.inference.measurements.form import Measurement
from her2sim.network import Network
from her2sim.studies.fit.own_data import OwnData

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PetabError", "read_petab", "why_not", "write_petab"]


def write_petab(problem: OwnData, network: Network, folder: Path) -> Path:
    """Write a problem; the path of `problem.yaml`. Existing files are replaced.

    Raises:
        PetabError: there is no measurement, one that PEtab cannot hold (`why_not`), or the folder cannot be written.
        NetworkError: libSBML is not installed.
    """
    import yaml

    for one in problem.measurements:
        reason = why_not(one, network)
        if reason:
            raise PetabError(f"PEtab cannot hold this measurement: {reason}.", file=one.dataset, where=f"row {one.row}")
    if not problem.measurements:
        raise PetabError("there is no measurement to write.", where="measurements", expected="one or more")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PetabError(
            f"the folder cannot be made: {error.strerror}.", file=str(folder), expected="a folder, new or not"
        ) from error
    write_sbml(network, folder / FILES["sbml_files"])
    names, conditions = _condition_rows(problem, network)
    for file, frame in {
        FILES["condition_files"]: conditions,
        FILES["observable_files"]: _observables(problem),
        FILES["measurement_files"]: _measurements(problem, names),
        PARAMETERS: _parameters(problem, network, set(conditions.columns)),
    }.items():
        frame.to_csv(folder / file, sep="\t", index=False)
    document = {
        "format_version": 1,
        "parameter_file": PARAMETERS,
        "problems": [{name: [file] for name, file in FILES.items()}],
    }
    path = folder / "problem.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path


def why_not(one: Measurement, network: Network) -> str:
    """Why PEtab v1 cannot say what a measurement says; '' where it can."""
    if one.observable not in network.readouts:
        return f"{one.observable} is no readout of the network"
    if one.over_start:
        return "it is a fold change over the start"
    if one.censored:
        return f"it is censored (the true value lies {one.censored})"
    if one.scale != "log10":
        return f"it is on a {one.scale} scale"
    if not np.isfinite(one.hours):
        return "its time is not finite"
    return ""


def _condition_rows(problem: OwnData, network: Network) -> tuple[dict[tuple[str, str], str], pd.DataFrame]:
    """Condition id of every cell and condition, and the table; two cells may share the name of a condition."""
    import pandas as pd

    default = dict(zip((one.name for one in network.parameters), network.parameter_values, strict=True))
    rows: dict[str, dict[str, float]] = {
        name: {key: float(np.median(value)) for key, value in cell.quantities.items() if key in default}
        for name, cell in problem.rest.items()
    }
    columns = {name for row in rows.values() for name in row}
    columns |= {name for levels in problem.given.values() for name in levels}
    full = {key: {name: row.get(name, float(default[name])) for name in columns} for key, row in rows.items()}
    ids: dict[tuple[str, str], str] = {}
    for one in problem.measurements:
        key = (one.cell_line, one.row)
        levels = {**full[one.cell_line], **problem.given.get(key, {})}
        name = one.row if full.get(one.row, levels) == levels else f"{one.row}_in_{one.cell_line}"
        full[name], ids[key] = levels, name
    table = [{"conditionId": key, **dict(sorted(row.items()))} for key, row in full.items()]
    return ids, pd.DataFrame(table)


def _groups(problem: OwnData) -> dict[tuple[str, str], str]:
    """Observable id of every readout and scale."""
    keys = dict.fromkeys((one.observable, one.group) for one in problem.measurements)
    return {key: f"obs_{number}_{key[0]}" for number, key in enumerate(keys)}


def _scales(problem: OwnData) -> dict[str, str]:
    """Scale parameter of every group of relative readings, named by the first observable of the group."""
    found: dict[str, str] = {}
    for (_, group), name in _groups(problem).items():
        if group:
            found.setdefault(group, f"scale_{name}")
    return found


def _observables(problem: OwnData) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "observableId": name,
            "observableName": group or f"{readout}, absolute",
            "observableFormula": f"observableParameter1_{name} * {readout}" if group else readout,
            "observableTransformation": "log10",
            "noiseFormula": f"noiseParameter1_{name}",
            "noiseDistribution": "normal",
        }
        for (readout, group), name in _groups(problem).items()
    ]
    return pd.DataFrame(rows)


def _measurements(problem: OwnData, conditions: dict[tuple[str, str], str]) -> pd.DataFrame:
    import pandas as pd

    ids, scales = _groups(problem), _scales(problem)
    rows = [
        {
            "observableId": ids[one.observable, one.group],
            "preequilibrationConditionId": one.cell_line,
            "simulationConditionId": conditions[one.cell_line, one.row],
            "measurement": 10.0**one.value,
            "time": one.hours,
            "observableParameters": scales.get(one.group, ""),
            "noiseParameters": one.sd,
            "datasetId": one.dataset,
        }
        for one in problem.measurements
    ]
    table = pd.DataFrame(rows)
    if table.duplicated().any():  # readings that agree in every digit stay two
        table["replicateId"] = table.groupby(list(table.columns), dropna=False).cumcount().map("r{}".format)
    return table


def _parameters(problem: OwnData, network: Network, set_by_condition: set[str]) -> pd.DataFrame:
    import pandas as pd

    rows: list[dict[str, Any]] = kinetic_rows(network, problem, set_by_condition)
    rows += [
        {
            "parameterId": name, "parameterScale": "log10", "lowerBound": WIDE[0], "upperBound": WIDE[1],
            "nominalValue": 1.0, "estimate": 1, NOTE: "the best value is taken",
        }
        for name in _scales(problem).values()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def read_petab(path: Path, network: Network) -> OwnData:
    """Read a problem whose model is `network`.

    Raises:
        PetabError: a file is missing, the model is another one, or something in it cannot be held here.
        InputError: libSBML is not installed.
    """
    files = problem_files(path)
    check_model(files["sbml_files"], network)
    table = by_id(read_rows(files["parameter_file"], COLUMNS), "parameterId")
    named = Named(files["parameter_file"].name, table)
    conditions = read_conditions(read_rows(files["condition_files"], ("conditionId",)), network, named)
    wanted = ("observableId", "observableFormula", "noiseFormula")
    observables = read_observables(read_rows(files["observable_files"], wanted), network)
    wanted = ("observableId", "preequilibrationConditionId", "simulationConditionId", "measurement", "time")
    rows = read_rows(files["measurement_files"], wanted)
    if not rows:
        raise PetabError("there is no measurement.", file=files["measurement_files"].name, expected="a row for each")
    found = read_measurements(rows, conditions, observables, named)
    columns = {name for levels in conditions.values() for name in levels}
    beliefs = read_beliefs(table, network, columns)
    named.check_unused(network)
    return OwnData(found.measurements, found.rest, found.given, beliefs.priors, beliefs.fixed)
