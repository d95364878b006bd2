"""The way an effect takes through the network: which receptor, which node, which fate.

For every readout the time average under the drug is compared, draw by draw, between two variants of the same tumour. On
each level of `data/path.yaml` the path takes the readout that changes most; a level on which no interval excludes zero
is said to be unchanged. This follows the effect; it does not prove that a node causes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import simulate
from her2sim.network import Network, load_network
from her2sim.pharmacology.doses import dose_events
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.exposure import signalling_drugs
from her2sim.pharmacology.schedule import HOURS, Regimen
from her2sim.studies.arms import Arms, Changes
from her2sim.studies.draws import lane_values
from her2sim.studies.explain.counterfactual import log_ratio, mean_over_time
from her2sim.studies.explain.fates import Fate
from her2sim.studies.explain.settings import Level, levels, payload_only, smallest_change
from her2sim.studies.results import Interval
from her2sim.studies.signalling import READOUTS, RTOL, Under, at_rest, drugged_network
from her2sim.tumour import medium

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Step:
    """One readout on the path, repaired against as it is."""

    level: str
    readout: str
    label: str
    ratio: Interval
    """ln of repaired over as it is, time average under the drug"""
    answer: Interval
    """the same of the values over those before the drug: what the drug does more once repaired"""
    strength: float
    """by which readouts of one level are compared"""
    changed: bool
    """whether the interval of what the level goes by excludes zero"""
    chosen: bool
    """the strongest changed one of its level"""


@dataclass(frozen=True)
class Path:
    """The way of one repair, or of all."""

    repaired: tuple[str, ...]
    """ids of the mechanisms that are repaired"""
    name: str
    entry: tuple[str, ...]
    """quantities of the case that are put back"""
    outside: tuple[str, ...]
    """those of them that are no parameter of the network: effector cells, the body, the tumour's growth"""
    steps: tuple[Step, ...]
    fates: tuple[Fate, ...]
    """what each fate alone carries, the largest first; empty in culture"""
    sentence: str
    failed: int = 0
    """draws that count elsewhere and failed in a run of this path alone: they are left out of it"""


@dataclass(frozen=True)
class Readouts:
    """All readouts of the path in one variant."""

    days: Floats
    values: Mapping[str, Floats]
    """shape (N, T) each"""


def more_readouts(arms: Arms, regimen: Regimen, changes: Changes, main: Under) -> Readouts:
    """The readouts of the path in the main clone of a variant: those of an arm and those an arm leaves out.

    Args:
        main: what the arm of this variant has.
    """
    names = [name for level in levels() for name in level.readouts if name not in READOUTS]
    network, values = load_network(), dict[str, Floats | float]()
    doses = None
    if arms.culture:
        drugs = dict.fromkeys(DRUGS[drug].inn for drug in regimen.drugs if DRUGS[drug].input is not None)
        values |= medium(dict.fromkeys(drugs))
    else:
        drugs = signalling_drugs(regimen.drugs)
        network = drugged_network(drugs)
        values |= arms.draws.exposure(drugs, changes)
        doses = dose_events(regimen, arms.draws.covariates, drugs=drugs, oral="averaged")
    known = _known(network, {**lane_values(arms.draws, network, changes), **values}, arms.draws.n)
    rest = at_rest(arms.draws, changes, arms.jobs)
    run = simulate(
        network, known, HOURS * main.days, initial=rest, doses=doses, outputs=names, rtol=RTOL, threads=arms.jobs
    )
    return Readouts(main.days, {**main.values, **{name: run[name] for name in names}})


def _known(network: Network, values: Mapping[str, Floats | float], n: int) -> dict[str, Floats]:
    """The values that are parameters or inputs of a network, one for every lane."""
    names = {*network.parameter_index, *network.inputs}
    return {name: np.broadcast_to(np.asarray(one, float), (n,)) for name, one in values.items() if name in names}


def path_of(
    name: str,
    repairs: Mapping[str, Mapping[str, float]],
    before: Readouts,
    after: Readouts,
    *,
    ok: Bools,
    level: float,
    payload: bool,
    fates: tuple[Fate, ...] = (),
    failed: int = 0,
) -> Path:
    """The path between two variants of the same draws.

    Args:
        name: of the repair.
        repairs: mechanism id -> quantities put back.
        before: the case as it is.
        after: repaired.
        ok: draws that count, shape (N,).
        level: of the intervals.
        payload: whether a drug carries one; else what it would do is left out.
        fates: from `fates_of`.
        failed: draws left out because a run of this path failed in them (`followed`).
    """
    steps = tuple(
        step
        for station in (levels() if ok.any() else ())
        for step in _station(station, before, after, ok, level)
        if payload or step.readout not in payload_only()
    )
    entry = tuple(dict.fromkeys(quantity for repair in repairs.values() for quantity in repair))
    outside = outside_network(entry)
    chosen = _choose(steps)
    said = _sentence(entry, outside, chosen, fates)
    if failed:
        said += f" Draws left out because a run of this path failed: {failed}."
    return Path(tuple(repairs), name, entry, outside, chosen, fates, said, failed)


def followed(*runs: Readouts | Under) -> Bools:
    """Draws that have every readout of every run, shape (N,)."""
    return np.all([np.isfinite(values).all(axis=1) for run in runs for values in run.values.values()], axis=0)


def outside_network(quantities: Sequence[str]) -> tuple[str, ...]:
    """Those of some quantities that are no parameter of the network."""
    return tuple(quantity for quantity in quantities if quantity not in load_network().parameter_index)


def _choose(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The same steps, with the strongest changed one of each level marked."""
    best: dict[str, Step] = {}
    for step in steps:
        if step.changed and (step.level not in best or step.strength > best[step.level].strength):
            best[step.level] = step
    return tuple(replace(step, chosen=best.get(step.level) is step) for step in steps)


def _station(station: Level, before: Readouts, after: Readouts, ok: Bools, level: float) -> list[Step]:
    means = {
        name: (mean_over_time(before.days, before.values[name][ok]), mean_over_time(after.days, after.values[name][ok]))
        for name in station.readouts
    }
    total = sum((np.where(np.isfinite(first), first, 0.0) for first, _ in means.values()), np.zeros(int(ok.sum())))
    made: list[Step] = []
    for name, (first, second) in means.items():
        if not (first > 0).any() and not (second > 0).any():
            continue
        ratio = log_ratio(first, second)
        answer = _answer(before.values[name][ok], after.values[name][ok], ratio)
        interval, answered = Interval.of(ratio, "ln", level), Interval.of(answer, "ln", level)
        decides = answered if station.pick == "answer" else interval
        strength = _moved(first, second, total) if station.pick == "amount" else abs(decides.median)
        changed = decides.low > smallest_change() or decides.high < -smallest_change()
        made.append(Step(station.name, name, station.readouts[name], interval, answered, strength, changed, False))
    return made


def _answer(before: Floats, after: Floats, ratio: Floats) -> Floats:
    """ln ratio of the answers to the drug, (N, T) -> (N,); where nothing is there before the drug, `ratio`."""
    started = log_ratio(before[:, 0], after[:, 0])
    return np.where(np.isfinite(started), ratio - started, ratio)


def _moved(first: Floats, second: Floats, total: Floats) -> float:
    """Median size of a change as a share of all that is on the level."""
    with np.errstate(all="ignore"):
        change = np.abs(second - first) / total
    return float(np.median(change[np.isfinite(change)])) if np.isfinite(change).any() else 0.0


def _sentence(entry: Sequence[str], outside: Sequence[str], steps: Sequence[Step], fates: Sequence[Fate]) -> str:
    """The path in words."""
    chosen = [step for step in steps if step.chosen]
    still = [name for name in dict.fromkeys(step.level for step in steps) if name not in {one.level for one in chosen}]
    if not chosen:
        through = "no readout of the network changes beyond its interval"
    else:
        through = " -> ".join(f"{step.label} ({_fold(step)})" for step in chosen)
    said = f"{', '.join(entry)} put back: {through}."
    if still and chosen:
        said += f" No clear change on: {', '.join(still)}."
    if outside:
        said += f" Acts outside of the network: {', '.join(outside)}."
    helped = [fate for fate in fates if fate.share > 0.0]
    if helped:
        first = helped[0]
        said += f" The fate that carries most of it: {first.label}, {100 * first.share:.0f} % of the gain when alone."
    return said


def _fold(step: Step) -> str:
    """The change of a step as a factor; at a fate that of the answer to the drug."""
    value = step.answer if step.level == levels()[-1].name else step.ratio
    return f"x {np.exp(value.median):.3g}"
