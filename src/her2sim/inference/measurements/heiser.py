"""Growth-rate metrics of breast lines (heiser2012, hafner2017): fitted curves read at a few doses, and their areas.

The doses are not in the file: nine, fivefold apart (heiser2012); the highest of each drug was inferred from the areas.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.inference.measurements.common import line_key, noise, reader_settings, rows_of, table
from her2sim.inference.measurements.form import Dose, Measurement

Floats = NDArray[np.float64]

_WORDS = {"drugs": "fit", "stand_ins": "class stand-in"}


def read_heiser() -> tuple[Measurement, ...]:
    """GR at some doses (to fit) and GR_AOC (to score), replicates of a line and drug pooled."""
    frame = table("heiser_lincs_gr", "heiser_gr_metrics.csv")
    frame["line"] = [line_key(str(name)) for name in frame["cell_line_key"]]
    found: list[Measurement] = []
    for kind, use in _WORDS.items():
        for name, drug in reader_settings()["heiser"][kind].items():
            found += _of_drug(frame[frame["Perturbagen_Name"].eq(name)], str(name), drug, use)
    found += _growing(frame)
    known = {name for kind in _WORDS for name in reader_settings()["heiser"][kind]}
    return (*found, *_unused(frame[~frame["Perturbagen_Name"].isin(known)]))


def gr_curve(doses: Floats, row: Any) -> Floats:
    """GR of a fitted curve at doses in the unit of its GEC50: GRinf + (1 - GRinf)/(1 + (dose/GEC50)**Hill).

    Source: Hafner et al. 2016, Nat Methods 13:521 (doi 10.1038/nmeth.3853).
    """
    low, half, hill = float(row["GRinf"]), float(row["GEC50"]), float(row["GR_Hill_Coeff"])
    if hill == 0 or not np.isfinite(half):  # flat: the file's GRinf is that of the highest dose, the area is the mean
        return np.full(doses.shape, 1.0 - float(row["GR_AOC"]))
    return low + (1.0 - low) / (1.0 + (doses / half) ** hill)


def area_doses(top: float) -> Floats:
    """The doses of the assay below and at its highest."""
    chosen = reader_settings()["heiser"]
    steps = np.arange(int(chosen["doses"]), dtype=np.float64)[::-1]
    return np.asarray(top / float(chosen["dilution"]) ** steps, dtype=np.float64)


def aoc(gr: Floats) -> Floats:
    """Mean of 1 - GR over evenly spaced logarithms of doses, last axis."""
    missed = 1.0 - gr
    return (0.5 * (missed[..., 1:] + missed[..., :-1])).mean(axis=-1)


def _of_drug(part: Any, name: str, drug: Any, use: str) -> list[Measurement]:
    usable = part[part["GR_Hill_Coeff"].eq(0) | part["GR_r2"].ge(float(reader_settings()["heiser"]["least_r2"]))]
    found: list[Measurement] = []
    if use == "fit":
        at = np.array(drug["at"], dtype=np.float64)
        curves = {
            line: np.array([gr_curve(at, row) for row in rows.to_dict("records")])
            for line, rows in usable.groupby("line")
        }
        sd = noise([list(column) for values in curves.values() for column in values.T], "GR")
        for line, values in curves.items():
            rows = rows_of(list(usable[usable["line"].eq(line)]["row"]))
            for place, dose in enumerate(at):
                level, error = float(values[:, place].mean()), sd / np.sqrt(len(values))
                found.append(_measured(line, rows, drug, float(dose), "GR", level, error, use))
    sd = noise([list(group) for _, group in part.groupby("line")["GR_AOC"]], "GR")
    for line, rows in part.groupby("line"):
        value, error = float(rows["GR_AOC"].mean()), sd / np.sqrt(len(rows))
        word = "score" if use == "fit" else f"{use}: {name}"
        found.append(
            _measured(str(line), rows_of(list(rows["row"])), drug, float(drug["top"]), "GR_AOC", value, error, word)
        )
    return found


def _measured(
    line: str, rows: str, drug: Any, dose: float, observable: str, value: float, sd: float, use: str
) -> Measurement:
    given = Dose(drug["drug"], dose * float(drug.get("potency", 1.0)) * 1000.0, "nM")
    hours = float(reader_settings()["heiser"]["hours"])
    return Measurement("heiser_lincs_gr", rows, line, (given,), (), hours, observable, value, sd, "linear", use=use)


def _growing(frame: Any) -> list[Measurement]:
    """Untreated lines grow: each is asked for at least a share of the greatest drive to divide, in its usual medium."""
    chosen = reader_settings()["heiser"]["growing"]
    rates = frame.groupby("line")["Nominal_Div_Rate"].median()
    return [
        Measurement(
            "heiser_lincs_gr", "Nominal_Div_Rate", str(line), (), (), 0.0, "division_drive",
            float(chosen["division_drive"]), float(chosen["sd"]), "linear", censored="above",
        )
        for line, rate in rates.items()
        if rate > 0
    ]  # fmt: skip


def _unused(part: Any) -> tuple[Measurement, ...]:
    """Rows of compounds that the model does not have, one each, so that nothing is lost from sight."""
    return tuple(
        Measurement(
            "heiser_lincs_gr", str(row["row"]), row["line"], (Dose(row["Perturbagen_Name"], 0.0, "nM"),), (), 72.0,
            "GR_AOC", float(row["GR_AOC"]), float("nan"), "linear", use="the model has no such compound",
        )
        for row in part.to_dict("records")
    )  # fmt: skip
