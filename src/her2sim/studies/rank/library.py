"""The regimens that are ranked: those of practice, combinations made by a rule on targets, schedules and orders.

What stands in `data/library.yaml` is the same for every case; which regimen comes first is left to the simulation.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, count
from pathlib import Path
from typing import Any

from her2sim.errors import InputError, RegimenError
from her2sim.evidence.reading import nearest
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.regimen_file import course
from her2sim.pharmacology.regimens import Setting
from her2sim.pharmacology.regimens import regimen as find_regimen
from her2sim.pharmacology.schedule import Course, Regimen
from her2sim.studies.rank.settings import table

SETS = ("standard", "targeted", "schedules")
"""the sets of the library; `asked` are those the user names, `reference` is the backbone"""
CYTOTOXIC = ("taxane", "chemotherapy")
"""kinds of drugs that are no targeted agents"""
Find = Callable[[str], Regimen]
"""a regimen of the right duration by its name"""


@dataclass(frozen=True)
class Candidate:
    """One regimen that may be ranked."""

    regimen: Regimen
    sets: tuple[str, ...]
    """sets it stands in; of regimens with the same doses only the first is kept"""
    rule: str
    """why it is on the list: its role, the nodes it acts on, or the family of its schedule"""
    family: str = ""
    """schedules that are to be compared with one another"""
    usual: bool = True
    """whether the doses are those of the regimen library"""
    also: tuple[str, ...] = ()
    """further names under which the same doses were listed"""

    @property
    def name(self) -> str:
        """Name of the regimen."""
        return self.regimen.name

    @property
    def agents(self) -> tuple[str, ...]:
        """INN of every drug, once."""
        return agents_of(self.regimen)

    @property
    def targeted(self) -> tuple[str, ...]:
        """INN of the drugs that are no chemotherapy."""
        return tuple(drug for drug in self.agents if DRUGS[drug].kind not in CYTOTOXIC)


def agents_of(regimen: Regimen) -> tuple[str, ...]:
    """INN of every drug of a regimen, whatever its route, once."""
    return tuple(dict.fromkeys(DRUGS[drug].inn for drug in regimen.drugs))


def candidates(
    sets: Sequence[str],
    *,
    weeks: float, setting: Setting = "metastatic", asked: Sequence[str | Regimen] = (),
    backbone: str = "H", agents: int = 2, every_agent: bool = False,
) -> tuple[Candidate, ...]:  # fmt: skip
    """The regimens of some sets, each once, all of the same duration; the first is the backbone, to which all compare.

    Args:
        sets: of `SETS`.
        weeks: of treatment.
        setting: of the case, for names of the library.
        asked: further regimens: names, files or objects, whose own duration is replaced.
        backbone: what targeted agents are added to.
        agents: most targeted agents of a combination, the backbone's among them, 1 to 3.
        every_agent: take every agent of a node and not only the first.

    Raises:
        InputError: no such set, no such number of agents, or one that leaves no room beside the backbone.
        RegimenError: a regimen is not known.
    """
    _check(sets, agents)

    def find(name: str) -> Regimen:
        return find_regimen(name, setting=setting, duration_weeks=weeks)

    found = [Candidate(find(backbone), ("reference",), "reference: every other regimen is compared with it")]
    found += [_asked(item, find, 7.0 * weeks) for item in asked]
    library = table("library")
    if "standard" in sets:
        found += [Candidate(find(str(one["name"])), ("standard",), str(one["role"])) for one in library["standard"]]
    if "targeted" in sets:
        found += _targeted(backbone, agents, every_agent, find)
    if "schedules" in sets:
        found += [_scheduled(entry, weeks, find) for entry in library["schedules"]]
    return _once(found)


def _check(sets: Sequence[str], agents: int) -> None:
    for name in sets:
        if name not in SETS:
            raise InputError(
                "no such set of regimens.", where="set", expected=", ".join(SETS), got=name, hint=nearest(name, SETS)
            )
    if not 1 <= agents <= 3:
        raise InputError("this number of agents is out of range.", where="agents", expected="1 to 3", got=agents)


def _asked(item: str | Regimen, find: Find, duration_d: float) -> Candidate:
    own = find(item) if isinstance(item, str) else dataclasses.replace(item, duration_d=duration_d)
    usual = isinstance(item, str) and not item.endswith((".yaml", ".yml"))
    words = f"asked for as {Path(item).name}" if isinstance(item, str) else "asked for"
    return Candidate(own, ("asked",), words, usual=usual)


def _targeted(backbone: str, agents: int, every_agent: bool, find: Find) -> list[Candidate]:
    made = [
        Candidate(find(name), ("targeted",), f"{backbone} and {nodes}")
        for name, nodes in combinations_of(backbone, agents, every_agent=every_agent)
    ]
    if not made:
        raise InputError(
            f"{backbone} has so many targeted agents already that none can be added.", where="agents",
            expected="more agents (at most 3), a smaller backbone, or sets without 'targeted'", got=agents,
            hint="agents 3" if agents < 3 else "sets standard",
        )  # fmt: skip
    return made


def combinations_of(backbone: str, agents: int, *, every_agent: bool = False) -> Iterator[tuple[str, str]]:
    """Names and nodes of the targeted combinations, in the order of the library's nodes.

    Every node alone, then every two nodes of different levels, as far as the number of targeted agents allows; agents
    of which a drug is in the backbone already are left out.
    """
    nodes = table("library")["targeted"]["nodes"]
    first = agents_of(find_regimen(backbone))
    room = agents - sum(DRUGS[drug].kind not in CYTOTOXIC for drug in first)
    choices = [
        (str(node["node"]), str(node["level"]), str(agent))
        for node in nodes
        for agent in (node["agents"] if every_agent else node["agents"][:1])
        if not set(first) & set(agents_of(find_regimen(str(agent))))
    ]
    for size in range(1, room + 1):
        for picked in combinations(choices, size):
            if len({level for _, level, _ in picked}) == size:
                yield "+".join([backbone, *(agent for *_, agent in picked)]), " and ".join(one[0] for one in picked)


def _scheduled(entry: Mapping[str, Any], weeks: float, find: Find) -> Candidate:
    family, name = str(entry["family"]), str(entry["name"])
    known = find(str(entry["regimen"])) if "regimen" in entry else None
    if known is None:
        duration = 7.0 * weeks
        courses = tuple(_placed(dict(one), duration) for one in entry["drugs"])
        made = Regimen(name, name, courses, duration)
    else:
        made = dataclasses.replace(known, name=name)
    return Candidate(made, ("schedules",), f"schedule of {family}", family, usual=known is not None)


def _placed(fields: dict[str, Any], duration_d: float) -> Course:
    """A course whose `from` and `until` are shares of the treatment."""
    start, end = float(fields.pop("from", 0.0)), float(fields.pop("until", 1.0))
    made = dataclasses.replace(course(fields), start_d=round(start * duration_d))
    days = made.days(round(end * duration_d))
    if not days.size:
        raise RegimenError(
            "no dose is left in so short a treatment.", where=made.drug, expected="more weeks", got=duration_d / 7.0
        )
    return made if end == 1.0 else dataclasses.replace(made, cycles=days.size)


def _once(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Regimens with the same courses only once; the first stays and carries the sets and names of all.

    Other doses under a name that is taken get a name of their own.
    """
    kept: dict[object, Candidate] = {}
    names: set[str] = set()
    for one in found:
        key = frozenset(Counter(one.regimen.courses).items())
        before = kept.get(key)
        if before is None:
            name = _free(one, names)
            kept[key] = dataclasses.replace(one, regimen=dataclasses.replace(one.regimen, name=name))
            names.add(name)
            continue
        sets = tuple(dict.fromkeys((*before.sets, *one.sets)))
        rule = one.rule if before.sets == ("reference",) else before.rule
        also = tuple(dict.fromkeys(name for name in (*before.also, one.name) if name != before.name))
        kept[key] = dataclasses.replace(before, sets=sets, rule=rule, family=before.family or one.family, also=also)
    return tuple(kept.values())


def _free(one: Candidate, names: set[str]) -> str:
    """The name of a regimen, or one made from it where that is taken."""
    numbered = (f"{one.name} ({one.sets[0]} {number})" for number in count(2))
    choices = chain((one.name, f"{one.name} ({one.sets[0]})"), numbered)
    return next(name for name in choices if name not in names)
