"""HER2 status from IHC and dual-probe ISH after ASCO/CAP (2018, kept in 2023), and what in it cannot be true together.

    group 1: ratio >= 2, copies >= 4    positive          group 4: ratio < 2, copies 4 to 6    negative unless IHC 3+
    group 2: ratio >= 2, copies < 4     negative unless IHC 3+    group 5: ratio < 2, copies < 4    negative
    group 3: ratio < 2, copies >= 6     positive if IHC 2+ or 3+

Source: asco_cap_2018, asco_cap_2023 (from memory; the limits for a contradiction are ours).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from her2sim.case.schema import Case

Result = Literal["positive", "negative", "equivocal", "unknown"]

STRONG_RATIO = 4.0
STRONG_COPIES = 10.0
"""amplification that leaves no room for IHC 0 or 1+; assumption"""
LOW_RATIO = 1.5
"""with IHC 3+ and no copy number given: no amplification at all; assumption"""
CEP17_LOW, CEP17_HIGH = 0.6, 12.0
"""chromosome-17 signals per cell that copies / ratio may give; assumption"""


@dataclass(frozen=True)
class Her2Status:
    """What the report says, by the guideline."""

    result: Result
    group: int | None
    reason: str


def her2_status(case: Case) -> Her2Status:
    """HER2 status of the case; 'unknown' where neither IHC, ISH nor a conclusion is given."""
    ihc, ratio, copies = _read(case)
    group = ish_group(ratio, copies)
    if ihc == "3+":
        return Her2Status("positive", group, "IHC 3+")
    if group is not None or ratio is not None or copies is not None:
        return _with_ish(ihc, ratio, copies, group)
    if ihc is not None:
        return Her2Status("equivocal" if ihc == "2+" else "negative", None, f"IHC {ihc} without ISH")
    return _without_stain_and_probe(case)


def _without_stain_and_probe(case: Case) -> Her2Status:
    stated, copies = case.pathology.HER2_status, case.copy_number.get("ERBB2")
    if stated is not None:
        return Her2Status("positive" if stated.value == "pos" else "negative", None, "as the report concludes")
    if copies is not None and (copies.value == "amplification" or (copies.number or 0) >= 6):
        return Her2Status("positive", None, f"ERBB2 copy number {copies.seen}")
    return Her2Status("unknown", None, "neither IHC nor ISH is given")


def ish_group(ratio: float | None, copies: float | None) -> int | None:
    """ASCO/CAP group 1 to 5; None unless both numbers are given."""
    if ratio is None or copies is None:
        return None
    if ratio >= 2:
        return 1 if copies >= 4 else 2
    return 3 if copies >= 6 else 4 if copies >= 4 else 5


def _with_ish(ihc: str | None, ratio: float | None, copies: float | None, group: int | None) -> Her2Status:
    if group is None:
        positive = ratio >= 2 if ratio is not None else copies is not None and copies >= 6
        seen = f"ISH ratio {ratio:g}" if ratio is not None else f"{copies:g} HER2 copies"
        return Her2Status("positive" if positive else "negative", None, seen)
    if group == 3 and ihc is None:
        return Her2Status("equivocal", 3, "ISH group 3 without IHC")
    if group in {2, 4} and ihc is None:
        return Her2Status("equivocal", group, f"ISH group {group} without IHC")
    positive = group == 1 or (group == 3 and ihc == "2+")
    return Her2Status(
        "positive" if positive else "negative", group, f"ISH group {group}" + (f", IHC {ihc}" if ihc else "")
    )


@dataclass(frozen=True)
class Discord:
    """Two findings on HER2 that do not fit; `impossible` if they cannot both be true."""

    field: str
    text: str
    impossible: bool


def discords(case: Case) -> tuple[Discord, ...]:
    """Everything about HER2 that does not fit together."""
    ihc, ratio, copies = _read(case)
    found = [*_probe(ratio, copies), *_stain_and_probe(ihc, ratio, copies), *_stated(case)]
    return tuple(found)


def _probe(ratio: float | None, copies: float | None) -> list[Discord]:
    if ratio is None or copies is None:
        return []
    cep17 = copies / ratio
    if CEP17_LOW <= cep17 <= CEP17_HIGH:
        return []
    text = f"{copies:g} HER2 copies at ratio {ratio:g} mean {cep17:.2g} signals of chromosome 17 per cell"
    return [Discord("pathology.HER2_copies", text, True)]


def _stain_and_probe(ihc: str | None, ratio: float | None, copies: float | None) -> list[Discord]:
    group = ish_group(ratio, copies)
    probe = " and ".join(
        text
        for text, given in (
            (f"ISH ratio {ratio:g}" if ratio else "", ratio),
            (f"{copies:g} copies" if copies else "", copies),
        )
        if given
    )
    if ihc in {"0", "1+"} and ((ratio or 0) >= 2 or (copies or 0) >= 6):
        strong = (ratio or 0) >= STRONG_RATIO or ((copies or 0) >= STRONG_COPIES and (ratio or 2) >= 2)
        return [Discord("pathology.HER2_IHC", f"IHC {ihc} with {probe}", strong)]
    if ihc == "3+" and ratio is not None and ratio < 2:
        none = group == 5 or (group is None and ratio < LOW_RATIO)
        return [Discord("pathology.HER2_IHC", f"IHC 3+ with {probe}", none)]
    if ihc == "3+" and ratio is None and copies is not None and copies < 4:
        return [Discord("pathology.HER2_IHC", f"IHC 3+ with {probe}", True)]
    if group in {2, 3, 4}:
        return [Discord("pathology.HER2_ISH_ratio", f"{probe} (ASCO/CAP group {group})", False)]
    return []


def _stated(case: Case) -> list[Discord]:
    stated = case.pathology.HER2_status
    if stated is None:
        return []
    bare = case.model_copy(update={"pathology": case.pathology.model_copy(update={"HER2_status": None})})
    found = her2_status(bare)
    said = "positive" if stated.value == "pos" else "negative"
    if found.result in {"positive", "negative"} and found.result != said:
        return [Discord("pathology.HER2_status", f"HER2 {said} is stated, but {found.reason} is {found.result}", True)]
    return []


def _read(case: Case) -> tuple[str | None, float | None, float | None]:
    report = case.pathology
    ihc = str(report.HER2_IHC.value) if report.HER2_IHC is not None else None
    ratio = report.HER2_ISH_ratio.number if report.HER2_ISH_ratio is not None else None
    copies = report.HER2_copies.number if report.HER2_copies is not None else None
    return ihc, ratio, copies
