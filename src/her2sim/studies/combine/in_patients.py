"""What makes the excess of regimens in patients: carried mechanisms repaired, and readouts beyond the better arm.

    v(S) = excess of the tumour that carries the mechanisms S and no other        same draws for every S
    part = Shapley value of v: the parts sum to v(all) - v(none), draw by draw

Shapley 1953, doi:10.1515/9781400881970-018. Excess over Bliss and over the better arm on log10 kill, and days beyond
independent action (Palmer & Sorger 2017, doi:10.1016/j.cell.2017.11.009), the arms paired within the virtual patient.
Beyond a few mechanisms each is repaired alone, and the parts need not sum.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.arms import Arm, Arms
from her2sim.studies.combine.resample import mean_over_patients
from her2sim.studies.combine.results import ReadoutGain, RegimenAttribution, RegimenShare
from her2sim.studies.combine.settings import settings
from her2sim.studies.explain.coalitions import repair_of
from her2sim.studies.explain.counterfactual import mean_over_time
from her2sim.studies.explain.fates import has_payload
from her2sim.studies.explain.shapley import exact
from her2sim.studies.results import Interval
from her2sim.studies.signalling import Under
from her2sim.studies.synergy import log_kill_bliss

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Tell = Callable[[str, int, int], None]

BLISS, HSA, INDEPENDENT = "Bliss, log10 kill", "HSA, log10 kill", "beyond independent action"
_UNITS = {BLISS: "log10", HSA: "log10", INDEPENDENT: "day"}
_BOUND = ("bound_trastuzumab", "bound_pertuzumab")


def attribute_regimens(
    case: Case, arms: Sequence[str], *, members: int, seed: int, level: float, duration_weeks: float | None, jobs: int,
    tell: Tell,
) -> RegimenAttribution:  # fmt: skip
    """Shares of the excess by carried mechanism, and readouts beyond the better arm, on the draws of `predict`.

    Args:
        case: of a patient.
        arms: names of the single arms; the combination joins them.
        members, seed, level, duration_weeks, jobs: as in `combine_regimens`.
        tell: called with what is being done, steps done, and steps in all.
    """
    bench = Arms.of(case, members, seed, jobs)
    regimens = [bench.regimen(name, duration_weeks=duration_weeks) for name in (*arms, "+".join(arms))]
    carried = bench.profile.mechanisms
    whole = len(carried) <= int(settings()["attribution_most"])
    sets = _sets(len(carried), whole=whole)
    runs: dict[int, tuple[Arm, ...]] = {}
    for step, group in enumerate(sets):
        repaired = [one.id for place, one in enumerate(carried) if not group >> place & 1]
        tell("repaired: " + (", ".join(repaired) or "nothing"), step, len(sets))
        runs[group] = _run(bench, regimens, repair_of(carried, group), keep=group == sets[0])
    value = {group: _excess(several) for group, several in runs.items()}
    ok = np.all([np.isfinite(v) for one in value.values() for v in one.values()], axis=0)
    return RegimenAttribution(
        shares=_shares(bench, value, ok, level, whole=whole),
        as_is=_all(value[sets[0]], ok, bench, level),
        repaired=_all(value[0], ok, bench, level) if whole and carried else {},
        readouts=_readouts(runs[sets[0]], ok, level, payload=any(has_payload(one) for one in regimens)),
        draws=_draws(bench, regimens, runs, value),
        counted=int(ok.sum()),
        note=_note(len(carried), whole=whole, lost=int((~ok).sum())),
    )


def _sets(carried: int, *, whole: bool) -> tuple[int, ...]:
    """Sets of carried mechanisms, as bits, all of them first."""
    full = (1 << carried) - 1
    return tuple(range(full, -1, -1)) if whole else (full, *(full & ~(1 << place) for place in range(carried)))


def _run(bench: Arms, regimens: Sequence[Regimen], changes: Mapping[str, float], *, keep: bool) -> tuple[Arm, ...]:
    """All arms of one variant; they share its balances, and courses are kept of the case as it is only."""
    fresh = replace(bench, balances={}, grown={})
    found = [fresh.run(regimen, changes) for regimen in regimens]
    none = Under(np.zeros(0), {}, ())
    return tuple(found if keep else [replace(arm, signals=none, sums_mm=np.zeros((0, 0))) for arm in found])


def _excess(arms: Sequence[Arm]) -> dict[str, Floats]:
    """Each excess of the last arm over the others, (N,)."""
    kills = np.stack([arm.worth["log10_kill"] for arm in arms])
    days = np.stack([arm.worth["ttp"] for arm in arms])
    return {
        BLISS: kills[-1] - log_kill_bliss(kills[:-1]),
        HSA: kills[-1] - kills[:-1].max(axis=0),
        INDEPENDENT: days[-1] - days[:-1].max(axis=0),
    }


def _summary(measure: str, values: Floats, bench: Arms, level: float) -> Interval:
    """Over the draws; days by mean and bootstrap, since most patients' times are censored alike."""
    if measure == INDEPENDENT:
        return mean_over_patients(values, bench.draws.seed, level)
    return Interval.of(values, _UNITS[measure], level)


def _all(value: Mapping[str, Floats], ok: Bools, bench: Arms, level: float) -> dict[str, Interval]:
    return {measure: _summary(measure, values[ok], bench, level) for measure, values in value.items()}


def _shares(
    bench: Arms, value: Mapping[int, Mapping[str, Floats]], ok: Bools, level: float, *, whole: bool
) -> tuple[RegimenShare, ...]:
    carried = bench.profile.mechanisms
    full = (1 << len(carried)) - 1
    rows: list[RegimenShare] = []
    for measure in _UNITS if carried else ():
        parts = exact(np.stack([value[group][measure][ok] for group in range(full + 1)], axis=1)) if whole else None
        for place, one in enumerate(carried):
            repaired = value[full & ~(1 << place)][measure][ok]
            change = value[full][measure][ok] - repaired
            part = change if parts is None else parts.values[:, place]
            first, second, third = (_summary(measure, v, bench, level) for v in (repaired, change, part))
            mean = float(part.mean()) if part.size else float("nan")
            seen = f"{one.field}: {one.seen}"
            rows.append(RegimenShare(measure, one.id, one.name, seen, first, second, third, mean, one.references))
    return tuple(rows)


def _readouts(arms: Sequence[Arm], ok: Bools, level: float, *, payload: bool) -> tuple[ReadoutGain, ...]:
    """Time averages of the combination over those of the better arm of every draw, main clone of the case as it is."""
    rows: list[ReadoutGain] = []
    for one in settings()["readouts"]:
        name, higher = str(one["name"]), one["better"] == "higher"
        if one.get("payload") and not payload:
            continue
        means = np.stack([_average(arm.signals, name) for arm in arms])[:, ok]
        better = means[:-1].max(axis=0) if higher else means[:-1].min(axis=0)
        if not better.size or not (better > 0).all():
            continue  # no arm has it: there is nothing to go beyond
        ratio = means[-1] / better
        interval = Interval.of(ratio, "1", level)
        which = (means[:-1].argmax(axis=0) if higher else means[:-1].argmin(axis=0)).tolist()
        counts = {arm.regimen: which.count(place) for place, arm in enumerate(arms[:-1])}
        rows.append(ReadoutGain(name, str(one["label"]), str(one["better"]), counts, interval, _word(interval, higher)))
    return tuple(rows)


def _average(under: Under, name: str) -> Floats:
    """Time average under the regimen, (N,)."""
    values = sum((under.values[one] for one in _BOUND), np.zeros(())) if name == "bound" else under.values[name]
    return mean_over_time(under.days, values)


def _word(ratio: Interval, higher: bool) -> str:
    """'beyond' or 'behind' the better arm where the interval leaves 1 out by more than the tolerance."""
    smallest = float(settings()["readout_smallest"])
    if ratio.low > 1.0 + smallest:
        return "beyond" if higher else "behind"
    if ratio.high < 1.0 - smallest:
        return "behind" if higher else "beyond"
    return "not told apart"


def _note(carried: int, *, whole: bool, lost: int) -> str:
    if not carried:
        how = "the case carries no mechanism that could be repaired"
    elif whole:
        how = "every set of carried mechanisms repaired; parts are Shapley values and sum to as it is less all repaired"
    else:
        how = "each mechanism repaired alone; parts need not sum"
    left = f"; {lost} draws that failed in any variant are left out" if lost else ""
    return f"{how}; arms paired within the virtual patient{left}"


def _draws(
    bench: Arms,
    regimens: Sequence[Regimen],
    runs: Mapping[int, tuple[Arm, ...]],
    value: Mapping[int, Mapping[str, Floats]],
) -> pd.DataFrame:
    """One row a variant and draw, failed ones with their reason."""
    import pandas as pd

    carried, parts = bench.profile.mechanisms, list[pd.DataFrame]()
    for group, arms in runs.items():
        problems = ["; ".join(sorted({arm.problems[lane] for arm in arms} - {""})) for lane in range(bench.draws.n)]
        repaired = "+".join(one.id for place, one in enumerate(carried) if not group >> place & 1)
        columns: dict[str, object] = {"repaired": repaired, "draw": np.arange(bench.draws.n)}
        columns |= {"status": ["failed" if one else "ok" for one in problems], "status_reason": problems}
        for regimen, arm in zip(regimens, arms, strict=True):
            columns |= {
                f"log10_kill_{regimen.name}": arm.worth["log10_kill"],
                f"ttp_day_{regimen.name}": arm.worth["ttp"],
            }
        parts.append(pd.DataFrame(columns | dict(value[group])))
    return pd.concat(parts, ignore_index=True)
