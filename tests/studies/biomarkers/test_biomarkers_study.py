"""The study as a whole, on a small run of the model."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from her2sim.errors import InputError, RegimenError
from her2sim.report.biomarkers import write_biomarkers
from her2sim.report.rundir import Run
from her2sim.studies.biomarkers import biomarkers
from her2sim.studies.biomarkers.benefit import bench_of, outcomes_of, run_rounds
from her2sim.studies.biomarkers.markers import known_markers
from her2sim.studies.biomarkers.sampler import population_case, sample_tumours
from her2sim.studies.biomarkers.scores import effects_table


def test_every_marker_is_in_every_table(small):
    names = set(known_markers())
    assert set(small.markers["marker"]) == set(small.auc["marker"]) == set(small.effects["marker"]) == names
    controls = set(small.markers["marker"][small.markers["group"].eq("control")])
    assert set(small.conclusive["marker"]) == names - controls
    assert len(controls) == 2


def test_every_tumour_is_a_row_with_both_arms(small):
    assert len(small.tumours) == small.n
    assert set(small.tumours["status"]) <= {"ok", "failed"}
    assert (small.tumours["member"].nunique()) > 30  # one member of the ensemble a tumour
    for name in ("log10_kill_control", "log10_kill_treated", "positive_TIL", "score_TIL", "hidden_effector_ratio"):
        assert name in small.tumours


def test_a_number_is_there_or_a_reason(small):
    for table, column in ((small.auc, "auc"), (small.effects, "estimate"), (small.sample_sizes, "patients")):
        assert (table[column].notna() == table["why_not"].eq("")).all()


def test_the_same_seed_gives_the_same_tables(small):
    again = biomarkers(40, treated="H", control="untreated", weeks=8.0, compare=False, panels=False, seed=3)
    for name in ("markers", "auc", "effects", "sample_sizes", "conclusive", "tumours"):
        pd.testing.assert_frame_equal(getattr(small, name), getattr(again, name))


def test_statements_say_a_verdict_and_not_more(small):
    assert [one.target for one in small.statements] == ["benefit", "response"]
    for one in small.statements:
        assert one.verdict in ("true", "false", "not decided")
        assert one.n_conclusive + one.n_not_conclusive <= one.n_markers


def test_noise_is_not_called_predictive_of_what_the_model_simulates(reading):
    rng, calls = np.random.default_rng(5), 300
    bench = bench_of(sample_tumours(population_case(), 60, 4), weeks=4.0, seed=4)
    rounds = run_rounds(bench, "H", "untreated")
    noise = {f"n{i}": reading(rng.random(60), 0.6, f"n{i}") for i in range(calls)}
    outcome = outcomes_of(bench.arms[0].measure(None), "metastatic")[:1]
    table = effects_table(rounds, noise, outcome, 0.95)
    here = table[table["effect"].eq("predictive") & table["scale"].eq("positive")]
    low, high = stats.binom.interval(0.999, calls, 0.05)
    assert low <= int((here["p"] < 0.05).sum()) <= high
    assert int((here["q"] < 0.05).sum()) <= 2


def test_rounds_repeat_the_tumours_with_one_member_each():
    tumours = sample_tumours(population_case(), 6, 2)
    bench = bench_of(tumours, members=2, weeks=4.0, seed=2)
    first, second = run_rounds(bench, "H", "untreated")
    assert len({one.member for one in (first, second)}) == 2
    for arms, member in zip(bench.arms, bench.members, strict=True):
        assert (arms.draws.members == member).all()
        assert all(np.ptp(values) == 0.0 for values in arms.draws.kinetics.values())
        assert all((arms.draws.patient[name] == values).all() for name, values in tumours.draws.patient.items())
    assert not np.allclose(first.gain("log10_kill"), second.gain("log10_kill"))


def test_with_members_sampling_and_model_have_their_own_columns():
    answer = biomarkers(30, treated="H", control="untreated", weeks=4.0, members=3, compare=False, panels=False)
    assert len(answer.tumours) == 90
    told = answer.auc[answer.auc["target"].eq("benefit") & answer.auc["why_not"].eq("")]
    assert (told["model_sd"] > 0).any()
    assert (told["members_low"] <= told["auc"] + 1e-9).all()
    assert (told["auc"] <= told["members_high"] + 1e-9).all()


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"control": "TH"}, InputError, "the same"),
        ({"members": 0}, InputError, "members"),
        ({"members": 10_000}, InputError, "members"),
        ({"weeks": 0.0}, InputError, "longer than zero"),
        ({"measure": "happiness"}, InputError, "measure"),
        ({"setting": "culture"}, InputError, "setting"),
        ({"treated": "nothing"}, RegimenError, "nothing"),
        ({"tumours": 1}, InputError, "two tumours"),
    ],
)
def test_what_cannot_be_asked_is_refused(options, error, text):
    with pytest.raises(error, match=text):
        biomarkers(**{"tumours": 4, **options})


@pytest.mark.parametrize(("treated", "control"), [("TH", "T+H"), ("H+L", "L+H"), ("untreated", "untreated")])
def test_the_same_drugs_under_two_names_are_the_same_arm(treated, control):
    with pytest.raises(InputError, match="same"):
        biomarkers(4, treated=treated, control=control, compare=False)


def test_what_cannot_be_told_is_null_in_the_manifest_and_stale_tables_go(small, tmp_path):
    nothing = replace(small.statements[0], best_auc=float("nan"))
    answer = replace(small, statements=(nothing,))
    (tmp_path / "published.csv").write_text("of an earlier run", encoding="utf-8")
    write_biomarkers(Run(tmp_path, "biomarkers", {}, ""), answer)
    text = (tmp_path / "manifest.json").read_text(encoding="utf-8")
    assert "NaN" not in text
    assert json.loads(text)["statements"][0]["best_auc"] is None
    assert not (tmp_path / "published.csv").exists()


def test_a_population_too_small_for_panels_says_so(small):
    assert small.panels.empty
    assert any("Pairs and panels are not scored" in note for note in small.notes)
