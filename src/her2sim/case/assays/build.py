"""Calibrates the assays and writes `case/data/assays.yaml`.

    python -m her2sim.case.assays.build [--check]          # needs HER2SIM_DATA

The file holds coefficients, their covariance and counts of lines, no row of anyone's data. Nothing is random.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml

from her2sim.case.assays.calibration import NAME, Calibration, Receptor, rounded, to_plain
from her2sim.case.assays.held_out import (
    NONE,
    against_counts,
    fit_all,
    leave_one_line_out,
    limits,
    scores,
)
from her2sim.case.assays.measured import Measured, counted_receptors, read_measured, table
from her2sim.case.assays.population import fit_cohort
from her2sim.case.assays.scale import Counts, count_sd, fit_scales, ratios
from her2sim.case.assays.settings import Settings, settings, settings_bytes
from her2sim.case.assays.stain import Ordinal, fit_ordinal, read_stains, usual_shares
from her2sim.evidence.datasets import DATA_SETS, dataset_file, digest

FILE = Path(__file__).resolve().parents[1] / "data" / NAME
HEAD = """\
# Calibrated assays: written by `python -m her2sim.case.assays.build`, not by hand. What it means: docs/assays.md.
# Levels are ln(molecules per cell by ELISA); counted molecules are lower by the factor of `scales` (ln). Every
# number is derived from the data sets named, with the choices of case/assays/settings.yaml.
"""


def calibrate(chosen: Settings, measured: Measured, counts: Counts) -> Calibration:
    """Everything the readings need, from the measurements."""
    limit = limits(measured)
    fits = fit_all(measured, chosen)
    return Calibration(
        receptors={
            gene: Receptor(receptor.quantity, measured.elisa.molecules_per_pg[gene], math.exp(limit[gene]))
            for gene, receptor in chosen.receptors.items()
        },
        scales=fit_scales(ratios(measured.elisa, counts), chosen.scale),
        count_sd=count_sd(counts)[0],
        below_sd=chosen.scale["below"].value,
        regressions={assay: genes for assay, genes in fits.items() if assay != NONE},
        stains=_stains(chosen),
        cohorts={"metabric": fit_cohort(table(chosen, "microarray"))},
        transfer={assay: float(body["value"]) for assay, body in chosen.transfer.items()},
        references=chosen.references,
    )


def _stains(chosen: Settings) -> dict[str, Ordinal]:
    clinical, rppa, copies = (table(chosen, name) for name in ("clinical", "rppa", "copies"))
    values = {
        "rppa": _by_patient(rppa["bcr_patient_barcode"], rppa["HER2"]),
        "copy_number": _by_patient(copies["Sample"], copies["ERBB2"]),
    }
    ratios_of = [_number(text) for text in clinical["HER2_CEP17_ratio"]]
    patients = [str(key) for key in clinical["patient_barcode"]]
    values["ish_ratio"] = {key: math.log2(ratio) for key, ratio in zip(patients, ratios_of, strict=True) if ratio > 0}
    usual, prior = usual_shares(clinical), chosen.stain["slope"]
    return {assay: fit_ordinal(*read_stains(clinical, found), usual, prior) for assay, found in values.items()}


def _number(text: Any) -> float:
    """The number a cell of a table holds, or NaN."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _by_patient(samples: Any, values: Any) -> dict[str, float]:
    """Value of the primary tumour (sample type 01) of every patient; the first aliquot counts."""
    found: dict[str, float] = {}
    for sample, value in zip(samples, values, strict=True):
        if str(sample)[13:15] == "01" and math.isfinite(float(value)):
            found.setdefault(str(sample)[:12].lower(), float(value))
    return found


def build() -> str:
    """The text of `assays.yaml`.

    Raises:
        DataSetError: the registry lacks a table.
    """
    chosen = settings()
    measured, counts = read_measured(chosen), counted_receptors(chosen)
    checks = {
        "leave_one_line_out": [asdict(one) for one in scores(leave_one_line_out(measured, chosen))],
        "against_counts": asdict(against_counts(measured, counts, chosen)),
        "repeat_sd": dict(measured.repeat_sd),
        "lines_counted_twice": count_sd(counts)[1],
    }
    data = {
        "method": chosen.method,
        "settings_sha256": hashlib.sha256(settings_bytes()).hexdigest(),
        "counts_sha256": _digest_of(counts),
        "data": _sources(chosen),
        "calibration": to_plain(calibrate(chosen, measured, counts)),
        "checks": rounded(checks),
    }
    return HEAD + yaml.safe_dump(data, sort_keys=False, width=140, allow_unicode=True, default_flow_style=None)


def _digest_of(counts: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(rounded(counts), sort_keys=True).encode()).hexdigest()


def _sources(chosen: Settings) -> list[dict[str, str]]:
    return [
        {
            "data_set": name,
            "file": file,
            "sha256": digest(dataset_file(name, file)),
            "citation": DATA_SETS[name].citation,
            "licence": DATA_SETS[name].licence,
        }
        for name, file in chosen.files.values()
    ]


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or with `--check` say whether it is what the data give."""
    parser = argparse.ArgumentParser(description="Calibrate the assays on the data of HER2SIM_DATA.")
    parser.add_argument("--check", action="store_true", help="compare with the shipped file, write nothing")
    check = bool(parser.parse_args(arguments).check)
    text = build()
    if not check:
        FILE.write_text(text, "utf-8")
        return 0
    same = FILE.is_file() and FILE.read_text("utf-8") == text
    sys.stdout.write(f"{NAME} is {'' if same else 'not '}what the data give\n")
    return 0 if same else 6


if __name__ == "__main__":
    sys.exit(main())
