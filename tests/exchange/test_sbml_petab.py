"""SBML and PEtab: what is written is read back, and what cannot be held is refused with its place."""

import sys

import numpy as np
import pandas as pd
import pytest
from tests.reference.rates_twin import everything

from her2sim.engine import simulate
from her2sim.errors import InputError
from her2sim.exchange.export import own_data_of
from her2sim.exchange.petab import read_petab, write_petab
from her2sim.exchange.sbml import _id, write_sbml
from her2sim.inference.measurements.form import Dose, Measurement
from her2sim.network import load_network, read_sbml
from her2sim.network.rates import bind, compile_rates
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


def test_the_rates_of_the_model_in_sbml_are_those_of_the_network(tmp_path):
    """Relative to the largest flux through each species' neighbours: sums of fluxes run in another order."""
    write_sbml(NETWORK, tmp_path / "her2.xml")
    again = read_sbml(tmp_path / "her2.xml")
    place = again.species_index
    order = np.array([place[_id(one.name)] for one in NETWORK.species])
    worst = 0.0
    for seed in range(5):
        rng = np.random.default_rng(seed)
        state = rng.lognormal(3.0, 2.0, len(NETWORK.species))
        factor = dict(zip(NETWORK.parameter_index, rng.lognormal(0.0, 0.3, len(NETWORK.parameters)), strict=True))
        own, other, moved = np.empty(len(state)), np.empty(len(again.species)), np.empty(len(again.species))
        values = np.array([one.value * factor[one.name] for one in NETWORK.parameters])
        theirs = np.array([one.value * factor.get(one.name, 1.0) for one in again.parameters])
        moved[order] = state
        assert bind(compile_rates(NETWORK), values).rate(state, own)
        assert bind(compile_rates(again), theirs).rate(moved, other)
        worst = max(worst, float(np.max(np.abs(own - other[order]) / _turnover(values, state))))
    assert worst < 1e-12


def _turnover(values, state):
    """Sum of the absolute fluxes through each species."""
    level = everything(NETWORK, values, state)
    total = np.full(len(state), 1e-300)
    for one in NETWORK.reactions:
        flux = abs(one.factor * level[one.rate] * np.prod(state[list(one.reactants)]))
        for species in (*one.reactants, *one.products):
            total[species] += flux
    return total


def test_without_libsbml_the_extra_is_named(tmp_path, written, monkeypatch):
    monkeypatch.setitem(sys.modules, "libsbml", None)
    with pytest.raises(InputError, match=r"her2sim\[sbml\]"):
        write_sbml(NETWORK, tmp_path / "her2.xml")
    with pytest.raises(InputError, match=r"her2sim\[sbml\]"):
        read_petab(written[1], NETWORK)
    with pytest.raises(InputError, match=r"her2sim\[sbml\]"):
        write_petab(written[0], NETWORK, tmp_path / "problem")


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
    (first, key, other) = ((one.cell_line, one.row) for one in found.measurements)
    assert first != key
    assert other != first
    added = found.given[first]
    assert set(added) == {"NRG1_nM"}
    assert added["NRG1_nM"] == pytest.approx(data.given[first]["NRG1_nM"])
    assert found.given[key] == {}
    assert found.measurements[0].group == found.measurements[1].group != found.measurements[2].group


def test_the_linter_of_petab_finds_nothing(written):
    petab = pytest.importorskip("petab.v1", reason="petab is not installed")
    _, path = written
    assert not petab.lint_problem(petab.Problem.from_yaml(str(path)))
    assert read_petab(path, NETWORK).beliefs() == {}  # what we wrote is what we believe


def test_a_prior_of_the_evidence_is_a_prior_of_the_parameter_table(written):
    table = pd.read_csv(written[1].parent / "parameters.tsv", sep="\t").set_index("parameterId")
    row = table.loc["k_shed"]
    centre = float(str(row["objectivePriorParameters"]).split(";")[0])
    assert row["objectivePriorType"] == "parameterScaleNormal"
    assert 10**centre == pytest.approx(row["nominalValue"])
    assert row["initializationPriorType"] == row["objectivePriorType"]
    assert (table["lowerBound"] < table["upperBound"]).all()
