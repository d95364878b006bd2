"""A study folder: read as it is, nothing outside it, a case or a reason for every sample."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
import yaml
from tests.case.genomics.small import DISCRETE, EXPRESSION, MAF, META, PANELS, PATIENTS, SAMPLES, lay_out

from her2sim.case import Case, parse_case, understand
from her2sim.case.genomics import Rejected, StudyError, read_files, read_study, rejected_csv, write_rejected
from her2sim.case.genomics.cohort import z_scores
from her2sim.case.genomics.copy_number import Call
from her2sim.case.genomics.expression import read_expression
from her2sim.case.genomics.her2 import derive


def texts(sample, kind=None):
    return " | ".join(one.text for one in sample.notices if kind in {None, one.kind})


def test_a_folder_gives_a_case_for_every_sample(tmp_path):
    study = read_study(lay_out(tmp_path))
    assert list(study.samples) == ["T-1", "T-2", "T-3"]
    assert study.rejected == ()
    case = study.cases["T-1"]
    assert isinstance(case, Case)
    assert [one.short for one in case.mutations or ()] == ["PIK3CA p.H1047R", "PTEN p.R130*"]
    assert case.copy_number["ERBB2"].value == "amplification"
    assert case.pathology.HER2_IHC is not None
    assert case.pathology.HER2_IHC.value == "3+"
    assert list(study.her2_positive) == ["T-1"]
    assert understand(case).domain.grade != "red"


def test_every_variant_is_classified(tmp_path):
    study = read_study(lay_out(tmp_path))
    found = {(one.gene, one.change): one.verdict for one in study.samples["T-1"].variants}
    assert found == {("PIK3CA", "p.H1047R"): "known", ("PTEN", "p.R130*"): "known"}
    more = (
        MAF + "PTEN\t5728\tMissense_Mutation\tT-1\tp.A100V\t\t\t\nPTEN\t5728\tMissense_Mutation\tT-1\tp.A300V\t\t\t\n"
    )
    found = read_study(lay_out(tmp_path, data_mutations=more)).samples["T-1"]
    assert [one.verdict for one in found.variants][2:] == ["likely", "unknown"]
    assert "meaning unknown" in texts(found, "unknown variant")


def test_an_unreadable_change_leaves_its_gene_out_of_what_was_sequenced(tmp_path):
    sample = read_study(lay_out(tmp_path)).samples["T-3"]
    assert "ERBB2" not in sample.case.genes_sequenced
    assert "PIK3CA" in sample.case.genes_sequenced
    assert "ERBB2" in " ".join(one.field for one in sample.notices if one.kind == "not sequenced")


def test_a_sample_outside_the_case_list_is_not_sequenced_rather_than_wild_type(tmp_path):
    lists = "stable_id: x_sequenced\ncase_list_ids: T-1\n"
    study = read_study(lay_out(tmp_path, case_lists__cases_sequenced=lists))
    assert study.cases["T-1"].genes_sequenced == "all"
    assert "not in the case list" in texts(study.samples["T-3"], "not sequenced")
    assert study.cases["T-3"].mutations is None


def test_without_a_case_list_only_samples_with_a_row_are_taken_as_sequenced(tmp_path):
    maf = "\n".join(line for line in MAF.splitlines() if "T-3" not in line) + "\n"
    study = read_study(lay_out(tmp_path, case_lists__cases_sequenced="", data_mutations=maf))
    assert study.cases["T-3"].mutations is None
    assert "taken as sequenced" in texts(study.samples["T-1"], "assumed")


def test_a_gene_panel_tells_which_genes_were_sequenced(tmp_path):
    panel = "stable_id: SMALL\ndescription: three genes\ngene_list: TP53\tHER2\tOR4F5\n"
    study = read_study(lay_out(tmp_path, data_gene_matrix=PANELS, data_gene_panel_small=panel))
    assert study.cases["T-1"].genes_sequenced == "all"
    assert study.cases["T-2"].genes_sequenced == ("ERBB2", "TP53")
    assert study.cases["T-3"].mutations is None


def test_her2_is_derived_where_no_report_is_given_and_says_so(tmp_path):
    study = read_study(lay_out(tmp_path, data_clinical_patient=""))
    assert (study.samples["T-1"].her2, study.samples["T-1"].her2_from) == ("positive", "copy number")
    assert "derived as positive from ERBB2 amplification" in texts(study.samples["T-1"], "assumed")
    stated = study.cases["T-1"].pathology.HER2_status
    assert stated is not None
    assert stated.status == "derived"
    assert study.samples["T-2"].her2 == "negative"
    assert study.samples["T-3"].her2 == "unknown"


@pytest.mark.parametrize(
    ("word", "rna", "told"),
    [
        ("amplification", None, "pos"),
        ("amplification", 0.0, "pos"),
        ("gain", None, None),
        ("gain", 5.0, "pos"),
        ("gain", 0.0, "neg"),
        ("neutral", None, "neg"),
        ("neutral", 5.0, None),
        (None, 5.0, "pos"),
        (None, 0.0, "neg"),
    ],
)
def test_copies_and_rna_derive_her2_together(word, rna, told):
    found = derive(Call(word, 0.0) if word else None, rna)
    assert found is not None
    assert found.word == told


def test_the_setting_is_told_by_the_sample_type_and_can_be_given(tmp_path):
    folder = lay_out(tmp_path)
    study = read_study(folder)
    assert [study.cases[name].setting for name in ("T-1", "T-2")] == ["neoadjuvant", "metastatic"]
    assert {case.setting for case in read_study(folder, setting="metastatic").cases.values()} == {"metastatic"}
    with pytest.raises(StudyError, match="setting"):
        read_study(folder, setting="adjuvant")


CONFLICT = PATIENTS.replace("P-1\tPositive\tPositive\t3+\t6.1", "P-1\tPositive\tPositive\t0\tNA")


def test_a_contradictory_report_is_a_notice_or_a_rejection(tmp_path):
    folder = lay_out(tmp_path, data_clinical_patient=CONFLICT)
    taken = read_study(folder)
    assert "HER2 positive is stated, but IHC 0" in texts(taken.samples["T-1"], "conflict")
    strict = read_study(folder, accept_conflict=False)
    assert [(one.sample, one.hint) for one in strict.rejected] == [("T-1", "accept_conflict=True")]
    assert "T-1" not in strict.samples


def test_every_sample_of_every_table_has_a_case_or_a_reason(tmp_path):
    cna = DISCRETE.replace("T-3", "T-9")
    samples = SAMPLES + "P-4\tT-4\tNormal\nP-5\tT 5\tPrimary\nP-6\tT-6\n"
    study = read_study(lay_out(tmp_path, data_cna=cna, data_clinical_sample=samples))
    reasons = {one.sample: one.reason for one in study.rejected}
    assert reasons == {
        "T-9": "the sample is not in data_clinical_sample.txt",
        "T-4": "the sample is normal tissue",
        "T 5": "this is no name of a sample",
        "T-6": "the row has another number of cells than the header",
    }
    assert set(study.samples) == {"T-1", "T-2", "T-3"}


def test_a_patient_whose_row_cannot_be_read_takes_its_samples_along(tmp_path):
    patients = PATIENTS + "P-1\tNegative\tNegative\t0\tNA\t50\nP-7\tPositive\t\t\t\t40\nP-8\tPositive\n"
    study = read_study(lay_out(tmp_path, data_clinical_patient=patients))
    assert [(one.sample, one.line, one.reason) for one in study.rejected] == [
        ("T-1", 9, "patient P-1: the patient is there twice with different values"),
        ("P-8", 11, "the row has another number of cells than the header"),
        ("P-7", None, "there is no sample of this patient"),
    ]
    assert set(study.samples) == {"T-2", "T-3"}


def test_a_case_written_as_yaml_is_read_back_the_same(tmp_path):
    for sample in read_study(lay_out(tmp_path, data_clinical_patient=CONFLICT)).samples.values():
        assert parse_case(yaml.safe_dump(dict(sample.data))) == sample.case
        assert sample.case.accept_conflict == (sample.name == "T-1")


def test_what_was_not_used_of_one_sample_can_be_asked(tmp_path):
    study = read_study(lay_out(tmp_path))
    assert [one.kind for one in study.ignored_of("T-2")] == ["no protein change"]
    assert [one.kind for one in study.ignored_of("T-3")] == ["row"]


def test_a_typing_error_of_a_gene_gets_a_hint(tmp_path):
    study = read_study(lay_out(tmp_path, data_cna=DISCRETE.replace("ERBB2\t2064", "ERBB22\t0")))
    assert "is ERBB22 meant for ERBB2?" in [one.hint for one in study.ignored]


def test_a_folder_without_samples_is_refused(tmp_path):
    (tmp_path / "data_clinical_patient.txt").write_text(PATIENTS)
    with pytest.raises(StudyError, match="no table of samples"):
        read_study(tmp_path)


def test_the_unit_of_expression_comes_from_the_meta_file_or_the_caller(tmp_path):
    meta = (
        "genetic_alteration_type: MRNA_EXPRESSION\ndatatype: CONTINUOUS\nstable_id: mrna\ndata_filename: data_x.txt\n"
    )
    study = read_study(lay_out(tmp_path, data_x=EXPRESSION, meta_x=meta))
    assert any("no meta file tells the unit" in one.reason for one in study.ignored)
    study = read_study(tmp_path, expression_unit="FPKM")
    assert any("expression read as FPKM" in one.reason for one in study.ignored)
    lay_out(tmp_path, meta_x=meta + "profile_name: mRNA expression (TPM)\n")
    assert any("expression read as TPM" in one.reason for one in read_study(tmp_path).ignored)


def test_rna_is_a_z_score_among_her2_positive_tumours():
    rng = np.random.default_rng(5)
    names = [f"T-{index}" for index in range(60)]
    values = np.where(np.arange(60) < 30, rng.lognormal(6, 0.5, 60), rng.lognormal(3, 0.5, 60))
    head = "Hugo_Symbol\t" + "\t".join(names) + "\n"
    expression = read_expression((head + "ERBB2\t" + "\t".join(f"{one:.4f}" for one in values) + "\n").encode(), "TPM")
    scores, note, remarks = z_scores(expression, set(names[:30]))
    ours = [scores[name]["ERBB2"] for name in names[:30]]
    assert (np.mean(ours), np.std(ours, ddof=1)) == (pytest.approx(0, abs=1e-9), pytest.approx(1))
    assert scores["T-45"]["ERBB2"] < -3
    assert "30 HER2-positive" in note
    assert remarks == []
    assert z_scores(expression, set(names[:5]))[0] == {}  # too few to tell what is usual


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/passwd", "a/../../secret.txt", "..\\secret.txt", "C:secret.txt", ""]
)
def test_a_meta_file_cannot_lead_out_of_the_folder(tmp_path, name):
    (tmp_path / "secret.txt").write_text(MAF)
    folder = lay_out(tmp_path / "study", meta_mutations=META.replace("data_mutations.txt", name or "none.txt"))
    with pytest.raises(StudyError, match=r"leaves the folder|no such file"):
        read_study(folder)


def test_links_are_refused(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text(MAF)
    folder = lay_out(tmp_path / "study", data_mutations="")
    (folder / "data_mutations.txt").symlink_to(outside)
    with pytest.raises(StudyError, match="link"):
        read_study(folder)


def test_a_linked_folder_of_case_lists_is_refused(tmp_path):
    (tmp_path / "lists").mkdir()
    folder = lay_out(tmp_path / "study", case_lists__cases_sequenced="")
    (folder / "case_lists").rmdir()
    (folder / "case_lists").symlink_to(tmp_path / "lists")
    with pytest.raises(StudyError, match="link"):
        read_study(folder)


def test_no_folder_is_an_error_of_ours(tmp_path):
    with pytest.raises(StudyError, match="no such folder"):
        read_study(tmp_path / "none")
    with pytest.raises(StudyError, match="no table of samples"):
        read_files()


def test_a_yaml_tag_or_a_template_in_a_table_stays_text(tmp_path):
    evil = '!!python/object/apply:os.system ["touch pwned"]'
    patients = PATIENTS.replace("AGE", "SUBTYPE").replace("\t50", "\t{{7*7}}").replace("\t61", f"\t{evil}")
    meta = f"name: {evil}\ncancer_study_identifier: {{{{config}}}}\n"
    study = read_study(lay_out(tmp_path, data_clinical_patient=patients, meta_study=meta))
    assert "{{7*7}}" in study.cases["T-1"].description
    assert evil in study.cases["T-2"].description
    assert study.name == "{{config}}"
    assert not list(tmp_path.rglob("pwned"))


def test_rejected_csv_holds_no_formula(tmp_path):
    cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "plain"]
    study = read_study(lay_out(tmp_path))
    study = replace(study, rejected=tuple(Rejected(cell, cell, cell, 3, got=cell) for cell in cells))
    read = list(csv.DictReader(io.StringIO(rejected_csv(study))))
    assert [row["sample"] for row in read] == [f"'{cell}" for cell in cells[:-1]] + ["plain"]
    assert {row["line"] for row in read} == {"3"}
    write_rejected(study, tmp_path / "rejected.csv")
    assert (tmp_path / "rejected.csv").read_text() == rejected_csv(study)
    with pytest.raises(StudyError):
        write_rejected(study, tmp_path / "none" / "rejected.csv")


def test_single_files_give_the_same_cases_as_the_folder(tmp_path):
    folder = lay_out(tmp_path, case_lists__cases_sequenced="")
    files = read_files(
        mutations=folder / "data_mutations.txt",
        copy_number=folder / "data_cna.txt",
        copy_number_kind="discrete",
        clinical_sample=folder / "data_clinical_sample.txt",
        clinical_patient=folder / "data_clinical_patient.txt",
    )
    whole = read_study(folder)
    for name, case in whole.cases.items():
        assert files.cases[name].model_copy(update={"description": ""}) == case.model_copy(update={"description": ""})
