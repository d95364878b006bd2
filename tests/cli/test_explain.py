"""`her2sim explain` gives what the Python function gives, as tables and a report."""

import json

import pandas as pd
import pytest

from her2sim.errors import InputError
from her2sim.report.explain import as_json, bars_table
from her2sim.studies.explain import explain

OPTIONS = ("--members", "3", "--seed", "2", "--weeks", "4")


def test_the_command_writes_what_python_gives(call, tmp_path):
    run = tmp_path / "run"
    result = call("explain", "PTEN-loss-p95HER2-shed", "--regimen", "H", *OPTIONS, "--json", "-o", str(run))
    assert result.exit_code == 0, result.output
    answer = explain("PTEN-loss-p95HER2-shed", "H", members=3, seed=2, duration_weeks=4)
    assert (run / "bars.csv").read_text() == bars_table(answer).to_csv(index=False)
    assert json.loads(result.stdout) == json.loads(as_json(answer))
    draws = pd.read_parquet(run / "draws.parquet")
    assert draws["gap"].tolist() == answer.table["gap"].tolist()
    manifest = json.loads((run / "manifest.json").read_text())
    assert manifest["state"] == "complete"
    assert set(manifest["files"]) == {path.name for path in run.iterdir()} - {"manifest.json", "log.jsonl"}
    assert "Research use only" in (run / "report.html").read_text()


def test_what_is_said_on_the_console(call, tmp_path):
    fields = ("HER2_IHC=3+", "PTEN=loss")
    result = call("explain", "-", *fields, *OPTIONS, "--measure", "shrinkage", "-o", str(tmp_path))
    assert result.exit_code == 0, result.output
    for words in (
        "PTEN loss",
        "unknown markers",
        "unexplained",
        "the whole gap",
        "Path, PTEN loss",
        "Research use only",
    ):
        assert words in result.stdout


def test_the_answer_differs_where_a_draw_failed(call, tmp_path, study):
    import her2sim.studies.explain as room

    real = room.explain

    def failing(*arguments, **options):
        from dataclasses import replace

        return replace(real(*arguments, **options), n_failed=1, failures={"it broke": 1})

    study("her2sim.studies.explain", "explain", failing)
    result = call("explain", "PTEN-loss", *OPTIONS, "-o", str(tmp_path))
    assert result.exit_code == 4
    assert "failed: 1 x it broke" in result.stdout
    assert "1 failed: it broke" in (tmp_path / "report.html").read_text()


@pytest.mark.parametrize("option", [("--measure", "kill"), ("--exact-limit", "20")])
def test_bad_input_is_refused(call, tmp_path, option):
    result = call("explain", "PTEN-loss", *OPTIONS, *option, "-o", str(tmp_path))
    assert isinstance(result.exception, InputError)


def test_help_names_the_method(call):
    assert "Shapley" in call("explain", "--help").stdout
