from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import her2sim.studies.verify.run as study

_VOID = {"meta", "br", "link", "img", "hr", "input"}

HOLDS = """schema: her2sim/claim/1
claims:
- id: X1
  statement: Nothing has happened at the start <script>alert(1)</script>.
  references: [nagata2004, {cite: Own & others, url: "javascript:alert(1)"}]
  mechanisms: [R11]
  required: true
  arms: {a: {cell: reference, drugs: [{drug: trastuzumab, dose: 10 ug/mL}]}}
  readouts: {p: {fold: pAKT, arm: a, at: 0 h}}
  check: p == 1
"""
FAILS = HOLDS.replace("p == 1", "p > 1")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(HOLDS)
    return path


def verify(call: Any, *arguments: str) -> Any:
    return call("verify", *arguments, "--members", "2")


def test_a_run_writes_report_results_and_manifest(call: Any, file: Path, tmp_path: Path) -> None:
    result = verify(call, str(file), "-o", str(tmp_path / "run"))
    assert result.exit_code == 0
    assert "Research use only" in result.stdout
    assert "calibrated on cell lines" in result.stdout
    assert "1 claim: 1 pass" in result.stdout
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["state"] == "complete"
    assert manifest["counts"]["pass"] == 1
    assert set(manifest["files"]) == {"results.parquet", "report.html"}
    assert {"model", "ensemble", "evidence", "claims", "code"} <= set(manifest["provenance"])


def test_a_required_claim_that_fails_exits_6(call: Any, file: Path, tmp_path: Path) -> None:
    file.write_text(FAILS)
    result = verify(call, str(file), "-o", str(tmp_path / "run"))
    assert result.exit_code == 6
    assert "required and failed: X1" in result.stdout
    file.write_text(FAILS.replace("required: true", "required: false"))
    assert verify(call, str(file), "-o", str(tmp_path / "run")).exit_code == 0


def test_a_file_that_cannot_be_used_is_refused_before_a_run_is_begun(call: Any, file: Path, tmp_path: Path) -> None:
    file.write_text(HOLDS.replace("check: p", "check: q"))
    result = verify(call, str(file), "-o", str(tmp_path / "run"))
    assert result.exception is not None
    assert result.exception.exit_code == 3  # what `run` turns into the exit code
    assert "mine.yaml:10: X1: check: column 1" in str(result.exception)
    assert not (tmp_path / "run").exists()


def test_an_unknown_name_is_refused_with_the_nearest(call: Any, file: Path, tmp_path: Path) -> None:
    file.write_text(HOLDS.replace("fold: pAKT", "fold: pAKTT"))
    result = verify(call, str(file), "-o", str(tmp_path / "run"))
    assert result.exception.exit_code == 3
    assert "try       pAKT" in str(result.exception)


def test_json_holds_every_number(call: Any, file: Path, tmp_path: Path) -> None:
    document = json.loads(verify(call, str(file), "--json", "-o", str(tmp_path / "run")).stdout)
    (claim,) = document["claims"]
    assert (claim["id"], claim["outcome"], claim["share"]) == ("X1", "pass", 1.0)
    assert claim["readouts"]["p"]["median"] == 1.0
    assert document["counts"] == {"pass": 1, "fail": 0, "not evaluable": 0, "reported": 0}
    assert document["notice"].startswith("Research use only")


def test_quiet_prints_nothing(call: Any, file: Path, tmp_path: Path) -> None:
    assert verify(call, str(file), "-q", "-o", str(tmp_path / "run")).stdout == ""


def test_only_picks_claims_and_refuses_what_fits_none(call: Any, file: Path, tmp_path: Path) -> None:
    assert verify(call, str(file), "--only", "PTEN,X9", "-o", str(tmp_path / "run")).exception.exit_code == 3
    assert verify(call, str(file), "--only", "PTEN", "-o", str(tmp_path / "run")).exit_code == 0


def test_the_report_is_one_whole_page_that_escapes_what_a_claim_says(call: Any, file: Path, tmp_path: Path) -> None:
    verify(call, str(file), "-o", str(tmp_path / "run"))
    text = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "javascript:" not in text
    assert "Own &amp; others" in text
    assert 'id="mechanism-R11"' in text
    assert "Research use only" in text
    assert "calibrated on cell lines" in text
    Balance().feed(text)


def test_an_interrupted_run_says_so(call: Any, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(study.Lab, "run", stop)
    assert verify(call, str(file), "-o", str(tmp_path / "run")).exit_code != 0
    assert json.loads((tmp_path / "run" / "manifest.json").read_text())["state"] == "interrupted"


def test_the_schema_of_a_claim_file_is_printed(call: Any) -> None:
    assert json.loads(call("schema", "claim").stdout)["title"] == "her2sim claim file"


class Balance(HTMLParser):
    """Fails on a tag that is closed and was not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self.open.pop() == tag
