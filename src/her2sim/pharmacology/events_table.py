"""Event records as NONMEM and its kin write them: what is given, when and how, read and checked row by row.

Columns (upper or lower case; "." and blanks are 0; others are left alone):

    ID TIME EVID AMT CMT RATE II ADDL SS     the record; only TIME is a must
    F<n> ALAG<n> R<n> D<n>                   bioavailability, lag, rate and duration of compartment n

EVID 0 and 2 observe, 1 gives a dose, 3 resets every species to its start, 4 resets and then gives a dose. Without
EVID a record with an AMT is a dose. RATE 0 is a bolus, > 0 an infusion (F stretches its duration), -1 an infusion at
R<n>, -2 one over D<n> (F scales its rate). SS=1 puts the system into the steady state of the dose repeated every II,
SS=2 adds that state to what is there; AMT=0 with SS=1 is an endless infusion that stops at the record. A reset, and
SS=1, cancel what is still to come of earlier records.

What the fields mean is NONMEM's convention (PREDPP), as the scenarios of metrumresearchgroup/nmtests show it at work.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from her2sim.errors import RegimenError

Steady = Literal["no", "reset", "add"]

_FIELDS = ("ID", "TIME", "EVID", "AMT", "CMT", "RATE", "II", "ADDL", "SS")
_PER_COMPARTMENT = re.compile(r"(F|ALAG|R|D)([1-9]\d*)")
_MOST_ADDITIONAL = 100_000


@dataclass(frozen=True, slots=True)
class Given:
    """What one record gives: `amount` at once (rate 0), or over `duration_h` at `rate` per hour, lags included.

    Args:
        compartment: 1 for the first.
        amount: what arrives, bioavailability included; infinite for an endless infusion.
        rate, duration_h: 0 for a bolus.
        lag_h: from the record to the start.
        interval_h, additional: repeated so many times more, so far apart.
        steady: whether the system is first put into the steady state of the repeated dose.
    """

    compartment: int
    amount: float
    rate: float
    duration_h: float
    lag_h: float
    interval_h: float
    additional: int
    steady: Steady

    @property
    def endless(self) -> bool:
        """Whether it is an infusion that has gone on for ever and stops at the record."""
        return math.isinf(self.amount)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its place in the table (0 for the first), its time, whether it resets, and what it gives."""

    row: int
    time_h: float
    reset: bool
    given: Given | None


@dataclass(frozen=True, slots=True)
class Subject:
    """The records of one individual, in the order of time."""

    name: str
    records: tuple[Record, ...]


def read_events(table: Path | str | Mapping[str, Sequence[Any]]) -> tuple[Subject, ...]:
    """Event records by individual.

    Args:
        table: a CSV file with a header, or columns by name (a pandas DataFrame is one).

    Returns:
        individuals in the order they come in; the rows of one need not be together, but ascend in time.

    Raises:
        RegimenError: names the row (1 for the first below the header) and the field.

    Checked: tests/pharmacology/test_nonmem.py, 29 scenarios; test_events_table.py.
    """
    source = str(table) if isinstance(table, str | Path) else None
    columns = _columns(table, source)
    if "TIME" not in columns:
        raise RegimenError("there is no column TIME.", file=source, where="columns", got=", ".join(columns))
    numbers = {
        name: column for name, column in columns.items() if name in _FIELDS[1:] or _PER_COMPARTMENT.fullmatch(name)
    }
    subjects: dict[str, list[Record]] = {}
    for row in range(len(columns["TIME"])):
        values = {name: _number(column[row], _Field(source, row, name)) for name, column in numbers.items()}
        name = str(columns["ID"][row]).strip() if "ID" in columns else "1"
        records = subjects.setdefault(name, [])
        record = _record(values, row, source, has_kind="EVID" in columns)
        if records and record.time_h < records[-1].time_h:
            raise _Field(source, row, "TIME").error("time runs backwards.", f">= {records[-1].time_h}", record.time_h)
        records.append(record)
    return tuple(Subject(name, tuple(records)) for name, records in subjects.items())


@dataclass(frozen=True, slots=True)
class _Field:
    source: str | None
    row: int
    name: str

    def error(self, problem: str, expected: str, got: object) -> RegimenError:
        where = f"row {self.row + 1}: {self.name}"
        return RegimenError(problem, file=self.source, where=where, expected=expected, got=got)


def _columns(table: Path | str | Mapping[str, Sequence[Any]], source: str | None) -> dict[str, list[Any]]:
    if isinstance(table, str | Path):
        import csv

        try:
            with Path(table).open(newline="", encoding="utf-8-sig") as file:
                rows = list(csv.reader(file))
        except (OSError, ValueError, csv.Error) as error:
            raise RegimenError(
                "the table cannot be read.", file=source, expected="a CSV file", got=str(error)
            ) from error
        rows = [row for row in rows if row]
        for place, row in enumerate(rows):
            if len(row) != len(rows[0]):
                raise RegimenError(
                    "a row has another number of fields.",
                    file=source,
                    where=f"row {place}",
                    expected=str(len(rows[0])),
                    got=len(row),
                )
        table = {name: [row[place] for row in rows[1:]] for place, name in enumerate(rows[0] if rows else [])}
    return {str(name).strip().upper(): list(table[name]) for name in table}


def _number(value: Any, field: _Field) -> float:
    if value is None or (isinstance(value, str) and value.strip() in ("", ".")):
        return 0.0
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.inf
    if math.isnan(number) and not isinstance(value, str):  # how pandas says that nothing stands there
        return 0.0
    if not math.isfinite(number):
        raise field.error("this is no number.", "a finite number, '.' or nothing", value)
    return number


def _record(values: Mapping[str, float], row: int, source: str | None, *, has_kind: bool) -> Record:
    def field(name: str) -> _Field:
        return _Field(source, row, name)

    dosed = values.get("AMT", 0.0) > 0
    kind = values.get("EVID", 0.0) if has_kind else float(dosed)
    if kind not in (0, 1, 2, 3, 4):
        raise field("EVID").error("the kind of record is not known.", "0, 1, 2, 3 or 4", kind)
    time = values["TIME"]
    if time < 0:
        raise field("TIME").error("the time is negative.", ">= 0", time)
    if kind in (0, 3) and dosed:
        raise field("AMT").error("a record that gives no dose has an amount.", f"0 with EVID {kind:g}", values["AMT"])
    given = _given(values, field("EVID")) if kind in (1, 4) else None
    return Record(row, time, kind in (3, 4), given)


def _given(values: Mapping[str, float], at: _Field) -> Given:
    checked = _Checked(values, at)
    compartment = checked.whole("CMT", default=1, least=1)
    amount, rate = checked.at_least("AMT", 0.0), values.get("RATE", 0.0)
    steady = _steady(checked)
    interval = checked.at_least("II", 0.0)
    additional = checked.whole("ADDL", default=0, least=0)
    lag = checked.at_least(f"ALAG{compartment}", 0.0)
    endless = amount == 0.0 and steady == "reset" and rate != 0.0
    if amount == 0.0 and not endless:
        raise checked.field("AMT").error("a dose has no amount.", "> 0", amount)
    if (additional or (steady != "no" and not endless)) and not interval > 0:
        raise checked.field("II").error("a repeated dose has no interval.", "> 0", interval)
    if steady != "no" and not endless and lag >= interval:
        raise checked.field(f"ALAG{compartment}").error("the lag of a steady state reaches its interval.", "< II", lag)
    amount *= checked.at_least(f"F{compartment}", 0.0, default=1.0)
    speed, duration = _speed(checked, compartment, amount, rate)
    if endless:
        amount, duration, additional = math.inf, 0.0, 0
    return Given(compartment, amount, speed, duration, lag, interval, additional, steady)


def _steady(checked: _Checked) -> Steady:
    words: dict[int, Steady] = {0: "no", 1: "reset", 2: "add"}
    steady = checked.whole("SS", default=0, least=0)
    if steady not in words:
        raise checked.field("SS").error("this steady state is not known.", "0, 1 or 2", steady)
    return words[steady]


def _speed(checked: _Checked, compartment: int, amount: float, rate: float) -> tuple[float, float]:
    """Amount per hour and hours of a dose; both 0 for a bolus."""
    if rate == 0:
        return 0.0, 0.0
    if rate == -2:
        duration = checked.positive(f"D{compartment}")
        return amount / duration, duration
    if rate == -1:
        rate = checked.positive(f"R{compartment}")
    if rate < 0:
        raise checked.field("RATE").error("the rate is not known.", "0, > 0, -1 (R<n>) or -2 (D<n>)", rate)
    return rate, amount / rate


@dataclass(frozen=True, slots=True)
class _Checked:
    values: Mapping[str, float]
    at: _Field

    def field(self, name: str) -> _Field:
        return _Field(self.at.source, self.at.row, name)

    def at_least(self, name: str, least: float, default: float = 0.0) -> float:
        value = self.values.get(name, default)
        if value < least:
            raise self.field(name).error("the value is too small.", f">= {least:g}", value)
        return value

    def positive(self, name: str) -> float:
        value = self.values.get(name, 0.0)
        if not value > 0:
            raise self.field(name).error("the value is missing or not positive.", "> 0", value)
        return value

    def whole(self, name: str, *, default: int, least: int) -> int:
        value = self.values.get(name, 0.0) or float(default)
        if value != int(value) or not least <= value <= _MOST_ADDITIONAL:
            raise self.field(name).error("this is no count.", f"a whole number from {least} on", value)
        return int(value)


def observed(subjects: Sequence[Subject]) -> Iterator[tuple[int, Record]]:
    """Every record with the place of its individual."""
    for place, subject in enumerate(subjects):
        for record in subject.records:
            yield place, record
