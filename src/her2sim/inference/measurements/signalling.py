"""Signalling over time: blots (pasmopy), microarrays (Hass 2017), ELISA (Niepel 2013), phase arrays (HPN-DREAM)."""

from __future__ import annotations

from typing import Any

import numpy as np

from her2sim.inference.measurements.common import floor, line_key, noise, reader_settings, rows_of, table
from her2sim.inference.measurements.form import Dose, Measurement

_NO_READOUT, _NO_LIGAND, _TIME = "no readout in the network", "no such ligand in the model", "time left out"


def read_pasmopy() -> tuple[Measurement, ...]:
    """Western blots under 10 nM EGF or HRG; a blot (line, observable, replicate) has a scale of its own."""
    chosen = reader_settings()["pasmopy"]
    frame = table("pasmopy_erbb", "pasmopy_western_blot_long.csv")
    frame["log"] = np.log10(np.maximum(frame["band_intensity"], 1.0))
    frame["centred"] = frame["log"] - frame.groupby(["cell_line", "observable", "replicate"])["log"].transform("mean")
    same = ["cell_line", "observable", "ligand", "time_min"]
    sd = noise([list(group) for _, group in frame.groupby(same)["centred"]], "log10")
    found: list[Measurement] = []
    for row in frame.to_dict("records"):
        readout = chosen["observables"].get(row["observable"])
        found.append(
            Measurement(
                dataset="pasmopy_erbb",
                row=str(row["row"]),
                cell_line=line_key(row["cell_line"]),
                drugs=(),
                ligands=(Dose(chosen["ligands"][row["ligand"]], float(chosen["dose_nM"]), "nM"),),
                hours=float(row["time_min"]) / 60.0,
                observable=readout or row["observable"],
                value=float(row["log"]),
                sd=sd,
                scale="log10",
                group=f"pasmopy {row['cell_line']} {row['observable']} {row['replicate']}",
                use="fit" if readout else _NO_READOUT,
            )
        )
    return tuple(found)


def read_hass() -> tuple[Measurement, ...]:
    """Time courses under five ligands; a line and observable of one file share a scale."""
    chosen = reader_settings()["hass"]
    frame = table("hass2017_rtk", "hass2017_rtk_timecourses_long.csv")
    frame = frame[~frame["observable"].str.startswith(("FACS", "t")) & frame["value"].gt(0)]
    levels = list(chosen["ligands"])
    frame = frame.assign(log=np.log10(frame["value"]))
    same = ["Cellline", "observable", "time_min", *levels]
    sd = {
        name: noise([list(group) for _, group in part.groupby(same)["log"]], "log10")
        for name, part in frame.groupby("observable")
    }
    found: list[Measurement] = []
    for key, part in frame.groupby(same, sort=True):
        line, observable, minutes = str(key[0]), str(key[1]), float(key[2])
        ligands = tuple(
            Dose(chosen["ligands"][name], float(level), "nM")
            for name, level in zip(levels, key[3:], strict=True)
            if level > 0
        )
        readout = chosen["observables"].get(observable)
        use = _NO_READOUT if readout is None else "fit" if minutes in chosen["minutes"] else _TIME
        found.append(
            Measurement(
                dataset="hass2017_rtk",
                row=rows_of(list(part["row"])),
                cell_line=line_key(line),
                drugs=(),
                ligands=ligands,
                hours=minutes / 60.0,
                observable=readout or observable,
                value=float(part["log"].mean()),
                sd=sd[observable] / np.sqrt(len(part)),
                scale="log10",
                group=f"hass {line} {observable}",
                use=use,
            )
        )
    return tuple(found)


def read_niepel() -> tuple[Measurement, ...]:
    """Fold changes over the untreated cells, two doses, three times; 0 in the file means no change beyond noise."""
    chosen = reader_settings()["niepel"]
    least = float(chosen["no_change"])
    frame = table("niepel_rtk", "niepel_ligand_response_foldchange_long.csv").dropna(subset=["log10_fold_change"])
    same = ["cell_line_key", "readout", "ligand", "dose_ng_per_ml", "time_min"]
    groups = frame.groupby(same)["log10_fold_change"]
    sd = noise([list(group) for _, group in groups], "log10")
    found: list[Measurement] = []
    for key, part in frame.groupby(same, sort=True):
        line, readout, ligand, dose, minutes = (str(key[0]), str(key[1]), str(key[2]), float(key[3]), float(key[4]))
        known, value = chosen["ligands"].get(ligand), float(part["log10_fold_change"].mean())
        found.append(
            Measurement(
                dataset="niepel_rtk",
                row=rows_of(list(part["row"])),
                cell_line=line_key(line),
                drugs=(),
                ligands=(Dose(known or ligand, dose, "ng/mL"),),
                hours=minutes / 60.0,
                observable=chosen["observables"][readout],
                value=max(value, least),
                sd=sd / np.sqrt(len(part)),
                scale="log10",
                over_start=True,
                censored="below" if value < least else "",
                use="fit" if known else _NO_LIGAND,
            )
        )
    return tuple(found)


def read_hpn() -> tuple[Measurement, ...]:
    """Reverse-phase arrays, no inhibitor; a line and antibody share a scale. Time 0 stands once in the fit."""
    chosen = reader_settings()["hpn"]
    frame = table("hpn_dream", "hpn_dream_rppa_long.csv")
    frame = frame[frame["rppa_linear"].gt(0) & (frame["ligand"].ne("none") | frame["time_min"].eq(0))]
    return tuple(_hpn(row, chosen) for row in frame.to_dict("records"))


def _hpn(row: dict[str, Any], chosen: Any) -> Measurement:
    readout, ligand = chosen["observables"].get(row["antibody"]), chosen["ligands"].get(row["ligand"])
    start = float(row["time_min"]) == 0
    repeated = start and row["ligand"] != "none"
    lost = "time 0 is one well for all ligands" if repeated else _NO_LIGAND if not ligand and not start else ""
    return Measurement(
        dataset="hpn_dream",
        row=str(row["row"]),
        cell_line=line_key(row["cell_line"]),
        drugs=(),
        ligands=(Dose(ligand, float(chosen["dose"]["value"]), chosen["dose"]["unit"]),) if ligand else (),
        hours=float(row["time_min"]) / 60.0,
        observable=readout or row["antibody"],
        value=float(np.log10(row["rppa_linear"])),
        sd=max(float(chosen["replicate_sd"]), floor("log10")),
        scale="log10",
        group=f"hpn {row['cell_line']} {row['antibody']}",
        use=_NO_READOUT if readout is None else lost or "fit",
    )
