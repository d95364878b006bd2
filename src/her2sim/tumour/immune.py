"""Who kills opsonised cells: NK cells through FcgRIIIa, myeloid cells through FcgRIIa held back by FcgRIIb.

    kill = (1 - m) * nk_function * adcc(NK cells, FcgRIIIa) + m * release * adcc(myeloid cells, FcgRIIa)

The myeloid share m is a structure (`fcgr2a.py`): 0 in the first guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.adcc import adcc_kill_rate, specific_lysis
from her2sim.tumour.fc_engineering import Fc, fc, fcgr3a_fold, fold_in_patients
from her2sim.tumour.fcgr2a import fcgr2a_affinity, myeloid_affinity
from her2sim.tumour.fcgr2b import myeloid_release
from her2sim.tumour.fcgr3a import Genotype, affinity_in_patients, fcgr3a_affinity
from her2sim.tumour.nk_cells import nk_in_blood_cells, nk_ratio
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
Cells = Literal["blood", "NK", "myeloid"]


@dataclass(frozen=True)
class Effectors:
    """The effector cells of N hosts, shape (N,) each."""

    ratio: Floats
    """effector cells per tumour cell in the typical host"""
    FCGR3A_affinity: Floats
    """relative to F/F"""
    FCGR2A_affinity: Floats
    """relative to R/R"""
    FCGR2B_weight: Floats
    """inhibition relative to I/I; 0 without the receptor"""
    nk_level: Floats
    """number of NK cells relative to the typical host"""
    nk_function: Floats
    """rate at which an NK cell kills relative to the typical host"""


def effectors(ratio: Floats, parameters: TumourParameters) -> Effectors:
    """Effectors of typical hosts: V/F, H/R, I/I, NK cells as usual; `ratio` has shape (N,)."""
    one = np.ones(parameters.n)
    v_f, h_r = fcgr3a_affinity("V/F", parameters), fcgr2a_affinity("H/R", parameters)
    return Effectors(ratio, v_f, h_r, one, one, one)


def immune_kill_rate(
    trastuzumab: Floats,
    pertuzumab: Floats,
    cells: Effectors,
    parameters: TumourParameters,
    *,
    antibody: Fc | None = None,
) -> Floats:
    """Rate at which effector cells kill inside a tumour, per day, shape (N, T).

    Args:
        trastuzumab: bound antibodies to subdomain IV per cell, shape (N, T).
        pertuzumab: bound antibodies per cell, shape (N, T).
        cells: of N hosts.
        parameters: N lanes.
        antibody: Fc of the antibody to subdomain IV; None for IgG1.
    """
    share = parameters.variant_myeloid_share
    killing = nk_kill_rate(trastuzumab, pertuzumab, cells, parameters, antibody=antibody)
    if not share.any():
        return killing
    myeloid = myeloid_kill_rate(trastuzumab, pertuzumab, cells, parameters, antibody=antibody)
    return (1.0 - share)[:, None] * killing + share[:, None] * myeloid


def nk_kill_rate(
    trastuzumab: Floats,
    pertuzumab: Floats,
    cells: Effectors,
    parameters: TumourParameters,
    *,
    antibody: Fc | None = None,
    inside_tumour: bool = True,
) -> Floats:
    """Rate at which NK cells kill were they all effectors, per day, shape (N, T); arguments as `immune_kill_rate`."""
    affinity = affinity_in_patients(cells.FCGR3A_affinity, parameters) if inside_tumour else cells.FCGR3A_affinity
    fold = 1.0 if antibody is None else fcgr3a_fold(antibody, affinity, parameters)
    fold = fold_in_patients(fold, parameters) if inside_tumour else fold
    ratio = nk_ratio(cells.ratio, cells.nk_level)
    rate = adcc_kill_rate(
        trastuzumab, pertuzumab, ratio, affinity, parameters, inside_tumour=inside_tumour, fc_fold=fold
    )
    return cells.nk_function[:, None] * rate


def myeloid_kill_rate(
    trastuzumab: Floats,
    pertuzumab: Floats,
    cells: Effectors,
    parameters: TumourParameters,
    *,
    antibody: Fc | None = None,
    inside_tumour: bool = True,
) -> Floats:
    """Rate at which myeloid cells kill were they all effectors, per day, shape (N, T); as `immune_kill_rate`."""
    affinity = myeloid_affinity(cells.FCGR2A_affinity, parameters)
    fold = 1.0 if antibody is None else antibody.FCGR2A
    held = 1.0 if antibody is None else antibody.FCGR2B
    release = myeloid_release(cells.FCGR2B_weight, parameters, fc_fold=held)
    rate = adcc_kill_rate(
        trastuzumab, pertuzumab, cells.ratio, affinity, parameters, inside_tumour=inside_tumour, fc_fold=fold
    )
    return release[:, None] * rate


def assay_lysis(
    bound: Floats,
    ratio: Floats | float,
    hours: float,
    parameters: TumourParameters,
    *,
    cells: Cells = "blood",
    fcgr3a: Genotype | Floats = "V/F",
    antibody: Fc | None = None,
    pertuzumab: Floats | None = None,
    nk_level: Floats | float = 1.0,
    contact: Floats | float = 1.0,
) -> Floats:
    """Share of target cells lysed in an assay, shape (N,), 0 to 1.

    Args:
        bound: antibodies to subdomain IV on a target cell (readout `bound_trastuzumab`), shape (N,).
        ratio: cells added per target: mononuclear blood cells, one in ten of them an NK cell, or purified cells.
        hours: length of the assay; 4 is usual.
        parameters: N lanes.
        cells: what was added.
        fcgr3a: genotype of the donor at position 158, or affinity relative to F/F, shape (N,).
        antibody: Fc of the antibody (`fc("afucosylated", parameters)`); None for IgG1.
        pertuzumab: bound pertuzumab per cell, shape (N,); None for none.
        nk_level: number of NK cells of the donor over that of the typical donor, shape (N,).
        contact: share of the killing that MUC4 leaves (`mucin.contact_left`), shape (N,).
    """
    one = np.ones(parameters.n)
    added = ratio * one
    present = nk_in_blood_cells(added, parameters) if cells == "blood" else added
    affinity = fcgr3a_affinity(fcgr3a, parameters) if isinstance(fcgr3a, str) else fcgr3a
    typical = effectors(present, parameters)
    donor = Effectors(present, affinity, typical.FCGR2A_affinity, one, nk_level * one, one)
    coat, other = bound[:, None], np.zeros((parameters.n, 1)) if pertuzumab is None else pertuzumab[:, None]
    kind = myeloid_kill_rate if cells == "myeloid" else nk_kill_rate
    rate = kind(coat, other, donor, parameters, antibody=antibody or fc("IgG1", parameters), inside_tumour=False)
    return specific_lysis(contact * rate[:, 0], hours)
