"""Signalling data of the registry in the form a PEtab problem is written from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from her2sim.inference.measurements.form import Measurement
from her2sim.network import Network
from her2sim.studies.fit.forward import CULTURE, condition_of
from her2sim.studies.fit.lines import LineSource, is_line, line_record, score_name, spread_amounts
from her2sim.studies.fit.own_data import KIND, OwnData
from her2sim.studies.verify.cells import Cell


def exportable(measurements: Sequence[Measurement]) -> tuple[tuple[Measurement, ...], int]:
    """Those that PEtab can hold (a readout of the network at a time, not a fold change), and how many it cannot."""
    kept = tuple(
        one
        for one in measurements
        if one.use == "fit"
        and one.observable not in CULTURE
        and not one.over_start
        and not one.censored
        and one.scale == "log10"
        and one.group
        and is_line(one.cell_line)
    )
    return kept, sum(one.use == "fit" for one in measurements) - len(kept)


def own_data_of(measurements: Sequence[Measurement], network: Network) -> OwnData:
    """Lines at the centre of their amounts, starved; every condition by the parameters it sets."""
    lines = sorted({line_record(one.cell_line).id for one in measurements})
    centre = {
        score_name(line, name): np.zeros(1) for line in lines for name in spread_amounts(line_record(line), network)
    }
    source = LineSource(network, 1, 0, centre)
    rest: dict[str, Cell] = {}
    given: dict[str, dict[str, float]] = {}
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
        default = network.parameter_values
        given[name] = {
            item.parameter: kept.get(item.parameter, float(default[network.parameter_index[item.parameter]])) + item.nM
            for item in added
        }
        found.append(replace(one, cell_line=line, row=name if added else f"{name}_alone", drugs=(), ligands=()))
        if not added:
            given[f"{name}_alone"] = {}
    return OwnData(tuple(found), rest, given)


def _id(name: str) -> str:
    """A name as a PEtab identifier."""
    plain = "".join(letter if letter.isalnum() else "_" for letter in name)
    return plain if plain[0].isalpha() else f"L{plain}"
