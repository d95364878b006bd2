from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.case.genomics.small import lay_out
from tests.report.test_html import Page

from her2sim.case.genomics import Study, read_study
from her2sim.case.genomics.problems import Rejected
from her2sim.report.cohort import counts_of, render_cohort, write_lists, write_table
from her2sim.studies.cohort import COLUMNS, FAILED, OK, Cohort, LeftOut, Settings
from her2sim.studies.results import RESEARCH_USE

HOSTILE = "<script>alert(1)</script> $x^ & \"'"


def row(sample: str, regimen: str, change: float, status: str = OK) -> dict[str, Any]:
    """A made-up row; NaN where it failed."""
    low, high = change - 10, change + 10
    numbers = {name: 0.5 if np.isfinite(change) else np.nan for name, kind in COLUMNS.items() if kind == "double"}
    numbers |= {"best_change_pct": change, "best_change_low": low, "best_change_high": high, "completeness": 0.5}
    words = {name: "" for name, kind in COLUMNS.items() if kind == "string"}
    words |= {"sample": sample, "regimen": regimen, "her2": "positive", "her2_from": "copy number", "er": "positive"}
    words |= {"domain": "amber", "status": status, "reason": HOSTILE if status == FAILED else ""}
    failed = 4 if status == FAILED else 0
    return {**numbers, **words, "mechanisms": ["R12"], "draws": 4, "failed_draws": failed, "seed": 7}


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    read = read_study(lay_out(tmp_path / "study"))
    one = replace(read.samples["T-1"], name=HOSTILE, her2_from="copy number")
    rejected = (Rejected(HOSTILE, "<b>no</b>", got="<i>"),)
    study = Study(HOSTILE, {HOSTILE: one, "T-3": read.samples["T-3"], "T-2": read.samples["T-2"]}, rejected, ())
    rows = [row(HOSTILE, "TH", -40), row(HOSTILE, "H", -5), row("T-3", "TH", np.nan, FAILED), row("T-3", "H", 12)]
    left = (LeftOut("T-2", "P-2", "negative", "report", "=HER2 is negative"),)
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    settings = Settings(("TH", "H"), draws=4)
    return Cohort(study, settings, (HOSTILE, "T-3"), left, table, {"code": "0", "regimens": ["TH", "H"], "study": {}})


@pytest.fixture
def page(cohort: Cohort, tmp_path: Path) -> str:
    render_cohort(cohort, tmp_path / "report.html")
    return (tmp_path / "report.html").read_text("utf-8")


def test_a_hostile_name_is_text_everywhere(page: str) -> None:
    assert "<script" not in page
    assert "<b>no</b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; $x^" in page


def test_notice_and_limits_come_before_the_numbers(page: str) -> None:
    assert page.index(RESEARCH_USE) < page.index("Calibrated on cell lines") < page.index("<h2>Outcome</h2>")
    assert "HER2 status of 1 of 2 samples is derived, not reported by pathology: 1 from copy number." in page


def test_the_page_is_whole_and_needs_no_network(page: str) -> None:
    parsed = Page(page)
    assert (parsed.stray, parsed.open) == ([], [])
    addresses = [*parsed.values("href"), *parsed.values("src")]
    assert all(one.startswith(("#", "data:")) for one in addresses)


def test_waterfall_strip_samples_and_subgroups_are_there(page: str) -> None:
    assert re.findall(r'<figure id="figure-(\w+)"', page) == ["waterfall", "strip"]
    for words in ("PIK3CA", "ERBB2", "P(response) TH", "carried", "ER positive", "R12"):
        assert words in page


def test_a_prediction_that_failed_is_shown_with_its_reason(page: str) -> None:
    assert "failed: 4 of 4 draws" in page


def test_samples_of_the_study_add_up(cohort: Cohort) -> None:
    counts = counts_of(cohort)
    assert counts == {"in the study": 4, "predicted": 2, "failed": 0, "left out": 1, "rejected": 1}
    assert sum(counts.values()) == 2 * counts["in the study"]


def test_many_samples_and_none_that_worked_can_be_drawn(cohort: Cohort, tmp_path: Path) -> None:
    sample = cohort.study.samples["T-3"]
    names = [f"S-{number}" for number in range(60)]
    study = replace(cohort.study, samples={name: replace(sample, name=name) for name in names})
    table = pd.DataFrame([row(name, "TH", np.nan, FAILED) for name in names], columns=list(COLUMNS))
    many = replace(cohort, study=study, samples=tuple(names), table=table, settings=Settings(("TH",)))
    render_cohort(many, tmp_path / "many.html")
    assert "60 samples" in (tmp_path / "many.html").read_text("utf-8")


def test_the_same_table_gives_the_same_bytes_and_types(cohort: Cohort, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_table(cohort.table, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    back = pd.read_parquet(tmp_path / "a")
    assert list(back.columns) == list(COLUMNS)
    assert list(back["mechanisms"][0]) == ["R12"]
    assert np.isnan(back["best_change_pct"][2])


def test_no_cell_of_the_lists_is_a_formula(cohort: Cohort, tmp_path: Path) -> None:
    write_lists(cohort.study, cohort.left_out, tmp_path)
    assert (tmp_path / "left_out.csv").read_text().splitlines()[1] == "T-2,P-2,negative,report,'=HER2 is negative"
    assert "<b>no</b>" in (tmp_path / "rejected.csv").read_text()
