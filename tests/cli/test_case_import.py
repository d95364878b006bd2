"""`her2sim case import`: tables in, cases and what was not used out."""

import csv
import json

import pytest
from tests.case.genomics.small import MAF, lay_out
from typer.testing import CliRunner

from her2sim.case import read_case
from her2sim.cli.main import app
from her2sim.errors import InputError

run = CliRunner()


@pytest.fixture
def study(tmp_path):
    return lay_out(tmp_path / "study")


def _import(*arguments):
    return run.invoke(app, ["case", "import", *map(str, arguments)], catch_exceptions=False)


def test_a_folder_becomes_a_case_for_every_tumour_that_can_be_read(study, tmp_path):
    answer = _import(study, "-o", tmp_path / "cases", "--json")
    told = json.loads(answer.stdout)
    written = sorted(path.stem for path in (tmp_path / "cases").glob("*.yaml"))
    assert told["written"] == told["read"] == len(written) > 0
    assert sum(told["HER2"].values()) == told["read"]
    assert read_case(tmp_path / "cases" / "T-1.yaml").copy_number["ERBB2"].value == "amplification"


def test_what_was_not_used_is_listed_with_its_reason(study, tmp_path):
    answer = _import(study, "-o", tmp_path / "cases", "--json")
    rows = list(csv.DictReader((tmp_path / "cases" / "ignored.csv").open(encoding="utf-8")))
    assert len(rows) == sum(json.loads(answer.stdout)["ignored"].values()) > 0
    assert all(row["reason"] for row in rows)
    assert (tmp_path / "cases" / "rejected.csv").read_text(encoding="utf-8").startswith("sample,reason")


def test_only_her2_positive_tumours_are_written_where_asked(study, tmp_path):
    every, positive = (tmp_path / name for name in ("every", "positive"))
    _import(study, "-o", every)
    _import(study, "-o", positive, "--her2-positive")
    names = {path.name for path in positive.glob("*.yaml")}
    assert "T-1.yaml" in names < {path.name for path in every.glob("*.yaml")}


def test_single_files_will_do(tmp_path):
    maf = tmp_path / "mutations.txt"
    maf.write_text(MAF, encoding="utf-8")
    _import("--maf", maf, "-o", tmp_path / "cases")
    case = read_case(tmp_path / "cases" / "T-1.yaml")
    assert {one.short for one in case.mutations} == {"PIK3CA p.H1047R", "PTEN p.R130*"}


@pytest.mark.parametrize("arguments", [["study", "--maf", "x.txt"], []])
def test_a_folder_or_files_but_one_of_the_two(arguments, study, tmp_path):
    given = [str(study) if one == "study" else one for one in arguments]
    with pytest.raises(InputError):
        _import(*given, "-o", tmp_path / "cases")


def test_no_file_is_overwritten(study, tmp_path):
    _import(study, "-o", tmp_path / "cases")
    before = (tmp_path / "cases" / "T-1.yaml").read_bytes()
    with pytest.raises(InputError, match="there already"):
        _import(study, "-o", tmp_path / "cases")
    assert (tmp_path / "cases" / "T-1.yaml").read_bytes() == before
