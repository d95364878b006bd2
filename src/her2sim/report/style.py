"""How every figure looks, and how it becomes an inline SVG whose bytes depend on its data alone.

Colours are those of Okabe and Ito, told apart with any common colour vision; no meaning rests on colour alone.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast

from her2sim.studies.results import Floats

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, MUTED, GRID, PAPER = "#1b2733", "#5b6875", "#dfe5ea", "#ffffff"
SEQUENCE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
"""arms and regimens, in the order given"""
RECIST = {"CR": "#08519c", "PR": "#56b4e9", "SD": "#b8c0c8", "PD": "#d55e00"}
RECIST_WORDS = {"CR": "complete response", "PR": "partial response", "SD": "stable disease", "PD": "progression"}

_RC: Mapping[str, Any] = {
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": 8.5,
    "axes.edgecolor": "#9aa5b1",
    "axes.labelcolor": MUTED,
    "axes.titlecolor": INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


P = ParamSpec("P")


def _house_style(*, salt: str = "") -> AbstractContextManager[None]:
    import matplotlib as mpl

    library: Any = mpl  # its type of rc_context is not complete
    return library.rc_context({**_RC, "svg.hashsalt": salt})


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Make a function draw its figure in the house style, whatever the style around it."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with _house_style():
            return draw(*args, **kwargs)

    return drawn


def grid(rows: int, columns: int, *, width: float = 9.6, row_height: float = 1.9, **options: Any) -> tuple[Figure, Any]:
    """A figure with `rows` x `columns` axes.

    Args:
        width: inches; 9.6 fills the page of the report.
        row_height: inches per row.
        options: passed on to `Figure.subplots`.

    Returns:
        the figure and an object array of axes, shape (rows, columns).
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, row_height * rows), layout="constrained")
    page: Any = figure  # the types of matplotlib are not complete
    page.get_layout_engine().set(w_pad=0.06, h_pad=0.05, wspace=0.02, hspace=0.04)
    return figure, page.subplots(rows, columns, squeeze=False, **options)


def svg(figure: Figure, name: str, alt: str) -> str:
    """The figure as an SVG element for a page: no date, no address, ids of its own, `alt` for those who listen.

    Args:
        name: a word unique on the page; every id inside starts with it.
        alt: what the figure shows, in one or two sentences.
    """
    buffer, page = io.StringIO(), cast("Any", figure)
    with _house_style(salt=name):
        page.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return _inline(buffer.getvalue(), name, alt)


def _inline(text: str, name: str, alt: str) -> str:
    from markupsafe import escape

    body = text[text.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>\s*", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", body)
    body = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{name}-\1"', body)
    body = re.sub(r'\s(?:xmlns:xlink|xmlns|version)="[^"]*"', "", body, count=3)
    head = f'<svg role="img" aria-label="{escape(alt)}"'
    return body.replace("<svg", head, 1).strip()


def band(ax: Any, times: Floats, values: Floats, color: str, *, level: float, label: str | None = None) -> None:
    """Median line and equal-tailed interval over the draws.

    Args:
        times: shape (T,).
        values: shape (N, T); NaN is left out.
        level: share of the draws inside the band.
    """
    low, median, high = quantiles(values, level)
    ax.fill_between(times, low, high, color=color, alpha=0.16, linewidth=0)
    ax.plot(times, median, color=color, label=label)


def quantiles(values: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    """Lower bound, median and upper bound over the draws that are finite; values (N, T) -> three of shape (T,)."""
    import warnings

    import numpy as np

    tail = 50.0 * (1.0 - level)
    with warnings.catch_warnings():  # a time at which every draw failed is NaN, and shown as a gap
        warnings.simplefilter("ignore", RuntimeWarning)
        low, median, high = np.nanpercentile(
            np.where(np.isfinite(values), values, np.nan), [tail, 50, 100 - tail], axis=0
        )
    return low, median, high


def dose_ticks(ax: Any, days: Sequence[float], color: str, *, height: float = 0.045) -> None:
    """A short tick on the time axis for every dose."""
    if days:
        ax.vlines(list(days), 0, height, transform=ax.get_xaxis_transform(), color=color, linewidth=1.4, clip_on=False)


def palette(names: Sequence[str]) -> dict[str, str]:
    """A colour for each name, in order."""
    return {name: SEQUENCE[index % len(SEQUENCE)] for index, name in enumerate(names)}


def legend(figure: Figure, handles: Sequence[Any], labels: Sequence[str]) -> None:
    """One legend above the whole figure."""
    page: Any = figure
    page.legend(handles, labels, loc="outside upper left", ncols=max(1, min(len(labels), 6)), handlelength=1.6)
