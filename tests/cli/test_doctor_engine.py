"""`her2sim doctor --engine`: what it prints, and its exit code."""

from __future__ import annotations

import json
from typing import Any

import pytest

from her2sim.engine import selfcheck
from her2sim.engine.selfcheck import Check, Machine

GOOD = Check("robertson", "stiff kinetics", 2e-6, 1e-4, "", 5000.0)
WRONG = Check("dosed", "doses", 3e-3, 1e-4, "", 800.0)
LOST = Check("rest", "steady states", float("inf"), 1e-4, "no steady state", 90.0)
MACHINE = Machine("0.61.0", "0.44.0", 16, "znver3, 2 cores", "avx2", 2, 1.9, "cache")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Check]:
    """Checks that the doctor finds, in the place of runs of the engine."""
    checks: list[Check] = []
    monkeypatch.setattr(selfcheck, "load_references", lambda: tuple(checks))
    monkeypatch.setattr(selfcheck, "check_reference", lambda check: check)
    monkeypatch.setattr(selfcheck, "look_at_machine", lambda references: MACHINE)
    return checks


def test_references_within_their_bounds_exit_0(call: Any, found: list[Check]) -> None:
    found.append(GOOD)
    assert call("doctor", "--engine").exit_code == 0


@pytest.mark.parametrize("bad", [WRONG, LOST])
def test_a_reference_outside_its_bound_exits_6(call: Any, found: list[Check], bad: Check) -> None:
    found.extend([GOOD, bad])
    assert call("doctor", "--engine").exit_code == 6


def test_json_has_every_check_and_the_machine(call: Any, found: list[Check]) -> None:
    found.extend([GOOD, LOST])
    told = json.loads(call("doctor", "--engine", "--json").stdout)
    assert [(check["name"], check["ok"], check["error"]) for check in told["checks"]] == [
        ("robertson", True, 2e-6),
        ("rest", False, None),
    ]
    assert told["machine"]["numba"] == "0.61.0"
    assert told["machine"]["cache"] == "cache"


def test_the_table_says_error_bound_speed_and_what_runs(call: Any, found: list[Check]) -> None:
    found.append(GOOD)
    shown = call("doctor", "--engine", "--no-color").stdout
    for word in ("ok", "robertson", "2.0e-06", "1e-04", "5,000", "numba 0.61.0", "2 threads are 1.9 x one", "16 lanes"):
        assert word in shown


def test_a_failed_lane_is_told_in_words(call: Any, found: list[Check]) -> None:
    found.append(LOST)
    assert "no steady state" in call("doctor", "--engine", "--no-color").stdout


def test_the_doctor_names_the_engine_that_runs(call: Any) -> None:
    findings = {item["what"]: item["found"] for item in json.loads(call("doctor", "--json").stdout)}
    assert "batched engine" in findings["integrator"]
    assert "Numba" in findings["integrator"]
