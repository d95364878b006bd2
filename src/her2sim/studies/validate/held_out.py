"""Scores of dose responses of lines that were held out, beside the baselines that are held out in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from her2sim.studies.validate.baselines import baselines
from her2sim.studies.validate.drug_response import scores_of
from her2sim.studies.validate.results import Score

if TYPE_CHECKING:
    import pandas as pd


def held_out_scores(rows: pd.DataFrame) -> tuple[tuple[Score, ...], pd.DataFrame]:
    """Scores by compound, and the rows with the baselines beside the predictions.

    Args:
        rows: of `studies.fit.held_out.hold_out_lines`.
    """
    frame = rows.copy()
    frame["drug"] = frame["compound"]
    frame["status"], frame["fitted"] = "ok", False
    frame.loc[frame["predicted"].isna(), "status"] = "not predicted"
    for _, part in frame[frame["status"].eq("ok")].groupby(["drug", "metric", "dataset"]):
        found = baselines(part["value"].to_numpy(dtype=float), [str(one) for one in part["cell_line"]])
        for name, values in found.items():
            frame.loc[part.index, name] = values
    scores: list[Score] = []
    for dataset, part in frame.groupby("dataset"):
        scores += [score for score in scores_of(part) if score.rows == "all" or dataset == ""]
    return tuple(scores), frame
