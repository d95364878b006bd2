"""Answers made by hand, of the shape a study gives; no model is run."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from her2sim.case.distributions import Beta, Fixed, LogNormal
from her2sim.case.profile import Domain, Notice, Profile, ProfileQuantity
from her2sim.case.reader import case_from_dict
from her2sim.evidence import Reference
from her2sim.inference import Alternative, Variant, variant_shares
from her2sim.studies.results import (
    NO_PATIENT_FITTED,
    CultureResult,
    Demonstration,
    Experiment,
    Interval,
    MechanismEffect,
    Prediction,
    RegimenResult,
    Series,
)

REFERENCES = {
    "seen2004": Reference(
        key="seen2004",
        cite="Seen S. A paper that was read. J Test 2004;1:1-9",
        pmid=15324695,
        pmid_status="seen",
        read="abstract",
    ),
    "memory2010": Reference(
        key="memory2010",
        cite="Memory M. A paper from memory. J Test 2010;2:1",
        pmid=123,
        pmid_status="memory",
        read="memory",
    ),
    "doi2012": Reference(
        key="doi2012", cite="Doi D. A paper with a DOI. J Test 2012;3:1", doi="10.1000/xyz", read="table"
    ),
}
_SIGNALS = (
    ("pAKT", "pAKT", 0.45), ("pERK", "pERK", 0.8), ("pS6", "pS6", 0.6), ("pERBB3", "pHER3", 0.5),
    ("pERBB2", "pHER2", 1.05), ("ECD", "HER2 ectodomain, shed", 0.3), ("p27_nuclear", "p27, nuclear", 1.9),
    ("CCND1", "cyclin D1", 0.6), ("CDK2_active", "CDK2, active", 0.5), ("BIM", "BIM", 2.1),
    ("CASP3_active", "caspase 3, active", 3.2), ("VEGF", "VEGF", 0.7),
)  # fmt: skip
_VARIANT = Variant(
    "variant_PTEN_SRC", "network", ("X01",), ("R11",), (Alternative(1.0, 0.9, 0.88), Alternative(0.0, 0.1, 0.12)),
    ("seen2004",), "SRC moves PTEN, or it does not",
)  # fmt: skip
_CATEGORIES = ("CR", "PR", "SD", "PD")


def regimen(name: str = "TH", *, draws: int = 60, seed: int = 1, shift: float = 0.0, failed: int = 2) -> RegimenResult:
    """A regimen whose draws shrink by about 30 % plus `shift` points."""
    rng = np.random.default_rng(seed)
    days = np.linspace(0, 168, 57)
    rate = rng.normal(0.006 - shift / 6000, 0.005, (draws, 1))
    regrowth = rng.uniform(0.0, 4e-5, (draws, 1))
    diameter = 34 * np.exp(-rate * days + regrowth * days**2)
    diameter[:failed] = np.nan
    best = 100 * (np.min(diameter[:, 1:], axis=1) / diameter[:, 0] - 1)
    patients = _patients(best, failed)
    return RegimenResult(
        regimen=name,
        description="docetaxel and trastuzumab every three weeks, six cycles"
        + (", with pertuzumab" if "P" in name else ""),
        drugs=("trastuzumab", "docetaxel"),
        doses={"trastuzumab": tuple(float(day) for day in range(0, 126, 21)), "docetaxel": (0.0, 21.0)},
        exposure=_exposure(rng, draws, days, name),
        signals=tuple(_signal(rng, draws, signal, label, end + shift / 200) for signal, label, end in _SIGNALS),
        diameter=Series("diameter", "sum of diameters", "mm", days, diameter),
        patients=patients,
        best_change=Interval.of(best, "%"),
        ttp=Interval.of(rng.normal(300, 80, draws), "day"),
        p_response=float(np.nanmean(best <= -30)),
        p_response_interval=(0.31, 0.57),
        p_pcr=0.21,
        p_pcr_interval=(0.12, 0.33),
        recist_shares={name: float((patients["recist"] == name).mean()) for name in _CATEGORIES},
        mechanisms=_mechanisms(shift),
        n_failed=failed,
        failures={"step size became too small": failed} if failed else {},
    )


def prediction(*, name: str = "PTEN loss", draws: int = 60, seed: int = 1, failed: int = 2) -> Prediction:
    """A case with two mechanisms under two regimens."""
    return Prediction(
        case=case_from_dict({"schema": "her2sim/case/1", "name": name, "setting": "neoadjuvant"}),
        profile=_profile(),
        regimens=(
            regimen("TH", draws=draws, seed=seed, failed=failed),
            regimen("TH+P", draws=draws, seed=seed + 1, shift=-14, failed=0),
        ),
        draws=draws,
        seed=seed,
        level=0.9,
        ensemble=NO_PATIENT_FITTED,
        limits=(
            f"{NO_PATIENT_FITTED}: every number is a draw, not fitted to patients.",
            "14 of 24 fields were not reported and are drawn from the population.",
            "Read through a number quoted from memory and not checked: PTEN_level.",
            *((f"TH: {failed} draws could not be simulated and are left out",) if failed else ()),
        ),
        conflicts=("PTEN loss: some cohorts lost benefit, a large adjuvant trial saw none.",),
        references=("seen2004", "doi2012", "nowhere1999"),
        variants=(_VARIANT,),
        provenance={
            "network": "her2 0.1.0",
            "hashes": {"network": "ab12", "case": "cd34"},
            "variants": variant_shares((_VARIANT,)),
        },
    )


def cell_line() -> Prediction:
    """A cell line in culture under one drug."""
    answer = prediction(name="BT-474")
    days = np.linspace(0, 5, 11)
    stopped = np.random.default_rng(4).uniform(0.1, 0.7, (60, 1))
    stopped[:2] = np.nan
    first = answer.regimens[0]
    nothing = Interval(np.nan, np.nan, np.nan, 0.9, "%")
    table = pd.DataFrame({"draw": np.arange(60), "status": "ok", "growth_inhibition_pct": 100 * stopped[:, 0]})
    seen = CultureResult(
        days=5.0, medium_nM={"trastuzumab_nM": 100.0}, growth_inhibition=Interval.of(100 * stopped[:, 0], "%"),
        growth_rate_value=Interval(0.4, 0.1, 0.9, 0.9, "1"), note="no immune cells",
    )  # fmt: skip
    return replace(
        answer,
        case=case_from_dict({"schema": "her2sim/case/1", "name": "BT-474", "kind": "cell_line", "setting": "culture"}),
        regimens=(
            replace(
                first, regimen="H", doses={}, exposure=(), patients=table, best_change=nothing, ttp=nothing,
                p_response=np.nan, p_response_interval=(np.nan, np.nan), p_pcr=np.nan, p_pcr_interval=(np.nan, np.nan),
                recist_shares={}, culture=seen,
                diameter=Series("cells", "treated over untreated cells", "1", days, 1 - stopped * days / 5),
            ),
        ),
    )  # fmt: skip


def demonstration() -> Demonstration:
    """Two experiments, one of which fails, and two cases."""
    rng = np.random.default_rng(3)
    arms = {
        arm: tuple(_signal(rng, 24, signal, label, end * scale) for signal, label, end in _SIGNALS[:4])
        for arm, scale in (("sensitive reference", 1.0), ("PTEN loss", 2.0))
    }
    table = pd.DataFrame({"arm": ["sensitive reference", "PTEN loss"], "pAKT": [0.41, 0.93], "holds": [True, True]})
    first = Experiment("fig1a", "HER2 activity drives PI3K-AKT and RAS-ERK", "HER2 dimers feed both pathways.",
                       ("seen2004",), table, arms, True, "pAKT falls to 0.41 of its start.")  # fmt: skip
    second = Experiment("fig2a", "PTEN loss keeps AKT on", "Loss of PTEN keeps PIP3 high under trastuzumab.",
                        ("memory2010",), table, {}, False, "pAKT stays at 0.93.")  # fmt: skip
    cases = (prediction(name="sensitive reference", seed=5), prediction(name="PTEN loss", seed=6))
    return Demonstration((first, second), cases, 24, 1, {"network": "her2 0.1.0"})


def _patients(best: Any, failed: int) -> pd.DataFrame:
    bounds = [-99.0, -30.0, 15.0, np.inf]
    recist = [_CATEGORIES[int(np.searchsorted(bounds, value))] if np.isfinite(value) else "NE" for value in best]
    return pd.DataFrame(
        {
            "draw": np.arange(len(best)),
            "status": ["failed" if index < failed else "ok" for index in range(len(best))],
            "best_change_pct": best,
            "recist": recist,
            "pcr": np.nan_to_num(best, nan=0.0) < -70,
        }
    )


def _exposure(rng: np.random.Generator, draws: int, days: Any, name: str) -> tuple[Series, ...]:
    scale = rng.lognormal(0, 0.25, (draws, 1))
    since = np.mod(days, 21)
    wave = scale * (40 + 90 * np.exp(-since / 6)) * (1 - 0.6 * np.exp(-days / 30))
    drugs = [Series("trastuzumab", "trastuzumab", "ug/mL", days, wave)]
    if "P" in name:
        drugs.append(Series("pertuzumab", "pertuzumab", "ug/mL", days, 0.8 * wave))
    return tuple(drugs)


def _signal(rng: np.random.Generator, draws: int, name: str, label: str, end: float) -> Series:
    days = np.linspace(0, 42, 43)
    level = end * rng.lognormal(0, 0.2, (draws, 1))
    return Series(name, label, "x baseline", days, level + (1 - level) * np.exp(-days / 4))


def _mechanisms(shift: float) -> tuple[MechanismEffect, ...]:
    loss = MechanismEffect(
        id="R11", name="PTEN loss", field="pathology.PTEN_IHC", seen="0", note="PTEN back to normal",
        best_change=Interval(-52, -70, -20, 0.9, "%"), gain=Interval(-21 - shift / 2, -38, -4, 0.9, "points"),
        p_response=0.71, p_pcr=0.4, references=("seen2004",),
    )  # fmt: skip
    mutation = MechanismEffect(
        id="R12", name="PIK3CA mutation", field="mutations[0]", seen="PIK3CA p.H1047R",
        best_change=Interval(-40, -60, -10, 0.9, "%"), gain=Interval(-9, -20, 1, 0.9, "points"),
        p_response=0.55, p_pcr=0.3, references=("memory2010",),
    )  # fmt: skip
    return loss, mutation


def quantity(name: str, distribution: Any, **more: Any) -> ProfileQuantity:
    """A quantity nothing was reported on, unless `more` says otherwise."""
    fields: dict[str, Any] = {
        "unit": "1", "field": "population", "seen": "", "known": False, "references": (), "status": "assumption",
    }  # fmt: skip
    return ProfileQuantity(name=name, distribution=distribution, **(fields | more))


def _profile() -> Profile:
    her2: dict[str, Any] = {"field": "pathology.HER2_IHC", "seen": "3+", "known": True, "status": "read"}
    pten: dict[str, Any] = {"field": "pathology.PTEN_IHC", "seen": "0", "known": True, "status": "memory"}
    return Profile(
        case="PTEN loss",
        quantities=(
            quantity("MUC4_masking", Beta(0.1, 10), what="share of HER2 hidden by MUC4"),
            quantity("ERBB2_total", LogNormal(1.15e6, 0.4), unit="molecule", references=("seen2004",), **her2),
            quantity("PTEN_level", LogNormal(0.05, 0.6), references=("memory2010",), note="stroma only", **pten),
            quantity("er_positive", Fixed(0.0), field="pathology.ER", seen="neg", known=True, status="derived"),
        ),
        mechanisms=(),
        notices=(Notice("unknown variant", "mutations[1]", "EGFR p.R521K is not known to matter and was ignored."),),
        completeness=0.42,
        domain=Domain("amber", ("CD44 was not reported",)),
    )
