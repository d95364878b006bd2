"""Growth and killing in culture: dose responses (CCLE), live-cell counts (Meyer laboratory), conjugates (digitised)."""

from __future__ import annotations

import numpy as np

from her2sim.inference.measurements.common import floor, line_key, noise, reader_settings, rows_of, table
from her2sim.inference.measurements.form import Dose, Measurement

_NO_DRUG = "the model has no such compound"


def read_ccle() -> tuple[Measurement, ...]:
    """Growth relative to untreated cells at eight doses (Barretina 2012); stopped at full kill, so censored at zero."""
    chosen = reader_settings()["ccle"]
    frame = table("ccle_np24_drug", "ccle_np24_dose_response_long.csv")
    found: list[Measurement] = []
    for row in frame.to_dict("records"):
        drug, dose = chosen["drugs"].get(row["compound"]), float(row["dose_uM"])
        inside = float(chosen["least_uM"]) <= dose <= float(chosen["most_uM"])
        value = float(np.clip(row["relative_growth"], 0.0, 1.2))
        found.append(
            Measurement(
                dataset="ccle_np24_drug",
                row=str(row["row"]),
                cell_line=line_key(str(row["cell_line"])),
                drugs=(Dose(drug or str(row["compound"]), 1000.0 * dose, "nM"),),
                ligands=(),
                hours=float(chosen["hours"]),
                observable="relative_viability",
                value=value,
                sd=float(np.hypot(row["activity_sd"] / 100.0, floor("relative_viability"))),
                scale="linear",
                censored="below" if value <= 0 else "",
                use=_NO_DRUG if drug is None else "fit" if inside else "dose outside of the range read",
            )
        )
    return tuple(found)


def read_meyer() -> tuple[Measurement, ...]:
    """AU565 over days: cells over those of the untreated wells of the same replicate, and the share in G1."""
    chosen = reader_settings()["meyer"]
    frame = table("meyer_au565", "au565_live_cell_phase_counts_long.csv")
    frame = frame[frame["time_h"].isin(chosen["hours"])]
    well = ["cell_line", "drug", "replicate", "time_h"]
    control = frame[frame["dose_nM"].eq(0)].groupby(well)["relative_cell_number"].mean().rename("control")
    frame = frame[frame["dose_nM"].gt(0)].join(control, on=well)
    frame = frame.assign(
        relative_viability=np.log10(frame["relative_cell_number"] / frame["control"]),
        G1_share=1.0 - frame["percent_SG2"] / 100.0,
    )
    same = ["cell_line", "drug", "dose_nM", "time_h"]
    found: list[Measurement] = []
    for observable, scale, kind in (
        ("relative_viability", "log10", "log10 viability"),
        ("G1_share", "linear", "G1_share"),
    ):
        sd = noise([list(group) for _, group in frame.groupby(same)[observable]], kind)
        for key, part in frame.groupby(same, sort=True):
            drug = chosen["drugs"].get(key[1])
            found.append(
                Measurement(
                    dataset="meyer_au565",
                    row=rows_of(list(part["row"])),
                    cell_line=line_key(str(key[0])),
                    drugs=(Dose(drug or str(key[1]), float(key[2]), "nM"),),
                    ligands=(),
                    hours=float(key[3]),
                    observable=observable,
                    value=float(part[observable].mean()),
                    sd=sd / np.sqrt(len(part)),
                    scale=scale,
                    use="fit" if drug else _NO_DRUG,
                )
            )
    return tuple(found)


def read_adc() -> tuple[Measurement, ...]:
    """Viability under conjugates, digitised by others."""
    chosen = reader_settings()["adc"]
    frame = table("adc_pk_and_invitro", "her2_adc_invitro_viability.csv")
    found: list[Measurement] = []
    for row in frame.to_dict("records"):
        known = chosen["datasets"].get(row["dataset"])
        found.append(
            Measurement(
                dataset="adc_pk_and_invitro",
                row=str(row["row"]),
                cell_line=known["line"] if known else str(row["dataset"]),
                drugs=(Dose(known["drug"] if known else str(row["adc"]), float(row["dose"]), "ug/mL"),),
                ligands=(),
                hours=float(known["hours"]) if known else float("nan"),
                observable="relative_viability",
                value=float(row["value"]),
                sd=float(chosen["sd"]),
                scale="linear",
                use="fit" if known else "no such conjugate or readout in the model",
            )
        )
    return tuple(found)
