"""What the reader must know of how an explanation was made."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from her2sim.studies.explain.coalitions import shared_quantities
from her2sim.studies.explain.parts import Game
from her2sim.studies.explain.shares import clear_mean
from her2sim.tumour.culture import culture_defaults


def notes_of(game: Game, orders: Sequence[int] | None, sets: int, *, culture: bool = False) -> tuple[str, ...]:
    """One sentence a note.

    Args:
        orders: blocks, permutations a block, and mechanisms of the sample; None where every set was simulated.
        sets: of mechanisms that were simulated.
        culture: cells in medium, where doses and weeks do not count.
    """
    said = [
        f"measure: {game.measure.label} ({game.measure.unit}); greater is better",
        "the bars sum to the gap in every draw, by definition: shares of the named mechanisms (Shapley values), then "
        "the unreported quantities at the sensitive reference, then the rest; the order of the last two is a choice",
        "medians of the bars need not sum; means do",
    ]
    if orders is None:
        said.append(f"exact: all {sets} sets of carried mechanisms were simulated")
    else:
        said.append(
            f"sampled: {orders[0]} blocks of {orders[1]} permutations, {sets} sets of mechanisms simulated; `error` is "
            "the standard error by sampling of a mean, beside the interval over the ensemble"
        )
    for quantity, movers in shared_quantities(game.mechanisms).items():
        said.append(f"{quantity} is moved by {', '.join(movers)}: it is put back as soon as one of them is repaired")
    if not game.mechanisms:
        said.append("no mechanism is carried: the gap is that to the sensitive reference alone")
    if game.mechanisms and not isfinite(clear_mean(game.loss)):
        said.append("the mean loss to the carried mechanisms is not clear of zero: no shares of it are given")
    if not isfinite(clear_mean(game.gap)):
        said.append("the mean gap to the sensitive reference is not clear of zero: no shares of it are given")
    if culture:
        days = float(culture_defaults()["assay_day"])
        said.append(f"cells in medium at constant concentration for {days:g} days: doses and weeks do not count")
    return tuple(said)
