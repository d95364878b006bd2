"""The few lines a command prints at the end: notice and limits first, then the numbers, then where the report is."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from her2sim.report.words import percent, percent_range, quantity, signed, signed_range, whole
from her2sim.studies.results import RESEARCH_USE

if TYPE_CHECKING:
    from her2sim.studies.results import Demonstration, Interval, Prediction, RegimenResult


def print_prediction(prediction: Prediction, report: Path, *, as_json: bool, color: bool) -> None:
    """Print a prediction to stdout, as a table or as JSON."""
    if as_json:
        typer.echo(json.dumps(prediction_json(prediction, report), indent=2))
        return
    console = Console(no_color=not color, highlight=False)
    _notice(console, prediction.limits)
    culture = prediction.regimens[0].culture is not None
    console.print(_culture_table(prediction) if culture else _regimen_table(prediction))
    for result in prediction.regimens:
        for reason, count in result.failures.items():
            text = escape(f"{result.regimen}: {count} of {prediction.draws} draws failed: {reason}")
            console.print(f"[yellow]{text}[/]", soft_wrap=True)
    console.print(f"report  {report}", soft_wrap=True, markup=False)


def print_demonstration(demonstration: Demonstration, report: Path, *, as_json: bool, color: bool) -> None:
    """Print which statements of the review came out of the model."""
    if as_json:
        typer.echo(json.dumps(_demonstration_json(demonstration, report), indent=2))
        return
    console = Console(no_color=not color, highlight=False)
    _notice(console, ())
    table = Table("", "experiment", "what came out", box=SIMPLE_HEAD, pad_edge=False)
    for experiment in demonstration.experiments:
        mark = "[green]holds[/]" if experiment.holds else "[red]fails[/]"
        table.add_row(mark, escape(experiment.title), escape(experiment.verdict))
    console.print(table)
    console.print(f"report  {report}", soft_wrap=True, markup=False)


def prediction_json(prediction: Prediction, report: Path) -> dict[str, Any]:
    """The numbers of a prediction as plain JSON types; what is not known is null."""
    return {
        "notice": RESEARCH_USE,
        "limits": list(prediction.limits),
        "conflicts": list(prediction.conflicts),
        "case": prediction.case.name,
        "draws": prediction.draws,
        "seed": prediction.seed,
        "level": prediction.level,
        "ensemble": prediction.ensemble,
        "regimens": [_regimen_json(result) for result in prediction.regimens],
        "report": str(report),
    }


def _demonstration_json(demonstration: Demonstration, report: Path) -> dict[str, Any]:
    keep = ("id", "title", "statement", "holds", "verdict")
    experiments = [{name: getattr(experiment, name) for name in keep} for experiment in demonstration.experiments]
    return {"notice": RESEARCH_USE, "seed": demonstration.seed, "experiments": experiments, "report": str(report)}


def _regimen_json(result: RegimenResult) -> dict[str, Any]:
    return {
        "regimen": result.regimen,
        "p_response": _number(result.p_response),
        "p_response_interval": [_number(value) for value in result.p_response_interval],
        "p_pcr": _number(result.p_pcr),
        "p_pcr_interval": [_number(value) for value in result.p_pcr_interval],
        "best_change": _interval_json(result.best_change),
        "time_to_progression": _interval_json(result.ttp),
        "growth_inhibition": _interval_json(result.culture.growth_inhibition) if result.culture else None,
        "recist": {name: _number(share) for name, share in result.recist_shares.items()},
        "failed_draws": result.n_failed,
        "failures": dict(result.failures),
        "mechanisms": [
            {"id": effect.id, "name": effect.name, "field": effect.field, "gain": _interval_json(effect.gain)}
            for effect in result.mechanisms
        ],
    }


def _interval_json(interval: Interval) -> dict[str, Any]:
    return {
        "median": _number(interval.median),
        "low": _number(interval.low),
        "high": _number(interval.high),
        "unit": interval.unit,
    }


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _notice(console: Console, limits: tuple[str, ...]) -> None:
    console.print(f"[bold]{RESEARCH_USE}[/]", soft_wrap=True)
    for limit in limits:
        console.print(f"- {limit}", markup=False, soft_wrap=True)


def _table(prediction: Prediction, *numbers: str) -> Table:
    title = f"{prediction.case.name}: {prediction.draws} draws, {100 * prediction.level:.0f} % intervals"
    table = Table(title=escape(title), title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("regimen", no_wrap=True)
    for heading in numbers:
        table.add_column(heading, no_wrap=True, justify="right")
    table.add_column("main mechanism")
    return table


def _culture_table(prediction: Prediction) -> Table:
    table = _table(prediction, "growth inhibition", "GR value")
    for result in prediction.regimens:
        if result.culture is not None:
            stopped, rate = result.culture.growth_inhibition, result.culture.growth_rate_value
            table.add_row(
                escape(result.regimen),
                f"{whole(stopped.median)} %\n[dim]{whole(stopped.low)} to {whole(stopped.high)} %[/]",
                f"{quantity(rate.median)}\n[dim]{quantity(rate.low)} to {quantity(rate.high)}[/]",
                escape(_main_mechanism(result)),
            )
    return table


def _regimen_table(prediction: Prediction) -> Table:
    table = _table(prediction, "P(response)", "P(pCR)", "best change")
    for result in prediction.regimens:
        change = result.best_change
        table.add_row(
            escape(result.regimen),
            f"{percent(result.p_response)}\n[dim]{percent_range(result.p_response_interval)}[/]",
            f"{percent(result.p_pcr)}\n[dim]{percent_range(result.p_pcr_interval)}[/]",
            f"{signed(change.median)} %\n[dim]{signed_range(change)} %[/]",
            escape(_main_mechanism(result)),
        )
    return table


def _main_mechanism(result: RegimenResult) -> str:
    helped = [effect for effect in result.mechanisms if effect.gain.median < -1.0]
    if not helped:
        return "none carried" if not result.mechanisms else "none moves it by a point alone"
    effect = min(helped, key=lambda item: item.gain.median)
    return f"{effect.name}\n{signed(effect.gain.median)} points if repaired"
