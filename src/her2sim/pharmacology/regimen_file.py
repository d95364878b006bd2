"""A user's own regimen: `regimen.yaml`, schema her2sim/regimen/1, e.g.

schema: her2sim/regimen/1
name: weekly start
duration_weeks: 24
drugs:
  - {drug: trastuzumab, dose: 6, load: 8, unit: mg/kg, interval_d: 21}
  - {drug: lapatinib, dose: 1000, unit: mg, interval_d: 1, route: oral, start_d: 7, on_d: 14, off_d: 7}
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from her2sim.case.marked_yaml import Marked, read_yaml
from her2sim.case.problems import where
from her2sim.errors import CaseError, RegimenError
from her2sim.evidence.reading import nearest
from her2sim.pharmacology.drug import ROUTES, Route
from her2sim.pharmacology.drugs import DRUGS, known_drug, other_route
from her2sim.pharmacology.schedule import Course, DoseUnit, Regimen

SCHEMA = "her2sim/regimen/1"

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Entry(BaseModel):
    """One drug of a regimen file; the fields are those of `Course`."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    drug: str
    dose: Positive
    unit: DoseUnit
    interval_d: Positive
    route: Route = "iv"
    load: Positive | None = None
    infusion_h: NotNegative = 0.0
    load_infusion_h: NotNegative | None = None
    start_d: NotNegative = 0.0
    cycles: Annotated[int, Field(gt=0)] | None = None
    on_d: Positive | None = None
    off_d: NotNegative = 0.0


class RegimenFile(BaseModel):
    """A regimen file."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    schema_: Annotated[Literal["her2sim/regimen/1"], Field(alias="schema")]
    name: Annotated[str, Field(min_length=1)]
    description: str = ""
    duration_weeks: Positive | None = None
    drugs: Annotated[list[Entry], Field(min_length=1)]


def course(fields: Mapping[str, Any]) -> Course:
    """A course from its fields, checked on its own.

    Raises:
        RegimenError: an infusion outlasts the interval, or route or unit do not fit the drug.
        ValidationError: a field has the wrong type.
    """
    entry = Entry.model_validate(dict(fields))
    return check_course(Course(**entry.model_dump()))


def check_course(item: Course, *, file: str | None = None, place: str | None = None) -> Course:
    """The course, if it can be given; the entry of its route, where a drug has two (trastuzumab, sc).

    Raises:
        RegimenError: unknown drug, or a unit, route or infusion that does not fit it.
    """

    def refuse(field: str, problem: str, expected: str, got: object, hint: str | None = None) -> RegimenError:
        spot = f"{place}.{field}" if place else field
        return RegimenError(problem, file=file, where=spot, expected=expected, got=got, hint=hint)

    name = other_route(item.drug, item.route)
    drug = DRUGS.get(name)
    if drug is None:
        raise refuse("drug", *_unknown_drug(item.drug))
    if item.route != drug.route:
        routes = [other.route for other in DRUGS.values() if other.inn == drug.inn]
        raise refuse("route", f"{drug.inn} is modelled by this route only.", " or ".join(routes), item.route)
    if item.unit not in drug.dose_units:
        spoken = f"{drug.inn} given {ROUTES[drug.route]}" if name != item.drug else item.drug
        raise refuse("unit", f"{spoken} is not dosed in {item.unit}.", " or ".join(drug.dose_units), item.unit)
    longest = max(item.infusion_of(), item.infusion_of(first=True))
    if longest > 24.0 * item.interval_d:
        raise refuse(
            "infusion_h",
            "doses overlap: an infusion outlasts the interval.",
            f"at most {24 * item.interval_d:g} h",
            longest,
        )
    if item.route != "iv" and longest > 0:
        raise refuse("infusion_h", f"a dose {ROUTES[item.route]} has no infusion time.", "0", longest)
    if item.on_d is not None and item.on_d + item.off_d < item.interval_d:
        raise refuse("on_d", "days on and off are shorter than the interval.", "whole intervals", item.on_d)
    return dataclasses.replace(item, drug=name)


def _unknown_drug(name: str) -> tuple[str, str, str, str | None]:
    expected = ", ".join(DRUGS)
    if (full := known_drug(name)) is not None:
        return f"{full} is known to the evidence, but its exposure is not modelled yet.", expected, name, None
    return f"{name!r} is no drug the model knows.", expected, name, nearest(name.lower(), list(DRUGS))


def read_regimen(path: Path, *, default_weeks: float, duration_weeks: float | None = None) -> Regimen:
    """Read a regimen file.

    Args:
        path: the file.
        default_weeks: duration where the file gives none.
        duration_weeks: overrides the file.

    Raises:
        RegimenError: the file cannot be read, or a field is missing, unknown or wrong; names line and field.
    """
    marked = _read(path)
    try:
        content = RegimenFile.model_validate(marked.data)
    except ValidationError as error:
        raise _as_regimen_error(error, marked, path.name) from None
    courses: list[Course] = []
    for place, entry in enumerate(content.drugs):
        file = f"{path.name}:{marked.line_of(('drugs', place))}"
        courses.append(check_course(Course(**entry.model_dump()), file=file, place=f"drugs[{place}]"))
    weeks = duration_weeks or content.duration_weeks or default_weeks
    made = Regimen(content.name, content.description or content.name, tuple(courses), 7.0 * weeks)
    _refuse_overlap(made, marked, path.name)
    return made


def _read(path: Path) -> Marked:
    try:
        return read_yaml(path.read_bytes(), path.name)
    except OSError as error:
        raise RegimenError(
            "the regimen file cannot be read.", file=str(path), expected="a file her2sim can open", got=error.strerror
        ) from None
    except CaseError as error:
        raise RegimenError(
            error.problem, file=error.file, where=error.where, expected=f"a regimen of schema {SCHEMA}", got=error.got
        ) from None


def _as_regimen_error(error: ValidationError, marked: Marked, file: str) -> RegimenError:
    first = error.errors(include_url=False)[0]
    place = tuple(first["loc"])
    line = marked.line_of(place)
    spot = where(place)
    got: object = first["input"]
    source = f"{file}:{line}"
    word = str(place[-1]) if place else "regimen"
    fields = Entry.model_fields if place[:1] == ("drugs",) else RegimenFile.model_fields
    names = [field.alias or name for name, field in fields.items()]
    match first["type"]:
        case "missing":
            return RegimenError(f"the field '{word}' is missing.", file=source, where=spot, expected=word)
        case "extra_forbidden":
            return RegimenError(
                f"the field '{word}' is not known.", file=source, where=spot, expected=", ".join(names),
                got=word, hint=nearest(word, names),
            )  # fmt: skip
        case "literal_error" if word == "unit":
            return RegimenError(
                "this unit of a dose is not known.", file=source, where=spot, got=got,
                expected="mg/kg, mg/m2, mg or AUC (mg/mL*min, carboplatin)",
            )  # fmt: skip
        case "literal_error" if word == "route":
            expected = ", ".join(f"{route} ({text})" for route, text in ROUTES.items())
            return RegimenError("this route is not known.", file=source, where=spot, expected=expected, got=got)
        case _:
            expected = first["msg"].removeprefix("Input should be ")
            return RegimenError(f"'{word}' cannot be used.", file=source, where=spot, expected=expected, got=got)


def _refuse_overlap(item: Regimen, marked: Marked, file: str) -> None:
    """A drug may stand twice only one course after the other."""
    for second, later in enumerate(item.courses):
        for first, earlier in enumerate(item.courses[:second]):
            if DRUGS[earlier.drug].inn != DRUGS[later.drug].inn:
                continue
            spans = [_span(one, item.duration_d) for one in (earlier, later)]
            if spans[0][0] < spans[1][1] - 1e-9 and spans[1][0] < spans[0][1] - 1e-9:
                raise RegimenError(
                    f"two courses of {DRUGS[later.drug].inn} overlap.",
                    file=f"{file}:{marked.line_of(('drugs', second))}",
                    where=f"drugs[{second}]",
                    expected=f"a course that starts once drugs[{first}] is over (day {spans[0][1]:g})",
                    got=f"starts on day {spans[1][0]:g}",
                )


def _span(item: Course, duration_d: float) -> tuple[float, float]:
    """First day of a course and the day its last interval ends; an empty span where no dose is given."""
    days = item.days(duration_d)
    return (float(days[0]), float(days[-1]) + item.interval_d) if days.size else (np.inf, -np.inf)
