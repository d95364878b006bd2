"""What no single field shows: fields that contradict one another."""

from __future__ import annotations

from her2sim.case.her2_status import discords
from her2sim.case.problems import Path, Problem
from her2sim.case.schema import Case


def contradictions(case: Case) -> list[Problem]:
    """Problems between fields; a contradictory HER2 status is one unless the case accepts it."""
    return [*_her2(case), *_setting(case), *_mutations(case), *_growth(case)]


def _her2(case: Case) -> list[Problem]:
    if case.accept_conflict:
        return []
    return [
        Problem(
            _path(discord.field),
            f"contradictory HER2 status: {discord.text}.",
            "IHC and ISH that can both be true (ASCO/CAP 2018/2023)",
            discord.text,
            "correct the field, or set accept_conflict: true to go on with a notice",
        )
        for discord in discords(case)
        if discord.impossible
    ]


def _setting(case: Case) -> list[Problem]:
    culture = case.setting == "culture"
    if (case.kind == "cell_line") != culture:
        return [
            Problem(
                ("setting",),
                f"a {case.kind} cannot be in setting {case.setting!r}.",
                "kind cell_line with setting culture, or kind patient with neoadjuvant or metastatic",
                case.setting,
            )
        ]
    size = case.size
    if culture and (size.diameter_mm or size.sum_of_diameters_mm or size.lesions_mm):
        return [Problem(("size",), "a culture has no tumour size.", "no size for kind cell_line")]
    return []


def _mutations(case: Case) -> list[Problem]:
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    sequenced = case.genes_sequenced
    for index, mutation in enumerate(case.mutations or ()):
        path: Path = ("mutations", index)
        if mutation.short in seen:
            problems.append(Problem(path, f"{mutation.short} is given twice.", "every change once", mutation.short))
        seen[mutation.short] = index
        if sequenced != "all" and mutation.gene not in sequenced:
            problems.append(
                Problem(path, f"{mutation.gene} is not among genes_sequenced.", "a sequenced gene", mutation.gene)
            )
    for mutation in case.mutations or ():
        others = [short for short in seen if short.startswith(f"{mutation.gene} ") and not short.endswith(" wt")]
        if mutation.change == "wt" and others:
            path = ("mutations", seen[mutation.short])
            problems.append(Problem(path, f"{mutation.gene} is called wild type and {others[0]}.", "one of the two"))
    return problems


def _growth(case: Case) -> list[Problem]:
    given = case.growth.doubling_time
    hours = given.number if given is not None else None
    if hours is None:
        return []
    low, high, unit = (5.0, 1000.0, "h") if case.setting == "culture" else (120.0, 50_000.0, "h (5 days or more)")
    if low <= hours <= high:
        return []
    what = "cells" if case.setting == "culture" else "a tumour volume"
    return [
        Problem(
            ("growth", "doubling_time"),
            f"{hours:g} h is out of range for the doubling time of {what}.",
            f"{low:g} to {high:g} {unit}",
            f"{hours:g} h",
        )
    ]


def _path(text: str) -> Path:
    return tuple(text.split("."))
