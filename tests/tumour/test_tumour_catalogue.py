"""The catalogue of the tumour room: files, evidence, parameters, documentation."""

import dataclasses
import re

from tests.meta.tree import PACKAGE, ROOT

from her2sim.evidence import load_evidence
from her2sim.tumour import TumourParameters, tumour_records
from her2sim.tumour.catalogue import TUMOUR_MECHANISMS
from her2sim.tumour.parameters import MECHANISMS

EVIDENCE = load_evidence()


def test_every_mechanism_has_a_file_and_every_file_that_registers_one_is_in_the_catalogue() -> None:
    named = {mechanism.name for mechanism in TUMOUR_MECHANISMS}
    files = {path.stem for path in (PACKAGE / "tumour").glob("*.py") if "= TumourMechanism(" in path.read_text("utf-8")}
    assert named == files
    assert len(named) == len(TUMOUR_MECHANISMS)
    assert set(MECHANISMS) == named


def test_every_parameter_belongs_to_one_mechanism_and_stands_in_its_file_of_evidence() -> None:
    claimed = {name: mechanism.name for mechanism in TUMOUR_MECHANISMS for name in mechanism.parameters}
    assert claimed == {name: record.mechanism for name, record in tumour_records().items()}
    assert set(claimed) == {field.name for field in dataclasses.fields(TumourParameters)}


def test_a_mechanism_rests_on_evidence_that_exists_and_says_what_it_leaves_out() -> None:
    known = {*EVIDENCE.mechanisms, *EVIDENCE.therapies}
    assert {key for mechanism in TUMOUR_MECHANISMS for key in mechanism.evidence} <= known
    assert [mechanism.name for mechanism in TUMOUR_MECHANISMS if not mechanism.reductions] == []
    said = {name: set(record.evidence) for record in tumour_records().values() for name in [record.mechanism]}
    assert said == {mechanism.name: set(mechanism.evidence) for mechanism in TUMOUR_MECHANISMS}


def test_the_mechanisms_outside_the_network_are_all_here() -> None:
    covered = {key for mechanism in TUMOUR_MECHANISMS for key in mechanism.evidence}
    assert {
        "MOA07", "MOA08", "MOA09", "MOA10", "MOA14", "R19", "R20", "P04", "P08", "P10", "TX06", "TX07", "TX25", "TX26",
    } <= covered  # fmt: skip


def test_the_documentation_speaks_of_every_file() -> None:
    text = (ROOT / "docs" / "tumour.md").read_text("utf-8")
    assert [m.name for m in TUMOUR_MECHANISMS if not re.search(rf"`{m.name}\.py`", text)] == []
