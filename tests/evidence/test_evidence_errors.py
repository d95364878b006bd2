"""A broken evidence file is refused with its place, what was expected and what was seen."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from her2sim.errors import EvidenceError
from her2sim.evidence import load_evidence

DATA = Path(str(files("her2sim.evidence"))) / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def plant(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is no longer in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder: Path) -> str:
    with pytest.raises(EvidenceError) as caught:
        load_evidence(folder)
    assert caught.value.exit_code == 3
    return str(caught.value)


def write_parameters(folder: Path, entry: str) -> None:
    text = f"mechanism: trial\nparameters:\n  k_trial: {entry}\n"
    (folder / "parameters" / "trial.yaml").write_text(text, encoding="utf-8")


def test_an_untouched_copy_loads(folder):
    assert load_evidence(folder).mechanisms.keys() == load_evidence().mechanisms.keys()


def test_a_misspelt_reference_names_record_and_nearest_key(folder):
    plant(folder, "mechanisms/action.yaml", "references: [nagata2004, zhang2011]", "references: [nagta2004, zhang2011]")
    message = refused(folder)
    assert "mechanisms: MOA03: references" in message
    assert "'nagta2004'" in message
    assert "nagata2004" in message


def test_an_unknown_gene_is_refused(folder):
    plant(folder, "mechanisms/action.yaml", "genes: [ERBB2, SRC, PTEN]", "genes: [ERBB2, SRC, PTNE]")
    assert "MOA03: genes" in refused(folder)


def test_an_unknown_mechanism_of_an_alteration_is_refused(folder):
    plant(
        folder,
        "alterations/pi3k_akt.yaml",
        "{effect: activating, mechanism: R12",
        "{effect: activating, mechanism: R99",
    )
    message = refused(folder)
    assert "PIK3CA p.H1047R: mechanism" in message
    assert "'R99'" in message


def test_an_unknown_profile_quantity_is_refused_with_the_nearest(folder):
    plant(folder, "alterations/pi3k_akt.yaml", "PTEN_level: {value: 0.03", "PTEN_levle: {value: 0.03")
    message = refused(folder)
    assert "PTEN deep deletion: quantities" in message
    assert "try       PTEN_level" in message


def test_an_unknown_field_is_refused_with_the_nearest(folder):
    plant(folder, "mechanisms/action.yaml", "    strength: strong", "    strenght: strong")
    message = refused(folder)
    assert "mechanisms/action.yaml: MOA01: strenght" in message
    assert "try       strength" in message


def test_a_status_outside_the_vocabulary_is_refused(folder):
    plant(folder, "mechanisms/action.yaml", "    status: memory", "    status: seen")
    message = refused(folder)
    assert "MOA01: status" in message
    assert "'assumption'" in message
    assert "got       'seen'" in message


def test_a_record_that_was_read_needs_a_reference(folder):
    plant(folder, "growth/growth.yaml", "n: 306, status: read, references: [interval2020]", "n: 306, status: read")
    assert "tvdt_interval: references" in refused(folder)


def test_another_schema_version_is_refused(folder):
    plant(folder, "contradictions/contradictions.yaml", "her2sim/evidence/1", "her2sim/evidence/2")
    message = refused(folder)
    assert "contradictions/contradictions.yaml: schema" in message
    assert "expected  her2sim/evidence/1" in message


def test_a_key_that_stands_twice_is_refused(folder):
    plant(folder, "therapies/therapies.yaml", "  TX02:", "  TX01:")
    message = refused(folder)
    assert "therapies/therapies.yaml: 5" in message
    assert "TX01" in message
    assert "stands twice" in message


def test_an_id_in_two_files_is_refused(folder):
    shutil.copy(folder / "quantities" / "receptors.csv", folder / "quantities" / "again.csv")
    assert "quantities/receptors.csv: Q001: this id stands twice" in refused(folder)


def test_a_broken_number_in_a_table_is_refused(folder):
    plant(folder, "quantities/receptors.csv", "1.5e+06,1e+06,2e+06", "1.5e+o6,1e+06,2e+06")
    message = refused(folder)
    assert "quantities/receptors.csv: Q001: value" in message
    assert "1.5e+o6" in message


def test_a_row_with_a_cell_too_many_is_refused(folder):
    plant(
        folder, "profile/profile.csv", "share of surface HER2 hidden by MUC4", "share of surface HER2, hidden by MUC4"
    )
    assert "profile/profile.csv: 14" in refused(folder)


def test_a_range_upside_down_is_refused(folder):
    plant(folder, "quantities/receptors.csv", "1.5e+06,1e+06,2e+06", "1.5e+06,2e+06,1e+06")
    assert "low must not be above high" in refused(folder)


def test_a_shift_outside_its_own_range_is_refused(folder):
    plant(
        folder, "alterations/pi3k_akt.yaml", "PTEN_level: {value: 0.03, low: 0.0", "PTEN_level: {value: 0.03, low: 0.1"
    )
    assert "PTEN deep deletion: quantities.PTEN_level" in refused(folder)


def test_an_empty_kind_is_refused(folder):
    shutil.rmtree(folder / "therapies")
    assert "there are no records of this kind" in refused(folder)


def test_no_yaml_is_refused(folder):
    (folder / "growth" / "growth.yaml").write_text("records: [", encoding="utf-8")
    assert "growth/growth.yaml: 2: this is not valid YAML" in refused(folder)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("{value: 1, unit: 1/s, prior: {kind: lognormal, fold: 2}, source: [], status: assumption}", "wide prior"),
        ("{value: 1, unit: 1/s, prior: {kind: lognormal, fold: 10}, source: [], status: read}", "at least one source"),
        ("{value: -1, unit: 1/s, prior: {kind: lognormal, fold: 10}, source: [P001], status: read}", "positive value"),
        ("{value: 2, unit: 1/s, prior: {kind: uniform, low: 0, high: 1}, source: [P001], status: read}", "0 .. 1"),
        ("{value: 1, unit: 1/s, prior: {kind: uniform, low: 1, high: 0}, source: [P001], status: read}", "below high"),
        ("{value: 2, unit: '1', prior: {kind: beta, a: 1, b: 1}, source: [P001], status: read}", "between 0 and 1"),
        ("{value: 1, unit: 1/s, prior: {kind: fixed}, source: [], status: assumption}", "needs a note"),
        ("{value: 1, unit: widget/s, prior: {kind: normal, sd: 1}, source: [P001], status: read}", "cannot be read"),
        ("{value: 1, unit: 1/s, prior: {kind: cauchy}, source: [P001], status: read}", "prior"),
        ("{value: '1', unit: 1/s, prior: {kind: fixed}, source: [P001], status: read}", "value"),
        ("{value: 1, unit: 1/s, prior: {kind: fixed}, source: [P999], status: read}", "'P999' is cited"),
        ("{value: 1, prior: {kind: fixed}, source: [P001], status: read}", "a field is missing"),
    ],
)
def test_a_dishonest_or_broken_parameter_is_refused(folder, entry, says):
    write_parameters(folder, entry)
    message = refused(folder)
    assert says in message
    assert "trial" in message


def test_a_parameter_defined_in_two_files_is_refused(folder):
    name = next(iter(load_evidence().parameters))
    entry = "{value: 1, unit: 1/s, prior: {kind: fixed}, source: [P001], status: read}"
    text = f"mechanism: trial\nparameters:\n  {name}: {entry}\n"
    (folder / "parameters" / "zz_trial.yaml").write_text(text, encoding="utf-8")
    assert f"'{name}' is defined twice" in refused(folder)


def test_numbers_without_a_point_are_numbers_and_no_is_a_word(folder):
    """YAML 1.1 reads 2e-6 as text and 'no' as false; both were traps for whoever writes a record."""
    entry = "{value: 2e-6, unit: 1/s, prior: {kind: lognormal, fold: 10}, source: [P001], status: read, note: no}"
    write_parameters(folder, entry)
    parameter = load_evidence(folder).parameters["k_trial"]
    assert parameter.value == 2e-6
    assert parameter.note == "no"
