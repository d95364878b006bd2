"""Times, concentrations, factors and dose series as claims write them, read into numbers with their units."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from her2sim.case.problems import refuse
from her2sim.units import convert, same_dimension

MAX_DOSES = 60
MAX_HOURS = 24.0 * 400
_NUMBER = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_AMOUNT = re.compile(rf"\s*({_NUMBER})\s*([A-Za-z%µμ][A-Za-z0-9%µμ/*^ ]*)?\s*")
_SERIES = re.compile(
    rf"\s*\[?\s*({_NUMBER})\s*(?:,|to)\s*({_NUMBER})\s*\]?\s*([A-Za-zµμ][A-Za-z0-9µμ/]*)\s+(log|linear)\s+([0-9]+)\s*"
)
_UNITS = {
    "days": "day", "d": "day", "hours": "h", "hour": "h", "hr": "h", "minutes": "min", "weeks": "week",
    "mm3": "mm**3", "cm3": "cm**3",
}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """A number and its unit, as written."""

    value: float
    unit: str
    """'' where none was given"""

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}".strip()


def split_amount(text: object) -> Amount | None:
    """A number with or without a unit; None if it is neither."""
    if isinstance(text, int | float) and not isinstance(text, bool):
        return Amount(float(text), "") if math.isfinite(text) else None
    found = _AMOUNT.fullmatch(text[:80]) if isinstance(text, str) else None
    if found is None or not math.isfinite(value := float(found[1])):
        return None
    unit = (found[2] or "").strip().replace("μ", "u").replace("µ", "u")
    return Amount(value, _UNITS.get(unit, unit))


def _amount_in(text: object, unit: str, expected: str, bare: str) -> float:
    amount = split_amount(text)
    if amount is None:
        raise refuse(f"{str(text)[:60]!r} is not a number with a unit.", expected)
    given = amount.unit or bare
    try:
        return convert(amount.value, given, unit)
    except ValueError:
        raise refuse(f"{given!r} is no unit of this field.", expected) from None


def _hours(text: object) -> float:
    hours = _amount_in(text, "h", "a time such as '24 h', '30 min', '5 day'", "h")
    if not 0 <= hours <= MAX_HOURS:
        raise refuse("a time is out of range.", f"0 to {MAX_HOURS / 24:g} days")
    return hours


def _days(text: object) -> float:
    days = _amount_in(text, "day", "a time such as 5, '5 day', '96 h'", "day")
    if not 0 < days <= MAX_HOURS / 24:
        raise refuse("a time is out of range.", f"more than 0, at most {MAX_HOURS / 24:g} days")
    return days


def _volume(text: object) -> float:
    volume = _amount_in(text, "mm**3", "a volume such as '100 mm3'", "mm**3")
    if not 0 < volume < 1e6:
        raise refuse("a volume is out of range.", "more than 0 mm3")
    return volume


def _share(text: object) -> float:
    amount = split_amount(text)
    if amount is None or amount.unit not in {"", "%"}:
        raise refuse(f"{str(text)[:60]!r} is no share.", "a share such as '10 %' or 0.1")
    share = amount.value / 100 if amount.unit == "%" else amount.value
    if not 0 <= share <= 1:
        raise refuse("a share is out of range.", "0 to 100 %")
    return share


def _concentration(text: object) -> Amount:
    if isinstance(text, Amount):
        return text
    amount = split_amount(text)
    expected = "a concentration such as '10 ug/mL', '1 uM', '5 nM'"
    if amount is None or not amount.unit:
        raise refuse(f"{str(text)[:60]!r} is not a concentration with its unit.", expected)
    if not is_concentration(amount.unit):
        raise refuse(f"{amount.unit!r} is no unit of concentration.", expected)
    if amount.value < 0:
        raise refuse("a concentration is negative.", expected)
    return amount


def is_concentration(unit: str) -> bool:
    """Whether a unit is one of amount or mass in a volume."""
    try:
        return same_dimension(unit, "nM") or same_dimension(unit, "mg/L")
    except ValueError:
        return False


def _series(text: object) -> tuple[Amount, ...]:
    if isinstance(text, list | tuple):
        many: list[Any] = list(text)  # pyright: ignore[reportUnknownArgumentType]
        doses = tuple(_concentration(item) for item in many)
    else:
        doses = _steps(text)
    if not 2 <= len(doses) <= MAX_DOSES:
        raise refuse("this is no series of doses.", f"2 to {MAX_DOSES} doses")
    if len({dose.unit for dose in doses}) > 1:
        raise refuse("the doses have several units.", "one unit")
    values = [dose.value for dose in doses]
    if values[0] <= 0 or any(b <= a for a, b in itertools.pairwise(values)):
        raise refuse("doses must rise and be above 0.", "0.01 to 10 uM log 9")
    return doses


def _steps(text: object) -> tuple[Amount, ...]:
    expected = "'0.01 to 10 uM log 9', or a list ['0.1 uM', '1 uM']"
    found = _SERIES.fullmatch(text[:80]) if isinstance(text, str) else None
    if found is None:
        raise refuse(f"{str(text)[:60]!r} is no series of doses.", expected)
    low, high, unit, spacing, count = float(found[1]), float(found[2]), found[3], found[4], int(found[5])
    if not is_concentration(unit):
        raise refuse(f"{unit!r} is no unit of concentration.", expected)
    if not 0 < low < high or not 2 <= count <= MAX_DOSES:
        raise refuse("doses must rise and be above 0.", expected)
    make = np.geomspace if spacing == "log" else np.linspace
    return tuple(Amount(float(value), unit) for value in make(low, high, count))


def _text(value: object) -> str:
    return str(value)


def _texts(values: tuple[Amount, ...]) -> list[str]:
    return [str(value) for value in values]


def _schema(pattern: str, example: str) -> WithJsonSchema:
    text = {"type": "string", "pattern": pattern, "examples": [example]}
    return WithJsonSchema({"anyOf": [text, {"type": "number"}]})


Hours = Annotated[float, BeforeValidator(_hours), _schema("^[0-9.eE+-]+ *(min|h|day|week|s)$", "24 h")]
"""a time in hours; a bare number is hours"""
Days = Annotated[float, BeforeValidator(_days), _schema("^[0-9.eE+-]+ *(min|h|day|week)$", "5 day")]
"""a time in days; a bare number is days"""
Volume = Annotated[float, BeforeValidator(_volume), _schema("^[0-9.eE+-]+ *(mm3|cm3|mL)$", "100 mm3")]
"""mm3"""
Share = Annotated[float, BeforeValidator(_share), _schema("^[0-9.]+ *%?$", "10 %")]
Concentration = Annotated[
    Amount,
    BeforeValidator(_concentration),
    PlainSerializer(_text, return_type=str),
    WithJsonSchema({"type": "string", "examples": ["10 ug/mL", "1 uM"]}),
]
Doses = Annotated[
    tuple[Amount, ...],
    BeforeValidator(_series),
    PlainSerializer(_texts, return_type=list[str]),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "examples": ["0.01 to 10 uM log 9"]},
                {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": MAX_DOSES},
            ]
        }
    ),
]

Setting = Literal["culture", "xenograft"]
