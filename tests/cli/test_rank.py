"""`her2sim rank` gives what the Python function gives, as tables and a report."""

import io
import json

import pandas as pd
import pytest

from her2sim.report.tables_rank import ranking_table
from her2sim.studies.rank import rank

OPTIONS = ("--regimens", "H+L,Dox+H", "--members", "3", "--seed", "3", "--weeks", "4", "--why", "1")


@pytest.fixture(scope="module")
def table():
    return ranking_table(rank("PTEN-loss", regimens="H+L,Dox+H", members=3, seed=3, weeks=4, why=1))


def test_the_command_writes_what_python_gives(call, tmp_path, table):
    result = call("rank", "PTEN-loss", *OPTIONS, "--json", "-o", str(tmp_path / "run"))
    assert result.exit_code == 0, result.output
    written = pd.read_csv(tmp_path / "run" / "ranking.csv", keep_default_na=False, dtype={"evidence_pmid": str})
    pd.testing.assert_frame_equal(written, table, check_dtype=False)
    printed = json.loads(result.stdout)
    assert [row["regimen"] for row in printed["ranking"]] == table["regimen"].tolist()
    assert [row["p_best"] for row in printed["ranking"]] == pytest.approx(table["p_best"].tolist(), abs=1e-14)
    assert printed["seed"] == 3
    assert "Research use only" in printed["research_use"]
    draws = pd.read_parquet(tmp_path / "run" / "draws.parquet")
    assert len(draws) == 3 * 3
    assert set(draws["status"]) == {"ok"}
    report = (tmp_path / "run" / "report.html").read_text()
    assert "Research use only" in report
    assert report.count("<svg") >= 4
    assert "anthracycline" in report
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["state"] == "complete"
    assert {"ranking.csv", "pairs.csv", "constraints.csv", "draws.parquet"} <= set(manifest["files"])


def test_csv_goes_to_stdout_and_same_seed_same_bytes(call, tmp_path, table):
    runs = [call("rank", "PTEN-loss", *OPTIONS, "--csv", "-o", str(tmp_path / name)) for name in "ab"]
    printed = pd.read_csv(io.StringIO(runs[0].stdout))
    assert printed["regimen"].tolist() == table["regimen"].tolist()
    assert not any((tmp_path / name / "kept").exists() for name in "ab")
    for name in ("ranking.csv", "pairs.csv", "signals.csv", "draws.parquet", "report.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_the_summary_says_how_and_what_is_left_out(call, tmp_path):
    options = ("--regimens", "Dox+H,H+L", "--feasible-only", "--members", "2", "--weeks", "4", "--why", "0")
    result = call("rank", "PTEN-loss", *options, "-o", str(tmp_path / "run"))
    assert result.exit_code == 0, result.output
    assert "Research use only" in result.stdout
    assert "not ranked: Dox+H: not feasible" in result.stdout
    result = call("rank", "PTEN-loss", *options, "--json", "-o", str(tmp_path / "run"))
    (left,) = json.loads(result.stdout)["unranked"]
    assert left["regimen"] == "Dox+H"


def test_help_names_the_sets(call):
    assert "schedules" in call("rank", "--help").stdout
