"""`her2sim whatif` and `her2sim measure` write what the Python functions give."""

import json

import pandas as pd

from her2sim.report.measure import fields_table
from her2sim.report.whatif import differences_table
from her2sim.studies.measure_next import measure_next
from her2sim.studies.whatif import whatif


def test_whatif_writes_what_python_gives(call, tmp_path):
    options = ("--set", "PTEN=wt", "--drug", "lapatinib", "--variant", "MET=amp", "--draws", "3", "--json")
    result = call("whatif", "PTEN-loss", *options, "-o", str(tmp_path / "run"))
    assert result.exit_code == 0, result.output
    answer = whatif("PTEN-loss", ["MET=amp"], together=["PTEN=wt"], drugs=["lapatinib"], members=3)
    written = pd.read_csv(tmp_path / "run" / "differences.csv", keep_default_na=False)
    pd.testing.assert_frame_equal(written, differences_table(answer), check_dtype=False)
    assert [row["variant"] for row in json.loads(result.stdout)][5] == "PTEN=wt @ +lapatinib"
    assert len(pd.read_parquet(tmp_path / "run" / "draws.parquet")) == 9
    report = (tmp_path / "run" / "report.html").read_text()
    assert "Research use only" in report
    assert report.count("<svg") >= 3
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["state"] == "complete"


def test_measure_writes_what_python_gives(call, tmp_path):
    result = call("measure", "JIMT-1", "--regimen", "H", "--draws", "20", "-o", str(tmp_path / "run"))
    assert result.exit_code == 0, result.output
    written = pd.read_csv(tmp_path / "run" / "fields.csv")
    pd.testing.assert_frame_equal(written, fields_table(measure_next("JIMT-1", "H", members=20)), check_dtype=False)
    assert "Research use only" in result.stdout
    report = (tmp_path / "run" / "report.html").read_text()
    assert report.count("<svg") >= 2


def test_measure_shows_what_a_choice_gains(call, tmp_path):
    options = ("--draws", "20", "--no-split", "-o", str(tmp_path / "run"))
    several = call("measure", "PTEN-loss", "--regimen", "H,L", *options)
    assert several.exit_code == 0, several.output
    assert "gain by choice" in several.stdout
    assert "gain by choice" not in call("measure", "PTEN-loss", "--regimen", "H", *options).stdout
