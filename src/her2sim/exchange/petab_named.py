"""Parameters of the parameter table that stand for a number in another table: scales, noise, amounts of a condition."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from her2sim.evidence.reading import nearest
from her2sim.exchange.petab_parameters import is_estimated, read_bounds
from her2sim.exchange.petab_tables import Row, plain_float
from her2sim.network import Network

WIDE = (1e-12, 1e12)
"""bounds of a scale: its best value is taken wherever it lies, so narrower ones could not be kept"""


@dataclass(frozen=True)
class Named:
    """The parameter table as a dictionary of numbers, and which of its rows were used."""

    file: str
    rows: Mapping[str, Row]
    used: set[str] = field(default_factory=set[str])

    def number(self, row: Row, column: str) -> float:
        """A cell as a number: its own, or the value of a parameter that is not estimated.

        Raises:
            PetabError: it is neither.
        """
        text = row.text(column)
        try:
            value = plain_float(text)
        except ValueError:
            return self._value(text, row, column)
        if not math.isfinite(value):
            raise row.wrong(column, "a number must be finite.")
        return value

    def _value(self, name: str, row: Row, column: str) -> float:
        wanted = "a number, or a parameter of the parameter table with estimate 0"
        if not name:
            raise row.wrong(column, "this field is empty.", wanted)
        if name not in self.rows:
            raise row.wrong(
                column, f"this is no number and no parameter of {self.file}.", wanted, nearest(name, self.rows)
            )
        self.used.add(name)
        found = self.rows[name]
        if is_estimated(found):
            raise row.wrong(
                column, "an estimated parameter cannot stand here: noise and amounts are not fitted.", wanted,
                f"in row {found.number} of {found.file} set estimate to 0 and nominalValue to its value",
            )  # fmt: skip
        return found.number_in("nominalValue")

    def scale(self, row: Row, column: str) -> tuple[str, float]:
        """A scale: (name of an unknown one, 1) or ('', its value).

        Raises:
            PetabError: it is none, or has a prior or bounds that could not be kept.
        """
        text = row.text(column)
        if ";" in text:
            raise row.wrong(column, "an observable has one scale.", "one number or parameter")
        if text in self.rows and is_estimated(self.rows[text]):
            self.used.add(text)
            _check_scale(self.rows[text])
            return text, 1.0
        value = self.number(row, column)
        if value <= 0:
            raise row.wrong(column, "a scale is above 0.", "a number above 0", got=value)
        return "", value

    def check_unused(self, network: Network) -> None:
        """Refuse a row that is neither a parameter of the network nor used in another table."""
        for name, row in self.rows.items():
            if name not in network.parameter_index and name not in self.used:
                raise row.wrong(
                    "parameterId", "the network has no such parameter, and no other table uses it.",
                    hint=nearest(name, network.parameter_index),
                )  # fmt: skip


def _check_scale(row: Row) -> None:
    why = "the best scale of the readings is taken, without prior and bounds."
    for word in ("objective", "initialization"):
        if row.text(f"{word}PriorType") or row.text(f"{word}PriorParameters"):
            raise row.wrong(f"{word}PriorType", why, "an empty field", "estimate 0 and nominalValue, if it is known")
    low, high = read_bounds(row)
    if row.text("parameterScale") == "lin":
        raise row.wrong("parameterScale", "a scale is taken on a logarithm.", "log10 or log")
    for column, value, narrow in (("lowerBound", low, low > WIDE[0]), ("upperBound", high, high < WIDE[1])):
        if narrow:
            limit = WIDE[0] if column == "lowerBound" else WIDE[1]
            words = f"{'at most' if column == 'lowerBound' else 'at least'} {limit:g}"
            raise row.wrong(column, why, words, "estimate 0 and nominalValue, if it is known", got=value)
