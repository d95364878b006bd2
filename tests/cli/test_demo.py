from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.report.synthetic import demonstration


@pytest.fixture(autouse=True)
def _demo(study: Any) -> None:
    study("her2sim.studies.demo", "run_demo", lambda **_: demonstration())


def test_a_failed_statement_is_printed_and_does_not_stop_the_demo(call: Any, tmp_path: Path) -> None:
    result = call("demo", "-o", str(tmp_path / "demo"))
    assert result.exit_code == 0
    assert "fails" in result.stdout
    assert str(tmp_path / "demo" / "report.html") in result.stdout


def test_strict_exits_6_when_a_statement_fails(call: Any, tmp_path: Path) -> None:
    assert call("demo", "--strict", "-o", str(tmp_path / "demo")).exit_code == 6


def test_json_lists_every_experiment(call: Any, tmp_path: Path) -> None:
    document = json.loads(call("demo", "--json", "-o", str(tmp_path / "demo")).stdout)
    assert [item["holds"] for item in document["experiments"]] == [True, False]
