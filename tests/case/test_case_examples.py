"""The shipped cases: all read, all cited, the schema up to date, the words on the command line."""

import json
import re
from importlib.resources import files

import jsonschema
import pytest
from typer.testing import CliRunner

from her2sim.case import list_examples, parse_case, parse_inline, read_case, understand
from her2sim.case.data import read_data
from her2sim.case.examples import example_path
from her2sim.case.genes import gene_table
from her2sim.case.marked_yaml import read_yaml
from her2sim.case.schema import case_json_schema
from her2sim.cli.case import app
from her2sim.errors import CaseError
from her2sim.evidence import load_evidence

LINES = ("SK-BR-3", "BT-474", "AU565", "HCC1954", "HCC1569", "JIMT-1", "MDA-MB-453", "MDA-MB-361", "UACC-812")
LINES += ("HCC1419", "MCF7", "KPL4")
GROUPS = {
    "p95HER2-shed": {"R01"},
    "p95HER2-CTF611": {"R02"},
    "MUC4-masking": {"R03"},
    "MET-amplified": {"R05"},
    "IGF1R-high": {"R06"},
    "PTEN-loss": {"R11"},
    "PIK3CA-H1047R": {"R12"},
    "PTEN-loss-p95HER2-shed": {"R01", "R11"},
    "MUC4-masking-PIK3CA-H1047R": {"R03", "R12"},
    "sensitive-reference": set(),
}
run = CliRunner().invoke


def sources(thing):
    if isinstance(thing, dict):
        own = thing.get("source", ())
        yield from [own] if isinstance(own, str) else own
        yield from thing.get("references", ())
        for value in thing.values():
            yield from sources(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from sources(value)


def test_the_promised_cases_are_shipped():
    assert set(LINES) | set(GROUPS) | {"pathology-report-only"} <= set(list_examples())


@pytest.mark.parametrize("name", list_examples())
def test_a_shipped_case_is_named_like_its_file_and_described(name):
    case = read_case(name)
    assert case.name == name
    assert case.description
    assert (case.kind == "cell_line") == (name in LINES)


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_a_constructed_patient_carries_what_its_name_says(name):
    profile = understand(read_case(name))
    assert {one.id for one in profile.mechanisms} == GROUPS[name]
    assert profile.domain.grade == "green"


def test_every_value_of_a_cell_line_says_how_it_is_known():
    for name in LINES:
        data = read_yaml(example_path(name).read_bytes(), name).data
        for group in ("pathology", "protein", "copy_number"):
            for field, value in data.get(group, {}).items():
                assert value.get("status"), f"{name}: {group}.{field}"
        assert all(one.get("status") for one in data.get("mutations", [])), name


@pytest.mark.parametrize("file", ["mapping.yaml", "genes_mapping.yaml"])
def test_every_source_of_the_mapping_is_a_known_reference(file):
    assert not set(sources(read_data(file))) - set(load_evidence().references)


def test_every_source_of_a_shipped_case_is_a_known_reference():
    cited = {key for name in list_examples() for key in sources(read_yaml(example_path(name).read_bytes(), name).data)}
    assert not cited - set(load_evidence().references)


def test_every_number_of_the_mapping_has_a_status():
    def bare(thing, path=""):
        if isinstance(thing, dict):
            if "is" in thing and ("mixture" not in path) and not {"source", "status", "note"} <= set(thing):
                yield path
            for key, value in thing.items():
                yield from bare(value, f"{path}/{key}")

    assert not list(bare(read_data("mapping.yaml")))


def test_rules_on_variants_name_records_that_exist():
    records = load_evidence().alterations
    assert all(rule["record"] in records for rule in read_data("variants.yaml")["rules"] if "record" in rule)


def test_genes_of_the_evidence_room_are_known_here():
    table = gene_table()
    for gene in load_evidence().genes.values():
        assert table.find(gene.symbol) == gene.symbol


def test_the_shipped_json_schema_is_up_to_date():
    shipped = files("her2sim.case").joinpath("case.schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == case_json_schema()


@pytest.mark.parametrize("name", [*list_examples(), "template"])
def test_shipped_files_satisfy_the_json_schema(name):
    path = example_path(name) or files("her2sim.case.data").joinpath("template.yaml")
    validator = jsonschema.Draft202012Validator(case_json_schema())
    assert not list(validator.iter_errors(read_yaml(path.read_bytes(), name).data))


def test_the_words_of_the_convention_make_a_case():
    case = parse_inline(["HER2_IHC=3+", "FISH_ratio=6.1", "ER=neg", "PTEN=loss", "PIK3CA=p.H1047R"])
    assert case.pathology.HER2_ISH_ratio.value == 6.1
    assert case.pathology.PTEN_IHC.value == "0"
    assert case.mutations[0].short == "PIK3CA p.H1047R"
    assert case.genes_sequenced == ("PIK3CA",)
    assert {one.id for one in understand(case).mechanisms} == {"R11", "R12"}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "no field is given"),
        (["HER2_IHC"], "is not a field with a value"),
        (["HER2_ICH=3+"], "pathology.HER2_IHC"),
        (["ER=neg", "ER=pos"], "'ER' is given twice"),
        (["PIK3CA=p.H1O47R"], "p.H1047R"),
        (["PIK3CAA=p.H1047R"], "unknown field or gene"),
        (["HER2_IHC=0", "FISH_ratio=6"], "contradictory HER2 status"),
    ],
)
def test_words_that_make_no_case_are_refused(words, part):
    with pytest.raises(CaseError) as caught:
        parse_inline(words)
    assert part in str(caught.value)


def test_a_new_case_can_be_used_as_it_is():
    result = run(app, ["new"])
    assert result.exit_code == 0
    assert understand(parse_case(result.stdout)).domain.grade == "green"


def test_check_exits_3_and_names_the_line(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("schema: her2sim/case/1\nname: x\npathology:\n  ER: 300\n")
    result = run(app, ["check", str(path), "JIMT-1"])
    assert result.exit_code == 3
    assert re.search(r"bad\.yaml:4: pathology\.ER", result.output)
    assert "JIMT-1: usable" in result.output


def test_show_gives_every_quantity_as_json():
    result = run(app, ["show", "PTEN-loss", "--json"])
    quantities = {one["name"]: one for one in json.loads(result.stdout)["quantities"]}
    assert quantities["PTEN_level"]["known"]
    assert quantities["PTEN_level"]["interval95"][1] < 0.3


def test_examples_are_copied_once(tmp_path):
    assert run(app, ["examples", str(tmp_path)]).exit_code == 0
    assert len(list(tmp_path.glob("*.yaml"))) == len(list_examples())
    assert run(app, ["examples", str(tmp_path)]).exit_code != 0
    assert "JIMT-1" in run(app, ["list"]).stdout
