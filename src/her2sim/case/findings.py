"""One finding of a laboratory: a word or a number with its unit, and where it was found.

A field is written short (`Ki67: 40`, `diameter_mm: 38`, `MUC4: high`) or long (`Ki67: {value: 40, source: nagy2005,
status: read, note: ...}`). `Asks` says what one field accepts; it reads both forms, converts units, and says what it
expected.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from her2sim.case.problems import refuse
from her2sim.evidence import Status
from her2sim.units import convert

NOTE_FIELDS = ("source", "status", "note")
_QUANTITY = re.compile(r"\s*([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)\s*(\S.*?)?\s*")


class Strict(BaseModel):
    """Base of everything in a case: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Finding(Strict):
    """What was found, in the field's own words or unit, and how far to trust it."""

    value: float | str
    unit: str = ""
    """unit of `value` as converted on reading; '' for a word"""
    low: float | None = None
    high: float | None = None
    """range of reports, in `unit`; widens what the model assumes"""
    assay: str = ""
    form: str = ""
    source: tuple[str, ...] = ()
    """keys of references"""
    status: Status | None = None
    note: str = ""

    @property
    def number(self) -> float | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, float) else None

    @property
    def seen(self) -> str:
        """What the case says, for people."""
        if isinstance(self.value, str):
            return self.value + (f" ({self.form})" if self.form else "")
        return f"{self.value:g}" + (f" {self.unit}" if self.unit not in {"", "1"} else "")


@dataclass(frozen=True, eq=False)  # annotations are hashed by identity
class Asks:
    """What a field accepts; used as metadata of the annotation `Finding`."""

    what: str
    """for errors, e.g. 'percent of cells, or neg or pos'"""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """word -> other ways to write it (lower case)"""
    units: tuple[str, ...] = ()
    """the unit of the field first, then other scales it may be given in; () if only words are accepted"""
    low: float = 0.0
    high: float = math.inf
    bare_number: bool = True
    """whether a number without unit is taken in the first unit"""
    extras: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """further fields of the long form (`assay`, `form`) -> choices, () if free text"""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Read before pydantic checks."""
        return core_schema.no_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Short and long form, for editors that check while one types."""
        del schema, handler
        short: list[dict[str, Any]] = []
        if self.words:
            known = [*self.words, *(other for others in self.words.values() for other in others)]
            digits = {int(word) for word in known if word.isdigit()}
            short.append({"enum": [*sorted(digits), *sorted(set(known))]})
        if self.units:
            short += [{"type": "number"}, {"type": "string", "pattern": "^\\s*[-+0-9.]"}]
        note: dict[str, Any] = {
            "source": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            "status": {"enum": ["read", "memory", "derived", "assumption"]},
            "note": {"type": "string"},
        }
        numbers: dict[str, Any] = {"low": {"type": "number"}, "high": {"type": "number"}, "unit": {"type": "string"}}
        extras: dict[str, Any] = {k: {"enum": list(v)} if v else {"type": "string"} for k, v in self.extras.items()}
        long = {
            "type": "object",
            "properties": {"value": {"anyOf": list(short)}, **(numbers if self.units else {}), **extras, **note},
            "required": ["value"],
            "additionalProperties": False,
        }
        scales = [
            {
                "type": "object",
                "properties": {unit: {"type": "number"}},
                "required": [unit],
                "additionalProperties": False,
            }
            for unit in self.units
        ]
        return {"description": self.what, "anyOf": [*short, *scales, long]}

    def read(self, raw: Any) -> Any:
        """The long form with a canonical value, from either form; what is already read passes through."""
        if isinstance(raw, Finding):
            return raw
        body: dict[str, Any] = {str(k): v for k, v in raw.items()} if isinstance(raw, Mapping) else {"value": raw}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        if "value" not in body and len(body) == 1 and next(iter(body)) in self.units:  # {z: 1.3}
            body = {"value": next(iter(body.values())), "unit": next(iter(body))}
        self._check_names(body)
        value, unit = self._value(body["value"], body.get("unit"))
        read: dict[str, Any] = {"value": value, "unit": unit}
        for end in ("low", "high"):
            if body.get(end) is not None:
                read[end], _ = self._number(body[end], body.get("unit"))
        if not read.get("low", -math.inf) <= read.get("high", math.inf):
            raise refuse("the range ends below its start.", "low <= high")
        for name, choices in self.extras.items():
            if body.get(name) is not None:
                text = str(body[name])
                read[name] = _choice(text, dict.fromkeys(choices, ()), name) if choices else text
        if body.get("source") is not None:
            read["source"] = [body["source"]] if isinstance(body["source"], str) else body["source"]
        return read | {name: body[name] for name in ("status", "note") if body.get(name) is not None}

    def _check_names(self, body: Mapping[str, Any]) -> None:
        allowed = ["value", *(("unit", "low", "high") if self.units else ()), *self.extras, *NOTE_FIELDS]
        for name in body:
            if name not in allowed:
                hint = difflib.get_close_matches(name, allowed, n=1)
                raise refuse(f"unknown field {name!r}.", "one of " + ", ".join(allowed), hint[0] if hint else None)
        if body.get("value") is None:
            raise refuse("the value is missing.", self.what)

    def _value(self, value: Any, unit: Any) -> tuple[float | str, str]:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise refuse(f"{value!r} is not a value of this field.", self.what)
        word = self._word(value) if unit is None else None
        if word is not None:
            return word, ""
        if not self.units or (isinstance(value, str) and not _QUANTITY.fullmatch(value)):
            raise refuse(f"{value!r} is not a value of this field.", self.what, _nearest(str(value), self.words))
        return self._number(value, unit)

    def _word(self, value: float | str) -> str | None:
        text = str(value).strip().lower() if isinstance(value, str) else f"{value:g}"
        for word, others in self.words.items():
            if text == word.lower() or text in others:
                return word
        return None

    def _number(self, value: Any, unit: Any) -> tuple[float, str]:
        if isinstance(value, str):
            found = _QUANTITY.fullmatch(value)
            if found is None:
                raise refuse(f"{value!r} is not a number.", self.what)
            value, unit = found.group(1), found.group(2) or unit
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise refuse(f"{value!r} is not a number.", self.what)
        if unit is None and not self.bare_number:
            raise refuse(f"{value!r} has no unit.", self.what)
        number, own = _in_unit(float(value), str(unit) if unit is not None else self.units[0], self.units, self.what)
        if not math.isfinite(number):
            raise refuse("the number is not finite.", self.what)
        if own == self.units[0] and not self.low <= number <= self.high:
            side = "negative" if number < 0 <= self.low else "out of range"
            raise refuse(f"{number:g} {own if own != '1' else ''}".rstrip() + f" is {side}.", self._range())
        if own != self.units[0] and number < 0 and own not in {"z", "log2"}:
            raise refuse(f"{number:g} {own} is negative.", self._range())
        return number, own

    def _range(self) -> str:
        top = f" to {self.high:g}" if math.isfinite(self.high) else " or more"
        return f"{self.what}; {self.low:g}{top}"


_OWN_SCALES = ("z", "log2", "relative", "H-score", "copies", "U/L", "1")
_UNIT_WORDS = {"%": "percent", "fold": "relative", "x": "relative", "h-score": "H-score", "hscore": "H-score"}


def _in_unit(number: float, unit: str, units: tuple[str, ...], what: str) -> tuple[float, str]:
    """The number in the field's unit, or in one of its other scales as it stands."""
    unit = unit.strip()
    plain = _UNIT_WORDS.get(unit.lower(), unit)
    for own in units:
        if plain == _UNIT_WORDS.get(own, own) or unit == own:
            return number, own
    for own in units:
        if own in _OWN_SCALES:
            continue
        try:
            return convert(number, plain, _UNIT_WORDS.get(own, own)), own
        except ValueError:
            continue
    raise refuse(f"{unit!r} is not a unit of this field.", f"{what}; in {' or '.join(units)}")


def _choice(text: str, words: Mapping[str, tuple[str, ...]], name: str) -> str:
    for word, others in words.items():
        if text.strip().lower() == word.lower() or text.strip().lower() in others:
            return word
    raise refuse(f"{text!r} is not a {name}.", f"{name}: one of {', '.join(words)}", _nearest(text, words))


def _nearest(text: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
    names = {name.lower(): word for word, others in words.items() for name in (word, *others)}
    found = difflib.get_close_matches(text.strip().lower(), list(names), n=1)
    return names[found[0]] if found else None
