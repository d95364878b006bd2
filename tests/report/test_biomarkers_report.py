"""The report of the study of biomarkers, from tables that were made up: hits, misses and reasons are all shown."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from her2sim.report import figures_biomarkers as figures
from her2sim.report.biomarkers import render_biomarkers, scores_table
from her2sim.studies.biomarkers import biomarkers
from her2sim.studies.biomarkers.compare import comparison_table
from her2sim.studies.biomarkers.published import published_contrasts
from her2sim.studies.biomarkers.scores import Pooled


@pytest.fixture(scope="module")
def answer():
    found = biomarkers(30, treated="H", control="untreated", weeks=4.0, seed=3, compare=False, panels=False)
    panels = pd.DataFrame(
        {
            "panel": ["best marker", "best pair", "all markers"],
            "auc": [0.6, 0.65, 0.7],
            "low": [0.5, 0.55, 0.6],
            "high": [0.7, 0.75, 0.8],
            "chosen_on_all": ["TIL", "TIL + MUC4", ""],
            "chosen_in_training_sets": ["TIL 80%", "TIL 100%", ""],
        }
    )
    pairs = pd.DataFrame(
        {"first": ["TIL"], "second": ["MUC4"], "auc": [0.65], "low": [0.5], "high": [0.8], "better_alone": [0.6]}
    )
    with pytest.MonkeyPatch.context() as patch:
        made = {"kim1": Pooled(0.5, 0.1, np.nan), "pamela": Pooled(-0.5, 0.1, np.nan)}
        missing = ("fewer than 5 tumours", Pooled(np.nan, np.nan, np.nan))
        patch.setattr(
            "her2sim.studies.biomarkers.compare.simulated",
            lambda _, contrast: ("", made[contrast.id]) if contrast.id in made else missing,
        )
        compared = comparison_table(None, 0.95)
    from her2sim.studies.biomarkers.compare import comparison_summary

    summary = comparison_summary(compared)
    return replace(found, panels=panels, pairs=pairs, comparison=compared, comparison_summary=summary)


def test_the_report_shows_hits_misses_and_reasons(answer, tmp_path):
    render_biomarkers(answer, tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text()
    assert "Research use only" in page
    assert page.count("<svg") >= 5
    assert "relapse after surgery is not simulated" in page
    assert "fewer than 5 tumours" in page
    for one in published_contrasts():
        assert one.trial in page
    for statement in answer.statements:
        assert f"<strong>{statement.verdict}</strong>" in page
    assert "{{" not in page


def test_scores_hold_every_marker_once(answer):
    table = scores_table(answer)
    assert list(table["marker"]) == list(answer.markers["marker"])


def test_every_figure_lists_what_it_shows(answer):
    assert len(figures.areas_data(answer)) == len(answer.markers)
    assert figures.areas_data(answer)["auc"].dropna().is_monotonic_decreasing
    assert set(figures.published_data(answer)["id"]) == {"kim1", "pamela"}
    trials = figures.trials_data(answer)
    assert trials["marker"].is_unique
    assert not trials["group"].eq("control").any()


def test_figures_are_the_same_bytes_again(answer):
    from her2sim.report.style import svg

    first, second = (svg(figures.effects(answer), "effects", "x") for _ in range(2))
    assert first == second
