"""Which regimen would do most for this tumour: all regimens of a library on the same virtual patients.

Every regimen is simulated for the same time and on the same draws, so that differences are paired. The order is that of
the expected benefit, which is that of the expected regret; how often a regimen is the best of all stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case, read_case
from her2sim.errors import ConvergenceError, InputError, RegimenError
from her2sim.inference import variants_of
from her2sim.pharmacology.regimens import WEEKS, Setting
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import Arms
from her2sim.studies.effects import check_drugs
from her2sim.studies.kept import Kept
from her2sim.studies.provenance import provenance
from her2sim.studies.rank import why as reasons
from her2sim.studies.rank.assemble import Ran, Repair, assemble, order_of
from her2sim.studies.rank.constraints import limits
from her2sim.studies.rank.library import SETS, Candidate, candidates
from her2sim.studies.rank.results import Ranking, Unranked
from her2sim.studies.rank.scores import common
from her2sim.studies.rank.settings import settings
from her2sim.studies.telling import Progress, silent
from her2sim.tumour.culture import culture_defaults

Floats = NDArray[np.float64]
DEFAULT_SETS = ("standard", "targeted")


def rank(
    case: Case | str,
    *,
    sets: str | Sequence[str] | None = None, regimens: str | Sequence[str | Regimen] = (),
    backbone: str = "H", agents: int = 2, every_agent: bool = False, feasible_only: bool = False,
    measure: str | None = None, why: int | None = None, weeks: float | None = None,
    members: int = 100, seed: int = 1, level: float = 0.9, progress: Progress | None = None, jobs: int = 1,
    keep: Path | None = None,
) -> Ranking:  # fmt: skip
    """Rank regimens for a case by what they are worth to it.

    Args:
        case: a case, a case file, or the name of a shipped case.
        sets: `standard`, `targeted`, `schedules`; None for the first two, or for none where `regimens` are given.
        regimens: more to rank: names such as 'H+L', files, or objects; their own duration does not count.
        backbone: the reference, and what targeted agents are added to.
        agents, every_agent: most targeted agents in a combination, 1 to 3; all of a node and not only the first.
        feasible_only: leave out what violates a constraint; it is listed with the reason.
        measure: of `Arms.measures`; None for log10 kill in a patient, growth rate inhibition in culture.
        why: first places for which carried mechanisms are put back; None for the number in `settings.yaml`.
        weeks: of treatment; None for that of the setting. A cell line has the days of its assay.
        members, seed: of the ensemble; of every random number, the same gives the same answer.
        level: of the intervals, between 0 and 1.
        progress: called with what is being done, steps done, and steps in all.
        jobs: processes that share the simulations; the numbers do not depend on it.
        keep: folder of finished regimens, so that a ranking that was stopped goes on; None keeps nothing.

    Raises:
        CaseError, RegimenError, InputError: the case, a regimen or an option cannot be used.
        ConvergenceError: no draw could be simulated under every regimen.
    """
    tumour = case if isinstance(case, Case) else read_case(case)
    wanted, asked = _wanted(sets, regimens)
    arms = Arms.of(tumour, members, seed, jobs)
    study = _Study(arms, measure, why, weeks, level, progress or silent, Kept.of(arms, keep))
    return study.run(wanted, asked, feasible_only, backbone=backbone, agents=agents, every_agent=every_agent)


class _Study:
    """One ranking, from the options to the answer."""

    def __init__(
        self, arms: Arms, measure: str | None, why: int | None, weeks: float | None, level: float, tell: Progress,
        kept: Kept,
    ) -> None:  # fmt: skip
        if not 0 < level < 1:
            raise InputError("a level lies between 0 and 1.", where="level", expected="e.g. 0.9", got=level)
        self.arms, self.level, self.tell, self.kept = arms, level, tell, kept
        self.measure = arms.measure(measure)
        self.setting: Setting = "neoadjuvant" if arms.case.setting == "neoadjuvant" else "metastatic"
        self.weeks = WEEKS[self.setting] if weeks is None else weeks
        self.put_back = int(settings()["why_regimens"]) if why is None else why

    def run(
        self, sets: tuple[str, ...], asked: tuple[str | Regimen, ...], feasible_only: bool, **combine: Any
    ) -> Ranking:
        """Simulate what can be simulated, and put it in order."""
        arms, draws = self.arms, self.arms.draws
        listed = candidates(sets, weeks=self.weeks, setting=self.setting, asked=asked, **combine)
        usable, left_out = _usable(arms, listed, feasible_only)
        bench = _Bench(arms, self.measure.name, self.tell, self.kept)
        ran, more = bench.run_all(usable, self.put_back)
        repaired = bench.put_back(ran, self.put_back)
        tie = float(settings()["tie"][self.measure.name])
        parts = assemble(ran, arms, self.measure, tie, self.level, repaired)
        self.tell("done", 1, 1)
        return Ranking(
            case=arms.case, measure=self.measure, reference=usable[0].name, unranked=(*left_out, *more),
            weeks=self.weeks, members=draws.n, seed=draws.seed, level=self.level,
            notes=(*_notes(arms, parts.n_failed, self.put_back, self.weeks), *_twice(listed)),
            provenance=provenance(arms.case, [one.candidate.regimen for one in ran], draws.n, draws.seed,
                                  variants_of(draws.kinetics, draws.tumour)),
            **vars(parts),
        )  # fmt: skip


def _wanted(
    sets: str | Sequence[str] | None, regimens: str | Sequence[str | Regimen]
) -> tuple[tuple[str, ...], tuple[str | Regimen, ...]]:
    listed = regimens.split(",") if isinstance(regimens, str) else regimens
    asked = tuple(one for one in (item.strip() if isinstance(item, str) else item for item in listed) if one)
    if sets is None:
        return (() if asked else DEFAULT_SETS), asked
    named = sets.split(",") if isinstance(sets, str) else sets
    wanted = tuple(dict.fromkeys(one.strip() for one in named if one.strip()))
    if not wanted and not asked:
        raise InputError(
            "neither a set nor a regimen is named.", where="set", expected=", ".join(SETS), got=sets, hint=SETS[0]
        )
    return wanted, asked


def _usable(
    arms: Arms, listed: Sequence[Candidate], feasible_only: bool
) -> tuple[tuple[Candidate, ...], tuple[Unranked, ...]]:
    """What can be simulated for this case, the reference first, and the rest with its reason.

    Raises:
        RegimenError: the reference itself cannot be simulated.
    """
    usable: list[Candidate] = []
    left_out: list[Unranked] = []
    medium: dict[frozenset[str], str] = {}
    for one in listed:
        reason = _refusal(arms, one, feasible_only and one is not listed[0])
        drugs = frozenset(one.agents)
        if not reason and arms.culture and drugs in medium:
            reason = f"in medium, at constant concentration, it is the same as {medium[drugs]}"
        if reason:
            left_out.append(Unranked(one.name, one.sets, reason))
        else:
            usable.append(one)
            medium[drugs] = one.name
    return tuple(usable), tuple(left_out)


def _refusal(arms: Arms, one: Candidate, feasible_only: bool) -> str:
    """Why a regimen is not simulated, or ''."""
    try:
        check_drugs(one.regimen, culture=arms.culture)
    except RegimenError as error:
        if "reference" in one.sets:
            raise
        return error.problem
    broken = [flag.reason for flag in limits(one.regimen).flags if flag.kind == "violation"] if feasible_only else []
    return "; ".join(("not feasible", *broken)) if broken else ""


@dataclass
class _Bench:
    """Runs arms one after the other and says so; keeps numbers, not courses."""

    arms: Arms
    measure: str
    tell: Progress
    kept: Kept

    def run_all(self, usable: Sequence[Candidate], put_back: int) -> tuple[tuple[Ran, ...], tuple[Unranked, ...]]:
        """Every regimen once, and those under which not one draw could be simulated.

        Raises:
            ConvergenceError: no draw is left that all share, or none under the reference.
        """
        self.total = len(usable) + min(put_back + 1, len(usable)) * len(self.arms.profile.mechanisms)
        ran: list[Ran] = []
        lost: list[Unranked] = []
        for self.done, one in enumerate(usable):
            self.tell(one.name, self.done, self.total)
            worth, problems, means = self._arm(one.regimen, {})
            if np.isfinite(worth[self.measure]).any():
                ran.append(Ran(one, worth, problems, means))
                continue
            reason = f"no draw could be simulated: {Counter(problems).most_common(1)[0][0]}"
            if one is usable[0]:
                raise ConvergenceError(f"{one.name}: {reason}")
            lost.append(Unranked(one.name, one.sets, reason))
        self.done = len(usable)
        if not common(np.stack([one.worth[self.measure] for one in ran])).any():
            worst = max(ran, key=lambda one: one.failed)
            raise ConvergenceError(
                f"no draw could be simulated under every regimen; {worst.candidate.name} fails most often"
                f" ({worst.failed} of {self.arms.draws.n})"
            )
        return tuple(ran), tuple(lost)

    def put_back(self, ran: Sequence[Ran], count: int) -> Mapping[str, Mapping[str, Repair]]:
        """Regimen -> mechanism -> its worth with it put back, for the reference and the first `count` places."""
        if count <= 0:
            return {}
        worth = np.stack([one.worth[self.measure] for one in ran])
        means = worth[:, common(worth)].mean(axis=1)
        first = order_of(ran, means)[:count]
        found: dict[str, dict[str, Repair]] = {}
        for row in dict.fromkeys((0, *first)):
            name = ran[row].candidate.name
            for mechanism in self.arms.profile.mechanisms:
                self.tell(f"{name}: {mechanism.name} put back", self.done, self.total)
                worth, problems, _ = self._arm(ran[row].candidate.regimen, mechanism.repair)
                found.setdefault(name, {})[mechanism.id] = Repair(worth, problems)
                self.done += 1
        return found

    def _arm(
        self, regimen: Regimen, changes: Mapping[str, float]
    ) -> tuple[dict[str, Floats], tuple[str, ...], dict[str, Floats]]:
        """Worth by measure, of every draw '' or why it has none, time means of readouts; as kept or simulated."""

        def simulated() -> dict[str, NDArray[Any]]:
            arm = self.arms.run(regimen, changes)
            means = reasons.time_means(arm.signals)
            worth = {f"{_WORTH}{name}": values for name, values in arm.worth.items()}
            return {**worth, **{f"{_MEAN}{name}": values for name, values in means.items()},
                    "problems": np.array(arm.problems)}  # fmt: skip

        found = self.kept.piece(regimen, changes, "rank", simulated)
        worth, means = (
            {name.removeprefix(start): values for name, values in found.items() if name.startswith(start)}
            for start in (_WORTH, _MEAN)
        )
        return worth, _problems([str(one) for one in found["problems"]], worth[self.measure]), means


_WORTH, _MEAN = "worth ", "mean "


def _problems(told: Sequence[str], worth: Floats) -> tuple[str, ...]:
    """Of every draw '' or why it has no worth."""
    return tuple(
        problem or ("" if good else "the measure has no value")
        for problem, good in zip(told, np.isfinite(worth), strict=True)
    )


def _in_medium() -> str:
    """What time and doses are in culture."""
    days = float(culture_defaults()["assay_day"])
    return (
        f"cells in medium at constant concentration for {days:g} days: schedules, doses and weeks do not count; no "
        "immune cells"
    )


def _notes(arms: Arms, n_failed: int, put_back: int, weeks: float) -> tuple[str, ...]:
    members = arms.draws.n
    notes = [
        "no rule names a regimen: the order comes from simulation alone; evidence and constraints stand beside it",
        f"a share of {members} draws is known to 1 in {members} at best; a draw is one guess of what nobody knows about"
        " the model and of what the laboratory did not report, not a patient",
    ]
    if arms.culture:
        notes.append(_in_medium())
        notes.append("constraints are those of the doses in patients")
    else:
        notes.append(
            f"every regimen lasts {weeks:g} weeks; neither toxicity nor interactions between drugs are simulated"
        )
        notes.append(
            "drugs by mouth act by their daily mean after the first week: breaks of days are seen, hours are not"
        )
    if n_failed:
        notes.append(f"{n_failed} draws failed under some regimen and are left out for all")
    if not arms.profile.mechanisms:
        notes.append("the case carries no mechanism that could be put back")
    elif put_back <= 0:
        notes.append("mechanisms were not put back")
    return tuple(notes)


def _twice(listed: Sequence[Candidate]) -> tuple[str, ...]:
    """What was asked for and stands in the list under another name; `also` has the names of all sets."""
    return tuple(
        f"{one.name} is listed once, also for {', '.join(one.also)}: the doses are the same"
        for one in listed
        if one.also and "asked" in one.sets
    )
