"""Subgroups side by side: all, by oestrogen receptor, and by every mechanism carried or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from her2sim.evidence import load_evidence
from her2sim.studies.results import Interval

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.studies.cohort.run import Cohort


def mechanism_name(name: str) -> str:
    """A mechanism's name beside its id."""
    record = load_evidence().mechanisms.get(name)
    return f"{name} {record.name}" if record is not None else name


def groups_table(cohort: Cohort) -> pd.DataFrame:
    """Median change and probability of response of every subgroup under every regimen.

    Intervals are the spread among the samples of a group (of their medians, of their probabilities), not the error of
    a mean: what is unknown about the model is shared by all samples, and does not shrink with their number.
    """
    import pandas as pd

    level = cohort.settings.level
    rows: list[dict[str, Any]] = []
    for regimen in cohort.settings.regimens:
        mine = cohort.table[cohort.table["regimen"] == regimen]
        for by, group, members in _groups(mine):
            counted = members[members["best_change_pct"].notna()]
            change = Interval.of(counted["best_change_pct"].to_numpy(float), "%", level)
            response = Interval.of(counted["p_response"].to_numpy(float), "1", level)
            mean = float(counted["p_response"].mean()) if len(counted) else float("nan")
            rows.append({
                "regimen": regimen, "by": by, "group": group, "n": len(counted), "failed": len(members) - len(counted),
                "best_change_pct": change.median, "best_change_low": change.low, "best_change_high": change.high,
                "p_response": mean, "p_response_low": response.low, "p_response_high": response.high,
            })  # fmt: skip
    return pd.DataFrame(rows)


def _groups(table: pd.DataFrame) -> Iterator[tuple[str, str, pd.DataFrame]]:
    """What divides, the group's name, its rows; groups of nobody are left out."""
    yield "all", "all samples", table
    for word in ("positive", "negative", "unknown"):
        if (table["er"] == word).any():
            yield "ER", f"ER {word}", table[table["er"] == word]
    lists: list[list[str]] = [list(ids) for ids in table["mechanisms"]]
    for name in sorted({one for ids in lists for one in ids}):
        carried = [name in ids for ids in lists]
        yield mechanism_name(name), "carried", table[carried]
        if not all(carried):
            yield mechanism_name(name), "not carried", table[[not one for one in carried]]
