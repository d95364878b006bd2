"""Mutations, copy numbers, expression and clinical tables: every row gives something or says why not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.case.genomics.small import DISCRETE, EXPRESSION, LOG2, LONG, MAF, PATIENTS, SAMPLES

from her2sim.case.genomics import StudyError, read_clinical, read_copy_number, read_expression, read_maf
from her2sim.case.genomics.clinical import read_value

HEAD = "Hugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\tHGVSp_Short\n"


def maf(*rows, head=HEAD):
    return read_maf((head + "".join(row + "\n" for row in rows)).encode(), "m.txt")


def test_a_mutation_table_gives_changes_and_says_what_it_leaves_out():
    found = read_maf(MAF.encode())
    assert [(one.sample, one.gene, one.change, one.vaf) for one in found.variants] == [
        ("T-1", "PIK3CA", "p.His1047Arg", 0.3),
        ("T-1", "PTEN", "p.Arg130Ter", None),
        ("T-2", "TP53", "p.X125_splice", None),
    ]
    assert [one.kind for one in found.remarks] == ["no protein change", "row", "other gene"]
    assert set(found.unread) == {("T-3", "ERBB2")}
    assert found.samples == {"T-1", "T-2", "T-3"}
    assert found.rows == len(found.variants) + sum(one.rows for one in found.remarks)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("PIK3CA\tMissense_Mutation\tT-1\tp.H1O47R", "cannot be read"),
        ("PIK3CA\tMissense_Mutation\tT-1\tp.?", "not told"),
        ("PIK3CA\tMissense_Mutation\tT-1\tp.H2047R", "behind the end"),
        ("PIK3CA\tMisense_Mutation\tT-1\tp.H1047R", "class of variants"),
        ("P27\tMissense_Mutation\tT-1\tp.A1V", "several genes"),
        ("PIK3CA\tMissense_Mutation\t../T-1\tp.H1047R", "no name of a sample"),
        ("PIK3CA\tMissense_Mutation\t=1+1\tp.H1047R", "no name of a sample"),
        ("2-Sep\tMissense_Mutation\tT-1\tp.H1047R", "spreadsheet"),
    ],
)
def test_a_row_that_cannot_be_read_is_listed_with_line_and_reason(row, says):
    found = maf(row)
    assert found.variants == ()
    assert says in found.remarks[0].text
    assert found.remarks[0].line == 2


def test_a_typo_gets_the_nearest_that_can_be_read():
    assert "p.H1047R" in maf("PIK3CA\tMissense_Mutation\tT-1\tp.H1O47R").remarks[0].text
    assert "issense_mutation" in maf("PIK3CA\tMisense_Mutation\tT-1\tp.H1047R").remarks[0].text


def test_a_gene_with_an_unreadable_row_is_not_wild_type_even_if_its_name_is_shared():
    assert ("T-1", "CDKN1B") in maf("P27\tMissense_Mutation\tT-1\tp.A1V").unread


def test_a_change_given_twice_counts_once():
    row = "PIK3CA\tMissense_Mutation\tT-1\tp.H1047R"
    found = maf(row, row)
    assert (len(found.variants), [one.kind for one in found.remarks]) == (1, ["repeated"])


def test_an_aliquot_of_tcga_is_its_sample():
    found = maf("PIK3CA\tMissense_Mutation\tTCGA-ZZ-Z0Z0-01A-11D-A10Y-09\tp.H1047R")
    assert found.variants[0].sample == "TCGA-ZZ-Z0Z0-01"


def test_what_is_no_mutation_table_says_which_columns_it_lacks():
    with pytest.raises(StudyError, match="HGVSp_Short"):
        read_maf(b"Hugo_Symbol\tTumor_Sample_Barcode\n")


def test_discrete_copies_wide_and_long():
    wide, long = read_copy_number(DISCRETE.encode(), "discrete"), read_copy_number(LONG.encode(), "discrete")
    assert wide.calls["T-1"]["ERBB2"].word == "amplification"
    assert wide.calls["T-1"]["PTEN"].word == "deep deletion"
    assert "ERBB2" not in wide.calls["T-3"]
    assert long.calls["T-1"]["PTEN"].word == "loss"
    assert wide.rows == len(wide.genes) + sum(one.rows for one in wide.remarks) == 4


def test_log2_copies_go_by_the_cuts_of_the_data_file():
    calls = read_copy_number(LOG2.encode(), "log2").calls
    words = {sample: [calls[sample][gene].word for gene in ("ERBB2", "PTEN", "MET")] for sample in calls}
    assert words == {
        "T-1": ["amplification", "deep deletion", "gain"],
        "T-2": ["neutral", "loss", "neutral"],
        "T-3": ["neutral", "neutral", "amplification"],
    }


@pytest.mark.parametrize(
    ("value", "kind"), [("3", "discrete"), ("0.4", "discrete"), ("inf", "log2"), ("1_0", "log2"), ("x", "log2")]
)
def test_a_value_that_is_none_is_listed_with_its_sample(value, kind):
    found = read_copy_number(f"Hugo_Symbol\tT-1\nPTEN\t{value}\n".encode(), kind)
    assert found.calls == {"T-1": {}}
    assert (found.remarks[0].kind, found.remarks[0].sample, found.remarks[0].got) == ("value", "T-1", value)


def test_the_kind_of_copies_and_the_unit_of_expression_are_never_guessed():
    with pytest.raises(StudyError, match="discrete or log2"):
        read_copy_number(DISCRETE.encode(), "")
    with pytest.raises(StudyError, match="TPM"):
        read_expression(EXPRESSION.encode(), "")


def test_a_gene_given_twice_counts_once_and_a_sample_twice_is_refused():
    found = read_copy_number(b"Hugo_Symbol\tT-1\nPTEN\t0\nPTEN\t-2\n", "discrete")
    assert found.calls["T-1"]["PTEN"].word == "neutral"
    assert found.remarks[0].kind == "repeated"
    with pytest.raises(StudyError, match="two columns are of one sample"):
        read_copy_number(b"Hugo_Symbol\tTCGA-ZZ-Z0Z0-01A\tTCGA-ZZ-Z0Z0-01B\nPTEN\t0\t0\n", "discrete")


def test_expression_keeps_the_genes_of_the_model_on_a_log_scale():
    found = read_expression(EXPRESSION.encode(), "tpm")
    assert set(found.logs) == {"ERBB2", "ERBB3", "MET"}
    assert found.logs["ERBB2"][0] == pytest.approx(math.log2(901.5))
    assert np.isnan(found.logs["ERBB3"][2])
    assert found.rows == len(found.logs) + sum(one.rows for one in found.remarks) == 4
    assert read_expression(EXPRESSION.encode(), "log2").remarks[0].kind == "value"  # 900.5 is no log2 value


def test_clinical_tables_give_findings_with_column_and_line():
    patients, samples = read_clinical(PATIENTS.encode(), "patient"), read_clinical(SAMPLES.encode(), "sample")
    assert {name: one.value for name, one in patients.entries["P-1"].items()} == {
        "ER": "pos",
        "HER2": "pos",
        "HER2_IHC": "3+",
        "HER2_ratio": 6.1,
    }
    assert patients.entries["P-1"]["HER2_ratio"].line == 6
    assert patients.entries["P-3"] == {}
    assert [(one.kind, one.field) for one in patients.remarks] == [("column", "AGE")]
    assert samples.patients == {"T-1": "P-1", "T-2": "P-2", "T-3": "P-3"}


def test_a_sample_given_twice_with_different_words_is_rejected():
    found = read_clinical(
        b"SAMPLE_ID\tER_STATUS\nT-1\tPositive\nT-1\tNegative\nT-2\tPositive\nT-2\tPositive\n", "sample"
    )
    assert [(one.sample, one.field, one.got) for one in found.rejected] == [
        ("T-1", "ER_STATUS", "Positive and Negative")
    ]
    assert list(found.entries) == ["T-2"]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Positve", "sign", "pos"),  # as a public table has it
        ("40%", "receptor", 40.0),
        ("<10%", "receptor", None),
        ("10-19%", "percent", None),
        ("Equivocal", "stain_or_sign", "unclear"),
        ("2+", "stain_or_sign", "2+"),
        ("2", "stain", "2+"),
        (">6", "number", None),
        ("120", "percent", None),
    ],
)
def test_words_are_read_and_ranges_are_not(text, kind, value):
    assert read_value(text, kind) == value


cells = st.one_of(
    st.sampled_from(
        ["ERBB2", "PIK3CA", "P27", "T-1", "T-2", "Silent", "Missense_Mutation", "p.H1047R", "p.R130*", "2", "NA", ""]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="#"), max_size=8),
)
bodies = st.lists(st.lists(cells, min_size=4, max_size=4), max_size=15)


def table(head, body):
    rows = [row for row in body if any(row)]
    return (head + "".join("\t".join(row) + "\n" for row in rows)).encode(), len(rows)


@settings(max_examples=150, deadline=None)
@given(bodies)
def test_every_row_of_a_mutation_table_is_a_variant_or_a_remark(body):
    content, rows = table(HEAD, body)
    found = read_maf(content)
    assert len(found.variants) + sum(one.rows for one in found.remarks) == found.rows == rows


@settings(max_examples=150, deadline=None)
@given(bodies, st.sampled_from(["discrete", "log2"]))
def test_every_row_of_a_copy_number_table_is_a_gene_or_a_remark(body, kind):
    content, rows = table("Hugo_Symbol\tT-1\tT-2\tT-3\n", body)
    found = read_copy_number(content, kind)
    assert len(found.genes) + sum(one.rows for one in found.remarks) == found.rows == rows
    given_cells = sum(len(found.calls[sample]) for sample in found.calls)
    assert given_cells <= 3 * len(found.genes)


@settings(max_examples=150, deadline=None)
@given(bodies)
def test_every_row_of_an_expression_matrix_is_a_gene_or_a_remark(body):
    content, rows = table("Hugo_Symbol\tT-1\tT-2\tT-3\n", body)
    found = read_expression(content, "TPM")
    assert len(found.logs) + sum(one.rows for one in found.remarks) == found.rows == rows


@settings(max_examples=150, deadline=None)
@given(bodies)
def test_every_row_of_a_clinical_table_is_a_sample_or_a_remark(body):
    content, rows = table("SAMPLE_ID\tER_STATUS\tHER2_STATUS\tHER2_IHC_SCORE\n", body)
    found = read_clinical(content, "sample")
    twice = [one for one in found.rejected if "twice" in one.reason]
    assert len(found.entries) + len(twice) + sum(one.rows for one in found.remarks) == found.rows == rows
