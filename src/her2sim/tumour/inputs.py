"""What this room is told: hosts, signals of clones, exposure to chemotherapy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.fc_engineering import Fc
from her2sim.tumour.fcgr2a import fcgr2a_affinity
from her2sim.tumour.immune import Effectors
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.payload import Uptake
from her2sim.tumour.tils import til_factor

Floats = NDArray[np.float64]
Setting = Literal["metastatic", "neoadjuvant"]


@dataclass(frozen=True)
class Host:
    """What of N patients and tumours this room needs; every field has shape (N,)."""

    ki67: Floats
    """fraction"""
    diameter_mm: Floats
    """sum of longest diameters"""
    effector_ratio: Floats
    """effector cells per tumour cell"""
    FCGR3A_affinity: Floats
    """relative to F/F"""
    FCGR2A_affinity: Floats
    """relative to R/R"""
    FCGR2B_weight: Floats
    """inhibition by FcgRIIb relative to I/I, as cells show it"""
    nk_level: Floats
    """number of NK cells relative to the typical host"""
    nk_function: Floats
    """rate at which an NK cell kills relative to the typical host"""
    til_pct: Floats
    """stromal lymphocytes, %; the reference where `effector_ratio` knows of them already"""
    resistant_fraction: Floats
    lesions: Floats
    doubling_time_day: Floats
    cytotoxic_share: Floats
    """share of the kill of an untreated primary that chemotherapy and payload show"""

    def effectors(self, parameters: TumourParameters) -> Effectors:
        """Effector cells inside the tumours; lymphocytes count in."""
        return Effectors(
            self.effector_ratio * til_factor(self.til_pct, parameters), self.FCGR3A_affinity, self.FCGR2A_affinity,
            self.FCGR2B_weight, self.nk_level, self.nk_function,
        )  # fmt: skip


@dataclass(frozen=True)
class Signals:
    """Readouts of the network of one clone under drug, on a grid of days; values have shape (N, T).

    What is None or empty changes nothing.
    """

    times_day: Floats
    """shape (T,), from 0, ascending"""
    division: Floats
    """division_drive over its drug-free value"""
    death: Floats
    """death_drive over its drug-free value"""
    bound_trastuzumab: Floats
    """antibodies to subdomain IV, conjugates too, molecules per cell"""
    bound_pertuzumab: Floats
    """molecules per cell"""
    vegf: Floats
    """VEGF over its drug-free value"""
    adcc_share: Floats | None = None
    """share of immune killing the clone suffers, shape (N, T); None for all of it"""
    thbs1: Floats | None = None
    """THBS1 over its drug-free value; that of the first clone counts, as with VEGF"""
    dna_repair: Floats | None = None
    """DNA_repair over its drug-free value"""
    payload: tuple[Uptake, ...] = ()
    """conjugates the clone takes up"""
    antibody: Fc | None = None
    """Fc of the antibody to subdomain IV; None for IgG1"""


@dataclass(frozen=True)
class Chemotherapy:
    """Cumulative plasma exposure by drug, mg h/L, shape (N, T), on the grid of the signals."""

    cumulative_auc: Mapping[str, Floats] = field(default_factory=dict[str, Floats])


def host(values: Mapping[str, Floats], n: int, setting: Setting, parameters: TumourParameters) -> Host:
    """A host from a drawn profile, with defaults for what it does not say.

    Args:
        values: by name of the profile quantity, shape (n,); any field of `Host` may be among them.
        n: number of lanes.
        setting: picks the doubling time of the tumour.
        parameters: n lanes.
    """

    def get(name: str, default: float | Floats) -> Floats:
        return np.broadcast_to(np.asarray(values.get(name, default), dtype=np.float64), (n,)).copy()

    primary = setting == "neoadjuvant"
    doubling = parameters.doubling_time_primary if primary else parameters.doubling_time_metastatic
    return Host(
        ki67=get("ki67", 0.30),
        diameter_mm=get("diameter_mm", 40.0 if primary else 70.0),
        effector_ratio=get("effector_ratio", 0.007),
        FCGR3A_affinity=get("FCGR3A_affinity", 1.33),
        FCGR2A_affinity=get("FCGR2A_affinity", fcgr2a_affinity("H/R", parameters)),
        FCGR2B_weight=get("FCGR2B_weight", 1.0),
        nk_level=get("nk_level", 1.0),
        nk_function=get("nk_function", 1.0),
        til_pct=get("til_pct", parameters.til_reference),
        resistant_fraction=10.0 ** get("resistant_fraction_log10", -4.0),
        lesions=get("lesions", 1.0 if primary else 3.0),
        doubling_time_day=np.asarray(values.get("doubling_time_day", doubling), dtype=np.float64),
        cytotoxic_share=np.ones(n) if primary else parameters.metastatic_cytotoxic_share.copy(),
    )


def insensitive(signals: Signals, parameters: TumourParameters) -> Signals:
    """A clone whose signals ignore the drugs and that suffers `resistant_adcc_share` of the immune killing.

    It takes up no conjugate; payload of its neighbours reaches it where it crosses membranes.
    """
    flat = np.ones_like(signals.division)
    left = flat if signals.adcc_share is None else signals.adcc_share
    return Signals(
        signals.times_day, flat, flat, signals.bound_trastuzumab, signals.bound_pertuzumab, flat,
        left * parameters.resistant_adcc_share[:, None], antibody=signals.antibody,
    )  # fmt: skip


def damped(clone: Signals, share: Floats) -> Signals:
    """The clone with this share of the effect on division and death, shape (N,)."""
    weight = share[:, None]
    return replace(clone, division=1.0 + weight * (clone.division - 1.0), death=1.0 + weight * (clone.death - 1.0))
