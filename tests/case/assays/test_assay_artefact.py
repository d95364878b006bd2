"""The shipped calibration: what the data give, as well as it says, and nobody's rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from tests.meta.tree import ROOT

from her2sim.case.assays import build
from her2sim.case.assays.calibration import calibration, from_plain, to_plain
from her2sim.case.assays.held_out import Score, as_table, leave_one_line_out
from her2sim.case.assays.measured import Elisa, Measured, counted_receptors, line_name
from her2sim.case.assays.settings import Settings, settings
from her2sim.case.data import read_data
from her2sim.evidence import load_evidence
from her2sim.evidence.datasets import DATA_SETS, DataSetError, dataset_file

TEXT = build.FILE.read_text("utf-8")


def on_this_machine(name: str, file: str) -> Any:
    try:
        return dataset_file(name, file)
    except DataSetError as missing:
        pytest.skip(str(missing.problem))


def test_the_shipped_file_is_what_the_data_give() -> None:
    for name, file in settings().files.values():
        on_this_machine(name, file)
    assert build.build() == TEXT


def test_the_plain_form_loses_nothing() -> None:
    assert from_plain(to_plain(calibration())) == calibration()


def scores() -> list[Score]:
    return [Score(**row) for row in read_data("assays.yaml")["checks"]["leave_one_line_out"]]


@pytest.mark.parametrize("gene", ["EGFR", "ERBB2", "ERBB3", "MET", "IGF1R", "EPHA2"])
def test_lines_left_out_fall_into_the_interval_as_often_as_it_says(gene: str) -> None:
    found = [one for one in scores() if one.gene == gene and one.assay != "none"]
    assert {one.assay for one in found} > {"best"}
    for one in found:
        assert 0.80 <= one.coverage <= 0.98
        assert 0.80 <= one.coverage_detected <= 0.98


def test_an_assay_tells_more_than_no_assay() -> None:
    by_key = {(one.gene, one.assay): one for one in scores()}
    for (gene, assay), one in by_key.items():
        if assay != "none" and gene != "ERBB4":
            assert one.rmse < 0.75 * by_key[gene, "none"].rmse
            assert one.width < by_key[gene, "none"].width


def test_counted_receptors_of_lines_left_out_fall_into_the_interval() -> None:
    found = read_data("assays.yaml")["checks"]["against_counts"]
    assert found["pairs"] >= 15
    assert 0.80 <= found["coverage"] <= 0.98


def test_the_page_shows_the_figures_of_the_file() -> None:
    page = (ROOT / "docs" / "assays.md").read_text("utf-8")
    assert as_table(scores()) in page
    for gene, factor in calibration().scales.factors.items():
        assert f"| {gene} | {np.exp(factor.mean):.1f} | {factor.sd:.2f} | {factor.lines} |" in page


def test_the_file_holds_no_line_and_names_every_data_set() -> None:
    plain = TEXT.lower().replace("-", "")
    for line in load_evidence().cell_lines.values():
        for name in line.names:
            assert name.lower().replace("-", "") not in plain
    assert {row["data_set"] for row in read_data("assays.yaml")["data"]} <= set(DATA_SETS)
    assert "tcga-" not in TEXT.lower()


def test_counts_of_the_evidence_are_those_of_the_flow_table() -> None:
    import pandas as pd

    frame = pd.read_csv(on_this_machine("hass2017_rtk", "hass2017_rtk_timecourses_wide.csv"), low_memory=False)
    columns = {"EGFR": "EGFR", "ERBB2": "ErbB2", "ERBB3": "ErbB3", "IGF1R": "IGF1R", "MET": "Met"}
    rows = frame[frame["Cellline"] == "BT20"]
    counts = counted_receptors(settings())
    for gene, column in columns.items():
        counted = np.exp(counts[gene]["bt20"]["hass2017"])
        assert counted == pytest.approx(
            1e4 * rows[f"FACS_{column}"].dropna().iloc[0], rel=0.01
        )  # the file's unit is 1e4 a cell


def test_lines_go_by_one_name_in_every_table() -> None:
    chosen = settings()
    for names in (("MCF7__b", "MCF-7", "MCF7B"), ("SK-BR-3__a", "SKBR3"), ("MDA-MB-134-VI", "MDAMB134", "MDAMB134VI")):
        assert len({line_name(name, chosen) for name in names}) == 1


def synthetic(first_level: float) -> tuple[Measured, Settings]:
    rng = np.random.default_rng(2)
    names = [f"line{i:02d}" for i in range(12)]
    values = {gene: dict(zip(names, rng.uniform(-3, 3, 12).tolist(), strict=True)) for gene in ("EGFR", "MET")}
    levels: dict[str, dict[str, float | None]] = {
        gene: {name: 11 + 0.8 * x + 0.4 * float(rng.standard_normal()) for name, x in by.items()}
        for gene, by in values.items()
    }
    levels["EGFR"]["line00"] = first_level
    chosen = settings()
    few = {gene: chosen.receptors[gene] for gene in values}
    found = Measured(Elisa(levels, dict.fromkeys(values, 4e6)), {"mass_spec": values}, {})
    return found, Settings(
        chosen.method,
        few,
        {"mass_spec": tuple(values)},
        chosen.references,
        chosen.files,
        {},
        chosen.regression,
        chosen.scale,
        chosen.transfer,
        chosen.stain,
    )


def test_a_line_left_out_has_no_say_in_its_own_prediction() -> None:
    held = [leave_one_line_out(*synthetic(level)) for level in (8.0, 14.0)]
    low, high = ({(one.gene, one.line, one.assay): one for one in found} for found in held)
    key = ("EGFR", "line00", "mass_spec")
    assert low[key].predicted == high[key].predicted
    assert low[key].limit == high[key].limit
    others = ("EGFR", "line01", "mass_spec")
    assert low[others].predicted != high[others].predicted
