"""What a term finds, and what the command prints."""

from __future__ import annotations

import json

import jsonschema
import pytest
from typer.testing import CliRunner

from her2sim.cli.evidence import app
from her2sim.errors import EvidenceError
from her2sim.evidence import KINDS, find, load_evidence, suggestions

EVIDENCE = load_evidence()
runner = CliRunner()


def ids(found, kind):
    return [getattr(record, "id", None) or getattr(record, "name", None) for record in found.records.get(kind, ())]


def printed(*arguments: str) -> str:
    result = runner.invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_a_gene_brings_everything_that_is_held_on_it():
    found = find(EVIDENCE, "PTEN")
    assert {"R11", "MOA03"} <= set(ids(found, "mechanisms"))
    assert {"TX08", "TX09"} <= set(ids(found, "therapies"))
    assert "PTEN deep deletion" in ids(found, "alterations")
    assert "PTEN_level" in ids(found, "parameters")
    assert "PTEN_low_or_loss" in ids(found, "population")
    assert "X01" in ids(found, "contradictions")
    assert {"nagata2004", "stern2015"} <= {reference.key for reference in found.references}


@pytest.mark.parametrize(
    ("alias", "symbol"), [("p27", "CDKN1B"), ("HER-2", "ERBB2"), ("jab1", "COPS5"), ("VEGF", "VEGFA")]
)
def test_any_name_of_a_gene_finds_the_same(alias, symbol):
    assert find(EVIDENCE, alias).records == find(EVIDENCE, symbol).records


def test_a_mechanism_brings_what_gets_past_it_and_what_it_alters():
    found = find(EVIDENCE, "r17")
    assert ids(found, "mechanisms") == ["R17"]
    assert ids(found, "therapies") == ["TX13"]
    assert "CCNE1 amplification" in ids(found, "alterations")


def test_a_drug_is_found_by_name_and_is_not_its_conjugate():
    found = find(EVIDENCE, "Trastuzumab")
    assert "trastuzumab_iv" in ids(found, "drugs")
    assert "tdm1" not in ids(found, "drugs")
    assert "MOA06" in ids(found, "mechanisms")


def test_a_published_value_and_a_reference_are_found_by_id():
    assert ids(find(EVIDENCE, "C07"), "published") == ["C07"]
    citing = find(EVIDENCE, "molina2001")
    assert "MOA06" in ids(citing, "mechanisms")


def test_words_find_records_that_hold_all_of_them():
    found = find(EVIDENCE, "disulphide homodimers")
    assert "R02" in ids(found, "mechanisms")
    assert not find(EVIDENCE, "disulphide xylophone")


def test_nothing_found_is_false_and_suggests():
    assert not find(EVIDENCE, "PTNE")
    assert "PTEN" in suggestions(EVIDENCE, "PTNE")
    assert suggestions(EVIDENCE, "qqqqqqqq") is None


@pytest.mark.evidence("R11", "MOA03")
def test_show_prints_citations_values_and_marks():
    page = printed("show", "PTEN")
    assert "PMID 15324695" in page  # Nagata 2004, seen
    assert "PMID 23650412 (from memory, unverified)" in page  # Perez 2013
    assert "doi:10.1158/1078-0432.CCR-14-2993" in page
    assert "PTEN_level = 0.03 (0 to 0.15), size a guess" in page
    assert "Where the literature disagrees" in page
    assert "NeoALTTO" in page
    assert "lognormal, 95 %" in page
    assert "a guess: no source" in page


def test_a_long_page_is_cut_and_says_so():
    assert "more; --full shows them" in printed("show", "ERBB2")
    assert "more; --full shows them" not in printed("show", "ERBB2", "--full")


def test_show_as_json_holds_the_same_records():
    document = json.loads(runner.invoke(app, ["show", "PTEN", "--json"]).output)
    assert [record["id"] for record in document["records"]["contradictions"]] == ids(
        find(EVIDENCE, "PTEN"), "contradictions"
    )
    assert {reference["pmid_status"] for reference in document["references"]} <= {"seen", "memory", "none"}
    assert document["records"]["mechanisms"][0]["status"] in {"read", "memory", "derived", "assumption"}


def test_an_unknown_term_is_an_input_error_with_the_nearest():
    result = runner.invoke(app, ["show", "PTNE"])
    assert isinstance(result.exception, EvidenceError)
    assert result.exception.exit_code == 3
    assert "try       PTEN" in str(result.exception)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_list_shows_every_record_of_a_kind(kind):
    rows = json.loads(runner.invoke(app, ["list", kind, "--json"]).output)
    assert [row["id"] for row in rows] == list(EVIDENCE.table(kind))


def test_list_counts_all_kinds():
    page = printed("list")
    assert all(kind in page for kind in KINDS)


def test_an_unknown_kind_is_a_usage_error():
    assert runner.invoke(app, ["list", "genez"]).exit_code == 2


@pytest.mark.parametrize(
    "term", ["ERBB2", "lapatinib", "R12", "k_shed", "KRAS", "tvdt_HER2_primary", "Q001", "P001", "PTEN_HR"]
)
def test_every_kind_of_page_prints(term):
    assert len(printed("show", term)) > 100


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_json_schema_accepts_what_is_shipped(kind):
    schema = json.loads(runner.invoke(app, ["schema", kind]).output)
    validator = jsonschema.Draft202012Validator(schema)
    for record in EVIDENCE.table(kind).values():
        validator.validate(json.loads(record.model_dump_json()))
