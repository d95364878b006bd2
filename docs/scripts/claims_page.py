"""Writes docs/mechanisms/claims.md: every shipped claim asked of every member of the ensemble.

    python -m docs.scripts.claims_page [--jobs 2]

Run it again after a change of the network, the ensemble or a claim; a test compares the page's claims and network with
the package. It takes a minute.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from her2sim.inference import load_ensemble
from her2sim.studies.verify import ClaimResult, ReadoutResult, Verification, run_claims
from her2sim.studies.verify.results import quantiles

LINES = 12
"""cell lines whose medians are shown"""
PAGE = Path(__file__).resolve().parent.parent / "mechanisms" / "claims.md"

HEAD = """\
# Every claim asked of the model

Written by `python -m docs.scripts.claims_page` (`her2sim verify --members {members}` gives the same numbers) for
network `{network}`: {members} members of the calibrated ensemble ([](../calibration.md)), which these claims were part
of the fit of, but for {kept} that no fit uses (marked; {kept_passed} of them pass). A claim passes where at least 80 %
of the members satisfy its check. Of the {asked} claims that need no virtual trial **{passed} pass ({share:.0%})**,
{failed} fail, each with a diagnosis; {reported} are only reported, because the reports they rest on disagree in sign.
{waiting} wait for virtual trials.

:::{{warning}}
These figures are no independent evidence for the model. The centres of guessed priors and the form of some rules were
set by hand with these claims in view, and the ensemble is fitted to them as ordinal data, each as one datum among some
thousand (no check was touched to let it pass; the readings of vague checks are in the notes of the claim files).
:::

The format is in [](../claims.md), the files in `src/her2sim/studies/claims/`. A readout shows its median and 90 %
interval over the members; one that is taken in several lines shows their medians.
"""


def page(verification: Verification) -> str:
    """The page as Markdown."""
    waiting = [result for result in verification.results if result.claim.needs is not None]
    asked = [result for result in verification.results if result.claim.needs is None]
    judged = [result for result in asked if result.outcome != "reported"]
    passed = [result for result in judged if result.outcome == "pass"]
    top = HEAD.format(
        members=verification.draws,
        network=verification.provenance["model"]["sha256"][:12],
        asked=len(judged),
        passed=len(passed),
        share=len(passed) / len(judged),
        failed=sum(result.outcome == "fail" for result in judged),
        reported=len(asked) - len(judged),
        waiting=len(waiting),
        kept=sum(not result.claim.fitted for result in judged),
        kept_passed=sum(not result.claim.fitted for result in passed),
    )
    parts = [top, _table("Fail", [r for r in judged if r.outcome == "fail"], diagnosed=True)]
    unasked = [result for result in judged if result.outcome == "not evaluable"]
    if unasked:
        parts.append(_table("Not evaluable", unasked, diagnosed=False))
    parts.append(_table("Pass", passed, diagnosed=False))
    parts.append(_table("Reported only", [r for r in asked if r.outcome == "reported"], diagnosed=False))
    parts.append(_waiting(waiting))
    return "\n".join(parts)


def _table(title: str, results: Sequence[ClaimResult], *, diagnosed: bool) -> str:
    lines = [f"## {title}", "", "| claim | says | check | members | readouts |" + (" diagnosis |" if diagnosed else "")]
    lines.append("|" + "---|" * (6 if diagnosed else 5))
    for result in sorted(results, key=lambda one: one.claim.id):
        claim = result.claim
        share = "" if result.outcome == "reported" else f"{result.share:.0%}"
        name = f"`{claim.id}`" if claim.fitted else f"`{claim.id}` (not fitted)"
        cells = [name, claim.statement, f"`{claim.check}`" if claim.check else claim.report or "", share]
        cells.append("; ".join(f"{name} {_numbers(readout)}" for name, readout in result.readouts.items()))
        if diagnosed:
            cells.append(claim.diagnosis or "")
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _waiting(results: Sequence[ClaimResult]) -> str:
    lines = ["## Wait for virtual trials", "", "| claim | says | what will be compared |", "|---|---|---|"]
    for result in sorted(results, key=lambda one: one.claim.id):
        cells = (f"`{result.claim.id}`", result.claim.statement, result.claim.requires or "")
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _numbers(readout: ReadoutResult) -> str:
    if readout.values is None:
        return readout.reason
    if readout.values.ndim == 2 and readout.values.shape[1] > 1:
        cells = [quantiles(readout.values[:, place]).median for place in range(readout.values.shape[1])]
        shown = ", ".join(f"{value:.2g}" for value in cells[:LINES])
        return f"[{shown}{', ...' if len(cells) > LINES else ''}]"
    found = readout.interval
    return f"{found.median:.2g} ({found.low:.2g} to {found.high:.2g})"


def main(arguments: list[str]) -> int:
    """Write the page; the exit status."""
    parser = argparse.ArgumentParser(description="Write docs/mechanisms/claims.md.")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args(arguments)
    verification = run_claims(members=load_ensemble().size, jobs=chosen.jobs)
    PAGE.write_text(page(verification), encoding="utf-8")
    counts = ", ".join(f"{count} {outcome}" for outcome, count in verification.counts.items())
    sys.stdout.write(f"{PAGE.name}: {counts}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
