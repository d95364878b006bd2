"""The shipped network is what the rules and the evidence build."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from her2sim.biology.build import text
from her2sim.biology.catalogue import MECHANISMS
from her2sim.evidence import load_evidence
from her2sim.network import canonical_json, check_dimensions, from_document, load_network, to_document
from her2sim.pharmacology.drugs import DRUGS
from her2sim.units import to_model

ROOT = Path(__file__).resolve().parents[2]
ARTEFACT = ROOT / "src" / "her2sim" / "network" / "data" / "her2.json"
NETWORK = load_network()
RESEARCH = {"APMA_nM", "IGFBP3_nM", "anti_EPHA2_nM", "batimastat_nM", "hymecromone_nM", "omipalisib_nM"}
"""compounds of the laboratory, which nobody is dosed with"""


def builder() -> str | None:
    """An interpreter that can import PySB: named by the environment, this one, or that of `make network`."""
    named = os.environ.get("HER2SIM_NETWORK_PYTHON")
    if named:
        return named
    if importlib.util.find_spec("pysb"):
        return sys.executable
    own = ROOT / ".venv-network" / "bin" / "python"
    return str(own) if own.exists() else None


@pytest.mark.network
def test_rebuilding_gives_the_same_bytes(tmp_path: Path) -> None:
    python = builder()
    if python is None:
        pytest.skip("no PySB: run `make network` once, or set HER2SIM_NETWORK_PYTHON")
    if shutil.which("perl") is None:
        pytest.skip("no Perl, which BioNetGen needs")
    built = tmp_path / "her2.json"
    subprocess.run([python, "-m", "her2sim.biology.build", str(built)], check=True, capture_output=True, cwd=tmp_path)
    assert built.read_bytes() == ARTEFACT.read_bytes()


def test_reading_and_writing_the_network_gives_the_file_again() -> None:
    assert canonical_json(NETWORK) == ARTEFACT.read_text("utf-8") == text(json.loads(ARTEFACT.read_text("utf-8")))


def test_the_network_has_the_size_it_was_planned_for() -> None:
    assert 150 <= len(NETWORK.species) <= 400  # more, and an ensemble takes minutes
    assert len(NETWORK.reactions) <= 1500  # a course must stay within tens of milliseconds


def test_every_parameter_has_the_value_of_its_record() -> None:
    records = load_evidence().parameters
    inside = [p for p in NETWORK.parameters if p.name not in NETWORK.inputs]
    for parameter in inside:
        record = records[parameter.name]
        assert parameter.value == pytest.approx(to_model(record.value, record.unit), rel=1e-12), parameter.name


def test_no_parameter_of_the_biology_is_left_unused() -> None:
    names = {mechanism.name for mechanism in MECHANISMS} | {"profile"}
    written = {name for name, record in load_evidence().parameters.items() if record.mechanism in names}
    assert written - {parameter.name for parameter in NETWORK.parameters} == set()


def test_every_rule_of_the_catalogue_made_a_reaction_or_was_never_needed() -> None:
    listed = {rule for module in NETWORK.modules for rule in module.rules}
    assert {reaction.rule for reaction in NETWORK.reactions} <= listed
    silent = listed - {reaction.rule for reaction in NETWORK.reactions}
    assert silent == set(), "a rule that fires nowhere is a mistake or a leftover"


def test_a_drug_is_absent_until_something_sets_it() -> None:
    given = {drug.input for drug in DRUGS.values() if drug.input is not None}
    assert set(NETWORK.inputs) == given | RESEARCH
    assert {p.value for p in NETWORK.parameters if p.name in NETWORK.inputs} == {0.0}


def test_units_work_out() -> None:
    assert [str(violation) for violation in check_dimensions(NETWORK)] == []


@pytest.mark.parametrize(
    ("kind", "name", "field", "value"),
    [
        ("parameters", "k_shed", "unit", "1/nM/h"),
        ("parameters", "Kd_HER2_HER2", "unit", "nM"),
        ("parameters", "K_PI3K", "unit", "1"),
        ("assignments", "on_trastuzumab", "expression", "kon_trastuzumab*Kd_trastuzumab*trastuzumab_nM"),
        ("assignments", "synthesis_ERBB2", "unit", "1/h"),
        ("assignments", "pAKT", "expression", "AKT_T308_S473"),
    ],
)
def test_a_planted_fault_of_units_is_found(kind: str, name: str, field: str, value: str) -> None:
    document = to_document(NETWORK)
    next(item for item in document[kind] if item["name"] == name)[field] = value
    assert check_dimensions(from_document(json.loads(json.dumps(document)))) != []
