from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from tests.report.synthetic import REFERENCES, cell_line, demonstration, prediction

from her2sim.case.reader import case_from_dict
from her2sim.report.html import render_demo, render_prediction
from her2sim.studies.results import RESEARCH_USE, Interval, Prediction

_VOID = {"meta", "br", "path", "line", "circle", "use", "rect", "img", "hr", "input", "link"}


class Page(HTMLParser):
    """Tags, attributes and balance of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.stray: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.stray.append(tag)
        else:
            self.open.pop()

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


def written(answer: Prediction, folder: Path) -> str:
    render_prediction(answer, folder / "report.html", references=REFERENCES)
    return (folder / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def page_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(prediction(), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def demo_text(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("demo") / "report.html"
    render_demo(demonstration(), path, references=REFERENCES)
    return path.read_text("utf-8")


@pytest.mark.parametrize("name", ["page_text", "demo_text"])
def test_nothing_is_loaded_from_anywhere(name: str, request: pytest.FixtureRequest) -> None:
    text: str = request.getfixturevalue(name)
    page = Page(text)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "iframe", "img", "object", "embed"}
    assert not page.values("src")
    assert not re.search(r"url\((?!#)|@import", text)
    outside = [a for tag, a in page.tags if (a.get("href") or "").startswith("http") and tag != "a"]
    assert outside == []


@pytest.mark.parametrize("name", ["page_text", "demo_text"])
def test_a_page_is_well_formed_and_its_ids_are_unique(name: str, request: pytest.FixtureRequest) -> None:
    page = Page(request.getfixturevalue(name))
    assert (page.open, page.stray) == ([], [])
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = {value[1:] for value in page.values("href") if value.startswith("#")}
    assert targets <= set(ids)


def test_notice_and_limits_stand_above_the_first_number(page_text: str) -> None:
    body = page_text[page_text.index("<body>") :]
    answer = body.index('id="answer"')
    assert body.index(RESEARCH_USE) < answer
    for limit in prediction().limits:
        assert body.index(limit) < answer


def test_every_figure_has_words_a_caption_and_its_numbers(page_text: str) -> None:
    figures = re.findall(r"<figure.*?</figure>", page_text, flags=re.DOTALL)
    assert len(figures) == 5
    for figure in figures:
        assert re.search(r'<svg role="img" aria-label="[^"]{40,}"', figure)
        assert "<figcaption><strong>" in figure
        assert 'href="data:text/csv;base64,' in figure


def test_every_table_has_a_caption(page_text: str, demo_text: str) -> None:
    for text in (page_text, demo_text):
        assert text.count("<table") == text.count("<caption>")


def test_references_carry_their_link_and_their_doubt(page_text: str) -> None:
    assert "https://pubmed.ncbi.nlm.nih.gov/15324695/" in page_text
    assert "https://doi.org/10.1000/xyz" in page_text
    assert re.search(r"A paper from memory.*?\(from memory, unverified\)", page_text)
    assert re.search(r"nowhere1999.*?\(not in the evidence\)", page_text)


def test_a_name_cannot_bring_markup_into_the_page(tmp_path: Path) -> None:
    evil = '<script>alert("x")</script>$_{'
    answer = prediction()
    effect = replace(answer.regimens[0].mechanisms[0], name=evil, seen=evil)
    regimen = replace(answer.regimens[0], regimen=evil, mechanisms=(effect,))
    case = case_from_dict({"schema": "her2sim/case/1", "name": evil})
    text = written(replace(answer, case=case, regimens=(regimen,), limits=(evil,)), tmp_path)
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_the_same_answer_gives_the_same_bytes(page_text: str, tmp_path: Path) -> None:
    assert written(prediction(), tmp_path) == page_text


def test_a_regimen_in_which_every_draw_failed_is_shown_as_such(tmp_path: Path) -> None:
    answer = prediction()
    nothing = Interval.of(np.array([np.nan]), "%")
    first = answer.regimens[0]
    patients = first.patients.assign(status="failed", best_change_pct=np.nan, recist="NE")
    failed = replace(
        first, patients=patients, best_change=nothing, ttp=nothing, p_response=np.nan, p_pcr=np.nan,
        p_response_interval=(np.nan, np.nan), p_pcr_interval=(np.nan, np.nan), n_failed=60, failures={"diverged": 60},
        mechanisms=(), recist_shares={},
        diameter=replace(first.diameter, values=np.full_like(first.diameter.values, np.nan)),
    )  # fmt: skip
    text = written(replace(answer, regimens=(failed,)), tmp_path)
    assert "60 of 60" in text
    assert not re.search(r">\s*nan\b", text)


def test_a_case_without_a_mechanism_says_so(tmp_path: Path) -> None:
    answer = prediction()
    regimens = tuple(replace(result, mechanisms=()) for result in answer.regimens)
    assert "carries none of the" in written(replace(answer, regimens=regimens), tmp_path)


def test_disputed_structures_stand_under_the_conflicts_with_weight_and_share(page_text: str) -> None:
    section = page_text[page_text.index('<section id="conflicts">') :].split("</section>", maxsplit=1)[0]
    assert "variant_PTEN_SRC" in section
    assert "X01" in section
    assert "90 %, 88 %" in section
    assert "SRC moves PTEN, or it does not" in section


def test_a_cell_line_is_answered_in_cells_not_in_tumours(tmp_path: Path) -> None:
    text = written(cell_line(), tmp_path)
    assert "Growth inhibition" in text
    assert "no immune cells" in text
    assert "RECIST, share" not in text
    assert 'id="figure-cells"' in text
    assert 'id="figure-diameter"' not in text


def test_a_statement_that_fails_is_shown_as_failed(demo_text: str) -> None:
    assert "1 of 2 hold" in demo_text
    assert demo_text.count('class="tag fails"') == 2
