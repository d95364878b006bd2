"""Commands that look inside: version, regimen, model, schema, doctor."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import yaml

from her2sim import __version__
from her2sim.cli import doctor
from her2sim.errors import NetworkError, RegimenError


def test_the_version_is_printed(call: Any) -> None:
    assert call("--version").stdout.strip() == f"her2sim {__version__}"


@pytest.mark.parametrize("group", ["case", "regimen", "evidence", "model"])
def test_a_group_lists_its_commands(call: Any, group: str) -> None:
    result = call(group, "--help")
    assert result.exit_code == 0
    assert "Commands" in result.stdout


def test_every_listed_regimen_can_be_shown(call: Any) -> None:
    for name in json.loads(call("regimen", "list", "--json").stdout):
        shown = json.loads(call("regimen", "show", name, "--json").stdout)
        assert all(shown["dose_days"].values())


def test_an_unknown_regimen_names_the_known_ones(call: Any) -> None:
    error = call("regimen", "show", "THX").exception
    assert isinstance(error, RegimenError)
    assert "TH" in str(error)


def test_the_model_tells_its_size_and_its_reductions(call: Any) -> None:
    shown = json.loads(call("model", "show", "--json").stdout)
    assert 150 <= shown["species"] <= 400  # the size the issue asks for
    assert len(shown["sha256"]) == 64
    assert any(shown["reductions"].values())
    assert call("model", "show").exit_code == 0


def test_one_module_is_shown_with_units(call: Any) -> None:
    shown = json.loads(call("model", "show", "shedding", "--json").stdout)
    assert shown["rules"]
    assert all(parameter["unit"] for parameter in shown["parameters"])


def test_disputed_structures_are_listed_with_conflict_weights_and_sources(call: Any) -> None:
    shown = {one["name"]: one for one in json.loads(call("model", "variants", "--json").stdout)}
    assert shown["variant_PTEN_SRC"]["contradictions"] == ["X01"]
    assert [one["weight"] for one in shown["variant_PTEN_SRC"]["alternatives"]] == [0.9, 0.1]
    assert all(one["sources"] for one in shown.values())
    table = call("model", "variants").stdout
    assert all(name in table for name in shown)


def test_an_unknown_module_names_the_known_ones(call: Any) -> None:
    error = call("model", "show", "sheding").exception
    assert isinstance(error, NetworkError)
    assert "shedding" in str(error)


@pytest.mark.parametrize("kind", ["case", "regimen"])
def test_a_printed_schema_is_a_valid_schema(call: Any, kind: str) -> None:
    document = json.loads(call("schema", kind).stdout)
    jsonschema.Draft202012Validator.check_schema(document)
    assert "schema" in document["required"]


def test_the_case_schema_refuses_an_unknown_field(call: Any) -> None:
    document = json.loads(call("schema", "case").stdout)
    case = yaml.safe_load("schema: her2sim/case/1\nname: x\npathology: {ER: neg}\n")
    jsonschema.validate(case, document)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**case, "colour": "blue"}, document)


def test_the_doctor_finds_nothing_wrong_here(call: Any) -> None:
    result = call("doctor", "--json")
    assert [finding for finding in json.loads(result.stdout) if not finding["ok"]] == []
    assert result.exit_code == 0


def test_the_doctor_reports_what_is_broken_and_exits_6(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> str:
        raise RuntimeError("no network")

    monkeypatch.setattr(doctor, "_CHECKS", (("network", broken),))
    result = call("doctor", "--json")
    assert result.exit_code == 6
    assert json.loads(result.stdout) == [{"what": "network", "ok": False, "found": "RuntimeError: no network"}]
