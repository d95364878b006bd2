from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.case.genomics.small import lay_out

from her2sim.errors import ConvergenceError, InputError, RegimenError
from her2sim.studies.cohort import rows

N = 20
FEW = ("--draws", "2", "--regimen", "H", "--quiet")
FILES = {"cohort.parquet", "rejected.csv", "left_out.csv", "report.html", "manifest.json", "log.jsonl", "parts"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "made_up")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More HER2-positive tumours than one part holds."""
    names = [f"T-{number}" for number in range(1, N + 1)]
    samples = "PATIENT_ID\tSAMPLE_ID\n" + "".join(f"P{name}\t{name}\n" for name in names)
    patients = "PATIENT_ID\tHER2_STATUS\n" + "".join(f"P{name}\tPositive\n" for name in names)
    texts = {"data_clinical_sample": samples, "data_clinical_patient": patients}
    return lay_out(tmp_path_factory.mktemp("many") / "study", **texts)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "her2sim.cli.main", "cohort", "run", *arguments]


def killed_half_way(arguments: list[str], parts: Path, after: int) -> int:
    """Start a run, SIGKILL it once it has finished some parts; how many there are."""
    run = subprocess.Popen(arguments)
    end = time.monotonic() + 300
    while len(list(parts.glob("[0-9]*.json"))) < after and run.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    return len(list(parts.glob("[0-9]*.json")))


def test_a_run_directory_is_complete_and_its_manifest_says_what_it_rests_on(
    call: Any, folder: Path, tmp_path: Path
) -> None:
    result = call("cohort", "run", str(folder), "--draws", "2", "--regimen", "TH,H", "--all", "-o", str(tmp_path / "r"))
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "r").iterdir()} == FILES
    assert len(pd.read_parquet(tmp_path / "r" / "cohort.parquet")) == 6
    manifest = json.loads((tmp_path / "r" / "manifest.json").read_text())
    assert (manifest["state"], manifest["command"]) == ("complete", "cohort run")
    assert manifest["counts"]["predicted"] == 3
    assert "data_cna.txt" in manifest["provenance"]["study"]
    assert result.stdout.index("Research use only") < result.stdout.index("best change")


def test_json_goes_to_stdout_alone_and_progress_to_stderr(call: Any, folder: Path, tmp_path: Path) -> None:
    result = call("cohort", "run", str(folder), "--draws", "2", "--json", "--log-json", "-o", str(tmp_path / "r"))
    document = json.loads(result.stdout)
    assert document["notice"].startswith("Research use only")
    assert document["samples"] == {"in the study": 3, "predicted": 1, "failed": 0, "left out": 2, "rejected": 0}
    assert document["groups"][0]["n"] == 1
    assert json.loads(result.stderr.splitlines()[-1])["total"] == 1


def test_quiet_prints_nothing(call: Any, folder: Path, tmp_path: Path) -> None:
    result = call("cohort", "run", str(folder), *FEW, "-o", str(tmp_path / "r"))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    left = (tmp_path / "r" / "left_out.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in left] == ["sample", "T-2", "T-3"]


def test_what_cannot_be_read_is_refused_with_3(call: Any, folder: Path, tmp_path: Path) -> None:
    out = ("-o", str(tmp_path / "r"))
    for arguments, kind in (
        ((str(tmp_path / "nowhere"),), InputError),
        ((str(folder), "--regimen", "NOTHING"), RegimenError),
        ((str(folder), "--setting", "culture"), InputError),
    ):
        error = call("cohort", "run", *arguments, *out).exception
        assert isinstance(error, kind)
        assert error.exit_code == 3
    assert not (tmp_path / "r").exists()


def test_failures_are_listed_and_the_exit_code_says_so(
    call: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rows.predict

    def fails(case: Any, *arguments: Any, **settings: Any) -> Any:
        if case.name == "T-2" or everyone:
            raise ConvergenceError("none of the draws could be simulated")
        return real(case, *arguments, **settings)

    monkeypatch.setattr(rows, "predict", fails)
    everyone = False
    assert call("cohort", "run", str(folder), *FEW, "--all", "-o", str(tmp_path / "a")).exit_code == 4
    assert len(pd.read_parquet(tmp_path / "a" / "cohort.parquet")) == 3
    everyone = True
    assert call("cohort", "run", str(folder), *FEW, "--all", "-o", str(tmp_path / "b")).exit_code == 5


def test_other_settings_are_refused_and_leave_the_run_as_it_is_unless_fresh(
    call: Any, folder: Path, tmp_path: Path
) -> None:
    run = ("cohort", "run", str(folder), "--regimen", "H", "--quiet", "-o", str(tmp_path / "r"))
    assert call(*run, "--draws", "2").exit_code == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir() if path.is_file()}
    refused = call(*run, "--draws", "3").exception
    assert isinstance(refused, InputError)
    assert refused.where == "settings.draws"
    assert {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir() if path.is_file()} == before
    assert call(*run, "--draws", "3", "--fresh").exit_code == 0
    assert set(pd.read_parquet(tmp_path / "r" / "cohort.parquet")["draws"]) == {3}


def test_a_run_killed_half_way_goes_on_and_gives_the_same_bytes(many: Path, tmp_path: Path) -> None:
    arguments = (str(many), *FEW)
    subprocess.run(command(*arguments, "-o", str(tmp_path / "whole")), check=True)
    cut = command(*arguments, "-o", str(tmp_path / "cut"))
    assert 1 <= killed_half_way(cut, tmp_path / "cut" / "parts", 1) < 3
    assert not (tmp_path / "cut" / "cohort.parquet").exists()
    subprocess.run(cut, check=True)
    events = [json.loads(line) for line in (tmp_path / "cut" / "log.jsonl").read_text().splitlines()]
    assert any("samples are there" in event.get("text", "") for event in events)
    for name in ("cohort.parquet", "report.html", "rejected.csv", "left_out.csv"):
        assert (tmp_path / "cut" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


@pytest.mark.slow
def test_tcga_gives_a_row_for_every_her2_positive_tumour_whatever_is_killed(tmp_path: Path) -> None:
    data = Path(os.environ.get("HER2SIM_DATA", "nowhere")) / "tcga_brca"
    if not data.is_dir():
        pytest.skip("HER2SIM_DATA does not point to the measurements")
    path = Path(__file__).resolve().parents[2] / "examples" / "tcga_study.py"
    spec = importlib.util.spec_from_file_location("tcga_study", path)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.main(tmp_path / "tcga", data)
    arguments = (str(tmp_path / "tcga"), "--draws", "2", "--regimen", "TH,H", "--quiet")
    subprocess.run(command(*arguments, "-o", str(tmp_path / "whole")), check=True)
    cut = command(*arguments, "--jobs", "2", "-o", str(tmp_path / "cut"))
    assert killed_half_way(cut, tmp_path / "cut" / "parts", 12) < 26
    subprocess.run(cut, check=True)
    whole = (tmp_path / "whole" / "cohort.parquet").read_bytes()
    assert (tmp_path / "cut" / "cohort.parquet").read_bytes() == whole
    table = pd.read_parquet(tmp_path / "whole" / "cohort.parquet")
    assert len(table) == 2 * table["sample"].nunique()
    assert table["sample"].nunique() >= 190
