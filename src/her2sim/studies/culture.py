"""A cell line in culture: drugs at constant concentration in medium, no immune cells; growth inhibition at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.schedule import HOURS, Regimen
from her2sim.studies.antibodies import UPTAKE_LEVELS, uptakes
from her2sim.studies.culture_kill import Cytotoxic, culture_kill
from her2sim.studies.response import lanes_of
from her2sim.studies.results import CultureResult, Interval, MechanismEffect, RegimenResult, Series
from her2sim.studies.signalling import Under, in_medium
from her2sim.studies.summary import signal_series
from her2sim.tumour import Uptake, culture_growth, medium
from her2sim.tumour.culture import culture_defaults, default_concentration

if TYPE_CHECKING:
    import pandas as pd

    from her2sim.engine import SteadyState
    from her2sim.studies.draws import Draws
    from her2sim.studies.work import Changes, Work

Floats = NDArray[np.float64]

NO_EFFECTORS = "no immune cells in culture: what ADCC would add is not in these numbers"


@dataclass(frozen=True)
class Wells:
    """One variant's cells at the end of the assay; NaN where a draw failed."""

    cells: Floats
    """treated cells over untreated ones, shape (N, T)"""
    inhibition: Floats
    """shape (N,)"""
    gr: Floats
    """shape (N,)"""


def wells_of(draws: Draws, regimen: Regimen, changes: Changes, rest: SteadyState, jobs: int) -> tuple[Wells, Under]:
    """The cells of one variant in a well with the drugs of the regimen, and the readouts that moved them.

    Args:
        draws: N members and cell lines that fit the case.
        regimen: its drugs, at their default concentrations (`check_drugs` first).
        changes: profile quantities of the variant.
        rest: its drug-free balance.
        jobs: processes that share the simulations.
    """
    inputs, cytotoxics = _added(regimen)
    run = in_medium(draws, changes, rest, inputs, _days(), jobs=jobs)
    return _grow(draws, run, changes, cytotoxics), run


def _added(regimen: Regimen) -> tuple[dict[str, float], list[Cytotoxic]]:
    """Network inputs in nM, and cytotoxic drugs, that are added to the medium."""
    drugs = tuple(dict.fromkeys(DRUGS[drug].inn for drug in regimen.drugs))
    inputs = medium(dict.fromkeys(drug for drug in drugs if DRUGS[drug].input is not None))
    return inputs, [Cytotoxic(drug, default_concentration(drug)) for drug in drugs if DRUGS[drug].input is None]


def _days() -> Floats:
    end = float(culture_defaults()["assay_day"])
    return np.concatenate([np.array([0.0, 1.0, 3.0, 6.0, 12.0]) / HOURS, np.arange(1.0, end + 0.25, 0.5)])


def culture_result(work: Work, regimen: Regimen, level: float, tell: Callable[[int, str], None]) -> RegimenResult:
    """The answer for a cell line: the drugs of the regimen at their default concentrations (`check_drugs` first)."""
    runs: dict[str, Under] = {}
    wells: dict[str, Wells] = {}
    for step, (variant, changes) in enumerate(work.variants().items()):
        tell(step, f"{regimen.name}: {'as it is' if variant == '' else variant + ' repaired'}")
        rest = work.rest(variant, 0, changes)
        wells[variant], runs[variant] = wells_of(work.draws, regimen, changes, rest, work.jobs)
    inputs, cytotoxics = _added(regimen)
    held = {**inputs, **{f"{drug.name}_nM": drug.nM for drug in cytotoxics}}
    return _result(work, regimen, level, runs, wells, held)


def _grow(draws: Draws, run: Under, changes: Changes, cytotoxics: Sequence[Cytotoxic]) -> Wells:
    ok = np.array([problem == "" for problem in run.problems])
    n = draws.n
    cells = np.full((n, run.days.size), np.nan)
    inhibition, gr = np.full(n, np.nan), np.full(n, np.nan)
    if ok.any():
        division, death = run.relative("division_drive")[ok], run.relative("death_drive")[ok]
        doubling = float(np.median(draws.patient["doubling_time_h"]))
        parameters = lanes_of(draws.tumour, ok)
        kill = culture_kill(
            run.days,
            division,
            doubling,
            parameters,
            uptakes=_uptakes(draws, run, changes, ok),
            cytotoxics=cytotoxics,
            repair=run.relative("DNA_repair")[ok],
        )
        grown = culture_growth(run.days, division, death, doubling, parameters, kill=kill)
        cells[ok] = grown.treated / grown.control
        inhibition[ok], gr[ok] = grown.growth_inhibition, grown.growth_rate_value
    return Wells(cells, inhibition, gr)


def _uptakes(draws: Draws, run: Under, changes: Changes, ok: NDArray[np.bool_]) -> tuple[Uptake, ...]:
    patient = draws.quantities(changes)
    antibodies = {name: values[ok] for name, values in run.antibodies.items()}
    levels = {name: patient[name][ok] for name in UPTAKE_LEVELS}
    return uptakes(run.values["lysosomal_antibody"][ok], antibodies, levels)


def _result(
    work: Work,
    regimen: Regimen,
    level: float,
    runs: Mapping[str, Under],
    wells: Mapping[str, Wells],
    inputs: Mapping[str, float],
) -> RegimenResult:
    run, well = runs[""], wells[""]
    failed = [problem for problem in run.problems if problem]
    nothing = Interval(np.nan, np.nan, np.nan, level, "%")
    return RegimenResult(
        regimen=regimen.name,
        description=f"in culture for {run.days[-1]:g} days: " + ", ".join(f"{k} {v:.3g}" for k, v in inputs.items()),
        drugs=regimen.drugs,
        doses={},
        exposure=(),
        signals=signal_series(run),
        diameter=Series("cells", "treated over untreated cells", "1", run.days, well.cells),
        patients=_table(work, runs, wells),
        best_change=nothing,
        ttp=nothing,
        p_response=float("nan"),
        p_response_interval=(float("nan"), float("nan")),
        p_pcr=float("nan"),
        p_pcr_interval=(float("nan"), float("nan")),
        recist_shares={},
        mechanisms=_effects(work, wells, level),
        n_failed=len(failed),
        failures=dict(Counter(failed)),
        culture=CultureResult(
            days=float(run.days[-1]),
            medium_nM=dict(inputs),
            growth_inhibition=Interval.of(100.0 * well.inhibition, "%", level),
            growth_rate_value=Interval.of(well.gr, "1", level),
            note=NO_EFFECTORS,
        ),
    )


def _table(work: Work, runs: Mapping[str, Under], wells: Mapping[str, Wells]) -> pd.DataFrame:
    import pandas as pd

    run, well = runs[""], wells[""]
    columns: dict[str, object] = {
        "draw": np.arange(work.draws.n),
        "member": work.draws.members,
        "status": ["failed" if problem else "ok" for problem in run.problems],
        "status_reason": list(run.problems),
        "growth_inhibition_pct": 100.0 * well.inhibition,
        "growth_rate_value": well.gr,
    }
    for mechanism in work.repaired():
        columns[f"growth_inhibition_pct_{mechanism.id}_repaired"] = 100.0 * wells[mechanism.id].inhibition
    for name, values in work.draws.patient.items():
        columns[f"patient_{name}"] = values
    return pd.DataFrame(columns)


def _effects(work: Work, wells: Mapping[str, Wells], level: float) -> tuple[MechanismEffect, ...]:
    """Repairs by growth inhibition; negative gain means fewer cells, as for tumours it means a smaller one."""
    before = wells[""]
    effects = [
        MechanismEffect(
            id=mechanism.id,
            name=mechanism.name,
            field=mechanism.field,
            seen=mechanism.seen,
            best_change=Interval.of(-100.0 * wells[mechanism.id].inhibition, "%", level),
            gain=Interval.of(100.0 * (before.inhibition - wells[mechanism.id].inhibition), "percentage points", level),
            p_response=float("nan"),
            p_pcr=float("nan"),
            references=mechanism.references,
            note=mechanism.note,
        )
        for mechanism in work.repaired()
    ]
    return tuple(sorted(effects, key=lambda effect: effect.gain.median))
