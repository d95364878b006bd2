"""The report of an explanation: every number shown, every bar with its sources, same seed same bytes."""

from dataclasses import replace

import numpy as np
import pytest

from her2sim.report.explain import (
    bars_table,
    counterfactuals_table,
    courses_table,
    exhibits_of,
    fates_table,
    pairs_table,
    path_table,
    render_explanation,
    sources_of,
)
from her2sim.studies.explain import explain


@pytest.fixture(scope="module")
def answer():
    return explain("PTEN-loss-p95HER2-shed", "H", members=4, seed=5, duration_weeks=4)


@pytest.fixture(scope="module")
def page(answer, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    render_explanation(answer, path)
    return path.read_text(encoding="utf-8")


def test_the_page_says_what_is_known_and_what_is_not(answer, page):
    for words in ("Research use only", "unknown markers", "unexplained", "PMID", "contested", answer.answer[:40]):
        assert words in page
    assert all(bar.name in page for bar in answer.mechanisms)
    assert all(f"[{source.number}]" in page for source in list(sources_of(answer).values())[:3])


def test_every_figure_has_its_numbers(answer, page):
    names = [one.name for one in exhibits_of(answer)]
    assert names == ["bars", "interactions", "counterfactuals", "courses", "path"]
    assert all(f'id="figure-{name}"' in page and f'download="{name}.csv"' in page for name in names)


def test_same_answer_same_bytes(answer, page, tmp_path):
    again = explain("PTEN-loss-p95HER2-shed", "H", members=4, seed=5, duration_weeks=4, jobs=2)
    render_explanation(again, tmp_path / "again.html")
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page
    assert answer.provenance == again.provenance


def test_tables_hold_the_whole(answer):
    bars = bars_table(answer)
    assert bars["mean"].iloc[:-1].sum() == pytest.approx(bars["mean"].iloc[-1])
    assert len(pairs_table(answer)) == 1
    assert set(counterfactuals_table(answer)["variant"]) == {"repaired", "worsened"}
    path = path_table(answer)
    assert np.isfinite(path["factor_median"]).all()
    assert (path.groupby(["path", "level"])["chosen"].sum() <= 1).all()
    assert set(courses_table(answer)["variant"]) == {"as it is", "repaired", "worsened"}
    assert set(fates_table(answer)["path"]) == {one.name for one in answer.paths}


def test_a_failed_draw_and_sampling_are_told(answer, tmp_path):
    bars = tuple(replace(bar, error=0.0123) for bar in answer.bars)
    told = replace(answer, bars=bars, exact=False, n_failed=1, failures={"it broke": 1})
    render_explanation(told, tmp_path / "told.html")
    text = (tmp_path / "told.html").read_text(encoding="utf-8")
    assert "1 failed: it broke" in text
    assert "± 0.0123" in text


def test_a_case_without_a_mechanism_has_a_page(tmp_path):
    found = explain("sensitive-reference", "H", members=2, duration_weeks=4)
    render_explanation(found, tmp_path / "none.html")
    text = (tmp_path / "none.html").read_text(encoding="utf-8")
    assert "carries none of the resistance mechanisms" in text
    assert [one.name for one in exhibits_of(found)] == ["bars"]
    assert courses_table(found).empty
