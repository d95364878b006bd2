"""Tables that are broken as a user's editor breaks them, and exports that cannot be, are refused with their place."""

import shutil

import pytest
from tests.exchange.conftest import reading
from typer.testing import CliRunner

from her2sim.cli.main import app
from her2sim.exchange.export import own_data_of
from her2sim.exchange.petab import PetabError, read_petab, write_petab
from her2sim.network import load_network
from her2sim.studies.fit.own_data import OwnData

NETWORK = load_network()


def test_a_negative_amount_of_a_condition_is_refused(edited):
    with pytest.raises(PetabError, match=r"conditions\.tsv.*row 2, NRG1_nM") as caught:
        read_petab(edited("conditions.tsv", 0, NRG1_nM=-5), NETWORK)
    assert "-5" in str(caught.value)


def _lines(problem, tmp_path, change):
    """The measurements with their lines changed, read."""
    folder = tmp_path / "copy"
    shutil.copytree(problem.parent, folder)
    path = folder / "measurements.tsv"
    path.write_text("\n".join(change(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")
    return read_petab(folder / "problem.yaml", NETWORK)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [lines[0], f"{lines[1]}\textra", *lines[2:]], "row 2: this row has more fields"),
        (lambda lines: [f"{lines[0]}\ttime", *(f"{line}\t1" for line in lines[1:])], "time: a column stands twice"),
        (lambda lines: [lines[0].replace("noiseParameters", "noiseParamters"), *lines[1:]], "noiseParameters"),
        (lambda lines: [*lines, lines[1]], "row 5, measurement: this row is the same as row 2"),
        (lambda lines: [lines[0], "", "", lines[1].replace("\tBT", "\tXX", 1)], "row 4, preequilibration"),
        (lambda lines: lines[:1], "there is no measurement"),
        (lambda lines: [lines[0], '"' + lines[1]], "no table"),
    ],
)
def test_tables_whose_lines_are_broken_are_refused_with_their_place(problem, tmp_path, change, words):
    with pytest.raises(PetabError, match=words):
        _lines(problem, tmp_path, change)


@pytest.mark.parametrize("problems", ["[foo]", "{sbml_files: [model.xml]}", "3"])
def test_a_yaml_file_of_another_form_is_refused(tmp_path, problems):
    path = tmp_path / "problem.yaml"
    path.write_text(f"format_version: 1\nparameter_file: p.tsv\nproblems: {problems}\n", encoding="utf-8")
    with pytest.raises(PetabError, match=r"problem\.yaml: problems"):
        read_petab(path, NETWORK)


def test_equal_readings_are_written_and_read_as_two(tmp_path):
    own = own_data_of([reading(), reading()], NETWORK)
    found = read_petab(write_petab(own, NETWORK, tmp_path / "twice"), NETWORK)
    assert len(found.measurements) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "petab", "--data", "passmopy_erbb", "-o", "new"), "pasmopy_erbb"),
        (("--format", "petab", "--data", "", "-o", "new"), "no data set is named"),
        (("--format", "sbml", "-o", "file/model.xml"), "cannot be written"),
    ],
)
def test_what_cannot_be_exported_is_said(tmp_path, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["model", "export", *options])
    assert result.exit_code != 0
    assert words in str(result.exception) + result.output
    assert not (tmp_path / "new").exists()


def test_nothing_is_written_where_nothing_can_be(tmp_path):
    with pytest.raises(PetabError, match="no measurement"):
        write_petab(OwnData(), NETWORK, tmp_path / "new")
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PetabError, match="folder cannot be made"):
        write_petab(own_data_of([reading()], NETWORK), NETWORK, tmp_path / "file")
