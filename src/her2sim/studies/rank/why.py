"""By which mechanism a regimen helps this tumour: signals it changes beyond the reference, and resistance it gets past.

    change = log2(readout under the regimen / under the reference), time mean over the treatment, draw by draw
    relief = what a carried mechanism costs the reference less what it costs the regimen, where a cost is what putting
             the mechanism back to normal gains; a regimen that gets past a mechanism gains little by its repair

Which readout belongs to which mechanism stands in `data/why.yaml`; targets of drugs come from the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Profile
from her2sim.evidence import load_evidence
from her2sim.pharmacology.drugs import DRUGS
from her2sim.studies.rank.settings import settings, table
from her2sim.studies.results import Interval
from her2sim.studies.signalling import Under

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """One readout under a regimen against the reference."""

    readout: str
    label: str
    log2: Interval
    """log2 of the ratio of the time means"""
    better: str
    """'lower' or 'higher': the direction that helps"""
    helps: float
    """share of the draws in which it changes in that direction"""
    new: bool
    """there is none of it under the reference"""
    mechanisms: tuple[str, ...]
    """ids of the evidence it belongs to"""

    @property
    def size(self) -> float:
        """Median change in the direction that helps, log2."""
        return self.log2.median if self.better == "higher" else -self.log2.median

    @property
    def text(self) -> str:
        """In words, e.g. 'phosphorylated AKT -62 %'."""
        ratio = 2.0**self.log2.median
        if self.new:
            return f"{self.label}: none under the reference"
        return f"{self.label} x {ratio:.3g}" if ratio >= 3.0 else f"{self.label} {100.0 * (ratio - 1.0):+.0f} %"


@dataclass(frozen=True)
class Relief:
    """How much of one mechanism's cost a regimen takes away."""

    id: str
    name: str
    cost: Interval
    """worth gained under this regimen by putting the mechanism back"""
    reference_cost: Interval
    """the same under the reference"""
    relief: Interval
    """paired difference, reference less regimen"""
    share: float
    """mean relief over mean cost of the reference; NaN where the mechanism costs the reference hardly anything"""

    lost: float
    """mean cost over the mean worth with the mechanism put back: the part of what the regimen could do that is lost"""
    reference_lost: float
    """the same under the reference"""

    @property
    def text(self) -> str:
        """In words; the costs are means over the draws."""
        removed = f"; {100.0 * self.share:.0f} % of that loss is taken away" if self.share > 0 else ""
        lost, before = (100.0 * max(0.0, one) for one in (self.lost, self.reference_lost))
        return f"{self.name} takes {lost:.0f} % of what it could do ({before:.0f} % of the reference{removed})"


@dataclass(frozen=True)
class Why:
    """The mechanism by which a regimen helps this tumour."""

    drugs: tuple[str, ...]
    """what each drug beyond the reference acts on, and the carried mechanisms that the literature says it gets past"""
    signals: tuple[Change, ...]
    """every readout, the greatest help first"""
    fates: tuple[Change, ...]
    outside: tuple[str, ...]
    """what kills outside of the network"""
    reliefs: tuple[Relief, ...]
    """carried mechanisms; empty where they were not put back"""

    @property
    def named(self) -> tuple[Change, ...]:
        """The signals that are worth naming: greatest help, seen in most draws."""
        least, most = float(settings()["why_least"]), int(settings()["why_readouts"])
        good = [one for one in self.signals if (one.size >= least or one.new) and one.helps > 0.5]
        return tuple(good[:most])

    @property
    def text(self) -> str:
        """One line."""
        parts = list(self.drugs)
        if self.named:
            parts.append("signals: " + ", ".join(one.text for one in self.named))
        fates = [one.text for one in self.fates if one.size >= float(settings()["fate_least"]) and one.helps > 0.5]
        if fates:
            parts.append("so " + ", ".join(fates))
        parts += self.outside
        parts += [one.text for one in self.reliefs if np.isfinite(one.share) and np.isfinite(one.lost)]
        return "; ".join(parts)


NOTHING = Why((), (), (), (), ())
"""of the reference itself"""


def time_means(under: Under) -> dict[str, Floats]:
    """Mean over the treatment of every readout of `data/why.yaml`, shape (N,) each; NaN where a draw failed."""
    span = float(under.days[-1] - under.days[0])
    names = [*table("why")["readouts"], *table("why")["fates"]]
    return {name: np.asarray(np.trapezoid(under.values[name], under.days, axis=1)) / span for name in names}


def changes(
    means: Mapping[str, Floats], reference: Mapping[str, Floats], shared: NDArray[np.bool_], level: float
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Signals, the greatest help first, and fates of a regimen against the reference, over the shared draws."""
    found = [
        [_change(name, about, means[name][shared], reference[name][shared], level) for name, about in rows.items()]
        for rows in (table("why")["readouts"], table("why")["fates"])
    ]
    signals = [one for one in found[0] if np.isfinite(one.log2.median)]
    return tuple(sorted(signals, key=lambda one: (-one.size, one.readout))), tuple(found[1])


def _change(name: str, about: Mapping[str, object], own: Floats, reference: Floats, level: float) -> Change:
    floor = float(str(about.get("floor", 0.0)))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2((own + floor) / (reference + floor))
    ratio = np.where(np.isfinite(ratio), ratio, np.nan)
    better = str(about["better"])
    helps = ratio > 0 if better == "higher" else ratio < 0
    ids = about.get("mechanisms", ())
    return Change(
        readout=name,
        label=str(about["label"]),
        log2=Interval.of(ratio, "log2", level),
        better=better,
        helps=float(helps.mean()) if helps.size else float("nan"),
        new=bool(floor and reference.size and np.median(reference) < floor <= np.median(own)),
        mechanisms=tuple(str(one) for one in ids) if isinstance(ids, list) else (),  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    )


def drugs_in_words(drugs: Sequence[str], reference: Sequence[str], profile: Profile) -> tuple[str, ...]:
    """What the drugs that the reference has not act on, and which carried mechanisms the literature says they pass."""
    evidence = load_evidence()
    carried = {one.id: one.name for one in profile.mechanisms}
    told: list[str] = []
    for drug in (one for one in drugs if one not in reference):
        record = evidence.drugs.get(DRUGS[drug].evidence_id)
        therapies = [one for one in evidence.therapies.values() if DRUGS[drug].evidence_id in one.drugs]
        passed = [carried[key] for one in therapies for key in one.overcomes if key in carried]
        text = f"{drug}: {record.drug_class}" if record else drug
        told.append(text + (f" (in the literature gets past {', '.join(dict.fromkeys(passed))})" if passed else ""))
    missing = [one for one in reference if one not in drugs]
    return (*told, *([f"without {', '.join(missing)}"] if missing else []))


def kills_outside(drugs: Sequence[str]) -> tuple[str, ...]:
    """What kills outside of the network: cytotoxic drugs and payloads."""
    cytotoxic = [drug for drug in drugs if DRUGS[drug].kind in ("taxane", "chemotherapy")]
    payload = [drug for drug in drugs if DRUGS[drug].kind == "antibody-drug conjugate"]
    return tuple(
        f"{what} of {', '.join(found)} kills outside of signalling"
        for what, found in (("damage", cytotoxic), ("payload", payload))
        if found
    )


def relief(
    mechanism: tuple[str, str],
    gained: Floats,
    gained_reference: Floats,
    own: Floats,
    worth: Floats,
    unit: str,
    level: float,
) -> Relief:
    """What a regimen takes of the cost of one mechanism.

    Args:
        mechanism: id and name.
        gained: worth gained by putting the mechanism back, under the regimen, shape (N,).
        gained_reference: the same under the reference.
        own: worth of the regimen as the tumour is, shape (N,).
        worth: that of the reference, to judge whether the mechanism costs it anything.
        unit: of the measure.
        level: of the intervals.
    """
    both = np.isfinite(gained) & np.isfinite(gained_reference) & np.isfinite(worth) & np.isfinite(own)
    taken = gained_reference - gained
    share = float("nan")
    if both.any():
        whole, scale = float(gained_reference[both].mean()), float(np.abs(worth[both]).mean())
        if whole > float(settings()["share_least"]) * scale:
            share = float(taken[both].mean()) / whole
    cost, before, less = (
        Interval.of(np.where(both, one, np.nan), unit, level) for one in (gained, gained_reference, taken)
    )
    lost, lost_before = _part(gained[both], own[both]), _part(gained_reference[both], worth[both])
    return Relief(mechanism[0], mechanism[1], cost, before, less, share, lost, lost_before)


def _part(gained: Floats, worth: Floats) -> float:
    """Mean gain over the mean worth once gained; NaN where nothing is worth anything."""
    whole = float((worth + gained).mean()) if worth.size else 0.0
    return float(gained.mean()) / whole if whole > 0.0 else float("nan")
