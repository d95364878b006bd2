"""Bad input is refused with file, line, field, what was seen and what is expected."""

import pytest

from her2sim.case import parse_case, read_case
from her2sim.case.problems import CaseProblemsError
from her2sim.errors import CaseError

HEAD = "schema: her2sim/case/1\nname: T1\n"


def refusal(text, name="t.yaml"):
    with pytest.raises(CaseError) as caught:
        parse_case(text, name)
    assert caught.value.exit_code == 3
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (
            "protein: {PIK3CAA: high}",
            ["t.yaml:3: protein", "unknown gene 'PIK3CAA'", "HGNC symbol", "try       PIK3CA"],
        ),
        (
            "mutations:\n  - PIK3CA H1O47R",
            ["t.yaml:4: mutations[0].change", "'H1O47R' is not HGVS p.", "try       p.H1047R"],
        ),
        ("mutations: [PIK3CA p.H1047]", ["t.yaml:3: mutations[0].change", "'p.H1047' has no new amino acid", "HGVS"]),
        ("mutations: [PIK3CA]", ["t.yaml:3: mutations[0]", "names no change", "'PIK3CA p.H1047R'"]),
        ("mutations: [PTEN p.R1300*]", ["t.yaml:3: mutations[0]", "PTEN has 403 residues", "1 to 403"]),
        ("mutations: [PIK3CA p.H1047R, PIK3CA p.His1047Arg]", ["t.yaml:3: mutations[1]", "given twice"]),
        ("mutations: [PIK3CA wt, PIK3CA p.H1047R]", ["t.yaml:3: mutations[0]", "wild type and PIK3CA p.H1047R"]),
        (
            "pathology: {HER2_IHC: 0, HER2_ISH_ratio: 6}",
            ["t.yaml:3: pathology.HER2_IHC", "contradictory HER2 status", "IHC 0 with ISH ratio 6", "accept_conflict"],
        ),
        (
            "pathology: {HER2_IHC: 3+, HER2_ISH_ratio: 1.0, HER2_copies: 2}",
            ["contradictory HER2 status", "IHC 3+ with ISH ratio 1 and 2 copies"],
        ),
        (
            "pathology: {HER2_status: negative, HER2_IHC: 3+}",
            ["t.yaml:3: pathology.HER2_status", "HER2 negative is stated"],
        ),
        ("pathology: {HER2_ISH_ratio: 6, HER2_copies: 1.5}", ["t.yaml:3: pathology.HER2_copies", "chromosome 17"]),
        ("pathology:\n  Ki67: -5", ["t.yaml:4: pathology.Ki67", "-5 % is negative", "0 to 100"]),
        ("pathology: {ER: 140}", ["t.yaml:3: pathology.ER", "140 % is out of range", "0 to 100"]),
        ("pathology: {ER: 10 mm}", ["t.yaml:3: pathology.ER", "'mm' is not a unit of this field", "in %"]),
        ("size: {diameter_mm: 4 kg}", ["t.yaml:3: size.diameter_mm", "'kg' is not a unit of this field", "in mm"]),
        (
            "protein: {ERBB2: {value: 3, unit: nM}}",
            ["t.yaml:3: protein.ERBB2", "'nM' is not a unit of this field", "molecule/cell"],
        ),
        ("protein: {ERBB2: 1.2e6}", ["t.yaml:3: protein.ERBB2", "has no unit", "molecule/cell"]),
        (
            "pathology: {HER2_ICH: 3+}",
            ["t.yaml:3: pathology.HER2_ICH", "unknown field 'HER2_ICH'", "try       HER2_IHC"],
        ),
        ("HER2_IHC: 3+", ["t.yaml:3: HER2_IHC", "unknown field", "try       pathology.HER2_IHC"]),
        ("pathology:\n  ER: neg\n  ER: pos", ["t.yaml:5: pathology.ER", "'ER' is given twice, first in line 4"]),
        ("protein: {HER2: high, ERBB2: low}", ["t.yaml:3: protein", "ERBB2 is given twice"]),
        ("pathology: {HER2_IHC: 4+}", ["t.yaml:3: pathology.HER2_IHC", "'4+' is not a value", "0, 1+, 2+ or 3+"]),
        ("pathology: {MUC4: hihg}", ["t.yaml:3: pathology.MUC4", "neg, low or high", "try       high"]),
        ("pathology: {PTEN_IHC: 120}", ["t.yaml:3: pathology.PTEN_IHC", "has no unit", "H-score"]),
        ("pathology: [a]", ["t.yaml:3: pathology", "a group of fields"]),
        ("pathology: {Ki67: [1, 2]}", ["t.yaml:3: pathology.Ki67", "not a value of this field"]),
        ("kind: cell_lin", ["t.yaml:3: kind", "'cell_lin' is not a value", "try       cell_line"]),
        ("kind: cell_line", ["setting", "a cell_line cannot be in setting 'metastatic'"]),
        ("setting: culture", ["t.yaml:3: setting", "a patient cannot be in setting 'culture'"]),
        ("size: {diameter_mm: 3, lesions_mm: [2]}", ["t.yaml:3: size", "given more than once"]),
        ("blood: {FCGR3A: V/G}", ["t.yaml:3: blood.FCGR3A", "V/V, V/F or F/F"]),
        ("patient: {weight_kg: 700}", ["t.yaml:3: patient.weight_kg", "700 kg is out of range", "20 to 300"]),
        ("growth: {doubling_time: 12}", ["t.yaml:3: growth.doubling_time", "has no unit"]),
        ("ligands: {NRG1: -1}", ["t.yaml:3: ligands.NRG1", "-1 nM is negative"]),
        (
            "pathology: {Ki67: {value: 20, statsu: read}}",
            ["t.yaml:3: pathology.Ki67", "unknown field 'statsu'", "try       status"],
        ),
    ],
)
def test_bad_input_is_refused_with_its_place_and_what_is_expected(body, parts):
    message = refusal(HEAD + body + "\n")
    missing = [part for part in parts if part not in message]
    assert not missing, message


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["t.yaml: the file is empty", "her2sim case new"]),
        ("# only a comment\n", ["the file is empty"]),
        ("name: x\n", ["t.yaml: the field 'schema' is missing", "her2sim/case/1"]),
        ("schema: her2sim/case/2\nname: x\n", ["t.yaml:1: schema", "her2sim/case/1"]),
        ("schema: her2sim/case/1\n", ["the field 'name' is missing"]),
        ("- a\n- b\n", ["t.yaml: this is not a case"]),
        (HEAD + "size: {diameter_mm: 4\n", ["t.yaml:", "this is not YAML"]),
        (HEAD + "size: &a {diameter_mm: 4}\n", ["t.yaml:3", "anchors"]),
        (HEAD + "size: *a\n", ["t.yaml:3", "anchors"]),
        (HEAD + "size: !!python/object/apply:os.system [ls]\n", ["t.yaml:3", "tags"]),
        (HEAD + "---\nname: y\n", ["more than one document"]),
        (HEAD + "size: " + "[" * 200 + "]" * 200 + "\n", ["nested deeper"]),
        (HEAD + "description: " + "x" * 1_000_001, ["bytes", "at most 1000000"]),
    ],
)
def test_files_that_are_no_case_are_refused(text, parts):
    message = refusal(text)
    assert all(part in message for part in parts), message


def test_bytes_that_are_not_text_are_refused():
    assert "not UTF-8" in refusal(b"schema: her2sim/case/1\nname: \xff\n")


def test_all_problems_of_a_case_are_told_at_once():
    with pytest.raises(CaseProblemsError) as caught:
        parse_case(HEAD + "pathology: {ER: 200, Ki67: -1}\nmutations: [ABC p.H1047R]\n", "t.yaml")
    assert len(caught.value.errors) == 3
    assert str(caught.value).count("CaseError") == 3


def test_a_contradictory_her2_status_can_be_accepted():
    case = parse_case(HEAD + "accept_conflict: true\npathology: {HER2_IHC: 0, HER2_ISH_ratio: 6}\n")
    assert case.pathology.HER2_IHC.value == "0"


def test_short_and_long_form_of_a_field_are_the_same_value():
    short = parse_case(HEAD + "pathology: {Ki67: 40 %}\nsize: {diameter_mm: 3.8 cm}\n")
    long = parse_case(HEAD + "pathology: {Ki67: {value: 40}}\nsize: {diameter_mm: {value: 38, unit: mm}}\n")
    assert short.pathology == long.pathology
    assert short.size.diameter_mm.value == pytest.approx(38.0)


def test_words_stay_words_and_common_names_become_symbols():
    case = parse_case(
        HEAD + "description: no\npathology: {ER: neg}\nprotein: {HER2: {value: 1e6, unit: molecules/cell}}\n"
    )
    assert case.description == "no"
    assert case.protein["ERBB2"].value == 1e6


@pytest.mark.parametrize("name", ["JIMT-1", "jimt-1", "jimt1", "JIMT-1.yaml", "sk_br_3"])
def test_a_shipped_case_is_read_by_its_name(name):
    assert read_case(name).kind == "cell_line"


def test_an_unknown_name_is_answered_with_the_nearest_shipped_case(tmp_path):
    with pytest.raises(CaseError, match="try       JIMT-1"):
        read_case("JIMT-2")
    with pytest.raises(CaseError, match="folder"):
        read_case(tmp_path)


def test_a_file_is_read_from_disk_and_named_in_errors(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(HEAD + "pathology: {ER: 101}\n")
    with pytest.raises(CaseError, match=r"case\.yaml:3: pathology\.ER"):
        read_case(path)
