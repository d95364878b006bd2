"""Figures of a ranking draw every regimen they promise, and have their numbers."""

import pytest

from her2sim.report import figures_rank
from her2sim.report.rank import render_ranking
from her2sim.studies.rank import rank


@pytest.fixture(scope="module")
def answer():
    return rank("PTEN-loss", sets="schedules", members=2, weeks=6, seed=2, why=1)


def test_every_figure_has_its_numbers(answer):
    for name in ("ranked", "pareto", "signals", "resistance", "schedules"):
        figure = getattr(figures_rank, name)(answer)
        assert figure.axes
        assert len(getattr(figures_rank, f"{name}_data")(answer))


def test_the_ranked_figure_names_the_reference_and_every_place(answer):
    ax = figures_rank.ranked(answer).axes[0]
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert len(labels) == len(answer.places)
    assert any("(reference)" in text for text in labels)


def test_families_are_schedules_of_the_same_drugs(answer):
    groups = figures_rank.families(answer)
    assert set(groups) == {
        "trastuzumab", "two antibodies", "trastuzumab and lapatinib", "taxane and trastuzumab",
        "trastuzumab and alpelisib", "trastuzumab and palbociclib",
    }  # fmt: skip
    assert "taxane and trastuzumab" in figures_rank.schedules_data(answer)["family"].tolist()


def test_the_report_is_one_file_with_every_regimen(answer, tmp_path):
    path = tmp_path / "report.html"
    render_ranking(answer, path)
    text = path.read_text()
    assert "Research use only" in text
    assert all(one.name in text for one in answer.places)
    assert "<script" not in text
    assert "of the drugs, not of this schedule" in text
