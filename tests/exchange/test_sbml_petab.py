"""SBML and PEtab: what is written is read back, and what cannot be held is refused with its place."""

import numpy as np
import pandas as pd
import pytest

from her2sim.engine import simulate
from her2sim.exchange.export import exportable, own_data_of
from her2sim.exchange.petab import PetabError, read_petab, write_petab
from her2sim.exchange.sbml import write_sbml
from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.network import load_network, read_sbml
from her2sim.studies.fit.own_data import KIND

NETWORK = load_network()


NRG1 = (Dose("NRG1", 10.0, "nM"),)


def reading(line="BT474", ligands=NRG1, hours=0.5, observable="pAKT", **more):
    fields = {"value": 4.2, "sd": 0.1, "scale": "log10", "group": f"{line} {observable}", **more}
    return Measurement("made up", "7", line, (), ligands, hours, observable, **fields)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("petab")
    data = own_data_of(
        [reading(), reading(hours=0.0, ligands=()), reading("SKBR3", observable="pERK", value=3.0)], NETWORK
    )
    return data, write_petab(data, NETWORK, folder)


def test_the_model_in_sbml_does_what_the_network_does(tmp_path):
    write_sbml(NETWORK, tmp_path / "her2.xml")
    again = read_sbml(tmp_path / "her2.xml")
    assert len(again.species) == len(NETWORK.species)
    values = dict(zip((one.name for one in NETWORK.parameters), NETWORK.parameter_values, strict=True))
    values |= {"NRG1_nM": 1.0, "lapatinib_nM": 5.0}
    known = {one.name for one in again.parameters}
    asked = ["pAKT", "pERK", "surface_ERBB2", "division_drive", "HER2_HER3_free"]
    first, second = (
        simulate(network, {name: np.array([value]) for name, value in values.items() if name in own}, [1.0, 24.0],
                 outputs=asked, rtol=1e-8).values
        for network, own in ((NETWORK, values), (again, known))
    )  # fmt: skip
    assert second == pytest.approx(first, rel=1e-5)


def test_a_problem_written_is_the_problem_read(written):
    data, path = written
    found = read_petab(path, NETWORK)
    assert [(one.observable, one.hours, one.cell_line) for one in found.measurements] == [
        (one.observable, one.hours, one.cell_line) for one in data.measurements
    ]
    assert [one.value for one in found.measurements] == pytest.approx([one.value for one in data.measurements])
    assert [one.sd for one in found.measurements] == pytest.approx([one.sd for one in data.measurements])
    assert found.rest["BT_474"].kind == KIND
    assert found.rest["BT_474"].quantities["ERBB2_total"] == pytest.approx(5.0e5)
    added = found.given[found.measurements[0].row]
    assert set(added) == {"NRG1_nM"}
    assert added["NRG1_nM"] == pytest.approx(data.given[data.measurements[0].row]["NRG1_nM"])
    assert found.given[found.measurements[1].row] == {}
    assert found.measurements[0].group == found.measurements[1].group != found.measurements[2].group


def test_the_linter_of_petab_finds_nothing(written):
    petab = pytest.importorskip("petab.v1", reason="petab is not installed")
    _, path = written
    assert not petab.lint_problem(petab.Problem.from_yaml(str(path)))


def test_a_prior_of_the_evidence_is_a_prior_of_the_parameter_table(written):
    table = pd.read_csv(written[1].parent / "parameters.tsv", sep="\t").set_index("parameterId")
    row = table.loc["k_shed"]
    centre = float(str(row["objectivePriorParameters"]).split(";")[0])
    assert row["objectivePriorType"] == "parameterScaleNormal"
    assert 10**centre == pytest.approx(row["nominalValue"])
    assert (table["lowerBound"] < table["upperBound"]).all()


@pytest.mark.parametrize(
    ("file", "column", "value", "word"),
    [
        ("observables.tsv", "observableFormula", "pAKT + 2", "formula"),
        ("observables.tsv", "observableTransformation", "lin", "log10"),
        ("measurements.tsv", "simulationConditionId", "nowhere", "no such condition"),
        ("measurements.tsv", "measurement", -1.0, "above 0"),
        ("measurements.tsv", "noiseParameters", 0.0, "above 0"),
    ],
)
def test_what_cannot_be_held_is_refused_with_its_place(written, tmp_path, file, column, value, word):
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(written[1].parent, folder)
    frame = pd.read_csv(folder / file, sep="\t").astype({column: object})
    frame.loc[1, column] = value
    frame.to_csv(folder / file, sep="\t", index=False)
    with pytest.raises(PetabError, match=word) as raised:
        read_petab(folder / "problem.yaml", NETWORK)
    assert file in str(raised.value)
    assert "row 3" in str(raised.value)


def test_another_model_and_another_parameter_are_refused(written, tmp_path):
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(written[1].parent, folder)
    frame = pd.read_csv(folder / "conditions.tsv", sep="\t").rename(columns={"ERBB2_total": "ERBB2_totl"})
    frame.to_csv(folder / "conditions.tsv", sep="\t", index=False)
    with pytest.raises(PetabError, match="ERBB2_total"):
        read_petab(folder / "problem.yaml", NETWORK)
    (folder / "model.xml").write_text("<sbml/>")
    with pytest.raises(PetabError, match="not the network"):
        read_petab(folder / "problem.yaml", NETWORK)
    with pytest.raises(PetabError, match="no such file"):
        read_petab(folder / "nothing.yaml", NETWORK)


def test_growth_and_folds_are_told_to_be_left_out():
    kept, left = exportable([reading(), reading(over_start=True), reading(observable="GR", group="")])
    assert (len(kept), left) == (1, 2)
