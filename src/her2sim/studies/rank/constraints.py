"""What speaks against giving a regimen: dose intensity above the library's, toxicities that add up, interactions.

Rules stand in `data/constraints.yaml` with reason, source and status. They do not enter the simulation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal

from her2sim.errors import RegimenError
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.regimens import list_regimens
from her2sim.pharmacology.regimens import regimen as find_regimen
from her2sim.pharmacology.schedule import Course, Regimen
from her2sim.studies.rank.settings import table

Kind = Literal["violation", "caution"]
_WEEKS = 24.0
"""over which a library schedule's mean dose is taken"""


@dataclass(frozen=True)
class Flag:
    """One rule that a regimen breaks."""

    id: str
    kind: Kind
    """violation: not to be given, or in trials only; caution: given, and watched"""
    drugs: tuple[str, ...]
    reason: str
    source: str
    status: str


@dataclass(frozen=True)
class Limits:
    """Exposure and what speaks against a regimen."""

    intensity: dict[str, float]
    """INN -> mean dose a week while given, over the highest of the library's schedules; loading doses are left out"""
    exposure: float
    """sum over the drugs of intensity times the share of the treatment it is given for; 1 for one drug as usual"""
    toxicity: float
    """sum over the drugs of exposure times the number of their toxicity classes"""
    classes: dict[str, tuple[str, ...]]
    """toxicity class -> drugs of the regimen that have it"""
    flags: tuple[Flag, ...]

    @property
    def feasible(self) -> bool:
        """Whether no rule is violated; cautions count as feasible."""
        return not any(flag.kind == "violation" for flag in self.flags)


def limits(regimen: Regimen) -> Limits:
    """Intensity, burden and broken rules of a regimen."""
    intensity: dict[str, float] = {}
    exposed: dict[str, float] = {}
    for drug in dict.fromkeys(DRUGS[name].inn for name in regimen.drugs):
        courses = [one for one in regimen.courses if DRUGS[one.drug].inn == drug]
        relative = [(weekly(one) / usual(one), _share(one, regimen)) for one in courses]
        intensity[drug] = max(value for value, _ in relative)
        exposed[drug] = sum(value * share for value, share in relative)
    classes = {
        str(group["label"]): present
        for group in table("constraints")["classes"].values()
        if (present := tuple(drug for drug in intensity if drug in group["drugs"]))
    }
    toxicity = sum(exposed[drug] for drugs in classes.values() for drug in drugs)
    flags = (*_too_much(intensity), *_together(regimen))
    return Limits(intensity, sum(exposed.values()), toxicity, classes, flags)


def weekly(item: Course) -> float:
    """Mean dose a week while a course lasts, in the unit of its dose; without a loading dose, days off counted."""
    on = 1.0 if item.on_d is None else item.on_d / (item.on_d + item.off_d)
    return 7.0 * item.dose / item.interval_d * on


@lru_cache(maxsize=1)
def _library() -> dict[tuple[str, str], float]:
    """(drug by route, unit) -> highest mean dose a week of the library's schedules."""
    found: dict[tuple[str, str], float] = {}
    for name, text in list_regimens().items():
        for item in find_regimen(name, duration_weeks=_WEEKS).courses if text else ():
            key = (item.drug, item.unit)
            found[key] = max(found.get(key, 0.0), weekly(item))
    return found


def usual(item: Course) -> float:
    """Highest mean dose a week of the library's schedules of the drug by this route, in the unit of the course.

    Raises:
        RegimenError: the library doses the drug in another unit.
    """
    key = (item.drug, item.unit)
    if key not in _library():
        return _converted(item)
    return _library()[key]


def _converted(item: Course) -> float:
    """Doses in mg against those in mg/kg or mg/m2, for the reference patient, and the other way round."""
    from her2sim.pharmacology.covariates import covariates

    person = covariates(1)
    for (drug, unit), value in _library().items():
        if drug == item.drug:
            known = Course(drug, value, unit, 7.0, route=item.route)  # pyright: ignore[reportArgumentType]
            own = Course(drug, 1.0, item.unit, 7.0, route=item.route)
            return float(known.dose_mg(person)[0] / own.dose_mg(person)[0])
    raise RegimenError(f"{item.drug} has no usual dose.", where=item.drug, expected="a component of the library")


def _share(item: Course, regimen: Regimen) -> float:
    """Share of the treatment over which a course lasts, its days off counted in."""
    start, end = _span(item, regimen)
    return max(0.0, min(end, regimen.duration_d) - start) / regimen.duration_d


def _span(item: Course, regimen: Regimen) -> tuple[float, float]:
    days = item.days(regimen.duration_d)
    if not days.size:
        return 0.0, 0.0
    rest = item.off_d if item.on_d is not None and item.cycles is None else 0.0
    return float(days[0]), float(days[-1]) + item.interval_d + rest


def _too_much(intensity: dict[str, float]) -> list[Flag]:
    rule = table("constraints")["intensity"]
    return [
        Flag("dose-intensity", "violation", (drug,), f"{drug}: {value:.2f} times the usual weekly dose",
             str(rule["source"]), str(rule["status"]))
        for drug, value in intensity.items() if value > float(rule["most"])
    ]  # fmt: skip


def _together(regimen: Regimen) -> list[Flag]:
    spans: dict[str, list[tuple[float, float]]] = {}
    for item in regimen.courses:
        spans.setdefault(DRUGS[item.drug].inn, []).append(_span(item, regimen))
    flags: list[Flag] = []
    for rule in table("constraints")["rules"]:
        present = [[drug for drug in group if drug in spans] for group in rule["groups"]]
        broken = {frozenset(one) for one in product(*present) if _at_once(one, spans)}
        for drugs in sorted(tuple(sorted(one)) for one in broken):
            flags.append(Flag(rule["id"], rule["kind"], drugs, rule["reason"], rule["source"], rule["status"]))
    return flags


def _at_once(drugs: Sequence[str], spans: dict[str, list[tuple[float, float]]]) -> bool:
    """Whether these are different drugs with courses that overlap in time."""
    if len(set(drugs)) < len(drugs):
        return False
    return any(max(a for a, _ in one) < min(b for _, b in one) for one in product(*(spans[drug] for drug in drugs)))
