"""What is fitted to what: scores, data in one form, and the forward run of a whole ensemble."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from her2sim.engine import simulate, steady_state
from her2sim.inference.ensemble import Ensemble
from her2sim.inference.likelihood import Targets, join
from her2sim.inference.measurements.form import Measurement
from her2sim.inference.plausible import Bound, read_bounds
from her2sim.inference.scores import ensemble_at, fitted_names
from her2sim.network import Network, load_network
from her2sim.studies.fit.causes import drug_of, drugs_in_claim, drugs_in_measurement
from her2sim.studies.fit.claims import claim_margins
from her2sim.studies.fit.forward import CULTURE, fit_settings, predict_measurements
from her2sim.studies.fit.lines import LineSource, line_record, line_scores
from her2sim.studies.fit.own_data import OwnData
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.reading import ReadClaim

Floats = NDArray[np.float64]
Scores = Mapping[str, Floats]
Tell = Callable[[str, int, int], None]

_LANES = 200_000
"""lanes whose courses are held at a time"""


@dataclass(frozen=True)
class Forward:
    """What an ensemble says of every datum of a problem."""

    values: Floats
    """shape (D, N); NaN where a member has no answer"""
    failed: int
    """lanes that failed"""
    lanes: int


@dataclass(frozen=True)
class Measured:
    """What members say of some measurements."""

    values: Floats
    """shape (N, D), in the order of the members; NaN where there is no answer"""
    reasons: tuple[str, ...]
    """D entries: '' or why the model cannot say"""
    failed: int
    lanes: int


@dataclass(frozen=True)
class Problem:
    """Data and claims to fit, and the scores that may move.

    Args:
        measurements: those to fit; each has a line the evidence knows.
        claims: as ordinal data.
        margin_scale: prior spread of the margin of each claim (`margin_scales`).
    """

    network: Network
    measurements: tuple[Measurement, ...]
    claims: tuple[ReadClaim, ...]
    claim_ids: tuple[str, ...]
    margin_scale: Floats
    bounds: tuple[Bound, ...]
    seed: int
    own_data: OwnData = field(default_factory=OwnData)
    fitted: tuple[str, ...] = ()
    """names of the scores where the measurements do not tell them"""

    def _line(self, one: Measurement) -> str:
        """The line of a measurement; '' for a cell of a user's own data, which has no scores."""
        return "" if one.cell_line in self.own_data.rest else line_record(one.cell_line).id

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Scores: parameters of the network, of the tumour room, amounts of the lines."""
        if self.fitted:
            return self.fitted
        lines = sorted({self._line(one) for one in self.measurements} - {""})
        moving = (name for name in fitted_names(self.network) if name not in self.own_data.fixed)
        return (*moving, *line_scores(lines, self.network))

    @cached_property
    def targets(self) -> Targets:
        """All data: measurements, claims, plausible ranges (each range twice: at least, at most)."""
        return join([measured_targets(self.measurements), self._claim_targets(), self._bound_targets()])

    def _claim_targets(self) -> Targets:
        chosen, n = fit_settings()["claims"], len(self.claim_ids)
        return _ordinal(
            np.full(n, float(chosen["target"])), np.full(n, float(chosen["sd"])), np.ones(n, dtype=np.int64)
        )

    def _bound_targets(self) -> Targets:
        low, high = (np.array([getattr(bound, end) for bound in self.bounds]) for end in ("low", "high"))
        sd = float(fit_settings()["bounds"]["sd"]) * (high - low)
        ones = np.ones(len(low), dtype=np.int64)
        return join([_ordinal(low, sd, ones), _ordinal(high, sd, -ones)])

    def own(self) -> Floats:
        """Which datum may move which score, (P, D): amounts of a line, numbers of a drug only by data with it."""
        lines = [self._line(one) for one in self.measurements]
        claims = {one.claim.id: drugs_in_claim(one) for one in self.claims}
        drugs = [drugs_in_measurement(one) for one in self.measurements] + [claims[id_] for id_ in self.claim_ids]
        mask = np.ones((len(self.names), len(self.targets.value)))
        for place, name in enumerate(self.names):
            line, drug = name.split(":")[0] if ":" in name else "", drug_of(name)
            if line:
                mask[place] = 0.0
                mask[place, : len(lines)] = [float(one == line) for one in lines]
            elif drug:
                mask[place] = 0.0
                mask[place, : len(drugs)] = [float(drug in given) for given in drugs]
        return mask

    def forward(self, scores: Floats, jobs: int, tell: Tell | None = None) -> Forward:
        """Run all members.

        Args:
            scores: shape (P, N), in the order of `names`.
        """
        named = dict(zip(self.names, scores, strict=True))
        members = ensemble_of(named, self.network, self.own_data)
        measured = run_measurements(self.measurements, members, named, self.seed, jobs, tell, self.own_data)
        failed, lanes, parts = measured.failed, measured.lanes, [measured.values.T]
        if self.claims:
            lab = Lab(self.network, members, members.size, self.seed, jobs)
            found = claim_margins(self.claims, lab, tell)
            back = np.argsort(lab.numbers)
            place = {id_: number for number, id_ in enumerate(found.ids)}
            margins = found.values[back][:, [place[id_] for id_ in self.claim_ids]] / self.margin_scale
            most = float(fit_settings()["claims"]["most"])
            parts.append(np.clip(margins, -most, most).T)
            failed, lanes = failed + lab.failed, lanes + lab.lanes
        if self.bounds:
            readouts = _at_rest(self.network, members, [bound.readout for bound in self.bounds], jobs)
            parts += [readouts, readouts]
        return Forward(np.concatenate(parts), failed, lanes)


def ensemble_of(scores: Scores, network: Network, own: OwnData | None = None) -> Ensemble:
    """The members at named scores, by a user's priors where there are; amounts of lines are no part of a member."""
    scores = {name: values for name, values in scores.items() if ":" not in name}
    found = ensemble_at(scores, network, "in a fit")
    return replace(found, values=own.members(found.values, scores)) if own else found


def run_measurements(
    measurements: Sequence[Measurement],
    members: Ensemble,
    scores: Scores,
    seed: int,
    jobs: int,
    tell: Tell | None = None,
    own_data: OwnData | None = None,
) -> Measured:
    """Values of every member for some measurements, many of them in one call of the engine.

    Args:
        scores: of amounts of lines, shape (N,); those not given are drawn.
    """
    reasons = [""] * len(measurements)
    values = np.full((members.size, len(measurements)), np.nan)
    failed = lanes = 0
    parts = list(_parts(measurements, members.size))
    for number, places in enumerate(parts):
        if tell:
            tell("measurements", number, len(parts))
        lab = Lab(load_network(), members, members.size, seed, jobs)
        own = {name: given[lab.numbers] for name, given in scores.items() if ":" in name}
        found = predict_measurements([measurements[place] for place in places], lab, LineSource(
            lab.network, lab.n, seed, own, own_data or OwnData()
        ))  # fmt: skip
        values[lab.numbers[:, None], np.array(places)[None, :]] = found.values
        for place, reason in zip(places, found.reasons, strict=True):
            reasons[place] = reason
        failed, lanes = failed + lab.failed, lanes + lab.lanes
    return Measured(values, tuple(reasons), failed, lanes)


def _parts(measurements: Sequence[Measurement], n: int) -> Iterator[list[int]]:
    """Places of measurements, line by line, so many at a time that their courses fit into memory."""
    order = sorted(
        range(len(measurements)), key=lambda place: (measurements[place].cell_line, measurements[place].group)
    )
    size, part = max(1, _LANES // n), list[int]()
    for place in order:
        whole = (
            measurements[place].group == "" or measurements[place].group != measurements[part[-1]].group
            if part
            else True
        )
        if len(part) >= size and whole:
            yield part
            part = []
        part.append(place)
    if part:
        yield part


def measured_targets(measurements: Sequence[Measurement]) -> Targets:
    """Measurements as targets: the model's error added to that of the replicates, curves worth a few data."""
    chosen = fit_settings()
    numbers: dict[str, int] = {}
    group = [numbers.setdefault(one.group, len(numbers)) if one.group else -1 for one in measurements]
    sizes: dict[tuple[str, ...], int] = {}
    for one in measurements:
        sizes[curve(one)] = sizes.get(curve(one), 0) + 1
    weight = [min(1.0, float(chosen["worth_of_curve"]) / sizes[curve(one)]) for one in measurements]
    error = [chosen["model_sd"][one.observable if one.observable in CULTURE else "signalling"] for one in measurements]
    sign = {"above": 1, "below": -1}
    return Targets(
        np.array([one.value for one in measurements], dtype=np.float64),
        np.hypot([one.sd for one in measurements], error),
        np.array(group, dtype=np.int64),
        np.array([sign.get(one.censored, 0) for one in measurements], dtype=np.int64),
        np.array(weight, dtype=np.float64),
    )


def curve(one: Measurement) -> tuple[str, ...]:
    """What tells one curve of readings from another."""
    added = tuple(sorted({dose.name for dose in (*one.drugs, *one.ligands)}))
    return (one.dataset, one.cell_line, one.observable, *added)


def _ordinal(value: Floats, sd: Floats, sign: NDArray[np.int64]) -> Targets:
    return Targets(value, sd, np.full(len(value), -1, dtype=np.int64), sign, np.ones(len(value)))


def _at_rest(network: Network, members: Ensemble, readouts: list[str], jobs: int) -> Floats:
    """Drug-free readouts of the reference cell, (readouts, N)."""
    rest = steady_state(network, members.values, threads=jobs)
    return simulate(network, members.values, [0.0], initial=rest, outputs=readouts, threads=jobs).values[:, 0].T


def make_problem(
    measurements: Sequence[Measurement],
    claims: Sequence[ReadClaim],
    seed: int,
    jobs: int,
    *,
    plausible: bool = True,
    own_data: OwnData | None = None,
) -> Problem:
    """A problem; a few draws of the prior tell how far the margin of each claim spreads."""
    network, own = load_network(), own_data or OwnData()
    ids, scale = margin_scales(network, claims, seed, jobs, own) if claims else ((), np.zeros(0))
    bounds = read_bounds() if plausible else ()
    every = (*measurements, *own.measurements)
    return Problem(network, every, tuple(claims), ids, scale, bounds, seed, own)


def margin_scales(
    network: Network, claims: Sequence[ReadClaim], seed: int, jobs: int, own: OwnData | None = None
) -> tuple[tuple[str, ...], Floats]:
    """Claims that can be asked, and the spread (10 to 90 %, over 2.56) of the margin of each over 60 prior draws."""
    rng = np.random.default_rng([seed, 9])
    members = ensemble_of({name: rng.standard_normal(60) for name in fitted_names(network)}, network, own)
    found = claim_margins(claims, Lab(network, members, 60, seed, jobs))
    low, high = np.nanquantile(found.values, [0.1, 0.9], axis=0)
    return found.ids, np.maximum((high - low) / 2.56, 1e-3)
