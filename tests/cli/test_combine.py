"""`her2sim combine` gives what the Python function gives, as tables and a report."""

import json

import pandas as pd
import pytest

from her2sim.errors import InputError
from her2sim.report.combine import regimen_shares_table, wells_table
from her2sim.studies.combine import combine_drugs, combine_regimens


def test_the_command_writes_what_python_gives(call, tmp_path):
    options = ("--doses", "4", "--members", "2", "--seed", "3", "--no-attribute", "--json")
    result = call("combine", "SK-BR-3", "--drugs", "trastuzumab,lapatinib", *options, "-o", str(tmp_path / "run"))
    assert result.exit_code == 0, result.output
    answer = combine_drugs("SK-BR-3", "trastuzumab,lapatinib", doses=4, members=2, seed=3, attribute=False)
    written = pd.read_csv(tmp_path / "run" / "wells.csv")
    pd.testing.assert_frame_equal(written, wells_table(answer), check_dtype=False)
    assert len(pd.read_parquet(tmp_path / "run" / "wells.parquet")) == 2 * 16
    names = [row["score"] for row in json.loads(result.stdout)["scores"]]
    assert names[:3] == ["Bliss", "HSA", "Loewe"]
    report = (tmp_path / "run" / "report.html").read_text()
    assert "Research use only" in report
    assert report.count("<svg") >= 3
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["state"] == "complete"


def test_regimens_in_patients(call, tmp_path):
    options = ("--members", "2", "--weeks", "4", "-o", str(tmp_path / "run"))
    result = call("combine", "PTEN-loss", "--regimens", "H,L", *options)
    assert result.exit_code == 0, result.output
    assert "independent action" in result.stdout
    assert "What carrying each mechanism adds" in result.stdout
    assert "Combination over the better arm" in result.stdout
    assert "Research use only" in result.stdout
    assert set(pd.read_csv(tmp_path / "run" / "curves.csv")["arm"]) == {"H", "L", "H+L", "independent action"}


def test_attribution_and_readouts_in_patients_are_told_and_written(call, tmp_path):
    options = ("--members", "2", "--weeks", "4", "--seed", "5", "--json", "-o", str(tmp_path / "run"))
    result = call("combine", "PTEN-loss", "--regimens", "H,L", *options)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    answer = combine_regimens("PTEN-loss", "H,L", members=2, duration_weeks=4, seed=5)
    assert {row["id"] for row in told["attribution"]} == {share.id for share in answer.attribution.shares}
    assert [row["share"] for row in told["attribution"]] == [
        pytest.approx(share.share.median) for share in answer.attribution.shares
    ]
    assert [row["readout"] for row in told["readouts"]] == [one.name for one in answer.attribution.readouts]
    written = pd.read_csv(tmp_path / "run" / "attribution.csv")
    pd.testing.assert_frame_equal(written, regimen_shares_table(answer), check_dtype=False)
    draws = pd.read_parquet(tmp_path / "run" / "attribution.parquet")
    assert len(draws) == 2 * 2  # with and without the one mechanism
    assert set(draws["status"]) <= {"ok", "failed"}
    report = (tmp_path / "run" / "report.html").read_text()
    assert "Which carried mechanism makes the excess" in report
    assert "Beyond the better single arm" in report


def test_drugs_or_regimens_are_needed(call):
    for options in ((), ("--drugs", "a,b", "--regimens", "H,L")):
        result = call("combine", "SK-BR-3", *options)
        assert isinstance(result.exception, InputError)


def test_help_names_the_scores(call):
    assert "Bliss" in call("combine", "--help").stdout
