"""The measurements that calibrate the assays, read from the data registry and matched by line.

ELISA values at the floor of the table are below detection. The floor is not the limit: it stands far below the smallest
value any line shows (MET: 326 and 12,695 molecules a cell): a line at the floor is only known to lie below that value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from her2sim.case.assays.settings import Settings
from her2sim.evidence import load_evidence
from her2sim.evidence.cells import plain_name
from her2sim.evidence.datasets import dataset_file

ANCHORS = ("hass2017",)
"""counts that anchor the scale though the evidence room marks them with caution, as their unit is inferred"""


@dataclass(frozen=True)
class Elisa:
    """Receptors of the lines by ELISA: ln(molecules per cell), or None where below detection."""

    levels: Mapping[str, Mapping[str, float | None]]
    """gene -> line -> level"""
    molecules_per_pg: Mapping[str, float]

    def lines(self) -> tuple[str, ...]:
        """Every line, in the order of its name."""
        return tuple(sorted({line for lines in self.levels.values() for line in lines}))


@dataclass(frozen=True)
class Measured:
    """All that the regressions are fitted to."""

    elisa: Elisa
    values: Mapping[str, Mapping[str, Mapping[str, float]]]
    """assay -> gene -> line -> value in log2"""
    repeat_sd: Mapping[str, float]
    """assay -> pooled standard deviation of repeats of a line, log2"""


def table(chosen: Settings, name: str) -> Any:
    """One table of the registry as a data frame; text stays text."""
    import pandas as pd

    return pd.read_csv(dataset_file(*chosen.files[name]), low_memory=False)


def line_name(name: str, chosen: Settings) -> str:
    """The one name a line goes by in every table."""
    plain = plain_name(name)
    return chosen.aliases.get(plain, plain)


def read_measured(chosen: Settings) -> Measured:
    """ELISA levels, RNA and mass spectrometry of the lines.

    Raises:
        DataSetError: the registry lacks a table.
    """
    mass_spec, repeat_sd = _mass_spec(chosen)
    return Measured(_elisa(chosen), {"rna": _rna(chosen), "mass_spec": mass_spec}, {"mass_spec": repeat_sd})


def _elisa(chosen: Settings) -> Elisa:
    weights, counts = table(chosen, "elisa"), table(chosen, "molecules")
    lines = [line_name(str(key), chosen) for key in counts["cell_line_key"]]
    if lines != [line_name(str(key), chosen) for key in weights["cell_line_key"]]:
        raise ValueError("the two ELISA tables do not list the same lines")
    columns = [name for name in weights.columns if weights[name].dtype.kind == "f"]
    lowest = {name: float(weights[name].min()) for name in columns}
    levels: dict[str, dict[str, float | None]] = {}
    per_pg: dict[str, float] = {}
    for gene, receptor in chosen.receptors.items():
        picograms = np.asarray(weights[receptor.elisa], dtype=np.float64)
        molecules = np.asarray(counts[receptor.molecules], dtype=np.float64)
        floor = _floor(picograms, receptor.elisa, lowest)
        per_pg[gene] = float(np.median(molecules / 10.0**picograms))
        levels[gene] = {
            line: None if floor is not None and weight <= floor else float(np.log(count))
            for line, weight, count in zip(lines, picograms, molecules, strict=True)
        }
    return Elisa(levels, per_pg)


def _floor(values: Any, name: str, lowest: Mapping[str, float]) -> float | None:
    """The column's minimum, if it recurs: in the column, or as the minimum of another one."""
    low = float(np.min(values))
    recurs = int(np.sum(values == low)) > 1 or any(low == other for key, other in lowest.items() if key != name)
    return low if recurs else None


def _rna(chosen: Settings) -> dict[str, dict[str, float]]:
    frame = table(chosen, "rna").set_index("gene").drop(columns="ensembl_gene_id")
    lines = [line_name(str(name).removesuffix("_BREAST"), chosen) for name in frame.columns]
    return {
        gene: dict(zip(lines, np.log2(np.asarray(frame.loc[gene], dtype=np.float64) + 1).tolist(), strict=True))
        for gene in chosen.assays["rna"]
    }


def _mass_spec(chosen: Settings) -> tuple[dict[str, dict[str, float]], float]:
    frame = table(chosen, "mass_spec")
    frame["line"] = [line_name(str(key), chosen) for key in frame["cell_line_key"]]
    found: dict[str, dict[str, float]] = {}
    squares, freedom = 0.0, 0
    for gene in chosen.assays["mass_spec"]:
        groups = frame[frame["gene"] == gene].dropna(subset=["log2_ratio_to_bridge"]).groupby("line")
        ratios = {str(line): np.asarray(group["log2_ratio_to_bridge"], dtype=np.float64) for line, group in groups}
        found[gene] = {line: float(values.mean()) for line, values in ratios.items()}
        squares += sum(float(np.sum((values - values.mean()) ** 2)) for values in ratios.values())
        freedom += sum(len(values) - 1 for values in ratios.values())
    return found, (squares / freedom) ** 0.5


def counted_receptors(chosen: Settings) -> dict[str, dict[str, dict[str, float]]]:
    """Counted receptors of lines, from the evidence room: gene -> line -> source -> ln(molecules per cell).

    Only what was read in its source and is usable, or is of `ANCHORS`.
    """
    found: dict[str, dict[str, dict[str, float]]] = {}
    for record in load_evidence().quantities:
        fit = record.status == "read" and (record.usable == "yes" or set(record.references) & set(ANCHORS))
        if record.kind != "receptors" or record.value is None or record.gene not in chosen.receptors or not fit:
            continue
        lines = found.setdefault(record.gene, {}).setdefault(line_name(record.cell_line, chosen), {})
        lines[record.references[0]] = float(np.log(record.value))
    return found
