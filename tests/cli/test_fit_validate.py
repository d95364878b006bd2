"""`her2sim fit`, `her2sim validate` and `her2sim model ensemble` from the command line, on small tables."""

import json

import pandas as pd
import pytest
from typer.testing import CliRunner

from her2sim.cli.main import app
from her2sim.errors import Her2simError
from her2sim.exchange.export import own_data_of
from her2sim.exchange.petab import write_petab
from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.network import load_network

RUN = CliRunner()


def run(*words):
    return RUN.invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def problem(tmp_path_factory):
    readings = [
        Measurement("mine", "1", "BT474", (), (Dose("NRG1", 10.0, "nM"),) if hours else (), hours, "pAKT", value, 0.05,
                    "log10", group="blot")
        for hours, value in ((0.0, 1.0), (0.5, 2.0), (2.0, 1.9))
    ]  # fmt: skip
    network = load_network()
    return write_petab(own_data_of(readings, network), network, tmp_path_factory.mktemp("petab"))


def test_a_fit_to_ones_own_petab_problem_runs_resumes_and_reports(problem, tmp_path):
    folder = tmp_path / "fit"
    first = run("fit", "run", "-o", folder, "--petab", problem, "--no-claims", "--members", 12, "--steps", 2, "--quiet")
    assert first.exit_code == 0, first.output
    about = json.loads((folder / "ensemble.json").read_text())
    before, *_, after = about["misfit"].values()
    assert after[1] < before[1]
    again = run("fit", "resume", folder, "--quiet")
    assert again.exit_code == 0
    assert json.loads((folder / "ensemble.json").read_text())["misfit"] == about["misfit"]
    told = run("fit", "report", folder, "--no-color")
    assert told.exit_code == 0
    assert "pAKT" in told.stdout


def test_fit_tells_what_it_does_not_know(tmp_path):
    found = run("fit", "run", "-o", tmp_path, "--data", "heiser_lincs_grr")
    assert isinstance(found.exception, Her2simError)
    assert "heiser_lincs_gr" in str(found.exception)
    nothing = run("fit", "resume", tmp_path / "none")
    assert "holds no fit" in str(nothing.exception)


def test_the_ensemble_is_described(tmp_path):
    shown = run("model", "ensemble", "--no-color")
    assert "calibrated" in shown.stdout
    assert "heiser" in shown.stdout
    assert json.loads(run("model", "ensemble", "--json").stdout)["members"] >= 200
    assert "nothing is fitted" in run("model", "ensemble", "prior").stdout


def write(path, rows):
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_dose_responses_are_scored_and_rows_that_cannot_be_predicted_are_kept(tmp_path):
    values = {"SKBR3": 0.3, "BT474": 0.4, "MCF7": 0.05, "MDA-MB-231": 0.0, "T-47D": 0.05}
    names = ("cell_line", "drug", "metric", "value", "dose_uM", "hours")
    table = [(line, "Lapatinib", "GR_AOC", value, None, None) for line, value in values.items()]
    table += [
        ("SKBR3", "trastuzumab", "relative_viability", 0.6, 0.1, 120),
        ("SKBR3", "lapatinib", "log10_GI50_M", -7.0, None, None),
        ("SKBR3", "aspirin", "GRmax", 1.0, None, None),
        ("no line", "lapatinib", "GRmax", 1.0, None, None),
    ]
    rows = [dict(zip(names, row, strict=True)) for row in table]
    path = write(tmp_path / "table.csv", rows)
    found = run("validate", "drug-response", path, "--members", 8, "-o", tmp_path / "run", "--json")
    assert found.exit_code == 4
    told = json.loads(found.stdout)
    assert sum(told["lost"].values()) == 2
    kept = pd.read_parquet(tmp_path / "run" / "rows.parquet")
    assert len(kept) == len(rows)
    assert (kept["status"] == "ok").sum() == 7
    good = kept[kept["status"] == "ok"]
    assert (good["low"] <= good["predicted"]).all()
    assert (good["predicted"] <= good["high"]).all()
    lapatinib = {
        row["predictor"]: row for row in told["scores"] if row["group"] == "Lapatinib GR_AOC" and row["rows"] == "all"
    }
    assert set(lapatinib) == {"model", "drug mean", "HER2 level", "ER status + HER2 level"}
    assert lapatinib["model"]["spearman"]["value"] > 0
    assert kept["fitted"].any()
    assert "Research use only" in (tmp_path / "run" / "report.html").read_text()


def test_time_courses_are_scored_after_their_scale(tmp_path):
    rows = [
        {"cell_line": "BT-474", "treatment": "NRG1 10 nM" if time else "none", "time_min": time, "observable": "pAKT",
         "value": scale * value}
        for scale in (100.0,) for time, value in ((0, 1.0), (10, 4.0), (60, 4.0))
    ]  # fmt: skip
    found = run(
        "validate", "timecourse", write(tmp_path / "t.csv", rows), "--members", 6, "-o", tmp_path / "r", "--json"
    )
    assert found.exit_code == 0, found.output
    scores = {
        (one["group"], one["predictor"]): one for one in json.loads(found.stdout)["scores"] if one["rows"] == "all"
    }
    assert scores["pAKT", "model"]["rmse"] < scores["pAKT", "no dynamics"]["rmse"]


def test_responses_of_cases_are_scored(tmp_path):
    rows = [
        {"case": "sensitive-reference", "regimen": "H", "recist": "PR"},
        {"case": "PTEN-loss", "regimen": "H", "recist": "PD"},
        {"case": "p95HER2-CTF611", "regimen": "H", "recist": "SD"},
    ]
    found = run("validate", "response", write(tmp_path / "r.csv", rows), "--members", 6, "-o", tmp_path / "r", "--json")
    assert found.exit_code == 0, found.output
    model = [one for one in json.loads(found.stdout)["scores"] if one["predictor"] == "model"]
    assert model[0]["auc"]["value"] >= 0.5
    assert 0 <= model[0]["brier"] <= 1


DOSE = {"cell_line": "SKBR3", "drug": "lapatinib", "metric": "GR_AOC", "value": 1}
TIME = {"cell_line": "BT474", "treatment": "none", "time_min": 0, "observable": "pAKT", "value": 1}
CASE = {"case": "sensitive-reference", "regimen": "H", "pcr": "yes"}


@pytest.mark.parametrize(
    ("kind", "row", "words"),
    [
        ("drug-response", {**DOSE, "metric": "GR_AOCC"}, ["row 2", "GR_AOC"]),
        ("drug-response", {**DOSE, "value": "x"}, ["value", "number"]),
        ("drug-response", {**DOSE, "metric": "relative_viability"}, ["dose_uM"]),
        ("timecourse", {**TIME, "treatment": "EFG 1 nM"}, ["EGF"]),
        ("timecourse", {**TIME, "observable": "pAKTT"}, ["pAKT"]),
        ("timecourse", {**TIME, "value": 0}, ["value"]),
        ("response", {**CASE, "case": "sensitive-referenc"}, ["sensitive-reference"]),
        ("response", {**CASE, "pcr": "perhaps"}, ["pcr"]),
        ("survival", {"arm": "TX", "time": 1, "event": 1}, ["arm"]),
        ("survival", {"arm": "TH", "time": -1, "event": 2}, ["time", "event"]),
    ],
)
def test_bad_tables_are_refused_with_row_and_column(tmp_path, kind, row, words):
    found = run("validate", kind, write(tmp_path / "bad.csv", [row]), "-o", tmp_path / "r")
    assert isinstance(found.exception, Her2simError)
    assert found.exception.exit_code == 3
    assert all(word in str(found.exception) for word in words), str(found.exception)
