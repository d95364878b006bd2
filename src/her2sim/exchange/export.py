"""Signalling data of the registry in the form a PEtab problem is written from, and what is left out of it and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from her2sim.errors import InputError
from her2sim.evidence.reading import nearest
from her2sim.exchange.petab import why_not
from her2sim.inference.measurements import READERS, read_measurements
from her2sim.inference.measurements.form import Measurement
from her2sim.network import Network, load_network
from her2sim.studies.fit.forward import CULTURE, condition_of
from her2sim.studies.fit.lines import LineSource, is_line, line_record, score_name, spread_amounts
from her2sim.studies.fit.own_data import KIND, OwnData
from her2sim.studies.verify.cells import Cell

LEFT_OUT = "left_out.tsv"


@dataclass(frozen=True)
class LeftOut:
    """A measurement that is not part of a problem."""

    measurement: Measurement
    reason: str


def exportable(
    measurements: Sequence[Measurement], network: Network | None = None
) -> tuple[tuple[Measurement, ...], tuple[LeftOut, ...]]:
    """Those that PEtab can hold (readouts of the network at a time, no fold changes), and why the others are not."""
    known = network or load_network()
    kept: list[Measurement] = []
    left: list[LeftOut] = []
    for one in measurements:
        reason = _reason(one, known)
        if reason:
            left.append(LeftOut(one, reason))
        else:
            kept.append(one)
    return tuple(kept), tuple(left)


def _reason(one: Measurement, network: Network) -> str:
    if one.use != "fit":
        return f"it is not fitted here: {one.use}"
    if one.observable in CULTURE:
        return f"{one.observable} is computed from growth and death, outside of the network"
    if not is_line(one.cell_line):
        return "the evidence has no such cell line"
    if not one.group and not why_not(one, network):
        return "it is absolute: the scale of the registry's readouts is not that of the network"
    return why_not(one, network)


def registry_measurements(names: Sequence[str]) -> tuple[Measurement, ...]:
    """All readings of data sets of the registry.

    Raises:
        InputError: none is named, or one is not known.
    """
    known = ", ".join(READERS)
    if not names:
        raise InputError("no data set is named.", where="data", expected=known)
    for name in names:
        if name not in READERS:
            raise InputError(
                "no data set of this name is read.", where="data", expected=known, got=name, hint=nearest(name, READERS)
            )
    return read_measurements(names)


def write_left_out(left: Sequence[LeftOut], folder: Path) -> Path | None:
    """`left_out.tsv` in the folder of a problem, one row a measurement; None, and no such file, where there is none."""
    import pandas as pd

    path = folder / LEFT_OUT
    if not left:
        path.unlink(missing_ok=True)
        return None
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {
            "dataset": one.dataset, "row": one.row, "cell_line": one.cell_line,
            "treatment": " + ".join(f"{dose.name} {dose.value:g} {dose.unit}" for dose in (*one.drugs, *one.ligands)),
            "observable": one.observable, "hours": one.hours, "value": one.value, "scale": one.scale,
            "reason": item.reason,
        }
        for item in left
        for one in [item.measurement]
    ]  # fmt: skip
    pd.DataFrame(rows).to_csv(path, sep="\t", index=False)
    return path


def told(left: Sequence[LeftOut]) -> list[str]:
    """Why measurements are left out, and how many for each reason, the most frequent first."""
    counts = Counter(f"{item.measurement.dataset}: {item.reason}" for item in left)
    return [f"{number} of {reason}" for reason, number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def own_data_of(measurements: Sequence[Measurement], network: Network) -> OwnData:
    """Lines at the centre of their amounts, starved; every condition by the parameters it sets."""
    lines = sorted({line_record(one.cell_line).id for one in measurements})
    centre = {
        score_name(line, name): np.zeros(1) for line in lines for name in spread_amounts(line_record(line), network)
    }
    source = LineSource(network, 1, 0, centre)
    rest: dict[str, Cell] = {}
    given: dict[tuple[str, str], dict[str, float]] = {}
    found: list[Measurement] = []
    for one in measurements:
        cell = source.find(one.cell_line)
        made = condition_of(one, cell, one.drugs, network)
        line, added = _id(cell.name), (*made.drugs, *made.ligands)
        quantities = {**cell.quantities, **made.quantities}
        values = {key: float(np.asarray(value).reshape(-1)[0]) for key, value in quantities.items()}
        kept = {key: value for key, value in values.items() if key in network.parameter_index}
        rest.setdefault(line, Cell(line, kept, cell.doubling_h, KIND))
        name = "_".join(
            [line, *(f"{_id(item.name)}_{item.nM:.4g}nM".replace(".", "p").replace("-", "m") for item in added)]
        )
        name = name if added else f"{name}_alone"
        default = network.parameter_values
        given[line, name] = {
            item.parameter: kept.get(item.parameter, float(default[network.parameter_index[item.parameter]])) + item.nM
            for item in added
        }
        found.append(replace(one, cell_line=line, row=name, drugs=(), ligands=()))
    return OwnData(tuple(found), rest, given)


def _id(name: str) -> str:
    """A name as a PEtab identifier."""
    plain = "".join(letter if letter.isalnum() else "_" for letter in name)
    return plain if plain[0].isalpha() else f"L{plain}"
