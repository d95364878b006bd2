"""What a cohort promises: no sample lost, the same bytes whatever was interrupted, no mixing of runs."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.case.genomics.small import PATIENTS, SAMPLES, lay_out
from tests.report.synthetic import prediction

from her2sim.case import parse_inline
from her2sim.errors import ConvergenceError, InputError, RegimenError
from her2sim.report.cohort import write_table
from her2sim.studies.cohort import (
    COLUMNS,
    FAILED,
    OK,
    SOME_FAILED,
    Settings,
    alterations,
    groups_table,
    make_plan,
    rows,
    run_cohort,
)
from her2sim.studies.predict import predict

TWO = Settings(regimens=("TH", "H"), draws=2, seed=3, everyone=True)
LISTED = "stable_id: made_up_sequenced\ncase_list_ids: T-1\tT-2\tT-3\tT-9\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Three tumours, of which one is HER2-positive, and a sample that the table of samples does not know."""
    return lay_out(tmp_path_factory.mktemp("study") / "made_up", case_lists__cases_sequenced=LISTED)


@pytest.fixture(scope="module")
def cohort(folder, tmp_path_factory):
    return run_cohort(make_plan(folder, TWO), tmp_path_factory.mktemp("run") / "parts")


def bytes_of(cohort, path):
    write_table(cohort.table, path)
    return path.read_bytes()


def test_every_sample_that_can_be_read_has_a_row_for_every_regimen(cohort):
    assert list(cohort.table.columns) == list(COLUMNS)
    pairs = list(zip(cohort.table["sample"], cohort.table["regimen"], strict=True))
    assert pairs == [(sample, regimen) for sample in ("T-1", "T-2", "T-3") for regimen in ("TH", "H")]
    assert set(cohort.table["status"]) == {"ok"}
    assert cohort.table["best_change_pct"].between(-100, 100).all()


def test_a_sample_that_cannot_be_read_is_listed_with_its_reason(cohort):
    assert [one.sample for one in cohort.study.rejected] == ["T-9"]
    assert "not in data_clinical_sample.txt" in cohort.study.rejected[0].reason


def test_unless_asked_only_her2_positive_samples_are_predicted_and_the_others_listed(folder):
    plan = make_plan(folder, Settings(("TH",)))
    assert plan.samples == ("T-1",)
    assert [(one.sample, one.her2) for one in plan.left_out] == [("T-2", "negative"), ("T-3", "unknown")]


def test_a_derived_her2_status_says_so(tmp_path):
    silent = PATIENTS.replace("Positive\tPositive\t3+\t6.1", "Positive\t\t\t")
    plan = make_plan(lay_out(tmp_path / "study", data_clinical_patient=silent), Settings(("H",), draws=2))
    table = run_cohort(plan, tmp_path / "parts").table
    assert list(table["her2_from"]) == ["copy number"]


def test_a_row_is_what_predict_says_of_the_case(cohort):
    case = cohort.study.samples["T-1"].case
    answer = predict(case, "TH,H", draws=2, seed=3, repairs=False).regimens[1]
    row = cohort.table.iloc[1]
    assert (row["best_change_pct"], row["p_response"], row["ttp_day"]) == (
        answer.best_change.median,
        answer.p_response,
        answer.ttp.median,
    )


def test_a_row_does_not_depend_on_the_other_samples(cohort, folder, tmp_path):
    alone = run_cohort(make_plan(folder, Settings(("TH", "H"), draws=2, seed=3)), tmp_path / "parts")
    first = cohort.table[cohort.table["sample"] == "T-1"].reset_index(drop=True)
    assert first.equals(alone.table)


def test_two_processes_give_the_bytes_of_one(cohort, folder, tmp_path):
    other = run_cohort(make_plan(folder, TWO), tmp_path / "parts", jobs=2)
    assert bytes_of(other, tmp_path / "b.parquet") == bytes_of(cohort, tmp_path / "a.parquet")


def test_finished_parts_are_kept_and_broken_ones_made_again(cohort, folder, tmp_path, monkeypatch):
    plan = make_plan(folder, TWO)
    before = bytes_of(run_cohort(plan, tmp_path / "parts"), tmp_path / "a.parquet")
    with monkeypatch.context() as patch:
        patch.setattr(rows, "predict", None)  # nothing is left to be predicted
        assert bytes_of(run_cohort(plan, tmp_path / "parts"), tmp_path / "b.parquet") == before
    part = tmp_path / "parts" / "00000.json"
    for text in (part.read_text()[:100], part.read_text().replace('"ok"', '"no"', 1)):
        part.write_text(text)
        assert bytes_of(run_cohort(plan, tmp_path / "parts"), tmp_path / "c.parquet") == before


@pytest.mark.parametrize("changed", [{"draws": 3}, {"seed": 4}, {"regimens": ("TH",)}, {"setting": "metastatic"}])
def test_other_settings_do_not_mix_with_the_parts_that_are_there(folder, tmp_path, changed):
    from her2sim.studies.cohort import Parts

    parts = Parts(tmp_path / "parts", make_plan(folder, TWO).inputs)
    parts.begin()
    with pytest.raises(InputError, match="other inputs") as caught:
        Parts(parts.path, make_plan(folder, replace(TWO, **changed)).inputs).check()
    assert "--fresh" in str(caught.value)


def test_other_files_do_not_mix_with_the_parts_that_are_there(tmp_path):
    from her2sim.studies.cohort import Parts

    study = lay_out(tmp_path / "study")
    Parts(tmp_path / "parts", make_plan(study, TWO).inputs).begin()
    lay_out(study, data_clinical_sample=SAMPLES.replace("Metastasis", "Primary"))
    with pytest.raises(InputError, match=r"study\.data_clinical_sample\.txt"):
        Parts(tmp_path / "parts", make_plan(study, TWO).inputs).check()


def test_a_prediction_that_failed_is_a_row_with_its_reason(folder, tmp_path, monkeypatch):
    def fails(case, *_, **__):
        raise ConvergenceError(f"{case.name}: none of the draws could be simulated")

    monkeypatch.setattr(rows, "predict", fails)
    found = run_cohort(make_plan(folder, TWO), tmp_path / "parts")
    assert len(found.table) == 6
    assert set(found.table["status"]) == {FAILED}
    assert found.table["reason"].str.contains("none of the draws").all()
    assert found.table["best_change_pct"].isna().all()
    assert "R12" in found.table["mechanisms"][0]
    assert found.nothing
    assert found.failed_draws == 12


def test_draws_that_failed_are_counted_in_their_row(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(rows, "predict", lambda *_, **__: prediction(failed=2, draws=8))
    plan = make_plan(folder, Settings(("TH", "H"), draws=8))
    found = run_cohort(plan, tmp_path / "parts")
    assert list(found.table["status"]) == [SOME_FAILED, OK]
    assert list(found.table["failed_draws"]) == [2, 0]
    assert found.table["reason"][0].startswith("2 x ")


def test_samples_share_their_draws(folder, tmp_path):
    """Two samples of the same findings have the same numbers, whatever their names and places."""
    study = make_plan(folder, TWO).study
    first = next(iter(study.samples.values()))
    twins = {name: replace(first, name=name) for name in ("twin", "other twin")}
    answer = run_cohort(replace(make_plan(folder, TWO), study=replace(study, samples=twins)), tmp_path / "parts")
    numbers = answer.table.drop(columns=["sample"]).astype(str)
    assert (numbers.iloc[:2].to_numpy() == numbers.iloc[2:].to_numpy()).all()


def test_what_cannot_be_asked_is_refused_before_anything_is_simulated(folder, tmp_path):
    with pytest.raises(RegimenError):
        make_plan(folder, Settings(("TH+NOTHING",)))
    negative = PATIENTS.replace("Positive\tPositive\t3+\t6.1", "Positive\tNegative\t0\tNA")
    plan = make_plan(lay_out(tmp_path / "study", data_clinical_patient=negative), Settings(("TH",)))
    with pytest.raises(InputError, match="--all"):
        run_cohort(plan, tmp_path / "parts")


def test_alterations_are_those_of_genes_of_the_model(cohort):
    found = {(one.sample, one.gene, one.kind) for one in alterations(cohort.study, cohort.samples)}
    assert {("T-1", "ERBB2", "amplification"), ("T-1", "PIK3CA", "mutation"), ("T-2", "PTEN", "loss")} <= found
    assert "OR4F5" not in {gene for _, gene, _ in found}


def test_subgroups_count_every_sample_once_under_each_division(cohort):
    table = groups_table(cohort)
    for (_, by), part in table[table["by"] != "all"].groupby(["regimen", "by"]):
        assert part["n"].sum() == 3, by
    assert np.isfinite(table["best_change_pct"]).all()


def test_without_repairs_the_answer_is_the_same_and_shorter():
    case = parse_inline(["HER2_IHC=3+", "PTEN=loss"])
    full, short = (predict(case, "H", draws=2, seed=5, repairs=wanted) for wanted in (True, False))
    assert full.regimens[0].mechanisms
    assert short.regimens[0].mechanisms == ()
    assert full.regimens[0].best_change == short.regimens[0].best_change


def test_parts_are_plain_json_of_one_run(folder, tmp_path):
    plan = make_plan(folder, Settings(("H",), draws=2))
    run_cohort(plan, tmp_path / "parts")
    assert json.loads((tmp_path / "parts" / "inputs.json").read_text())["settings"]["draws"] == 2
    assert sorted(path.name for path in (tmp_path / "parts").iterdir()) == ["00000.json", "inputs.json"]
