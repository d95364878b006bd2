"""The draws and the sets of an explanation as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.studies.arms import Arms
from her2sim.studies.explain.parts import Game
from her2sim.studies.explain.results import UNEXPLAINED

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def draws_table(game: Game, arms: Arms, ok: Bools, reasons: Sequence[str], worsened: Mapping[str, str]) -> pd.DataFrame:
    """One row a draw, failed ones included (NaN).

    Args:
        ok: draws that count, shape (N,).
        reasons: '' or why a draw failed.
        worsened: mechanism id -> key of the variant in which it is worsened.
    """
    import pandas as pd

    def column(values: Floats) -> Floats:
        whole = np.full(ok.shape, np.nan)
        whole[ok] = values
        return whole

    columns: dict[str, object] = {
        "draw": np.arange(arms.draws.n),
        "member": arms.draws.members,
        "status": np.where(ok, "ok", "failed"),
        "status_reason": list(reasons),
        "worth": column(game.of_set(game.full)),
        "worth_repaired": column(game.of_set(0)),
        "worth_reference": column(game.worth[UNEXPLAINED]),
        "loss": column(game.loss),
        "unknown_markers": column(game.unknown),
        "unexplained": column(game.unexplained),
        "gap": column(game.gap),
    }
    for place, one in enumerate(game.mechanisms):
        columns[f"share_{one.id}"] = column(game.shares.values[:, place])
        columns[f"repaired_{one.id}"] = column(game.of_set(game.full & ~(1 << place)))
        columns[f"worsened_{one.id}"] = column(game.worth[worsened[one.id]])
    for i, j in combinations(range(len(game.mechanisms)), 2):
        name = f"interaction_{game.mechanisms[i].id}_{game.mechanisms[j].id}"
        columns[name] = column(game.shares.interactions[:, i, j])
    return pd.DataFrame(columns)


def coalitions_table(game: Game, sets: Sequence[int]) -> pd.DataFrame:
    """One row a set that was simulated: what the tumour is worth that carries just these mechanisms."""
    import pandas as pd

    rows: list[tuple[object, ...]] = []
    for carried in sets:
        worth = game.of_set(carried)
        names = "+".join(one.id for place, one in enumerate(game.mechanisms) if carried >> place & 1)
        seen = game.interval(worth)
        rows.append((names, carried.bit_count(), float(worth.mean()), seen.median, seen.low, seen.high))
    return pd.DataFrame(rows, columns=["carried", "size", "worth_mean", "worth_median", "low", "high"])
