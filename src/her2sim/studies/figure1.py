"""Figure 1 of the review as experiments: HER2 drives PI3K-AKT-mTOR and RAS-MEK-ERK through its dimers.

Vu & Claret 2012, Front Oncol 2:62, doi:10.3389/fonc.2012.00062. Cells are the sensitive reference unless said.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from her2sim.studies.experiments import ENOUGH, Arm, Observed, agreement, cell_text, hourly, observe
from her2sim.studies.results import Experiment, Floats

_LABELS = {
    "pAKT": "phospho-AKT",
    "pS6": "phospho-S6",
    "pERK": "phospho-ERK",
    "division_drive": "drive of division",
}
_COURSE = np.array([0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 48.0, 72.0])
_TRASTUZUMAB_NM = 69.0
"""10 ug/mL of an antibody of 145.5 kDa, the usual concentration in culture"""
_LAPATINIB_NM = 1000.0
"""1 uM, the usual concentration in culture"""
_NRG1_NM = 1.0
"""about 10 ng/mL of the EGF domain, the usual stimulus"""


def _table(seen: dict[str, Observed], readouts: tuple[str, ...], *, fold: bool) -> pd.DataFrame:
    rows = [
        {"arm": arm, **{name: cell_text(run.fold(name) if fold else run.end(name)) for name in readouts}}
        for arm, run in seen.items()
    ]
    return pd.DataFrame(rows)


def _finite(*columns: Floats) -> NDArray[np.bool_]:
    return np.all([np.isfinite(column) for column in columns], axis=0)


def her2_drives(members: NDArray[np.int64], jobs: int) -> Experiment:
    """More HER2, more signal in both pathways and more division."""
    arms = [Arm(f"{count:.1e} HER2 per cell", {"ERBB2_total": count}) for count in (3.0e4, 2.0e5, 1.15e6)]
    readouts = tuple(_LABELS)
    seen = observe(arms, np.array([0.0]), readouts, members, jobs)
    low, middle, high = (seen[arm.name] for arm in arms)
    rises = [(middle.end(name) > low.end(name)) & (high.end(name) > middle.end(name)) for name in readouts]
    share = agreement(np.all(rises, axis=0), _finite(low.end("pAKT"), middle.end("pAKT"), high.end("pAKT")))
    return Experiment(
        id="figure 1: HER2 amount",
        title="Over-expressed HER2 switches on both pathways",
        statement="Over-expression of HER2 drives PI3K-AKT-mTOR and RAS-RAF-MEK-ERK and with them division.",
        references=("vu2012",),
        table=_table(seen, readouts, fold=False),
        series={},
        holds=share >= ENOUGH,
        verdict=f"pAKT, pS6, pERK and the drive of division all rise with HER2 in {share:.0%} of the members.",
    )


def dimers(members: NDArray[np.int64], jobs: int) -> Experiment:
    """Which dimer carries what: without HER3, HER2 homodimers are left."""
    arms = [Arm("HER2 and HER3"), Arm("HER3 knocked down to 5 %", {"ERBB3_total": 1.0e3})]
    readouts = ("HER2_HER2", "HER2_HER3_free", "pAKT", "pERK", "division_drive")
    seen = observe(arms, np.array([0.0]), readouts, members, jobs)
    both, without = (seen[arm.name] for arm in arms)
    akt, erk = (without.end(name) / both.end(name) for name in ("pAKT", "pERK"))
    more = both.end("HER2_HER2") > both.end("HER2_HER3_free")
    share = agreement((akt < 0.8) & (akt < erk) & more, _finite(akt, erk))
    return Experiment(
        id="figure 1: dimers",
        title="HER2:HER3 is the dimer that speaks to PI3K",
        statement="HER2 forms homo- and heterodimers; HER2:HER3 is the strongest of them in PI3K-AKT.",
        references=("vu2012", "junttila2009"),
        table=_table(seen, readouts, fold=False),
        series={},
        holds=share >= ENOUGH,
        verdict=f"In {share:.0%} of the members homodimers are the more numerous, yet loss of HER3 takes at least a "
        "fifth of pAKT and more of it than of pERK (medians "
        f"{np.nanmedian(akt):.2f} and {np.nanmedian(erk):.2f} of before).",
    )


def ligand(members: NDArray[np.int64], jobs: int) -> Experiment:
    """NRG1 binds HER3 and ties it to HER2; pertuzumab hinders that, trastuzumab does not."""
    stimulus = {"NRG1_nM": _NRG1_NM}
    arms = [
        Arm("NRG1", {}, stimulus),
        Arm("trastuzumab, then NRG1", {}, stimulus, {"trastuzumab_nM": _TRASTUZUMAB_NM}),
        Arm("pertuzumab, then NRG1", {}, stimulus, {"pertuzumab_nM": _TRASTUZUMAB_NM}),
    ]
    readouts = ("HER2_HER3_NRG1", "pERBB3", "pAKT", "pERK")
    seen = observe(arms, _COURSE[:6], readouts, members, jobs)
    alone, tras, pert = (seen[arm.name].end("HER2_HER3_NRG1") for arm in arms)
    rises = seen["NRG1"].fold("pAKT") > 1.1
    share = agreement(rises & (tras > 0.7 * alone) & (pert < 0.7 * alone), _finite(alone, tras, pert))
    return Experiment(
        id="figure 1: ligand",
        title="A ligand ties HER3 to HER2",
        statement="Neuregulin drives HER2:HER3; that dimer escapes trastuzumab and needs pertuzumab.",
        references=("vu2012", "agus2002", "junttila2009"),
        table=_table(seen, readouts, fold=False),
        series={arm: hourly(run, {"pAKT": "phospho-AKT", "pERK": "phospho-ERK"}) for arm, run in seen.items()},
        holds=share >= ENOUGH,
        verdict=f"In {share:.0%} of the members NRG1 lifts pAKT by a tenth or more, trastuzumab leaves at least 70 % "
        "of the ligand-driven dimers after 2 h and pertuzumab, given an hour before, less than 70 %.",
    )


def drugs_act(members: NDArray[np.int64], jobs: int) -> Experiment:
    """Trastuzumab parts HER2:HER3, frees PTEN, lowers AKT, lifts p27; lapatinib takes both pathways."""
    arms = [
        Arm("trastuzumab 10 ug/mL", {}, {"trastuzumab_nM": _TRASTUZUMAB_NM}),
        Arm("lapatinib 1 uM", {}, {"lapatinib_nM": _LAPATINIB_NM}),
    ]
    labels = {
        "HER2_HER3_free": "HER2:HER3 without ligand",
        "pERBB2": "phospho-HER2",
        "PTEN_active": "PTEN at the membrane",
        **_LABELS,
        "p27_nuclear": "nuclear p27",
    }
    seen = observe(arms, _COURSE, tuple(labels), members, jobs)
    run, kinase = (seen[arm.name] for arm in arms)
    parts = run.fold("HER2_HER3_free") < 0.6
    falls = (run.fold("pAKT") < 0.9) & (run.fold("PTEN_active") > 1.0) & (run.fold("p27_nuclear") > 1.0)
    both = (kinase.fold("pAKT") < 0.7) & (kinase.fold("pERK") < run.fold("pERK"))
    share = agreement(parts & falls & both, _finite(run.fold("pAKT"), kinase.fold("pAKT")))
    return Experiment(
        id="figure 1: drugs",
        title="What trastuzumab and a kinase inhibitor take away",
        statement="Trastuzumab parts ligand-free HER2:HER3, brings PTEN back, lowers AKT and lifts p27; a kinase "
        "inhibitor of HER2 and EGFR takes both pathways.",
        references=("vu2012", "nagata2004", "junttila2009", "konecny2006"),
        table=_table(seen, tuple(labels), fold=True),
        series={arm: hourly(observed, labels) for arm, observed in seen.items()},
        holds=share >= ENOUGH,
        verdict=f"All of it at 72 h in {share:.0%} of the members; phospho-HER2 under trastuzumab is "
        f"{np.nanmedian(run.fold('pERBB2')):.2f} of before, so it is no marker of the effect.",
    )


FIGURE_1 = (her2_drives, dimers, ligand, drugs_act)
