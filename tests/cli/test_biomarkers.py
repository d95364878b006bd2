"""`her2sim biomarkers` gives what the Python function gives, as tables and a report."""

import io
import json

import pandas as pd
import pytest

from her2sim.errors import InputError
from her2sim.report.biomarkers import scores_table, tables_of
from her2sim.studies.biomarkers import biomarkers

OPTIONS = ("--tumours", "24", "--treated", "H", "--control", "untreated", "--weeks", "4", "--seed", "3", "--no-compare")


@pytest.fixture(scope="module")
def answer():
    return biomarkers(24, treated="H", control="untreated", weeks=4.0, seed=3, compare=False)


def test_the_command_writes_what_python_gives(call, tmp_path, answer):
    result = call("biomarkers", *OPTIONS, "--json", "-o", str(tmp_path / "run"))
    assert result.exit_code == (4 if answer.n_failed else 0), result.output
    for name, table in tables_of(answer).items():
        if len(table.columns):
            written = pd.read_csv(tmp_path / "run" / f"{name}.csv", keep_default_na=False, na_values={})
            expected = pd.read_csv(io.StringIO(table.to_csv(index=False)), keep_default_na=False, na_values={})
            pd.testing.assert_frame_equal(written, expected)
    rows = json.loads(result.stdout)
    assert [row["marker"] for row in rows] == list(answer.markers["marker"])
    assert rows[0]["share_positive"] == pytest.approx(answer.markers["share_positive"][0], abs=1e-9)
    tumours = pd.read_parquet(tmp_path / "run" / "tumours.parquet")
    assert len(tumours) == 24
    assert {"status", "status_reason"} <= set(tumours.columns)
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["state"] == "complete"
    assert [one["verdict"] for one in manifest["statements"]] == [one.verdict for one in answer.statements]
    assert "Research use only" in (tmp_path / "run" / "report.html").read_text()


def test_csv_is_the_table_of_scores(call, tmp_path, answer):
    result = call("biomarkers", *OPTIONS, "--no-panels", "--csv", "-o", str(tmp_path / "run"))
    assert result.stdout.strip() == scores_table(answer).to_csv(index=False).strip()


def test_the_summary_ends_with_the_statement(call, tmp_path):
    result = call("biomarkers", *OPTIONS, "--no-panels", "-o", str(tmp_path / "run"))
    assert "conclusive" in result.stdout
    assert "Research use only" in result.stdout


def test_a_setting_that_is_not_there_is_refused(call, tmp_path):
    result = call("biomarkers", "--setting", "culture", "-o", str(tmp_path / "run"))
    assert isinstance(result.exception, InputError)
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["state"] == "failed"
