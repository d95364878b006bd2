"""A case with fields changed."""

import pytest

from her2sim.case import change_case, list_examples, read_case, understand
from her2sim.errors import CaseError


def _moved(case, words):
    before, after = understand(case), understand(change_case(case, words))
    return {
        q.name for p, q in zip(before.quantities, after.quantities, strict=True) if p.distribution != q.distribution
    }


@pytest.mark.parametrize(
    ("name", "words", "quantities"),
    [
        ("PTEN-loss", ["PTEN=wt"], {"PTEN_level"}),
        ("PTEN-loss", ["MET=amp"], {"MET_total"}),
        ("PTEN-loss", ["PIK3CA=p.H1047R"], {"PIK3CA_basal"}),
        ("PIK3CA-H1047R", ["PIK3CA=wt"], {"PIK3CA_basal"}),
        ("MET-amplified", ["MET=normal"], {"MET_total"}),
        ("JIMT-1", ["HER2_IHC=3+"], {"ERBB2_total"}),
        ("PTEN-loss", ["NRG1=0.5 nM"], {"NRG1_nM"}),
        ("PTEN-loss", ["FCGR3A=FF"], {"FCGR3A_affinity"}),
    ],
)
def test_a_word_moves_what_it_speaks_of_and_nothing_else(name, words, quantities):
    assert _moved(read_case(name), words) == quantities


def test_unknown_puts_a_field_back_to_the_population():
    case = read_case("PTEN-loss")
    for word, quantity in (
        ("PTEN=unknown", "PTEN_level"),
        ("PIK3CA=unknown", "PIK3CA_basal"),
        ("NRG1=unknown", "NRG1_nM"),
    ):
        assert not understand(change_case(case, [word]))[quantity].known


def test_a_word_that_says_the_same_changes_nothing():
    for name, word in (("PTEN-loss", "PTEN=0"), ("JIMT-1", "PIK3CA=p.C420R"), ("PTEN-loss", "EGFR=normal")):
        assert change_case(read_case(name), [word]) == read_case(name)


def test_no_words_change_no_shipped_case():
    for name in list_examples():
        assert change_case(read_case(name), []) == read_case(name)


def test_errors_name_the_nearest_word():
    case = read_case("PTEN-loss")
    for word, hint in (("PTEN=wwt", "PTEN=wt"), ("PTENN=wt", "PTEN"), ("MET=amplificatoin", "MET=amplification")):
        with pytest.raises(CaseError) as error:
            change_case(case, [word])
        assert hint in (error.value.hint or "")
    with pytest.raises(CaseError, match="twice"):
        change_case(case, ["PTEN=wt", "PTEN=wt"])


@pytest.mark.parametrize(
    "words",
    [
        ("PTEN=wt", "PTEN=loss"),
        ("PTEN=loss", "PTEN=wt"),
        ("PTEN=unknown", "PTEN=loss"),
        ("MET=amp", "protein.MET=low"),
        ("rna.MET=high", "protein.MET=low"),
        ("PIK3CA=wt", "PIK3CA=p.H1047R"),
        ("size.diameter_mm=30", "size.sum_of_diameters_mm=40"),
    ],
)
def test_two_words_on_one_thing_are_refused_and_both_named(words):
    with pytest.raises(CaseError) as caught:
        change_case(read_case("PTEN-loss"), words)
    assert all(word in str(caught.value) for word in words)


def test_words_on_different_things_of_one_gene_are_taken():
    found = change_case(read_case("PTEN-loss"), ["PTEN=loss", "mutations.PTEN=p.R130Q", "ERBB2=wt", "HER2_IHC=3+"])
    assert {one.short for one in found.mutations} >= {"PTEN p.R130Q"}
    assert found.pathology.PTEN_IHC is not None
