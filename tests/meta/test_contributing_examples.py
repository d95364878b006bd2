"""The worked examples of docs/contributing-biology.md, taken out of the page and run against a copy of the evidence."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from tests.biology.test_artefact import builder
from tests.meta.tree import PACKAGE, ROOT

from her2sim.biology import kit
from her2sim.engine import simulate, steady_state
from her2sim.evidence import Evidence, load_evidence
from her2sim.network import check_dimensions, from_document
from her2sim.pharmacology import drugs, population, simulate_exposure
from her2sim.pharmacology.regimen_file import course
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.verify import ask, parse_claims

PAGE = ROOT / "docs" / "contributing-biology.md"
BLOCK = re.compile(r"```\{code-block\} (\w+)\n:caption: (\S+)\n(.*?)```", re.DOTALL)
FILES = {name: text for _, name, text in BLOCK.findall(PAGE.read_text("utf-8"))}
NEW = [name for name in FILES if name.startswith("evidence/")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the evidence with the files of the page in it."""
    root = tmp_path_factory.mktemp("evidence") / "data"
    shutil.copytree(PACKAGE / "evidence" / "data", root, ignore=shutil.ignore_patterns("__pycache__"))
    for name in NEW:
        path = root / name.removeprefix("evidence/data/")
        assert not path.exists(), f"{name} would overwrite a file of the evidence"
        path.write_text(FILES[name], encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def evidence(folder: Path) -> Evidence:
    return load_evidence(folder)


def made(name: str) -> dict[str, Any]:
    """What a Python block of the page defines."""
    found: dict[str, Any] = {}
    exec(compile(FILES[name], name, "exec"), found)  # noqa: S102 - the project's own page
    return found


def test_the_page_has_all_three_examples() -> None:
    assert [name for name in FILES if name.endswith(".py")] == [
        "pharmacology/drugs_pathway_inhibitors.py",
        "biology/pdk1_inhibitors.py",
        "biology/nrg1_trap.py",
    ]
    assert {"my_claims.yaml", "pharmacology/data/regimens.yaml"} <= set(FILES)
    assert len(NEW) == 4


def test_the_claim_can_be_asked() -> None:
    claims = parse_claims(FILES["my_claims.yaml"], "my_claims.yaml")
    (result,) = ask(claims, members=5).results
    assert result.outcome in {"pass", "fail"}
    assert result.n_failed == 0
    tucatinib, trastuzumab = (result.readouts[name].values for name in ("by_tucatinib", "by_trastuzumab"))
    assert tucatinib is not None
    assert trastuzumab is not None
    assert (tucatinib < trastuzumab).all()  # whatever the ranges of the claim


def test_every_number_of_the_page_is_read_with_its_prior(evidence: Evidence) -> None:
    shipped = load_evidence().parameters
    added = {name: record for name, record in evidence.parameters.items() if name not in shipped}
    assert {record.mechanism for record in added.values()} == {"pk_exemplinib", "pdk1_inhibitors", "nrg1_trap"}
    assert len(added) == 10
    assert evidence.drugs["exemplinib"].targets[0].value == 5.0


def test_the_drug_reaches_the_plasma_it_should(evidence: Evidence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(population, "load_evidence", lambda: evidence)
    monkeypatch.setitem(drugs.DRUGS, "exemplinib", made("pharmacology/drugs_pathway_inhibitors.py")["EXEMPLINIB"])
    component = yaml.safe_load(FILES["pharmacology/data/regimens.yaml"])["components"]["Exe"]
    given = tuple(course(entry) for entry in component["drugs"])
    regimen = Regimen("Exe", component["description"], given, 21.0)
    outputs = ("exemplinib_mg_L", "exemplinib_tumour_nM")
    total, free = simulate_exposure(regimen, np.linspace(14, 15, 241), outputs)[0].T
    assert np.trapezoid(total, dx=0.1) / 24 == pytest.approx(200 / 20 / 24, rel=0.01)  # dose over clearance
    assert free == pytest.approx(0.1 * total / 450 * 1e6)


@pytest.mark.parametrize(
    ("file", "name"), [("biology/pdk1_inhibitors.py", "PDK1_INHIBITORS"), ("biology/nrg1_trap.py", "NRG1_TRAP")]
)
def test_a_mechanism_rests_on_evidence_and_on_its_own_numbers(file: str, name: str, evidence: Evidence) -> None:
    mechanism = made(file)[name]
    assert isinstance(mechanism, kit.Mechanism)
    assert set(mechanism.evidence) <= {*evidence.mechanisms, *evidence.therapies}
    own = [record.name for record in evidence.parameters.values() if record.mechanism == mechanism.name]
    assert own != []
    asked = set(re.findall(r'm\["(\w+)"\]', FILES[file])) | set(re.findall(r'>> None, "(\w+)"', FILES[file]))
    used = asked if file.endswith("trap.py") else {"Ki_exemplinib_PDK1"}  # made by open_share
    assert set(own) <= used


SCRIPT = """
import json, sys
from pathlib import Path
from her2sim.evidence import load_evidence
from her2sim.biology import kit
from her2sim.biology.build import expand
from her2sim.biology.catalogue import draft
from her2sim.biology.foxo import FOXO
from her2sim.biology.ligand_release import LIGANDS
folder, *files = map(Path, sys.argv[1:])
kit.load_evidence = lambda: load_evidence(folder)
names = {}
for file in files:
    exec(compile(file.read_text("utf-8"), file.name, "exec"), names)
print(json.dumps(expand(draft((LIGANDS, FOXO, names["PDK1_INHIBITORS"], names["NRG1_TRAP"])))))
"""


@pytest.mark.network
def test_the_rules_expand_to_a_network_that_does_what_the_page_says(folder: Path, tmp_path: Path) -> None:
    python = builder()
    if python is None:
        pytest.skip("no PySB: run `make network` once, or set HER2SIM_NETWORK_PYTHON")
    if shutil.which("perl") is None:
        pytest.skip("no Perl, which BioNetGen needs")
    files = [tmp_path / Path(name).name for name in FILES if name.startswith("biology/")]
    for file in files:
        file.write_text(FILES[f"biology/{file.name}"], encoding="utf-8")
    run = subprocess.run(
        [python, "-c", SCRIPT, str(folder), *map(str, files)], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert run.returncode == 0, run.stderr
    network = from_document(json.loads(run.stdout), "the page")
    assert check_dimensions(network) == []
    assert set(network.inputs) == {"exemplinib_nM"}
    values = np.tile(network.parameter_values, (2, 1))
    values[1, network.parameter_index["exemplinib_nM"]] = 20.0
    rest = steady_state(network, values)
    wanted = ["NRG1_trap", "NRG1_left_nM", "NRG1_free_nM", "PDK1_open"]
    read = simulate(network, values, [0.0], initial=rest.values, outputs=wanted)
    assert read["PDK1_open"][:, 0] == pytest.approx([1.0, 0.5])
    full = (1 + 4.0) / (1 + 4.0 * 0.25)  # all of FOXO is in the nucleus: nothing moves it in this part
    assert read["NRG1_trap"][0, 0] == pytest.approx(full)
    assert read["NRG1_left_nM"][0, 0] == pytest.approx(read["NRG1_free_nM"][0, 0] / (1 + 0.5 * full))
