"""Whatever is thrown at the reader, it answers with a case or a CaseError."""

import random
from importlib.resources import files

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from her2sim.case import Case, case_from_dict, parse_case, parse_inline
from her2sim.case.examples import example_path
from her2sim.case.hgvs import HgvsError, parse_protein_change
from her2sim.errors import CaseError

ROUNDS, MANY = 1500, 10_000
BITS = [
    *list("-:{}[]~%|>?é\t\x00"),
    "&a",
    "*a",
    "!!x",
    "1e999",
    "nan",
    ".inf",
    "null",
    "0x1F",
    "3+",
    "''",
    "true",
    "999999999999999999999",
]


def answered(read, *given):
    """Whether the input was read; anything but a CaseError fails the test."""
    try:
        return isinstance(read(*given), Case)
    except CaseError:
        return False


def mutated(text, chance):
    chars = list(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(chars))
        match chance.randrange(4):
            case 0:
                chars[at] = chance.choice(BITS)
            case 1:
                chars.insert(at, chance.choice(BITS))
            case 2:
                del chars[at : at + chance.randint(1, 12)]
            case _:
                chars[at:at] = chars[at : at + chance.randint(1, 40)]
        chars = chars or [" "]
    return "".join(chars)


@pytest.mark.parametrize("rounds", [ROUNDS, pytest.param(MANY, marks=pytest.mark.slow)])
def test_mutated_files_give_a_case_or_a_case_error(rounds):
    chance = random.Random(7)
    texts = [example_path(name).read_text() for name in ("JIMT-1", "MET-amplified", "pathology-report-only")]
    texts.append(files("her2sim.case.data").joinpath("template.yaml").read_text("utf-8"))
    read = 0
    for _ in range(rounds):
        read += answered(parse_case, mutated(chance.choice(texts), chance))
    assert 0 < read < rounds


def test_mutated_words_give_a_case_or_a_case_error():
    chance = random.Random(8)
    words = [
        "HER2_IHC=3+",
        "FISH_ratio=6.1",
        "ER=neg",
        "PTEN=loss",
        "PIK3CA=p.H1047R",
        "MET=amp",
        "HGF=high",
        "Ki67=40",
    ]
    read = 0
    for _ in range(MANY):
        given_words = [mutated(one, chance) if chance.random() < 0.3 else one for one in chance.sample(words, 4)]
        read += answered(parse_inline, given_words)
    assert 0 < read < MANY


def test_mutated_protein_changes_are_read_or_refused():
    chance = random.Random(9)
    changes = ["p.H1047R", "p.His1047Arg", "p.R130*", "p.T319fs", "p.E746_A750del", "p.Y772_A775dup", "p.X342_splice"]
    read = 0
    for _ in range(MANY):
        try:
            read += bool(parse_protein_change(mutated(chance.choice(changes), chance)).short)
        except HgvsError:
            continue
    assert 0 < read < MANY


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
WORDS = [
    "schema",
    "name",
    "kind",
    "size",
    "pathology",
    "ER",
    "HER2_IHC",
    "mutations",
    "protein",
    "ERBB2",
    "rna",
    "value",
    "unit",
    "gene",
    "change",
]
names = st.sampled_from(WORDS) | st.text(max_size=6)
things = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4), max_leaves=12
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(names, things, max_size=6))
def test_any_mapping_gives_a_case_or_a_case_error(data):
    answered(case_from_dict, {"schema": "her2sim/case/1", "name": "x", **data})


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(Case.model_fields)), things)
def test_any_value_of_a_known_field_gives_a_case_or_a_case_error(field, value):
    answered(case_from_dict, {"schema": "her2sim/case/1", "name": "x", field: value})


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=20) | st.tuples(names, st.text(max_size=8)).map("=".join), max_size=4))
def test_any_words_give_a_case_or_a_case_error(words):
    answered(parse_inline, words)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_case_or_a_case_error(content):
    answered(parse_case, content)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), things, max_size=3))
def test_dumped_mappings_are_read_back_or_refused(data):
    answered(parse_case, yaml.safe_dump({"schema": "her2sim/case/1", "name": "x", "extra": data}))
