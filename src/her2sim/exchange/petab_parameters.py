"""The parameter table of a PEtab v1 problem: our priors written as PEtab can say them, a user's read back.

    lognormal   parameterScaleNormal on log10         normal    normal
    uniform     uniform                               fixed     estimate 0
    beta        uniform over 0 .. 1: PEtab v1 has no beta distribution
    choice      uniform from the least to the greatest alternative: PEtab v1 has no discrete parameters

A row that says what we write is our prior, exactly. Any other is taken at its word: the prior cut at its bounds
(`studies.fit.own_priors`), a nominal value where `estimate` is 0. A parameter of the model without a row keeps the
value of the model in every member, as PEtab has it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from her2sim.evidence import load_evidence
from her2sim.evidence.priors import Beta, Choice, Lognormal, Normal, Prior, Uniform, describe
from her2sim.evidence.quantities import ParameterRecord
from her2sim.evidence.reading import nearest
from her2sim.exchange.petab_tables import Row
from her2sim.inference.ensemble import varied
from her2sim.network import Network
from her2sim.studies.fit.own_data import Belief, OwnData
from her2sim.studies.fit.own_priors import CutPrior, Family, OwnPrior
from her2sim.units import to_model

COLUMNS = ("parameterId", "parameterScale", "lowerBound", "upperBound", "nominalValue", "estimate")
NOTE = "her2simPrior"
"""a column of ours: the prior of the evidence in words"""
WIDEST = 8.0
"""bounds of a prior without bounds of its own, in standard deviations: 1e-15 of it lies outside"""

_LN10 = math.log(10.0)
_LEAST_MASS = 1e-6
_SAME = 1e-9
_KINDS: dict[str, tuple[Family, str]] = {
    "uniform": ("uniform", "lin"),
    "normal": ("normal", "lin"),
    "laplace": ("laplace", "lin"),
    "logNormal": ("normal", "log"),
    "logLaplace": ("laplace", "log"),
    "parameterScaleUniform": ("uniform", "scale"),
    "parameterScaleNormal": ("normal", "scale"),
    "parameterScaleLaplace": ("laplace", "scale"),
}
_SCALES = {"lin": 0.0, "log": 1.0, "log10": _LN10}


@dataclass(frozen=True)
class Beliefs:
    """What a parameter table says of the parameters of the network, where it is not what we say."""

    priors: Mapping[str, Belief]
    fixed: Mapping[str, float]


def kinetic_rows(network: Network, own: OwnData, set_by_condition: Collection[str]) -> list[dict[str, Any]]:
    """Rows of the parameters that are part of a member; those of the user where he has beliefs of his own."""
    records = load_evidence().parameters
    found: list[dict[str, Any]] = []
    for name in varied(network):
        if name in set_by_condition:
            continue
        row = _row(name, records[name])
        if name in own.fixed:
            row |= {"nominalValue": own.fixed[name], "estimate": 0}
        elif name in own.priors:
            row |= _own_row(own.priors[name])
        found.append(row)
    return found


def _row(name: str, record: ParameterRecord) -> dict[str, Any]:
    """How the prior of a record is written."""
    factor = to_model(1.0, record.unit)
    scale, kind, first, second, low, high = _written(record.prior, record.value, factor)
    prior = {"Type": kind, "Parameters": f"{float(first)!r};{float(second)!r}"}
    return {
        "parameterId": name, "parameterScale": scale, "lowerBound": float(low), "upperBound": float(high),
        "nominalValue": float(record.value * factor), "estimate": 1,
        **{f"{word}Prior{part}": text for word in ("initialization", "objective") for part, text in prior.items()},
        NOTE: describe(record.prior, record.unit),
    }  # fmt: skip


def _written(prior: Prior, value: float, factor: float) -> tuple[str, str, float, float, float, float]:
    """Scale, type, two parameters and two bounds."""
    match prior:
        case Lognormal():
            spread = WIDEST * prior.sd_ln
            ends = (value * factor * math.exp(-spread), value * factor * math.exp(spread))
            return "log10", "parameterScaleNormal", math.log10(value * factor), prior.sd_ln / _LN10, *ends
        case Normal(sd=sd):
            middle, sd = value * factor, sd * factor
            return "lin", "normal", middle, sd, middle - WIDEST * sd, middle + WIDEST * sd
        case Uniform(low=low, high=high):
            ends = (low * factor, high * factor)
        case Choice(values=values):
            ends = (min(values) * factor, max(values) * factor)
        case _:
            ends = (0.0, factor)
    return "lin", "uniform", *ends, *ends


def _own_row(prior: Belief) -> dict[str, Any]:
    """What differs in the row of a user's own prior."""
    row: dict[str, Any] = {"lowerBound": prior.low, "upperBound": prior.high}
    if isinstance(prior, CutPrior):
        return row
    first, second = (
        (prior.place, prior.place + prior.width) if prior.family == "uniform" else (prior.place, prior.width)
    )
    kind = {"normal": "Normal", "laplace": "Laplace", "uniform": "Uniform"}[prior.family]
    row["parameterScale"] = "log" if prior.log else "lin"
    for word in ("initialization", "objective"):
        row[f"{word}PriorType"] = f"parameterScale{kind}"
        row[f"{word}PriorParameters"] = f"{float(first)!r};{float(second)!r}"
    return {**row, NOTE: "given by the user"}


def read_beliefs(rows: Mapping[str, Row], network: Network, set_by_condition: Collection[str]) -> Beliefs:
    """Priors and fixed values of a parameter table.

    Args:
        rows: of the table, by identifier.
        set_by_condition: columns of the condition table.

    Raises:
        PetabError: a row cannot be held; it names the column.
    """
    free, records = set(varied(network)), load_evidence().parameters
    fixed: dict[str, float] = {}
    priors: dict[str, Belief] = {}
    for name, row in rows.items():
        if name not in network.parameter_index:
            continue
        if name in set_by_condition:
            raise row.wrong("parameterId", "the condition table sets this parameter too.", "one of the two tables")
        estimated = is_estimated(row)
        if name not in free:
            _check_constant(name, row, network, estimated=estimated)
        elif not estimated:
            fixed[name] = _nominal(row, records[name])
        else:
            prior = _belief(name, row, records[name])
            if prior is not None:
                priors[name] = prior
    for name in free - rows.keys() - set(set_by_condition):
        fixed[name] = float(network.parameter_values[network.parameter_index[name]])
    return Beliefs(priors, fixed)


def is_estimated(row: Row) -> bool:
    """Whether a row is estimated.

    Raises:
        PetabError: the cell is neither 0 nor 1.
    """
    if row.text("estimate") not in {"0", "1", "0.0", "1.0"}:
        raise row.wrong("estimate", "this is neither 0 nor 1.", "1 (estimated) or 0 (fixed at nominalValue)")
    return row.text("estimate")[0] == "1"


def _check_constant(name: str, row: Row, network: Network, *, estimated: bool) -> None:
    """A parameter that is no part of a member: a convention, an input, an amount of a cell."""
    if estimated:
        raise row.wrong(
            "estimate", "this parameter is not fitted: no member holds it, a case or a condition sets it.", "0",
            "set it in a column of the condition table",
        )  # fmt: skip
    default = float(network.parameter_values[network.parameter_index[name]])
    if not math.isclose(row.number_in("nominalValue"), default, rel_tol=_SAME, abs_tol=1e-300):
        raise row.wrong(
            "nominalValue", "this parameter is no part of a member and has the value of the model.", f"{default!r}",
            "set it in a column of the condition table",
        )  # fmt: skip


def _nominal(row: Row, record: ParameterRecord) -> float:
    value, factor = row.number_in("nominalValue"), to_model(1.0, record.unit)
    problem = None if isinstance(record.prior, Uniform) else record.prior.problem(value / factor)
    if problem:
        raise row.wrong("nominalValue", f"{problem}.", f"such as {record.value * factor:g}")
    return value


def _belief(name: str, row: Row, record: ParameterRecord) -> Belief | None:
    """The prior of a row; None if it is ours."""
    ours = _row(name, record)
    low, high = read_bounds(row)
    kind_column, kind, numbers = _prior_cells(row)
    as_ours = (
        row.text("parameterScale") == ours["parameterScale"]
        and kind == ours["objectivePriorType"]
        and _same(numbers, _numbers(row, "", ours["objectivePriorParameters"]))
    )
    if as_ours and _same((low, high), (ours["lowerBound"], ours["upperBound"])):
        return None
    if isinstance(record.prior, Beta | Choice) and as_ours:
        found: Belief = CutPrior(record.prior, to_model(1.0, record.unit), low, high)
    elif isinstance(record.prior, Choice):
        raise row.wrong(
            kind_column, "this parameter takes one of a few values, a structure of the model: it has no density.",
            f"{ours['objectivePriorType']} {ours['objectivePriorParameters']}, which stands for: {ours[NOTE]}",
            "bounds that leave alternatives out, or estimate 0 and one of the values",
        )  # fmt: skip
    else:
        found = _own_prior(row, kind_column, kind, numbers, (low, high))
        _check_domain(row, record, found)
    if found.mass < _LEAST_MASS:
        raise row.wrong(
            "lowerBound", "almost nothing of the prior lies within the bounds.", "bounds around the prior",
            got=f"{low:g} .. {high:g}; share of the prior: {found.mass:.1g}",
        )  # fmt: skip
    return found


def read_bounds(row: Row) -> tuple[float, float]:
    """Lower and upper bound of an estimated row.

    Raises:
        PetabError: they are no numbers, in the wrong order, or below 0 on a logarithmic scale.
    """
    if row.text("parameterScale") not in _SCALES:
        raise row.wrong("parameterScale", "this scale is not known.", ", ".join(_SCALES))
    low, high = (row.number_in(name, infinite=True) for name in ("lowerBound", "upperBound"))
    if not low < high:
        raise row.wrong(
            "upperBound", "the upper bound is not above the lower one.", f"above {low:g}",
            "estimate 0 fixes a parameter at nominalValue",
        )  # fmt: skip
    if low < 0 and row.text("parameterScale") != "lin":
        raise row.wrong("lowerBound", "a logarithm has no negative values.", "0 or more, or parameterScale lin")
    return low, high


def _prior_cells(row: Row) -> tuple[str, str, tuple[float, ...]]:
    """Column, type and parameters of the prior: the objective one, else that of the start, which is the same here."""
    given = {word: (row.text(f"{word}PriorType"), row.text(f"{word}PriorParameters")) for word in _WORDS}
    for word, (kind, _) in given.items():
        if kind and kind not in _KINDS:
            column = f"{word}PriorType"
            raise row.wrong(column, "this prior is not known.", ", ".join(_KINDS), nearest(kind, _KINDS))
    word = next((one for one in _WORDS if any(given[one])), _WORDS[0])
    kind = given[word][0] or "parameterScaleUniform"
    numbers = _numbers(row, f"{word}PriorParameters", given[word][1])
    if not numbers and kind != "parameterScaleUniform":
        raise row.wrong(f"{word}PriorParameters", "this prior has no parameters.", "two numbers, e.g. -1;0.3")
    other = given[_WORDS[1]]
    if word == _WORDS[0] and any(other):
        second = (other[0] or "parameterScaleUniform", _numbers(row, "initializationPriorParameters", other[1]))
        if (second[0], len(second[1])) != (kind, len(numbers)) or not _same(second[1], numbers):
            raise row.wrong(
                "initializationPriorType", "the members of this fit start from its prior.",
                f"{kind} {row.text('objectivePriorParameters')}, as objectivePrior, or nothing",
                got=" ".join(other),
            )  # fmt: skip
    return f"{word}PriorType", kind, numbers


_WORDS = ("objective", "initialization")


def _numbers(row: Row, column: str, text: str) -> tuple[float, ...]:
    """Two numbers; () of an empty cell."""
    if not text:
        return ()
    try:
        found = tuple(float(part) for part in text.split(";"))
    except ValueError:
        found = ()
    if len(found) != 2 or not all(math.isfinite(value) for value in found):
        raise row.wrong(column, "these are not two finite numbers.", "two numbers with a semicolon, e.g. -1;0.3")
    return found


def _own_prior(
    row: Row, column: str, kind: str, numbers: tuple[float, ...], bounds: tuple[float, float]
) -> OwnPrior:  # fmt: skip
    family, axis = _KINDS[kind]
    unit = _SCALES[row.text("parameterScale") if axis == "scale" else axis]
    log, unit = unit > 0, unit or 1.0
    if not numbers:  # flat between the bounds
        if not all(math.isfinite(end) for end in bounds) or (log and bounds[0] <= 0):
            raise row.wrong(
                "lowerBound", "without a prior a parameter is flat between its bounds, which must be finite.",
                "finite bounds, above 0 on a logarithmic scale, or a prior", got=f"{bounds[0]:g} .. {bounds[1]:g}",
            )  # fmt: skip
        ends = [math.log(end) if log else end for end in bounds]
        return OwnPrior("uniform", ends[0], ends[1] - ends[0], log, *bounds)
    first, second = numbers[0] * unit, numbers[1] * unit
    width = second - first if family == "uniform" else second
    if width <= 0:
        words = "the first number below the second" if family == "uniform" else "a second number above 0"
        raise row.wrong(column.replace("Type", "Parameters"), "the width of this prior is not above 0.", words)
    return OwnPrior(family, first, width, log, *bounds)


def _check_domain(row: Row, record: ParameterRecord, prior: OwnPrior) -> None:
    """A number that cannot be negative, or no more than 1, must not become so."""
    low, high = prior.low, prior.high
    if prior.family == "uniform" and not prior.log:
        low, high = max(low, prior.place), min(high, prior.place + prior.width)
    if isinstance(record.prior, Lognormal | Beta) and low < 0 and not prior.log:
        raise row.wrong("lowerBound", "this parameter cannot be negative.", "0 or more")
    if prior.family == "uniform" and prior.log:
        high = min(high, math.exp(prior.place + prior.width))
    most = to_model(1.0, record.unit)
    if isinstance(record.prior, Beta) and high > most * (1.0 + _SAME):
        raise row.wrong("upperBound", "this parameter is a fraction.", f"at most {most:g}")


def _same(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return len(first) == len(second) and all(
        math.isclose(one, other, rel_tol=_SAME, abs_tol=0.0) for one, other in zip(first, second, strict=True)
    )
