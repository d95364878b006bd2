"""The tumour of every draw under one regimen: two clones, immune cells, chemotherapy; failed draws stay as NaN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from her2sim.case import Case
from her2sim.pharmacology.doses import simulate_exposure
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.schedule import Regimen
from her2sim.studies.antibodies import UPTAKE_LEVELS, fc_of, uptakes
from her2sim.studies.draws import Draws
from her2sim.studies.signalling import Under
from her2sim.tumour import Chemotherapy, Response, Signals, TumourParameters, host, respond
from her2sim.tumour.mucin import contact_left

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """Endpoints of N draws; NaN (or '') where a draw failed."""

    sums_mm: Floats
    """sum of diameters, shape (N, T)"""
    best_change_pct: Floats
    recist: NDArray[np.str_]
    ttp_day: Floats
    progressed: NDArray[np.bool_]
    log10_kill: Floats
    pcr: Floats
    problems: tuple[str, ...]
    """N entries: '' or why the draw failed"""

    @property
    def ok(self) -> NDArray[np.bool_]:
        """shape (N,)"""
        return np.array([problem == "" for problem in self.problems])

    @property
    def responded(self) -> NDArray[np.bool_]:
        """Complete or partial response, shape (N,); False where a draw failed."""
        return np.isin(self.recist, ("CR", "PR"))


def exposures(
    draws: Draws, regimen: Regimen, days: Floats, changes: Mapping[str, Floats | float] | None = None
) -> dict[str, Floats]:
    """Plasma concentration (`<drug>_mg_L`) and, for chemotherapy, its integral (`<drug>_auc`), shape (N, T) each."""
    names = [DRUGS[drug].plasma for drug in regimen.drugs]
    names += [f"{drug}_auc" for drug in regimen.drugs if DRUGS[drug].cumulative]
    parameters = draws.exposure(regimen.drugs, changes)
    values = simulate_exposure(regimen, days, tuple(names), parameters, draws.covariates, rtol=1e-5, oral="averaged")
    return {name: values[:, :, place] for place, name in enumerate(names)}


def outcome(
    case: Case,
    draws: Draws,
    clones: tuple[Under, Under],
    exposure: Mapping[str, Floats],
    changes: Mapping[str, Floats | float],
) -> Outcome:
    """Grow the tumours of N draws.

    Args:
        clones: signals of the first and the second clone.
        exposure: from `exposures`.
        changes: profile quantities that this variant changes.
    """
    problems = _problems(clones, exposure)
    ok = np.array([problem == "" for problem in problems])
    shape = (draws.n, clones[0].days.size)
    result = Outcome(
        sums_mm=np.full(shape, np.nan),
        best_change_pct=np.full(draws.n, np.nan),
        recist=np.full(draws.n, "", dtype="<U2"),
        ttp_day=np.full(draws.n, np.nan),
        progressed=np.zeros(draws.n, dtype=bool),
        log10_kill=np.full(draws.n, np.nan),
        pcr=np.full(draws.n, np.nan),
        problems=problems,
    )
    if not ok.any():
        return result
    answer = _respond(case, draws, clones, exposure, changes, ok)
    result.sums_mm[ok] = answer.sums_mm
    result.best_change_pct[ok] = answer.best_change_pct
    result.recist[ok] = answer.recist
    result.ttp_day[ok] = answer.progression.day
    result.progressed[ok] = answer.progression.observed
    result.log10_kill[ok] = answer.log10_kill
    result.pcr[ok] = answer.pcr
    return result


def _problems(clones: tuple[Under, Under], exposure: Mapping[str, Floats]) -> tuple[str, ...]:
    """Why each draw failed, or '': its first clone, its second, or its exposure."""
    lost = np.zeros(len(clones[0].problems), dtype=bool)
    for values in exposure.values():
        lost |= np.isnan(values).any(axis=1)
    missing = ["no exposure" if one else "" for one in lost]
    return tuple(a or b or c for a, b, c in zip(clones[0].problems, clones[1].problems, missing, strict=True))


def _respond(
    case: Case,
    draws: Draws,
    clones: tuple[Under, Under],
    exposure: Mapping[str, Floats],
    changes: Mapping[str, Floats | float],
    ok: NDArray[np.bool_],
) -> Response:
    parameters = lanes_of(draws.tumour, ok)
    patient = draws.quantities(changes)
    setting = "neoadjuvant" if case.setting == "neoadjuvant" else "metastatic"
    body = host({name: values[ok] for name, values in patient.items()}, int(ok.sum()), setting, parameters)
    cytotoxics = {name.removesuffix("_auc"): values[ok] for name, values in exposure.items() if name.endswith("_auc")}
    levels = {name: patient[name][ok] for name in UPTAKE_LEVELS}
    first, second = (_signals(clone, ok, levels, parameters) for clone in clones)
    return respond(body, first, parameters, resistant=second, chemotherapy=Chemotherapy(cytotoxics))


def _signals(
    clone: Under, ok: NDArray[np.bool_], levels: Mapping[str, Floats], parameters: TumourParameters
) -> Signals:
    antibodies = {name: values[ok] for name, values in clone.antibodies.items()}
    return Signals(
        times_day=clone.days,
        division=clone.relative("division_drive")[ok],
        death=clone.relative("death_drive")[ok],
        bound_trastuzumab=clone.values["bound_trastuzumab"][ok],
        bound_pertuzumab=clone.values["bound_pertuzumab"][ok],
        vegf=clone.relative("VEGF")[ok],
        adcc_share=contact_left(clone.values["MUC4_hides"][ok], parameters),
        thbs1=clone.relative("THBS1")[ok],
        dna_repair=clone.relative("DNA_repair")[ok],
        payload=uptakes(clone.values["lysosomal_antibody"][ok], antibodies, levels),
        antibody=fc_of(antibodies, parameters),
    )


def lanes_of(parameters: TumourParameters, ok: NDArray[np.bool_]) -> TumourParameters:
    """The tumour parameters of some lanes."""
    return replace(parameters, **{item.name: getattr(parameters, item.name)[ok] for item in fields(parameters)})
