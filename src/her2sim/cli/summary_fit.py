"""An ensemble in words and tables: where it comes from, how well each data set is met, what the data say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from her2sim.inference import Ensemble

_SHOWN = 12


def print_ensemble(console: Console, ensemble: Ensemble) -> None:
    """Provenance, fit by data set, and the parameters that data say most and least of."""
    about = ensemble.about
    console.print(f"[bold]{ensemble.size} members[/]  {ensemble.label}")
    console.print(
        f"{len(ensemble.values)} parameters of the network, {len(ensemble.tumour)} of cultures; seed {about['seed']}"
    )
    if not about.get("fit"):
        console.print("nothing is fitted: draws of the priors")
        return
    console.print(f"{about['readings']} readings of {len(about['data'])} data sets, {len(about['claims'])} claims")
    console.print(
        f"{about['method']}, {about['steps']} steps, {about['seconds'] / 60:.0f} min; weights {about['weights']}"
    )
    held = about.get("held_out") or ["none"]
    console.print(f"held out: {', '.join(held)}\n")
    _print_fit(console, about["fit"])
    _print_scores(console, about["scores"])


def _print_fit(console: Console, rows: list[Mapping[str, Any]]) -> None:
    from rich.table import Table

    headings = ("data set", "observable", "readings", "RMSE", "replicates", "no dynamics", "NRMSE", "90 % interval")
    table = Table(*headings, title="Fit by data set (middle of the ensemble)", title_justify="left")
    for row in rows:
        table.add_row(
            row["dataset"], row["observable"], str(row["readings"]), f"{row['rmse']:.3f}", f"{row['replicate_sd']:.3f}",
            f"{row['rmse_baseline']:.3f}", "" if row["nrmse"] is None else f"{row['nrmse']:.2f}",
            f"{row['covered_90']:.0%}",
        )  # fmt: skip
    console.print(table)


def _print_scores(console: Console, scores: Mapping[str, tuple[float, float]]) -> None:
    from rich.table import Table

    told = sorted(scores, key=lambda name: scores[name][1])
    weak = sum(sd > 0.9 for _, sd in scores.values())
    console.print(
        f"{weak} of {len(scores)} parameters keep more than 90 % of the prior's width: the data do not tell them"
    )
    table = Table("parameter", "shift (prior sd)", "width (of the prior's)", title="Told most", title_justify="left")
    for name in told[:_SHOWN]:
        table.add_row(name, f"{scores[name][0]:+.2f}", f"{scores[name][1]:.2f}")
    console.print(table)
