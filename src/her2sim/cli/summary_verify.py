"""What `her2sim verify` prints: notice and limits, a line a claim, the counts, where the report is."""

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

from her2sim.report.words import percent, plural, quantity
from her2sim.studies.results import RESEARCH_USE

if TYPE_CHECKING:
    from her2sim.studies.results import Interval
    from her2sim.studies.verify import ClaimResult, Verification

_COLOURS = {"pass": "green", "fail": "red", "not evaluable": "yellow", "reported": "cyan"}
_MANY = 20
"""claims from which on numbers of a pass, and claims that wait for a virtual trial, are left to the report"""
_SHOWN = 4
"""readouts in a line of the table; all stand in the report and in the JSON"""


def print_verification(answer: Verification, report: Path, *, as_json: bool, color: bool) -> None:
    """Print what became of the claims, as a table or as JSON."""
    if as_json:
        typer.echo(json.dumps(verification_json(answer, report), indent=2))
        return
    console = Console(no_color=not color, highlight=False)
    console.print(f"[bold]{RESEARCH_USE}[/]", soft_wrap=True)
    for limit in answer.limits:
        console.print(f"- {limit}", markup=False, soft_wrap=True)
    short = len(answer.results) > _MANY
    table = Table("", "claim", "members", "what came out", box=SIMPLE_HEAD, pad_edge=False)
    for result in answer.results:
        if short and result.claim.needs is not None:
            continue
        mark = f"[{_COLOURS[result.outcome]}]{result.outcome}[/]"
        share = percent(result.share) if result.satisfied is not None else ""
        table.add_row(mark, _claim(result), share, escape(_words(result, short=short)))
    console.print(table)
    _print_counts(console, answer)
    console.print(f"report  {report}", soft_wrap=True, markup=False)


def _claim(result: ClaimResult) -> str:
    required = " [bold](required)[/]" if result.claim.required else ""
    return f"[bold]{escape(result.claim.id)}[/]{required}\n[dim]{escape(result.claim.statement)}[/]"


def _words(result: ClaimResult, *, short: bool) -> str:
    """Readouts as median and interval; or why there are none."""
    said = [f"{name} {_interval(one.interval)}" for name, one in result.readouts.items() if one.values is not None]
    if short and result.outcome == "pass":
        said = []
    if len(said) > _SHOWN:
        said = [*said[:_SHOWN], f"and {len(said) - _SHOWN} more"]
    if result.reason:
        said = [result.reason] if result.outcome == "not evaluable" else [*said, result.reason]
    if result.outcome == "fail" and result.claim.diagnosis:
        said.append(result.claim.diagnosis)
    if result.n_failed:
        said.append(f"{plural(result.n_failed, 'member')} failed")
    return "\n".join(said)


def _interval(interval: Interval) -> str:
    return f"{_number(interval.median)} ({_number(interval.low)} to {_number(interval.high)})"


def _number(value: float) -> str:
    return "inf" if math.isinf(value) else quantity(value)


def _print_counts(console: Console, answer: Verification) -> None:
    counts = ", ".join(f"{count} {outcome}" for outcome, count in answer.counts.items() if count)
    console.print(f"{plural(len(answer.results), 'claim')}: {counts}; {plural(answer.draws, 'member')}", markup=False)
    trials = [result.claim.id for result in answer.results if result.claim.needs is not None]
    if len(answer.results) > _MANY and trials:
        console.print(f"waiting for a virtual trial: {', '.join(trials)}", markup=False, soft_wrap=True)
    if answer.failed:
        console.print(f"[yellow]{answer.failed} of {answer.lanes} simulations failed:[/]")
        for reason, count in list(answer.failures.items())[:5]:
            console.print(f"  {count} x {reason}", markup=False, soft_wrap=True)
    if answer.broken:
        names = ", ".join(result.claim.id for result in answer.broken)
        console.print(f"[red]required and failed: {escape(names)}[/]", soft_wrap=True)


def verification_json(answer: Verification, report: Path) -> dict[str, Any]:
    """The answer as plain JSON types; what is not known is null, infinities are words."""
    return {
        "notice": RESEARCH_USE,
        "limits": list(answer.limits),
        "members": answer.draws,
        "seed": answer.seed,
        "counts": answer.counts,
        "simulations": answer.lanes,
        "failed_simulations": answer.failed,
        "failures": dict(answer.failures),
        "claims": [_result_json(result) for result in answer.results],
        "provenance": dict(answer.provenance),
        "report": str(report),
    }


def _result_json(result: ClaimResult) -> dict[str, Any]:
    claim = result.claim
    return {
        "id": claim.id,
        "statement": claim.statement,
        "file": result.file,
        "mechanisms": list(claim.mechanisms),
        "required": claim.required,
        "outcome": result.outcome,
        "share": _plain(result.share),
        "failed_members": result.n_failed,
        "reason": result.reason,
        "diagnosis": claim.diagnosis,
        "check": claim.check,
        "readouts": {
            name: {
                "median": _plain(one.interval.median),
                "low": _plain(one.interval.low),
                "high": _plain(one.interval.high),
                "reason": one.reason,
            }
            for name, one in result.readouts.items()
        },
    }


def _plain(value: float) -> float | str | None:
    if math.isnan(value):
        return None
    return float(value) if math.isfinite(value) else "inf" if value > 0 else "-inf"
