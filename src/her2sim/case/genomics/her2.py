"""HER2 status of a sample: from its pathology, or, where that is silent, derived from copies and RNA of ERBB2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from her2sim.case.genomics.clinical import Entry
from her2sim.case.genomics.copy_number import Call
from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.expression import Expression
from her2sim.case.profile import Notice

STATUS = "pathology.HER2_status"


@dataclass(frozen=True)
class Her2Report:
    """Fields of `pathology` that speak of HER2, and what to know of them."""

    fields: Mapping[str, Any]
    notices: tuple[Notice, ...]

    @property
    def silent(self) -> bool:
        """Whether neither stain, probe nor conclusion tells the status."""
        stain = self.fields.get("HER2_IHC", {}).get("value")
        return not set(self.fields) - {"HER2_IHC"} and stain in {None, "2+"}


def read_report(entries: Mapping[str, Entry]) -> Her2Report:
    """HER2 of the clinical tables: stain, ratio, copies, and the conclusion, if need be from the words for both."""
    fields: dict[str, Any] = {}
    notices: list[Notice] = []
    stain, level = entries.get("HER2_IHC_status"), entries.get("HER2_IHC")
    if level is None and stain is not None and str(stain.value)[:1].isdigit():
        level, stain = stain, None
    for name, entry in (("HER2_IHC", level), ("HER2_ISH_ratio", entries.get("HER2_ratio"))):
        if entry is not None:
            fields[name] = _field(entry)
    if "HER2_copies" in entries:
        fields["HER2_copies"] = _field(entries["HER2_copies"])
    stated = entries.get("HER2")
    if stated is None or stated.value == "unclear":
        stated = _conclusion(level, stain, entries.get("HER2_FISH_status"), notices)
    if stated is not None:
        fields["HER2_status"] = _field(stated)
    elif "HER2" in entries:
        notices.append(Notice("assumed", STATUS, f"{entries['HER2'].column} is unclear; left out"))
    return Her2Report(fields, tuple(notices))


def _conclusion(level: Entry | None, stain: Entry | None, probe: Entry | None, notices: list[Notice]) -> Entry | None:
    """What the words for stain and probe conclude: a clear probe, and a clear stain that no probe contradicts."""
    told = [one for one in (probe, stain) if one is not None and one.value in {"pos", "neg"}]
    if not told:
        return None
    if len(told) == 1 or told[0].value == told[1].value:
        return told[0]
    strong = level is not None and level.value == "3+"
    if told[0].value == "pos" or strong:
        winner = told[0] if told[0].value == "pos" else told[1]
        text = f"{told[1].column} and {told[0].column} disagree; {winner.column} counts"
        notices.append(Notice("conflict", STATUS, text))
        return winner
    if level is not None and level.value == "2+":
        notices.append(Notice("conflict", STATUS, f"{told[1].column} positive at IHC 2+; the negative probe counts"))
        return told[0]
    notices.append(Notice("conflict", STATUS, f"{told[1].column} positive, {told[0].column} negative; not concluded"))
    return None


def _field(entry: Entry) -> dict[str, Any]:
    return {"value": entry.value, "status": "read", "note": entry.column}


@dataclass(frozen=True)
class Derived:
    """HER2 status from the genome; `word` is 'pos', 'neg' or None where it cannot be told."""

    word: str | None
    source: str
    text: str


def derive(call: Call | None, rna: float | None) -> Derived | None:
    """HER2 status from copies and the robust z score of RNA of ERBB2; None if neither is given."""
    data = genomics_data("her2.yaml")
    high = rna is not None and rna >= float(data["high_rna_z"])
    if call is None and rna is None:
        return None
    seen = f"ERBB2 {call.word}" if call is not None else ""
    seen += (" and " if seen and rna is not None else "") + (f"RNA z {rna:.1f}" if rna is not None else "")
    source = " and ".join(["copy number"] * (call is not None) + ["expression"] * (rna is not None))
    if call is None:
        return Derived("pos" if high else "neg", source, seen)
    if call.word in data["positive_copies"]:
        return Derived("pos", source, seen)
    if call.word in data["negative_copies"]:
        return Derived(None if high else "neg", source, seen)
    if rna is None:
        return Derived(None, source, seen)
    return Derived("pos" if high else "neg", source, seen)


def derived_field(found: Derived, why: str) -> dict[str, Any]:
    """The field of a case for a derived status; `why` says what the report lacks."""
    return {"value": found.word, "status": "derived", "note": f"from {found.text}; {why}"}


def robust_z(expression: Expression | None) -> dict[str, float]:
    """Sample -> robust z score of log ERBB2 RNA over all samples; empty where there are too few."""
    if expression is None or "ERBB2" not in expression.logs:
        return {}
    logs = expression.logs["ERBB2"]
    given = logs[np.isfinite(logs)]
    if given.size < int(genomics_data("her2.yaml")["least_samples"]):
        return {}
    spread = 1.4826 * float(np.median(np.abs(given - np.median(given))))
    if spread <= 0:
        return {}
    scores = (logs - np.median(given)) / spread
    return {name: float(z) for name, z in zip(expression.samples, scores, strict=True) if np.isfinite(z)}
