"""Readers of the calibration data, on made-up tables; and on the real ones where they are."""

import os

import numpy as np
import pandas as pd
import pytest

from her2sim.evidence import load_evidence
from her2sim.evidence.datasets import DataSetError
from her2sim.inference.measurements import READERS, describe, read_measurements
from her2sim.inference.measurements.common import line_key, noise, pooled_sd
from her2sim.inference.measurements.heiser import aoc, area_doses, gr_curve
from her2sim.network import load_network
from her2sim.studies.fit.forward import CULTURE
from her2sim.tumour.culture import culture_defaults, known_compounds

REAL = os.environ.get("HER2SIM_DATA", "")
needs_data = pytest.mark.skipif(not REAL, reason="the measurements are not here (HER2SIM_DATA)")


@pytest.fixture
def registry(tmp_path, monkeypatch):
    monkeypatch.setenv("HER2SIM_DATA", str(tmp_path))

    def write(dataset, file, rows):
        (tmp_path / dataset).mkdir(exist_ok=True)
        pd.DataFrame(rows).to_csv(tmp_path / dataset / file, index=False)

    return write


def test_blots_keep_their_scale_and_their_replicates(registry):
    registry("pasmopy_erbb", "pasmopy_western_blot_long.csv", [
        {"cell_line": "bt474", "observable": name, "ligand": ligand, "replicate": number, "time_min": minutes,
         "band_intensity": 10.0 ** (number + minutes / 10)}
        for name in ("pAkt", "pcMyc") for ligand in ("EGF", "HRG") for number in (1, 2) for minutes in (0, 5)
    ])  # fmt: skip
    found = read_measurements(("pasmopy_erbb",))
    used = [one for one in found if one.use == "fit"]
    assert len(found) == 16
    assert len(used) == 8
    assert {one.observable for one in used} == {"pAKT"}
    assert {one.ligands[0].name for one in used} == {"EGF", "NRG1"}
    assert len({one.group for one in used}) == 2
    assert used[0].sd >= 0.05
    assert {one.use for one in found} == {"fit", "no readout in the network"}


def test_folds_that_were_not_seen_are_at_most_the_least_that_is_seen(registry):
    registry("niepel_rtk", "niepel_ligand_response_foldchange_long.csv", [
        {"cell_line_key": "MCF7", "readout": "pErk", "ligand": ligand, "dose_ng_per_ml": 100.0, "time_min": 10.0,
         "log10_fold_change": value}
        for ligand, value in (("HRG", 0.0), ("EGF", 1.0), ("EGF", 1.4), ("SCF", 0.3))
    ])  # fmt: skip
    found = {one.ligands[0].name: one for one in read_measurements(("niepel_rtk",))}
    assert found["EGF"].value == pytest.approx(1.2)
    assert found["EGF"].over_start
    assert (found["NRG1"].censored, found["NRG1"].value) == ("below", 0.1)
    assert found["SCF"].use == "no such ligand in the model"


def heiser_row(line, drug, replicate, low, half, hill, area, r2=0.95):
    return {"cell_line_key": line, "Perturbagen_Name": drug, "Replicate_ID": replicate, "GRinf": low, "GEC50": half,
            "GR_Hill_Coeff": hill, "GR_AOC": area, "GR_r2": r2, "Nominal_Div_Rate": 1.2}  # fmt: skip


def test_growth_rate_curves_are_read_at_doses_and_their_areas_kept(registry):
    registry("heiser_lincs_gr", "heiser_gr_metrics.csv", [
        heiser_row("BT474", "Lapatinib", 1, -0.5, 0.15, 1.0, 0.4),
        heiser_row("BT474", "Lapatinib", 2, -0.3, 0.15, 1.0, 0.5),
        heiser_row("MCF7", "Lapatinib", 3, 0.9, np.inf, 0.0, 0.2),
        heiser_row("MCF7", "Lapatinib", 4, -0.9, 3.0, 1.0, 0.1, r2=0.2),
        heiser_row("MCF7", "Nutlin 3a", 5, 0.9, np.inf, 0.0, 0.1),
        heiser_row("MCF7", "Selumetinib", 6, 0.5, 1.0, 1.0, 0.2),
    ])  # fmt: skip
    found = read_measurements(("heiser_lincs_gr",))
    at = [one for one in found if one.observable == "GR" and one.cell_line == "BT474" and one.drugs[0].value == 150.0]
    assert at[0].value == pytest.approx(np.mean([(1 - 0.5) / 2, (1 - 0.3) / 2]))
    flat = [one for one in found if one.observable == "GR" and one.cell_line == "MCF7"]
    assert {one.value for one in flat} == {0.8}  # the bad fit is left out, the flat one is the level of its area
    areas = {(one.cell_line, one.use): one for one in found if one.observable == "GR_AOC"}
    assert areas["BT474", "score"].value == pytest.approx(0.45)
    assert areas["MCF7", "class stand-in: Selumetinib"].drugs[0].name == "trametinib"
    assert areas["MCF7", "the model has no such compound"].drugs[0].name == "Nutlin 3a"
    growing = [one for one in found if one.observable == "division_drive"]
    assert {one.censored for one in growing} == {"above"}


def test_growth_after_full_kill_is_censored(registry):
    row = {"ccle_name": "X", "cell_line": "BT-474", "compound": "Lapatinib", "target": "", "activity_sd": 5.0}
    registry("ccle_np24_drug", "ccle_np24_dose_response_long.csv", [
        {**row, "dose_uM": dose, "activity_percent": 100 * (value - 1), "relative_growth": value}
        for dose, value in ((0.0025, 1.0), (0.25, 0.4), (2.53, -0.1))
    ])  # fmt: skip
    found = read_measurements(("ccle_np24_drug",))
    assert [one.use == "fit" for one in found] == [False, True, True]
    assert [one.censored for one in found] == ["", "", "below"]
    assert found[1].drugs[0].value == pytest.approx(250.0)


def test_a_missing_data_set_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("HER2SIM_DATA", str(tmp_path))
    with pytest.raises(DataSetError, match="hass2017_rtk"):
        read_measurements(("hass2017_rtk",))


def test_the_area_over_a_flat_curve_is_its_distance_from_one():
    row = {"GRinf": 0.3, "GEC50": np.inf, "GR_Hill_Coeff": 0.0, "GR_AOC": 0.7}
    assert aoc(gr_curve(area_doses(10.0), row)) == pytest.approx(0.7)
    doses = area_doses(390625.0)
    assert (len(doses), doses[0], doses[-1]) == (9, 1.0, 390625.0)


def test_noise_is_pooled_within_replicates_and_has_a_floor():
    assert pooled_sd([[1.0, 3.0], [5.0, 5.0]]) == pytest.approx(1.0)
    assert noise([[1.0], [2.0]], "GR") == pytest.approx(0.08)
    assert noise([[1.0, 3.0]], "GR") == pytest.approx(np.sqrt(2.0))


@pytest.mark.parametrize(("name", "key"), [("BT-474", "BT474"), ("MCF7B", "MCF7"), ("Hs 578T", "HS578T")])
def test_a_line_has_one_name(name, key):
    assert line_key(name) == key


@needs_data
def test_every_used_reading_of_the_real_data_can_be_asked_of_the_model():
    found = read_measurements()
    used = [one for one in found if one.use == "fit"]
    readouts, known = load_network().readouts, {*known_compounds(), *culture_defaults()["ligands"]}
    assert {one.dataset for one in used} == set(READERS)
    for one in used:
        assert one.observable in {*readouts, *CULTURE}
        assert all(dose.name in known and dose.value >= 0 for dose in (*one.drugs, *one.ligands))
        assert np.isfinite(one.value)
        assert one.sd > 0
    lines = {one.cell_line for one in used}
    assert sum(load_evidence().cell_line(line) is not None for line in lines) > 70
    assert describe(found)["readings"].sum() == len(found)


@needs_data
def test_the_inferred_doses_give_back_the_published_areas_of_the_real_data():
    frame = pd.read_csv(f"{REAL}/heiser_lincs_gr/heiser_gr_metrics.csv")
    for drug, top, worst in (("Lapatinib", 17.8, 0.02), ("Trastuzumab", 6.3, 0.02), ("Trametinib", 15.8, 0.02)):
        rows = frame[frame["Perturbagen_Name"].eq(drug) & frame["GR_Hill_Coeff"].gt(0) & frame["GR_r2"].gt(0.8)]
        rows = rows[np.isfinite(rows["GEC50"])]
        areas = [aoc(gr_curve(area_doses(top), row)) for row in rows.to_dict("records")]
        assert np.sqrt(np.mean((np.array(areas) - rows["GR_AOC"]) ** 2)) < worst
