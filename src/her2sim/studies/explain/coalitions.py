"""Sets of carried mechanisms, and the tumour that carries just these: the others are repaired.

A mechanism that is repaired puts all its quantities to the sensitive reference. Where two mechanisms move one quantity,
it is at the reference as soon as either is repaired, so that a repair alone is the same thing as in `predict`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from her2sim.case import CarriedMechanism, Profile
from her2sim.case.mapping import mapping_table
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import Arm, Arms, Changes
from her2sim.studies.kept import NOTHING_KEPT, Kept

Floats = NDArray[np.float64]
_Tell = Callable[[str], None]
_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Variant:
    """One tumour that is simulated."""

    key: str
    text: str
    changes: Changes
    keep: bool = False
    """whether the courses are needed, and not only what the arm is worth"""


@dataclass(frozen=True)
class Answer:
    """What came of a variant."""

    worth: Floats
    """shape (N,), in the measure asked for"""
    problems: tuple[str, ...]
    arm: Arm | None


def set_key(carried: int) -> str:
    """The key of the variant that carries a set of mechanisms."""
    return f"set {carried}"


def repair_of(mechanisms: Sequence[CarriedMechanism], carried: int) -> dict[str, float]:
    """Quantities that are changed where only the mechanisms of a set (bits) are carried."""
    changes: dict[str, float] = {}
    for place, mechanism in enumerate(mechanisms):
        if not carried >> place & 1:
            changes |= mechanism.repair
    return changes


def shared_quantities(mechanisms: Sequence[CarriedMechanism]) -> dict[str, tuple[str, ...]]:
    """Quantities that more than one mechanism moves -> ids of these mechanisms."""
    movers: dict[str, list[str]] = {}
    for mechanism in mechanisms:
        for quantity in mechanism.repair:
            movers.setdefault(quantity, []).append(mechanism.id)
    return {quantity: tuple(ids) for quantity, ids in movers.items() if len(ids) > 1}


def references(profile: Profile, *, reported: bool | None = None) -> dict[str, float]:
    """Quantities at the sensitive reference: all, the reported or the unreported ones."""
    table = mapping_table().quantities
    return {
        one.name: table[one.name].reference for one in profile.quantities if reported is None or one.known == reported
    }


def variant_of(mechanisms: Sequence[CarriedMechanism], carried: int) -> Variant:
    """The tumour that carries a set of mechanisms; courses are kept of what is compared course by course."""
    full = (1 << len(mechanisms)) - 1
    names = [one.id for place, one in enumerate(mechanisms) if not carried >> place & 1]
    text = ("repaired: " + ", ".join(names)) if names else "as it is"
    keep = carried in {full, 0} or (full ^ carried).bit_count() == 1
    return Variant(set_key(carried), text, repair_of(mechanisms, carried), keep)


def run_all(
    arms: Arms, regimen: Regimen, measure: str, variants: Sequence[Variant], tell: _Tell | None = None,
    kept: Kept = NOTHING_KEPT,
) -> Mapping[str, Answer]:  # fmt: skip
    """Simulate every variant; they share the cores, and no number depends on how.

    Every variant has a bench of its own, so that the balances of thousands of sets are not held at once.

    Args:
        tell: called with the words of a variant once it is done.
        kept: finished variants, but for those whose courses are needed: these are simulated again.
    """

    def simulated(variant: Variant, jobs: int) -> Arm:
        return replace(arms, jobs=jobs, balances={}, grown={}).run(regimen, variant.changes)

    def one(variant: Variant, jobs: int = 1) -> Answer:
        if variant.keep:
            arm = simulated(variant, jobs)
            return Answer(arm.worth[measure], arm.problems, arm)

        def make() -> dict[str, NDArray[Any]]:
            arm = simulated(variant, jobs)
            return {"worth": arm.worth[measure], "problems": np.array(arm.problems)}

        found = kept.piece(regimen, variant.changes, f"explain {measure}", make)
        return Answer(found["worth"], tuple(str(problem) for problem in found["problems"]), None)

    def note(variant: Variant) -> None:
        if tell is not None:
            tell(variant.text)

    first = one(variants[0], arms.jobs)  # the engine is made ready once, before the cores are shared
    note(variants[0])
    rest = spread(one, variants[1:], arms.jobs, note)
    return dict(zip((variant.key for variant in variants), [first, *rest], strict=True))


def spread(
    work: Callable[[_Item], _Made], items: Sequence[_Item], jobs: int, done: Callable[[_Item], None]
) -> list[_Made]:
    """What `work` makes of every item, in their order, on a number of threads; the engine lets them run side by side.

    Args:
        done: called here, and not on a thread, with an item once it is finished.
    """
    if jobs == 1:
        made: list[_Made] = []
        for item in items:
            made.append(work(item))
            done(item)
        return made
    pool = ThreadPoolExecutor(jobs)
    try:
        waiting = {pool.submit(work, item): place for place, item in enumerate(items)}
        for future in as_completed(waiting):
            future.result()
            done(items[waiting[future]])
        return [future.result() for future in waiting]
    finally:
        pool.shutdown(cancel_futures=True)
