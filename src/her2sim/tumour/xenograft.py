"""Xenografts: a cell line in mice, with the growth, the immune killing and the payload of patients' tumours.

    TGI(t) = 1 - (treated(t) - treated(0)) / (control(t) - control(0))

Mice differ in their effectors. Nude mice have NK and myeloid cells and no T cells; without the common gamma chain no
receptor activates; without FcgRIIb nothing holds myeloid cells back. Immune killing dominates here: mice without Fc
receptors keep little of an antibody's effect, so that its signals count with `xenograft_signal_share` where the arm is
an antibody alone (`antibody_only`). Kinase inhibitors, and antibodies with them, act as in culture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from her2sim.errors import RegimenError
from her2sim.evidence.reading import nearest
from her2sim.tumour.fate import Kinetics, baseline_kinetics
from her2sim.tumour.growth import Start, TumourCourse
from her2sim.tumour.immune import Effectors, effectors
from her2sim.tumour.inputs import Chemotherapy, Signals, damped
from her2sim.tumour.killing import grow_clones
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
Mouse = Literal["nude", "FcRg-/-", "FCGR2B-/-", "no NK cells", "no myeloid cells", "none"]

XENOGRAFT = TumourMechanism(
    name="xenograft",
    does="a line grows in mice with or without Fc receptors",
    evidence=("MOA07", "MOA08"),
    parameters=(
        "xenograft_doubling_time", "xenograft_ki67", "xenograft_carrying_volume", "xenograft_debris_half_life",
        "xenograft_effector_ratio", "xenograft_signal_share",
    ),
    reductions=(
        "mouse receptors bind the antibody as those of a typical patient",
        "no T cells; all mice of an arm are one draw",
        "signals of an antibody given alone are damped, as no mechanism here explains why culture shows more of them",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Xenograft:
    """N grafts at the start of treatment, shape (N,) each."""

    volume_mm3: Floats
    doubling_time_day: Floats
    ki67: Floats
    second_share: Floats
    """share of cells in the second clone"""


def xenograft_of(
    parameters: TumourParameters,
    *,
    volume_mm3: Floats | float = 150.0,
    doubling_time_day: Floats | float | None = None,
    second_share: Floats | float = 0.0,
) -> Xenograft:
    """Grafts of a line.

    Args:
        parameters: N lanes.
        volume_mm3: at the start of treatment, shape (N,); 100 to 200 is usual.
        doubling_time_day: untreated, shape (N,); None for that of BT-474.
        second_share: share of cells in the second clone, shape (N,).
    """

    def lanes(value: Floats | float) -> Floats:
        return np.broadcast_to(np.asarray(value, dtype=np.float64), (parameters.n,)).copy()

    doubling = parameters.xenograft_doubling_time if doubling_time_day is None else doubling_time_day
    return Xenograft(lanes(volume_mm3), lanes(doubling), parameters.xenograft_ki67.copy(), lanes(second_share))


def mouse_effectors(mouse: Mouse, parameters: TumourParameters) -> Effectors:
    """Effector cells of N mice of a kind.

    Raises:
        RegimenError: the kind is not known.
    """
    if mouse not in get_args(Mouse):
        known = list(get_args(Mouse))
        raise RegimenError(
            f"{mouse!r} is no kind of mouse.", where="xenograft", expected=", ".join(known), got=mouse,
            hint=nearest(mouse, known),
        )  # fmt: skip
    present = effectors(parameters.xenograft_effector_ratio, parameters)
    none = np.zeros(parameters.n)
    if mouse in {"FcRg-/-", "none"}:
        return replace(present, ratio=none)
    if mouse == "FCGR2B-/-":
        return replace(present, FCGR2B_weight=none)
    return replace(present, nk_level=none) if mouse == "no NK cells" else present


def mouse_parameters(mouse: Mouse, parameters: TumourParameters) -> TumourParameters:
    """Parameters of a patient's tumour with those of grafts put in their places.

    Immune killing takes the efficiency of `adcc_dominant_efficiency`; depletion of myeloid cells leaves NK cells their
    share of the killing only.
    """
    one = np.ones(parameters.n)
    efficiency = np.maximum(parameters.adcc_dominant_efficiency, parameters.adcc_tumour_efficiency)
    left = 1.0 - parameters.variant_myeloid_share if mouse == "no myeloid cells" else one
    return replace(
        parameters,
        carrying_volume=parameters.xenograft_carrying_volume,
        dead_cell_half_life=parameters.xenograft_debris_half_life,
        variant_adcc_dominant=0.0 * one,
        adcc_tumour_efficiency=efficiency * left,
        variant_myeloid_share=0.0 * one if mouse == "no myeloid cells" else parameters.variant_myeloid_share,
        variant_fcgr3a_in_patients=one,
        variant_adaptive=0.0 * one,
    )


def grow_xenograft(
    graft: Xenograft,
    clones: tuple[Signals, ...],
    parameters: TumourParameters,
    *,
    mouse: Mouse = "nude",
    antibody_only: bool = False,
    chemotherapy: Chemotherapy | None = None,
) -> TumourCourse:
    """Volume of N grafts over the grid of the signals.

    Args:
        graft: at the start.
        clones: signals of one or two clones under drug, one grid; `untreated` for controls.
        parameters: N lanes, as for patients.
        mouse: kind of mouse.
        antibody_only: the arm is an antibody without other drugs.
        chemotherapy: exposure; None without.
    """
    here = mouse_parameters(mouse, parameters)
    kinetics = baseline_kinetics(graft.ki67, graft.doubling_time_day, here)
    share = parameters.xenograft_signal_share if antibody_only else None
    seen = clones if share is None else tuple(damped(clone, share) for clone in clones)
    start = Start(graft.volume_mm3, graft.second_share)
    burden = grow_clones(
        start, kinetics, seen, mouse_effectors(mouse, here), here,
        chemotherapy=chemotherapy or Chemotherapy(), til=np.zeros(here.n),
    )  # fmt: skip
    return burden.course


def xenograft_kinetics(graft: Xenograft, parameters: TumourParameters) -> Kinetics:
    """Untreated rates of N grafts."""
    return baseline_kinetics(graft.ki67, graft.doubling_time_day, parameters)


def untreated(n: int, times_day: Floats) -> Signals:
    """Signals of a clone without drug, on a grid of days."""
    one = np.ones((n, times_day.size))
    return Signals(times_day, one, one, 0.0 * one, 0.0 * one, one)


def tumour_growth_inhibition(treated: TumourCourse, control: TumourCourse) -> Floats:
    """TGI at every day of the grid, shape (N, T); NaN where the control has not grown; above 1 for shrinkage."""
    gained = control.volume_mm3 - control.volume_mm3[:, :1]
    kept = treated.volume_mm3 - treated.volume_mm3[:, :1]
    grown = gained > 0.0
    return np.where(grown, 1.0 - kept / np.where(grown, gained, 1.0), np.nan)
