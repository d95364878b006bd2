"""The report: one HTML file that needs nothing else, neither a network nor a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from her2sim import __version__
from her2sim.report import words
from her2sim.report.exhibits import case_exhibits, comparison_exhibit, experiment_exhibit
from her2sim.report.sources import Source, number_sources
from her2sim.report.style import RECIST, RECIST_WORDS
from her2sim.studies.results import RESEARCH_USE, Demonstration, Prediction

if TYPE_CHECKING:
    from jinja2 import Environment

    from her2sim.evidence import Reference


_FILTERS: tuple[Callable[..., str], ...] = (
    words.percent,
    words.percent_range,
    words.signed,
    words.signed_range,
    words.whole,
    words.quantity,
    words.duration,
    words.duration_range,
    words.plural,
    words.cell,
)


def render_prediction(
    prediction: Prediction, path: str | Path, *, references: Mapping[str, Reference] | None = None
) -> None:
    """Write the report of one case.

    Args:
        path: the HTML file; an existing one is replaced.
        references: what the keys stand for; the shipped evidence if None.
    """
    page = environment().get_template("prediction.html.j2")
    sources = number_sources(_keys_of(prediction), references)
    text = page.render(
        **_common(sources), answer=prediction, exhibits=case_exhibits(prediction), **_profile(prediction)
    )
    Path(path).write_text(text, encoding="utf-8")


def render_demo(
    demonstration: Demonstration, path: str | Path, *, references: Mapping[str, Reference] | None = None
) -> None:
    """Write the report of the demonstration: every experiment with its statement, figure, numbers and verdict.

    Args:
        path: the HTML file; an existing one is replaced.
        references: what the keys stand for; the shipped evidence if None.
    """
    keys = [key for experiment in demonstration.experiments for key in experiment.references]
    keys += [key for prediction in demonstration.predictions for key in _keys_of(prediction)]
    page = environment().get_template("demo.html.j2")
    text = page.render(
        **_common(number_sources(keys, references)),
        answer=demonstration,
        experiments=[(experiment, experiment_exhibit(experiment)) for experiment in demonstration.experiments],
        comparison=comparison_exhibit(demonstration.predictions),
    )
    Path(path).write_text(text, encoding="utf-8")


def _keys_of(prediction: Prediction) -> list[str]:
    effects = [effect for result in prediction.regimens for effect in result.mechanisms]
    carried = [key for effect in effects for key in effect.references]
    understood = [key for quantity in prediction.profile.quantities for key in quantity.references]
    disputed = [key for variant in prediction.variants for key in variant.sources]
    return [*carried, *understood, *disputed, *prediction.references]


def _common(sources: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "version": __version__,
        "research_use": RESEARCH_USE,
        "sources": sources,
        "recist_colors": RECIST,
        "recist_words": RECIST_WORDS,
        "css": style_sheet(),
    }


def _profile(prediction: Prediction) -> dict[str, Any]:
    from her2sim.report.understood import understood

    rows = understood(prediction.profile)
    return {"understood": [asdict(row) for row in rows], "n_known": sum(row.known for row in rows)}


def style_sheet() -> Any:
    """The style sheet of every report."""
    from importlib.resources import files

    from markupsafe import Markup

    # our own style sheet, not a user's text
    return Markup((files("her2sim.report") / "templates" / "report.css").read_text("utf-8"))  # noqa: S704


def environment() -> Environment:
    """Where the templates are: texts are escaped, names that are not given are errors."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("her2sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page: Any = environment  # the type of its filters is not complete
    page.filters.update({function.__name__: function for function in _FILTERS})
    return environment
