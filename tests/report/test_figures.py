from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from numpy.testing import assert_allclose
from tests.report.synthetic import demonstration, prediction

from her2sim.report import figures_courses, figures_demo, figures_mechanisms, figures_tumour
from her2sim.report.style import RECIST, dose_ticks, quantiles, svg

RESULTS = prediction().regimens
LEVEL = 0.9


@pytest.mark.parametrize("level", [0.5, 0.9])
def test_a_band_holds_its_share_of_the_draws(level: float) -> None:
    values = np.random.default_rng(1).normal(size=(4000, 3))
    values[:7] = np.nan
    low, median, high = quantiles(values, level)
    inside = np.nanmean((values[7:] >= low) & (values[7:] <= high), axis=0)
    assert_allclose(inside, level, atol=1e-3)  # 4000 draws: one draw is 2.5e-4
    assert np.all((low < median) & (median < high))


def test_the_signal_panels_draw_the_numbers_of_their_table() -> None:
    table = figures_courses.signals_data(RESULTS, LEVEL)
    figure = figures_courses.signals(RESULTS, LEVEL)
    panel: Any = next(ax for ax in figure.axes if ax.get_title(loc="left") == "pAKT")
    for result, line in zip(RESULTS, (line for line in panel.lines if line.get_label() != ""), strict=False):
        rows = table[(table["arm"] == result.regimen) & (table["quantity"] == "pAKT")]
        drawn = next(line for line in panel.lines if line.get_label() == result.regimen)
        assert_allclose(drawn.get_ydata(), rows["median"])


def test_the_waterfall_has_a_bar_for_every_draw_that_ran() -> None:
    figure = figures_tumour.waterfall(RESULTS, LEVEL)
    for ax, result in zip(figure.axes, RESULTS, strict=True):
        heights = [bar.get_height() for bar in ax.patches]
        assert len(heights) == 60 - result.n_failed
        assert heights == sorted(heights, reverse=True)


def test_the_fan_starts_at_zero_change() -> None:
    table = figures_tumour.diameter_data(RESULTS, LEVEL)
    assert_allclose(table[table["day"] == 0][["median_pct", "low_pct", "high_pct"]], 0.0, atol=1e-12)


def test_the_mechanism_bars_are_the_gains() -> None:
    ax: Any = figures_mechanisms.mechanisms(RESULTS, LEVEL).axes[0]
    gains = [effect.gain.median for result in RESULTS for effect in result.mechanisms]
    assert sorted(bar.get_width() for bar in ax.patches) == sorted(gains)
    assert list(figures_mechanisms.mechanisms_data(RESULTS, LEVEL)["gain_points"]) == gains


def test_every_dose_has_a_tick() -> None:
    figure = figures_courses.exposure(RESULTS[:1], LEVEL)
    ticks = [
        segment[0][0] for lines in figure.axes[0].collections for segment in getattr(lines, "get_segments", list)()
    ]
    assert ticks == list(RESULTS[0].doses["trastuzumab"])
    dose_ticks(figure.axes[0], (), "k")  # a drug without doses draws nothing and does not fail


def test_the_comparison_lists_every_case_as_it_is_and_repaired() -> None:
    cases = demonstration().predictions
    table = figures_demo.comparison_data(cases)
    assert list(table["state"]).count("as it is") == len(cases)
    assert len(table) == len(cases) + sum(len(case.regimens[0].mechanisms) for case in cases)


@pytest.mark.parametrize("draw", [figures_courses.signals, figures_tumour.diameter, figures_tumour.waterfall])
def test_a_figure_is_the_same_every_time_whatever_the_style_around_it(draw: Callable[..., Any]) -> None:
    first = svg(draw(RESULTS, LEVEL), "name", "words")
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "lines.linewidth": 9}):
        before = dict(mpl.rcParams)
        second = svg(draw(RESULTS, LEVEL), "name", "words")
        assert dict(mpl.rcParams) == before
    assert first == second


def test_response_categories_can_be_told_apart_without_colour() -> None:
    from matplotlib.colors import to_rgb

    light = sorted(float(np.dot(to_rgb(color), (0.2126, 0.7152, 0.0722))) for color in RECIST.values())
    assert min(np.diff(light)) > 0.05  # steps of luminance that a grey print keeps


def test_no_figure_touches_the_state_of_pyplot() -> None:
    code = (
        "import sys; from tests.report.synthetic import prediction; from her2sim.report.exhibits import case_exhibits;"
        "case_exhibits(prediction(draws=8)); sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
