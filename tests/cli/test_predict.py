from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.report.synthetic import cell_line, prediction

from her2sim.errors import CaseError, ConvergenceError

_FIELDS = ("HER2_IHC=3+", "ER=neg", "PTEN=loss", "PIK3CA=p.H1047R")


@pytest.fixture
def asked(study: Any) -> dict[str, Any]:
    """What the command asked of the study, which answers with a case without failures."""
    seen: dict[str, Any] = {}

    def predict(case: Any, regimens: Any, *, progress: Any, **settings: Any) -> Any:
        seen.update(case=case, regimens=regimens, **settings)
        progress("TH: as it is", 1, 2)
        progress("done", 2, 2)
        return prediction(failed=seen.get("failed", 0), draws=8)

    study("her2sim.studies.predict", "predict", predict)
    return seen


def test_what_was_asked_reaches_the_study(call: Any, asked: dict[str, Any], tmp_path: Path) -> None:
    options = ("--regimen", "TH, TH+P", "--draws", "50", "--seed", "7", "--interval", "0.8", "--jobs", "2")
    result = call("predict", "-", *_FIELDS, *options, "-o", str(tmp_path / "run"))
    assert result.exit_code == 0
    assert asked["regimens"] == ("TH", "TH+P")
    assert (asked["draws"], asked["seed"], asked["level"], asked["jobs"]) == (50, 7, 0.8, 2)
    assert asked["case"].pathology.PTEN_IHC.value == "0"
    assert [mutation.short for mutation in asked["case"].mutations] == ["PIK3CA p.H1047R"]


def test_the_run_directory_is_complete(call: Any, asked: dict[str, Any], tmp_path: Path) -> None:
    call("predict", "-", *_FIELDS, "-o", str(tmp_path / "run"))
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {"manifest.json", "patients.parquet", "report.html", "log.jsonl"}


def test_notice_and_limits_come_before_the_numbers(call: Any, asked: dict[str, Any], tmp_path: Path) -> None:
    text = call("predict", "-", *_FIELDS, "-o", str(tmp_path / "run")).stdout
    assert text.index("Research use only") < text.index("Calibrated on cell lines") < text.index("P(response)")
    assert str(tmp_path / "run" / "report.html") in text


def test_json_goes_to_stdout_alone(call: Any, asked: dict[str, Any], tmp_path: Path) -> None:
    result = call("predict", "-", *_FIELDS, "--json", "--log-json", "-o", str(tmp_path / "run"))
    document = json.loads(result.stdout)
    assert document["notice"].startswith("Research use only")
    assert [item["regimen"] for item in document["regimens"]] == ["TH", "TH+P"]
    assert [json.loads(line)["done"] for line in result.stderr.splitlines()] == [1, 2]


def test_quiet_prints_nothing(call: Any, asked: dict[str, Any], tmp_path: Path) -> None:
    result = call("predict", "-", *_FIELDS, "--quiet", "-o", str(tmp_path / "run"))
    assert (result.stdout, result.stderr) == ("", "")


def test_failed_draws_are_listed_and_exit_4(call: Any, asked: dict[str, Any], tmp_path: Path) -> None:
    asked["failed"] = 2
    result = call("predict", "-", *_FIELDS, "-o", str(tmp_path / "run"))
    assert result.exit_code == 4
    assert "2 of 8 draws failed: step size became too small" in result.stdout


def test_a_cell_line_is_summed_up_by_growth_inhibition(call: Any, study: Any, tmp_path: Path) -> None:
    study("her2sim.studies.predict", "predict", lambda *_, **__: replace(cell_line(), regimens=_whole(cell_line())))
    result = call("predict", "-", *_FIELDS, "--regimen", "H", "-o", str(tmp_path / "run"))
    assert result.exit_code == 0
    assert "growth inhibition" in result.stdout
    assert "P(response)" not in result.stdout


def _whole(answer: Any) -> Any:
    return tuple(replace(result, n_failed=0, failures={}) for result in answer.regimens)


def test_a_case_from_stdin(call: Any, asked: dict[str, Any], tmp_path: Path) -> None:
    text = "schema: her2sim/case/1\nname: piped\npathology: {HER2_IHC: 3+}\n"
    assert call("predict", "-", "-o", str(tmp_path / "run"), stdin=text).exit_code == 0
    assert asked["case"].name == "piped"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("HER2_IHC",), "not a field with a value"),
        (("HER2_IHC=3+", "HER2_IHC=2+"), "given twice"),
        (("PIK3CA=p.H1O47R",), "H1O47R"),
        (("colour=blue",), "unknown field"),
    ],
)
def test_a_bad_field_says_what_is_expected(
    call: Any, asked: dict[str, Any], fields: tuple[str, ...], words: str
) -> None:
    error = call("predict", "-", *fields).exception
    assert isinstance(error, CaseError)
    assert words in str(error)
    assert "expected" in str(error)


@pytest.mark.parametrize("arguments", [("predict", "no-such-case"), ("predict", "-", "HER2_IHC=4+")])
def test_invalid_input_exits_3_with_the_message_on_stderr(arguments: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", "her2sim.cli.main", *arguments], capture_output=True, check=False)
    assert done.returncode == 3
    assert b"expected" in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_wrong_usage_exits_2(call: Any) -> None:
    assert call("predict").exit_code == 2
    assert call("predict", "x", "--draws", "1").exit_code == 2
    assert call("predikt").exit_code == 2


def test_a_study_in_which_nothing_converged_exits_5(call: Any, study: Any, tmp_path: Path) -> None:
    def predict(*_: Any, **__: Any) -> None:
        raise ConvergenceError("no draw could be simulated")

    study("her2sim.studies.predict", "predict", predict)
    result = call("predict", "-", *_FIELDS, "-o", str(tmp_path / "run"))
    assert isinstance(result.exception, ConvergenceError)
    assert result.exception.exit_code == 5
    assert json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))["state"] == "failed"


def test_ctrl_c_leaves_what_is_written(call: Any, study: Any, tmp_path: Path) -> None:
    def predict(*_: Any, progress: Any, **__: Any) -> None:
        progress("TH: as it is", 1, 2)
        raise KeyboardInterrupt

    study("her2sim.studies.predict", "predict", predict)
    assert call("predict", "-", *_FIELDS, "-o", str(tmp_path / "run")).exit_code != 0
    assert json.loads((tmp_path / "run" / "manifest.json").read_text("utf-8"))["state"] == "interrupted"
    assert '"text": "TH: as it is"' in (tmp_path / "run" / "log.jsonl").read_text("utf-8")
