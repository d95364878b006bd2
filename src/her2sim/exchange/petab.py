"""Measurements of signalling as a PEtab v1 problem of the model, and back (petab.readthedocs.io, format version 1).

    model.xml, parameters.tsv, conditions.tsv, observables.tsv, measurements.tsv, problem.yaml

A condition sets parameters of the network: what a line is made of, ligands, drugs (free, nM). Every simulation
condition names the drug-free balance of its cell as its pre-equilibration condition. An observable is a readout of
the network times a scale (`observableParameter1_<id>`) on a logarithm to base 10, with a normal error; that is all
that is read back: other formulas, transformations and noise are refused, with the file, row and column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from her2sim.errors import InputError
from her2sim.evidence import load_evidence
from her2sim.evidence.priors import Lognormal
from her2sim.evidence.reading import nearest
from her2sim.exchange.sbml import write_sbml
from her2sim.inference.ensemble import varied
from her2sim.inference.measurements.form import Measurement
from her2sim.network import Network
from her2sim.studies.fit.own_data import KIND, OwnData
from her2sim.studies.verify.cells import Cell
from her2sim.units import to_model

if TYPE_CHECKING:
    import pandas as pd

FILES = {
    "sbml_files": "model.xml", "condition_files": "conditions.tsv", "observable_files": "observables.tsv",
    "measurement_files": "measurements.tsv",
}  # fmt: skip


class PetabError(InputError):
    """A PEtab problem cannot be read, or cannot be held by the model."""


def write_petab(problem: OwnData, network: Network, folder: Path) -> Path:
    """Write a problem; the path of `problem.yaml`. Existing files are replaced."""
    import yaml

    folder.mkdir(parents=True, exist_ok=True)
    write_sbml(network, folder / FILES["sbml_files"])
    for name, frame in {
        "conditions.tsv": _conditions(problem, network),
        "observables.tsv": _observables(problem),
        "measurements.tsv": _measurements(problem),
        "parameters.tsv": _parameters(problem, network),
    }.items():
        frame.to_csv(folder / name, sep="\t", index=False)
    document = {
        "format_version": 1,
        "parameter_file": "parameters.tsv",
        "problems": [{name: [file] for name, file in FILES.items()}],
    }
    path = folder / "problem.yaml"
    path.write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    return path


def _conditions(problem: OwnData, network: Network) -> pd.DataFrame:
    import pandas as pd

    default = dict(zip((one.name for one in network.parameters), network.parameter_values, strict=True))
    rows: dict[str, dict[str, float]] = {
        name: {key: float(np.median(value)) for key, value in cell.quantities.items() if key in default}
        for name, cell in problem.rest.items()
    }
    for one in problem.measurements:
        rows[one.row] = {**rows[one.cell_line], **problem.given[one.row]}
    columns = sorted({name for row in rows.values() for name in row})
    table = [
        {"conditionId": key, **{name: row.get(name, default[name]) for name in columns}} for key, row in rows.items()
    ]
    return pd.DataFrame(table)


def _groups(problem: OwnData) -> dict[str, str]:
    """Observable id of every scale and readout."""
    keys = dict.fromkeys((one.observable, one.group) for one in problem.measurements)
    return {f"{readout}|{group}": f"obs_{number}_{readout}" for number, (readout, group) in enumerate(keys)}


def _observables(problem: OwnData) -> pd.DataFrame:
    import pandas as pd

    rows = [
        {
            "observableId": name,
            "observableName": key.partition("|")[2],
            "observableFormula": f"observableParameter1_{name} * {key.partition('|')[0]}",
            "observableTransformation": "log10",
            "noiseFormula": f"noiseParameter1_{name}",
            "noiseDistribution": "normal",
        }
        for key, name in _groups(problem).items()
    ]
    return pd.DataFrame(rows)


def _measurements(problem: OwnData) -> pd.DataFrame:
    import pandas as pd

    ids = _groups(problem)
    rows = [
        {
            "observableId": (name := ids[f"{one.observable}|{one.group}"]),
            "preequilibrationConditionId": one.cell_line,
            "simulationConditionId": one.row,
            "measurement": 10.0**one.value,
            "time": one.hours,
            "observableParameters": f"scale_{name}",
            "noiseParameters": one.sd,
            "datasetId": one.dataset,
        }
        for one in problem.measurements
    ]
    return pd.DataFrame(rows)


def _parameters(problem: OwnData, network: Network) -> pd.DataFrame:
    import pandas as pd

    records = load_evidence().parameters
    rows: list[dict[str, Any]] = []
    for name in varied(network):
        record = records[name]
        factor = to_model(1.0, record.unit)
        ends = record.prior.at(np.array([-4.0, 4.0]), record.value) * factor
        log = isinstance(record.prior, Lognormal)
        row: dict[str, Any] = {
            "parameterId": name, "parameterScale": "log10" if log else "lin", "lowerBound": float(ends[0]),
            "upperBound": float(ends[1]), "nominalValue": record.value * factor, "estimate": 1,
            "objectivePriorType": "", "objectivePriorParameters": "",
        }  # fmt: skip
        if isinstance(record.prior, Lognormal):
            centre, width = np.log10(record.value * factor), record.prior.sd_ln / np.log(10.0)
            row |= {"objectivePriorType": "parameterScaleNormal", "objectivePriorParameters": f"{centre!r};{width!r}"}
        else:
            row |= {"objectivePriorType": "uniform", "objectivePriorParameters": f"{ends[0]!r};{ends[1]!r}"}
        rows.append(row)
    rows += [
        {
            "parameterId": f"scale_{name}", "parameterScale": "log10", "lowerBound": 1e-12, "upperBound": 1e12,
            "nominalValue": 1.0, "estimate": 1, "objectivePriorType": "", "objectivePriorParameters": "",
        }
        for name in _groups(problem).values()
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    frame["objectivePriorParameters"] = (
        frame["objectivePriorParameters"].str.replace("np.float64(", "").str.replace(")", "")
    )
    return frame


def read_petab(path: Path, network: Network) -> OwnData:
    """Read a problem whose model is `network`.

    Raises:
        PetabError: a file is missing, the model is another one, or something in it cannot be held here.
    """
    files = _files(path)
    _check_model(files["sbml_files"], network)
    conditions = _table(files["condition_files"], ("conditionId",)).set_index("conditionId")
    _check_columns(files["condition_files"], conditions, network)
    observables = {
        row["observableId"]: _observable(files["observable_files"], number, row, network)
        for number, row in enumerate(_rows(files["observable_files"], ("observableId", "observableFormula")), start=2)
    }
    return _read_measurements(files["measurement_files"], conditions, observables)


def _files(path: Path) -> dict[str, Path]:
    import yaml

    if not path.is_file():
        raise PetabError("there is no such file.", file=str(path), expected="the problem.yaml of a PEtab v1 problem")
    document = cast("dict[str, Any]", yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    if str(document.get("format_version")) not in {"1", "1.0", "1.0.0"}:
        raise PetabError("this is no PEtab problem of version 1.", file=path.name, where="format_version", expected="1")
    problems = cast("list[dict[str, list[str]]]", document.get("problems") or [{}])
    found: dict[str, Path] = {}
    for name in FILES:
        listed = problems[0].get(name) or []
        if len(problems) != 1 or len(listed) != 1:
            raise PetabError("one problem with one file of each kind is read.", file=path.name, where=name, got=listed)
        found[name] = path.parent / str(listed[0])
        if not found[name].is_file():
            raise PetabError("this file is missing.", file=path.name, where=name, got=str(listed[0]))
    return found


def _check_model(path: Path, network: Network) -> None:
    text = path.read_text(encoding="utf-8")
    if network.content_hash not in text:
        raise PetabError(
            "the model is not the network of this installation.", file=path.name, where="model name",
            expected=f"sha256 {network.content_hash[:12]}..", hint="her2sim model export writes the model",
        )  # fmt: skip


def _table(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.read_csv(path, sep="\t", dtype={"conditionId": str, "observableId": str})
    for name in columns:
        if name not in frame.columns:
            raise PetabError("a column is missing.", file=path.name, where=name, expected=", ".join(columns))
    return frame


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in _table(path, columns).to_dict("records")]


def _check_columns(path: Path, conditions: pd.DataFrame, network: Network) -> None:
    for name in (str(column) for column in conditions.columns if column != "conditionName"):
        if name not in network.parameter_index:
            raise PetabError(
                "the network has no parameter of this name.", file=path.name, where=name,
                hint=nearest(name, network.parameter_index),
            )  # fmt: skip


def _observable(path: Path, number: int, row: Mapping[str, Any], network: Network) -> tuple[str, str]:
    """(readout, whether it has a scale) of an observable."""
    name, formula = str(row["observableId"]), "".join(str(row["observableFormula"]).split())
    where = f"row {number}, {name}"
    scale = f"observableParameter1_{name}"
    parts = [part for part in formula.split("*") if part != scale]
    if len(parts) != 1 or parts[0] not in network.readouts:
        raise PetabError(
            "this formula cannot be held.", file=path.name, where=where, got=formula,
            expected=f"{scale} * <readout of the network>", hint=nearest(parts[0], network.readouts) if parts else None,
        )  # fmt: skip
    if str(row.get("observableTransformation", "lin")) != "log10":
        raise PetabError("only log10 is read.", file=path.name, where=where, got=row.get("observableTransformation"))
    if str(row.get("noiseDistribution", "normal")) not in {"normal", "nan", ""}:
        raise PetabError("only normal noise is read.", file=path.name, where=where, got=row.get("noiseDistribution"))
    if str(row.get("noiseFormula", "")).strip() != f"noiseParameter1_{name}":
        raise PetabError(
            "this noise formula cannot be held.", file=path.name, where=where, got=row.get("noiseFormula"),
            expected=f"noiseParameter1_{name}",
        )  # fmt: skip
    return parts[0], name if scale in formula else ""


def _levels(conditions: pd.DataFrame, name: str) -> dict[str, float]:
    row: Any = conditions.loc[name]
    return {str(key): float(level) for key, level in row.items() if key != "conditionName"}


def _read_measurements(path: Path, conditions: pd.DataFrame, observables: Mapping[str, tuple[str, str]]) -> OwnData:
    wanted = ("observableId", "preequilibrationConditionId", "simulationConditionId", "measurement", "time")
    found: list[Measurement] = []
    rest: dict[str, Cell] = {}
    given: dict[str, dict[str, float]] = {}
    for number, row in enumerate(_rows(path, wanted), start=2):
        where = f"row {number}"
        before, after = (str(row[f"{word}ConditionId"]) for word in ("preequilibration", "simulation"))
        for name in (before, after):
            if name not in conditions.index:
                raise PetabError(
                    "there is no such condition.", file=path.name, where=where, got=name,
                    hint=nearest(name, [str(one) for one in conditions.index]),
                )  # fmt: skip
        if row["observableId"] not in observables:
            raise PetabError("there is no such observable.", file=path.name, where=where, got=row["observableId"])
        value, sd = float(row["measurement"]), float(row.get("noiseParameters", np.nan))
        if not (value > 0 and np.isfinite(sd) and sd > 0):
            raise PetabError(
                "the measurement and its noise are numbers above 0.", file=path.name, where=where, got=(value, sd)
            )
        if not np.isfinite(float(row["time"])):
            raise PetabError("a time must be finite.", file=path.name, where=where, got=row["time"])
        readout, scale = observables[row["observableId"]]
        scale = scale and f"{scale} {row.get('observableParameters', '')}".strip()
        start, end = _levels(conditions, before), _levels(conditions, after)
        rest.setdefault(before, Cell(before, start, kind=KIND))
        given[after] = {key: level for key, level in end.items() if level != start[key]}
        found.append(
            Measurement(
                dataset=str(row.get("datasetId", "petab")), row=after, cell_line=before, drugs=(), ligands=(),
                hours=float(row["time"]), observable=readout, value=float(np.log10(value)), sd=sd, scale="log10",
                group=scale,
            )
        )  # fmt: skip
    return OwnData(tuple(found), rest, given)
