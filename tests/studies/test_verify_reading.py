"""Claim files: what is read, and how what is wrong is said."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from her2sim.studies.verify import ClaimError, claim_json_schema, parse_claims, read_claims, shipped_folder
from her2sim.studies.verify.form import ArmForm

TEXT = """schema: her2sim/claim/1
claims:
- id: X1
  statement: Knocking PTEN down takes half of trastuzumab's growth inhibition.
  references: [nagata2004, {cite: Own et al. 2026, doi: 10.1/own}]
  mechanisms: [R11]
  arms:
    control: {cell: reference, drugs: [{drug: trastuzumab, dose: 10 ug/mL, from: 1 h}]}
    PTEN_low: {like: control, alterations: {PTEN: knockdown 0.2}}
  readouts:
    gi: {growth_inhibition: control, days: 5}
    gi_PTEN: {growth_inhibition: PTEN_low, days: 5}
    p: {fold: pAKT, arm: control, at: 90 min}
  check: gi_PTEN <= 0.5 * gi and p < 1
"""


def test_a_claim_is_read_with_its_arms_filled_in() -> None:
    (read,) = parse_claims(TEXT)
    assert read.formula is not None
    assert read.formula.names == ("gi_PTEN", "gi", "p")
    assert read.arms["PTEN_low"].cell == "reference"
    assert read.arms["PTEN_low"].drugs == read.arms["control"].drugs
    assert read.arms["control"].drugs[0].start == 1.0
    assert read.claim.readouts["p"].at == 1.5


def test_one_claim_may_stand_at_the_top_of_a_file() -> None:
    single = {"schema": "her2sim/claim/1", **yaml.safe_load(TEXT)["claims"][0]}
    (read,) = parse_claims(yaml.safe_dump(single))
    assert read.claim.id == "X1"


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "says"),
    [
        ("dose:", "dosee:", 8, "X1: arms.control.drugs[0].dosee", "try       dose"),
        ("growth_inhibition: PTEN_low", "growth_inhibitio: PTEN_low", 12, "readouts.gi_PTEN", "growth_inhibition"),
        ("at: 90 min", "ta: 90 min", 13, "readouts.p.ta", "unknown field 'ta'"),
        ("gi_PTEN <=", "gi_PTN <=", 14, "check: column 1", "try       gi_PTEN"),
        ("like: control", "like: contro", 9, "arms.PTEN_low.like", "try       control"),
        ("arm: control, at", "arm: contrl, at", 13, "readouts.p.arm", "try       control"),
        ("[R11]", "[R111]", 6, "mechanisms[0]", "try       R11"),
        ("nagata2004", "nagata204", 5, "references[0]", "try       nagata2004"),
        ("90 min", "90 lightyears", 13, "readouts.p.at", "no unit of this field"),
        ("10 ug/mL", "10", 8, "drugs[0].dose", "not a concentration"),
        ("10 ug/mL", "10 mg/kg", 8, "drugs[0].dose", "no unit of concentration"),
        ("10 ug/mL", "-1 ug/mL", 8, "drugs[0].dose", "is negative"),
        ("from: 1 h", "from: 1 h, until: 1 h", 8, "drugs[0]", "not after"),
        ("  statement", "  statment", 4, "statment", "try       statement"),
        ("alterations:", "alteration:", 9, "PTEN_low.alteration", "try       alterations"),
        ("claims:", "claim:", 2, "claim", "unknown field"),
        ("her2sim/claim/1", "her2sim/claim/9", None, "schema", "not supported"),
        ("cell: reference", "cell: reference, cells: [A, B]", 8, "arms.control", "both given"),
        ("cell: reference, ", "", 8, "arms.control", "no cell is named"),
        ("check: gi_PTEN <= 0.5 * gi and p < 1", "check: gi", 14, "column 1", "not a yes or no"),
        ("check: gi_PTEN <= 0.5 * gi and p < 1", "needs: trial\n  check: gi > 1", 3, "X1", "both given"),
        ("  check: gi_PTEN <= 0.5 * gi and p < 1\n", "", 3, "X1", "nothing is asked"),
        ("days: 5}\n    gi_PTEN", "days: 5, fold: pAKT}\n    gi_PTEN", 11, "readouts.gi", "two kinds"),
        ("cell: reference", "cell: reference, setting: xenograft", 11, "growth_inhibition", "read in culture"),
        ("id: X1", "id: X 1", 3, "id", "no name"),
        ("cell: reference", "cell: reference, xenograft: {days: 3}", 8, "control.xenograft", "is in culture"),
        ("cell: reference", "cell: reference, effectors: {FCGR3A: VV}", 8, "effectors.FCGR3A", "not allowed"),
        ("like: control", "like: PTEN_low", 9, "arms.PTEN_low.like", "like each other"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_line_claim_and_key(
    old: str, new: str, line: int | None, where: str, says: str
) -> None:
    assert old in TEXT
    with pytest.raises(ClaimError) as error:
        parse_claims(TEXT.replace(old, new, 1), "mine.yaml")
    text = str(error.value)
    assert (f"mine.yaml:{line}: " if line else "mine.yaml: ") in text
    assert where in text
    assert says in text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &x [1]\nb: *x", "anchors and aliases"),
        ("a: !!python/object:os.system ls", "tags"),
        ("a: {" * 40 + "}" * 40, "nested deeper"),
        ("schema: her2sim/claim/1\n---\na: 1", "more than one document"),
        ("a: [1", "not YAML"),
        ("- 1", "no claim file"),
        ("", "empty"),
        ("a: " + "x" * 1_000_001, "bytes"),
        ("schema: her2sim/claim/1\nclaims: []", "no claims"),
        ("schema: her2sim/claim/1\nclaims: [3]", "no claim"),
        ("schema: her2sim/claim/1\nschema: her2sim/claim/1", "given twice"),
    ],
)
def test_only_plain_yaml_is_read(text: str, says: str) -> None:
    with pytest.raises(ClaimError, match=says):
        parse_claims(text)


def test_every_problem_of_a_file_is_told_at_once() -> None:
    with pytest.raises(ClaimError) as error:
        parse_claims(TEXT.replace("dose:", "dosee:").replace("at: 90", "ta: 90"))
    assert "dosee" in str(error.value)
    assert "'ta'" in str(error.value)


def test_an_id_stands_once_over_all_files(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TEXT)
    with pytest.raises(ClaimError, match="stands twice"):
        read_claims([tmp_path])


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match="no such file"):
        read_claims([tmp_path / "none.yaml"])


def test_an_empty_list_takes_away_what_the_other_arm_has() -> None:
    text = TEXT.replace("{like: control, alterations", "{like: control, drugs: [], alterations")
    (read,) = parse_claims(text)
    assert read.arms["PTEN_low"].drugs == ()


def test_the_shipped_claims_can_be_read_and_fit_the_schema() -> None:
    claims = read_claims()
    assert len(claims) > 50
    schema = claim_json_schema()
    for path in sorted(shipped_folder().glob("*.yaml")):
        jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), schema)


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    wrong = yaml.safe_load(TEXT.replace("alterations:", "alteration:"))
    assert not jsonschema.Draft202012Validator(claim_json_schema()).is_valid(wrong)


@pytest.mark.parametrize(
    ("given", "count", "first", "last"),
    [
        ("0.01 to 10 uM log 4", 4, "0.01 uM", "10 uM"),
        ("[0.01, 10] uM log 4", 4, "0.01 uM", "10 uM"),
        ("1 to 3 nM linear 3", 3, "1 nM", "3 nM"),
        (["0.1 uM", "1 uM"], 2, "0.1 uM", "1 uM"),
    ],
)
def test_doses_are_a_text_or_a_list(given: object, count: int, first: str, last: str) -> None:
    from her2sim.studies.verify.kinds import Ic50

    doses = Ic50.model_validate({"ic50": "a", "drug": "x", "doses": given}).doses
    assert (len(doses), str(doses[0]), str(doses[-1])) == (count, first, last)


def test_both_ways_to_write_a_xenograft_mean_the_same() -> None:
    graft = {"volume": "200 mm3", "days": 14}
    first = ArmForm.model_validate({"cell": "reference", "setting": "xenograft", "xenograft": graft})
    second = ArmForm.model_validate({"cell": "reference", "setting": {"xenograft": graft}})
    assert first == second
    assert first.xenograft is not None
    assert first.xenograft.volume == 200.0
