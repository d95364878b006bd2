"""Numbers as a reader wants them: few digits, a real minus sign, and a word where there is no number."""

from __future__ import annotations

import math
from numbers import Real

from her2sim.studies.results import Interval

NONE = "–"


def percent(value: float) -> str:
    """A share as per cent.

    >>> percent(0.4249), percent(0.001), percent(float("nan"))
    ('42 %', '< 1 %', '–')
    """
    if not math.isfinite(value):
        return NONE
    if 0 < value < 0.01:
        return "< 1 %"
    if 0.99 < value < 1:
        return "> 99 %"
    return f"{100 * value:.0f} %"


def percent_range(bounds: tuple[float, float]) -> str:
    """An interval of shares.

    >>> percent_range((0.113, 0.357))
    '11 to 36 %'
    """
    low, high = bounds
    return f"{100 * low:.0f} to {100 * high:.0f} %" if math.isfinite(low) and math.isfinite(high) else NONE


def signed(value: float) -> str:
    """A change as a whole number with its sign.

    >>> signed(-31.6), signed(4.2), signed(0.2)
    ('−32', '+4', '0')
    """
    if not math.isfinite(value):
        return NONE
    whole = round(value)
    return f"{'−' if whole < 0 else '+' if whole > 0 else ''}{abs(whole)}"


def whole(value: float) -> str:
    """A whole number without a plus sign.

    >>> whole(42.3), whole(-4.6)
    ('42', '−5')
    """
    return signed(value).removeprefix("+")


def signed_range(interval: Interval) -> str:
    """Bounds of an interval of changes.

    >>> signed_range(Interval(-30, -61.2, 8.8, 0.9, "%"))
    '−61 to +9'
    """
    return f"{signed(interval.low)} to {signed(interval.high)}"


def quantity(value: float) -> str:
    """A number of any size with three digits, thousands kept apart.

    >>> quantity(1153210.0), quantity(0.0213), quantity(2.0), quantity(0.00001234), quantity(0.0009999)
    ('1,150,000', '0.0213', '2', '1.23×10⁻⁵', '0.001')
    """
    if not math.isfinite(value):
        return NONE
    if value == 0:
        return "0"
    mantissa, _, power = f"{value:.2e}".partition("e")
    size = int(power)
    if size < -3 or size > 9:
        return f"{mantissa.rstrip('0').rstrip('.')}×10{_superscript(size)}".replace("-", "−", value < 0)
    rounded = round(value, 2 - size)
    text = f"{rounded:,.{max(0, 2 - size)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


def duration(interval: Interval, end: float = math.inf) -> str:
    """Median time to progression, days, as months; `end` is the last simulated day.

    >>> duration(Interval(412.0, 120.0, 700.0, 0.9, "day")), duration(Interval(168.0, 60.0, 168.0, 0.9, "day"), 168.0)
    ('13.5 months', '> 5.5 months')
    """
    return f"{_months(interval.median, end)} months" if math.isfinite(interval.median) else NONE


def duration_range(interval: Interval, end: float = math.inf) -> str:
    """Bounds of a time to progression, as months.

    >>> duration_range(Interval(412.0, 120.0, 700.0, 0.9, "day"), 600.0)
    '3.9 to > 19.7 months'
    >>> duration_range(Interval(168.0, 168.0, 168.0, 0.9, "day"), 168.0)
    'none in the simulated time'
    """
    if not math.isfinite(interval.median):
        return NONE
    if interval.low >= end:
        return "none in the simulated time"
    return f"{_months(interval.low, end)} to {_months(interval.high, end)} months"


def plural(count: int, noun: str) -> str:
    """A count with its noun.

    >>> plural(1, "draw"), plural(3, "draw")
    ('1 draw', '3 draws')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def cell(value: object) -> str:
    """A value of any kind, for a table.

    >>> cell(True), cell(0.4132), cell(12), cell("as it is")
    ('yes', '0.413', '12', 'as it is')
    """
    if type(value).__name__ in {"bool", "bool_"}:
        return "yes" if value else "no"
    return quantity(float(value)) if isinstance(value, Real) else str(value)


def _months(days: float, end: float) -> str:
    return f"{'> ' if days >= end else ''}{min(days, end) / 30.44:.1f}"


def _superscript(power: int) -> str:
    return str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
