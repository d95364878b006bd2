"""RNA of a study in TPM becomes receptors per cell; in another unit it stays a z score or is not used."""

import pytest
from tests.case.genomics.small import EXPRESSION, SAMPLES

from her2sim.case import understand
from her2sim.case.assays import receptor_from
from her2sim.case.genomics import read_files


@pytest.fixture
def study(tmp_path):
    def read(unit, text=EXPRESSION):
        (tmp_path / "expression.txt").write_text(text, encoding="utf-8")
        (tmp_path / "samples.txt").write_text(SAMPLES, encoding="utf-8")
        files = {"expression": tmp_path / "expression.txt", "clinical_sample": tmp_path / "samples.txt"}
        return read_files(**files, expression_unit=unit)

    return read


def _quantity(case, name):
    return next(one for one in understand(case).quantities if one.name == name)


def test_tpm_of_a_calibrated_gene_is_receptors_per_cell(study):
    case = study("TPM").cases["T-1"]
    assert {one.gene for one in case.assays} == {"ERBB2", "ERBB3"}
    told = _quantity(case, "ERBB2_total")
    assert told.field.startswith("assays[")
    expected = receptor_from("rna", "ERBB2", 900.5, "TPM").distribution.median
    assert told.distribution.median == pytest.approx(expected, rel=1e-3)


def test_a_value_that_is_missing_tells_nothing(study):
    assert {one.gene for one in study("TPM").cases["T-3"].assays} == {"ERBB2"}


@pytest.mark.parametrize("unit", ["FPKM", "RSEM", "log2", "z"])
def test_another_unit_is_not_taken_for_tpm(study, unit):
    assert not any(case.assays for case in study(unit).cases.values())


def test_more_than_a_million_tpm_is_listed_and_costs_no_sample(study):
    found = study("TPM", EXPRESSION.replace("900.5", "2e6"))
    assert set(found.cases) == {"T-1", "T-2", "T-3"}
    assert {one.gene for one in found.cases["T-1"].assays} == {"ERBB3"}
    assert any(one.sample == "T-1" and one.got == "2e6" for one in found.ignored)
