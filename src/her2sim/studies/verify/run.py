"""Ask the claims: plan, simulate everything once, take the readouts, judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from her2sim.inference import Ensemble, load_ensemble, variants_of
from her2sim.network import Network, load_network
from her2sim.studies.provenance import provenance
from her2sim.studies.telling import Progress
from her2sim.studies.verify.bench import Bench
from her2sim.studies.verify.cells import CellSource
from her2sim.studies.verify.conditions import Condition, conditions
from her2sim.studies.verify.consistency import Problem
from her2sim.studies.verify.lab import Lab
from her2sim.studies.verify.measures import measure
from her2sim.studies.verify.problems import CannotAskError, ClaimError, one_error
from her2sim.studies.verify.reading import ReadClaim, claims_hash, read_claims
from her2sim.studies.verify.results import ENOUGH, ClaimResult, Outcome, ReadoutResult, Verification
from her2sim.studies.verify.select import select

NEEDS_TRIAL = "needs a virtual trial"


def run_claims(
    files: Sequence[str | Path] = (),
    *,
    only: Sequence[str] = (),
    members: int = 50,
    seed: int = 1,
    jobs: int = 1,
    progress: Progress | None = None,
    network: Network | None = None,
    ensemble: Ensemble | None = None,
) -> Verification:
    """Ask claims of the model: which share of the members of the ensemble satisfies each.

    Args:
        files: claim files or folders of them; the claims that ship with the package if there are none.
        only: ids, categories, mechanisms, genes, drugs or words; claims that none of them fits are left out.
        members: how many members of the ensemble are asked.
        seed: picks the members and everything that is drawn; the same seed gives the same bytes.
        jobs: processor cores.
        progress: called with what is done, steps done and steps in all.
        network, ensemble: the shipped ones if None.

    Raises:
        ClaimError: a file cannot be used, or names something that the model does not know.
    """
    claims = select(read_claims(files), only)
    return ask(claims, members=members, seed=seed, jobs=jobs, progress=progress, network=network, ensemble=ensemble)


def ask(
    claims: Sequence[ReadClaim],
    *,
    members: int = 50,
    seed: int = 1,
    jobs: int = 1,
    progress: Progress | None = None,
    network: Network | None = None,
    ensemble: Ensemble | None = None,
) -> Verification:
    """Ask claims that were read already; arguments as for `run_claims`."""
    lab = Lab(network or load_network(), ensemble or load_ensemble(), members, seed, jobs)
    benches = [bench_of(read, lab) for read in claims]
    lab.planning = True
    planned = [take_readouts(read, bench) for read, bench in zip(claims, benches, strict=True)]
    _refuse_unknown(claims, benches, planned)
    lab.planning = False
    lab.run(progress)
    results = tuple(_judge(read, take_readouts(read, bench), lab) for read, bench in zip(claims, benches, strict=True))
    return Verification(
        results=results,
        members=lab.numbers,
        seed=seed,
        lanes=lab.lanes,
        failed=lab.failed,
        failures=dict(lab.reasons.most_common()),
        limits=_limits(claims),
        provenance={
            **provenance(None, (), members, seed, variants_of(lab.kinetics, lab.tumour)),
            "claims": claims_hash(claims),
        },
    )


def _limits(claims: Sequence[ReadClaim]) -> tuple[str, ...]:
    kept = ", ".join(read.claim.id for read in claims if not read.claim.fitted)
    but = f", but for {kept}" if kept else ""
    return (
        f"The ensemble is {load_ensemble().label}: these claims were part of what it was fitted to{but}.",
        f"A claim passes where at least {100 * ENOUGH:.0f} % of the members satisfy it.",
        "A pass says that the rules can make what was seen, not that they do so for the reason that nature has.",
    )


def bench_of(read: ReadClaim, lab: Lab) -> Bench:
    """The arms of a claim as conditions, or why an arm cannot be asked."""
    source = CellSource(lab.network, lab.n, lab.seed, read.folder)
    arms: dict[str, tuple[Condition, ...] | CannotAskError] = {}
    for name, form in read.arms.items():
        try:
            arms[name] = conditions(form, source)
        except CannotAskError as error:
            arms[name] = error
    return Bench(lab, arms, read.arms)


def take_readouts(read: ReadClaim, bench: Bench) -> dict[str, ReadoutResult | CannotAskError]:
    """Every readout of a claim, or why it cannot be asked."""
    taken: dict[str, ReadoutResult | CannotAskError] = {}
    if read.claim.needs is not None:
        return taken
    for name in read.claim.readouts:
        try:
            taken[name] = ReadoutResult(measure(name, read.claim, bench))
        except CannotAskError as error:
            taken[name] = error
    return taken


def _refuse_unknown(
    claims: Sequence[ReadClaim],
    benches: Sequence[Bench],
    planned: Sequence[Mapping[str, ReadoutResult | CannotAskError]],
) -> None:
    """Names that are known nowhere are errors in a user's file."""
    errors: list[ClaimError] = []
    for read, bench, taken in zip(claims, benches, planned, strict=True):
        if not read.strict:
            continue
        wrong = [(("arms", name), arm) for name, arm in bench.arms.items() if isinstance(arm, CannotAskError)]
        if not any(error.unknown for _, error in wrong):
            wrong += [(("readouts", name), one) for name, one in taken.items() if isinstance(one, CannotAskError)]
        errors += [
            read.error(steps, Problem(f"{error.reason}.", hint=error.hint)) for steps, error in wrong if error.unknown
        ]
    if errors:
        raise one_error(errors)


def _judge(read: ReadClaim, taken: Mapping[str, ReadoutResult | CannotAskError], lab: Lab) -> ClaimResult:
    claim, formula = read.claim, read.formula
    readouts = {
        name: one if isinstance(one, ReadoutResult) else ReadoutResult(None, one.text) for name, one in taken.items()
    }
    outcome: Outcome = "not evaluable"
    satisfied, failed, reason = None, 0, NEEDS_TRIAL
    if claim.needs is None:
        used = formula.names if formula is not None else tuple(readouts)
        lost = {name: readouts[name].reason for name in used if name in readouts and readouts[name].values is None}
        reason = "; ".join(dict.fromkeys(lost.values()))
        if formula is None:
            outcome, reason = ("reported", claim.report or "") if len(lost) < len(readouts) else (outcome, reason)
        elif not lost:
            values = {name: one.values for name, one in readouts.items() if one.values is not None}
            given = dict(claim.constants)
            try:
                satisfied = formula.holds({**given, **values}, lab.n)
            except ValueError as error:
                raise read.error(("check",), Problem(f"the panels do not fit together: {error}.")) from None
            failed = int(np.logical_or.reduce([_nan(values[name]) for name in used if name in values]).sum())
            outcome = "pass" if satisfied.mean() >= ENOUGH else "fail"
    share = float(satisfied.mean()) if satisfied is not None else float("nan")
    return ClaimResult(claim, read.file, outcome, share, satisfied, failed, reason, readouts)


def _nan(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Members with NaN in a readout, (N,)."""
    lost = np.isnan(values.reshape(len(values), -1)).any(axis=1)
    return np.asarray(lost, dtype=np.bool_)
