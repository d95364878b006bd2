"""What must hold inside a claim: arms and readouts that are named exist, the relation can be read, keys are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from her2sim.evidence import load_evidence
from her2sim.evidence.reading import nearest
from her2sim.studies.verify import kinds
from her2sim.studies.verify.form import ArmForm, Claim, EffectorsForm
from her2sim.studies.verify.formula import Formula, FormulaError, Shape, parse_formula
from her2sim.studies.verify.kinds import KINDS, Form

Steps = tuple[str | int, ...]

_NOT_ARMS = frozenset(
    {"value", "fold", "lowest", "highest", "mean", "area", "half_time", "parameter", "quantity", "sensitivity"}
)
_GRAFTS = frozenset({"volume_change", "volume", "tgi", "regrowth"})
_CULTURES = frozenset(
    {
        "growth_inhibition", "viability", "growth_rate_value", "GR_AOC", "GRmax", "cells", "death", "apoptosis", "ic50",
        "ec50", "bliss_excess", "hsa_excess", "combination_index", "lysis", "G1_fraction", "payload",
    }
)  # fmt: skip
_COMBINED = ("bliss_excess", "hsa_excess", "combination_index")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a field."""

    problem: str
    expected: str | None = None
    got: object = None
    hint: str | None = None
    where: str | None = None
    """within the field, e.g. 'column 12'"""


Found = list[tuple[Steps, Problem]]


def check(claim: Claim) -> tuple[dict[str, ArmForm], Formula | None, Found]:
    """Arms with what they are `like` filled in, the relation, and everything that is wrong."""
    problems: Found = [*_keys(claim)]
    arms = _filled(claim, problems)
    for name, readout in claim.readouts.items():
        problems += [(("readouts", name, *steps), problem) for steps, problem in _readout(readout, claim)]
    problems += _constants(claim)
    problems += [(("arms", name, *steps), problem) for name, arm in arms.items() for steps, problem in _assay(arm)]
    if problems or claim.check is None:
        return arms, None, problems
    try:
        return arms, parse_formula(claim.check, shapes(claim, arms)), problems
    except FormulaError as error:
        found = Problem(error.problem, error.expected, claim.check[:200], error.hint, f"column {error.column}")
        return arms, None, [(("check",), found)]


def _keys(claim: Claim) -> Iterator[tuple[Steps, Problem]]:
    evidence = load_evidence()
    for place, reference in enumerate(claim.references):
        if isinstance(reference, str) and reference not in evidence.references:
            expected = "a key of the evidence, or {cite: .., doi: ..}"
            near = nearest(reference, evidence.references)
            yield ("references", place), Problem("this reference is not known.", expected, reference, near)
    for field, keys, known in (
        ("mechanisms", claim.mechanisms, evidence.mechanisms),
        ("therapies", claim.therapies, evidence.therapies),
    ):
        for place, key in enumerate(keys):
            if key not in known:
                expected = f"an id of the evidence (her2sim evidence list {field})"
                yield (field, place), Problem(f"there is no {field[:-1]} {key!r}.", expected, key, nearest(key, known))


def _constants(claim: Claim) -> Found:
    return [
        (("constants", name), Problem("this name is also a readout.", "a name of its own"))
        for name in claim.constants
        if name in claim.readouts
    ]


def _filled(claim: Claim, problems: Found) -> dict[str, ArmForm]:
    """Every arm with what it is `like` filled in; notes arms that do not exist, circles, and arms without a cell."""
    filled: dict[str, ArmForm] = {}
    for name in claim.arms:
        chain = [name]
        while (base := claim.arms[chain[-1]].like) is not None:
            if base not in claim.arms:
                place = ("arms", chain[-1], "like")
                problems.append((place, _no_arm(base, claim)))
                break
            if base in chain:
                problems.append((("arms", name, "like"), Problem("arms are like each other.", "an arm with a cell")))
                break
            chain.append(base)
        else:
            filled[name] = _merge([claim.arms[one] for one in reversed(chain)])
    return filled


def _merge(chain: list[ArmForm]) -> ArmForm:
    fields: dict[str, object] = {}
    for arm in chain:
        given = {name: getattr(arm, name) for name in arm.model_fields_set if name != "like"}
        if {"cell", "cells", "patients"} & set(given):
            fields = {name: value for name, value in fields.items() if name not in {"cell", "cells", "patients"}}
        for name, value in given.items():
            fields[name] = _joined(name, fields.get(name), value)
    return ArmForm.model_construct(set(fields), **fields)


def _joined(name: str, before: Any, now: Any) -> Any:
    """A field of an arm laid over that of the arm it is like; an empty list or mapping takes everything away."""
    if not now:
        return now
    if name in {"alterations", "parameters"}:
        return {**cast("dict[str, Any]", before or {}), **cast("dict[str, Any]", now)}
    if name in {"drugs", "ligands"}:
        key = "drug" if name == "drugs" else "ligand"
        again = {getattr(item, key) for item in now}
        return (*(item for item in before or () if getattr(item, key) not in again), *now)
    return now


def _no_arm(name: str, claim: Claim) -> Problem:
    return Problem(f"there is no arm {name!r}.", ", ".join(claim.arms) or "an arm", name, nearest(name, claim.arms))


def _readout(readout: Form, claim: Claim) -> Iterator[tuple[Steps, Problem]]:
    for steps, arm in arms_of(readout):
        if arm not in claim.arms:
            yield steps, _no_arm(arm, claim)
    if isinstance(readout, kinds.Sensitivity) and readout.sensitivity.of not in claim.readouts:
        of = readout.sensitivity.of
        others = [name for name, other in claim.readouts.items() if other is not readout]
        yield ("sensitivity", "of"), Problem(f"there is no readout {of!r}.", ", ".join(others), of, nearest(of, others))
    elif isinstance(readout, kinds.Sensitivity) and isinstance(
        claim.readouts[readout.sensitivity.of], kinds.Sensitivity
    ):
        yield ("sensitivity", "of"), Problem("a sensitivity of a sensitivity cannot be asked.", "another readout")
    yield from _setting(readout, claim)
    if isinstance(readout, kinds.Payload) and (readout.at is None) == (readout.area is None):
        yield (), Problem("a payload is read at a time, or as an area up to one.", "one of at, area")


def _setting(readout: Form, claim: Claim) -> Iterator[tuple[Steps, Problem]]:
    """Volumes are read in xenografts, cells in culture."""
    kind = kind_of(readout)
    wanted = "xenograft" if kind in _GRAFTS else "culture" if kind in _CULTURES else None
    for steps, arm in arms_of(readout) if wanted else ():
        if arm in claim.arms and _grafted(arm, claim) != (wanted == "xenograft"):
            here = "a xenograft" if wanted == "culture" else "in culture"
            yield steps, Problem(f"{kind} is read in {wanted}; the arm {arm!r} is {here}.", f"setting: {wanted}")


def _assay(arm: ArmForm) -> Iterator[tuple[Steps, Problem]]:
    """What stands in an arm and would do nothing in its setting."""
    if arm.setting != "xenograft":
        if arm.xenograft is not None:
            yield ("xenograft",), Problem("the arm is in culture.", "setting: xenograft")
        return
    for field, expected in (
        ("damage", "no damage in a xenograft"),
        ("effectors", "effectors in the block 'xenograft'"),
        ("doubling_time", "doubling_time in the block 'xenograft'"),
    ):
        if getattr(arm, field) is not None:
            yield (field,), Problem(f"{field!r} does nothing in a xenograft.", expected)
    effectors = arm.xenograft.effectors if arm.xenograft else None
    given: set[str] = effectors.model_fields_set if isinstance(effectors, EffectorsForm) else set()
    for field in sorted(given & {"FCGR3A", "FCGR2A", "hours"}):
        yield ("xenograft", "effectors", field), Problem(f"{field!r} does nothing in a xenograft.", "cells, ratio, fc")


def _grafted(arm: str, claim: Claim) -> bool:
    """Whether an arm, or the arm it is like, is a xenograft."""
    seen: list[str] = []
    while arm in claim.arms and arm not in seen:
        form = claim.arms[arm]
        if form.setting is not None or form.like is None:
            return form.setting == "xenograft"
        seen.append(arm)
        arm = form.like
    return False


def kind_of(readout: Form) -> str:
    """The key that names the kind of a readout."""
    return next(kind for kind, model in KINDS.items() if type(readout) is model)


def arms_of(readout: Form) -> list[tuple[Steps, str]]:
    """(way to the field, name) of every arm a readout names."""
    kind = kind_of(readout)
    found: list[tuple[Steps, str]] = []
    if kind in _COMBINED:
        parts = getattr(readout, kind)
        return [((kind, part), getattr(parts, part)) for part in ("combination", "first", "second")]
    if isinstance(readout, kinds.Sensitivity):
        arm = readout.sensitivity.arm
        return [(("sensitivity", "arm"), arm)] if arm is not None else []
    if kind not in _NOT_ARMS:
        found.append(((kind,), getattr(readout, kind)))
    for field in ("arm", "over"):
        if getattr(readout, field, None) is not None:
            found.append(((field,), getattr(readout, field)))
    return found


def shapes(claim: Claim, arms: Mapping[str, ArmForm]) -> dict[str, Shape]:
    """What each name of a relation is."""
    found: dict[str, Shape] = {}
    for name, readout in claim.readouts.items():
        asked = claim.readouts[readout.sensitivity.of] if isinstance(readout, kinds.Sensitivity) else readout
        used = [arms[arm] for _, arm in arms_of(asked)]
        panel, patients = any(arm.cells for arm in used), any(arm.patients for arm in used)
        found[name] = "panel" if panel else "population" if patients else "member"
    for name, value in claim.constants.items():
        found[name] = "list" if isinstance(value, tuple) else "constant"
    return found
