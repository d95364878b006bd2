"""The payload of an antibody-drug conjugate in one cell: from the lysosome to the cytosol and out.

    antibody in lysosomes  --degradation-->  catabolite  --SLC46A3-->  cytosol  --efflux, pumps-->  outside     DM1
    antibody in lysosomes  --degradation-->  cytosol  <--membranes-->  outside                                  DXd

    d bound/dt   = flux * share * DAR - (k_degradation + division) * bound           molecules of payload per cell
    d free/dt    = k_degradation * bound - (k_transport * SLC46A3 + k_loss + division) * free
    d cytosol/dt = k_transport * SLC46A3 * free - (k_efflux * (1 - w + w * ABCB1) + division) * cytosol

Lys-MCC-DM1 needs a carrier out of the lysosome and hardly crosses membranes; DXd crosses in minutes, so that its
concentration follows release and surroundings at once (`bystander.py`). Antibodies without payload share the receptors:
`share` is that of the conjugate among bound antibodies. Division dilutes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]
PayloadName = Literal["DM1", "DXd"]

PAYLOAD = TumourMechanism(
    name="payload",
    does="a conjugate's payload goes from the lysosome to the cytosol and leaves the cell",
    evidence=("TX06", "TX07", "P10"),
    parameters=(
        "payload_degradation_half_life", "payload_efflux_half_life", "payload_pump_share",
        "payload_transport_half_life", "payload_lysosome_loss_half_life", "payload_DM1_DAR", "payload_DXd_DAR",
        "payload_cell_volume", "payload_DXd_efflux", "payload_DXd_influx",
    ),
    reductions=(
        "payload lost from the antibody in plasma is not followed: every conjugate carries the mean number",
        "payload released outside the cell by DM1 conjugates does nothing; free payload of the plasma is left out",
        "binding to the target is fast and takes nothing away; DXd leaves the lysosome at once and has no pump",
    ),
)  # fmt: skip

PAYLOADS: dict[str, PayloadName] = {"trastuzumab_emtansine": "DM1", "trastuzumab_deruxtecan": "DXd"}
"""payload by conjugate"""

MOLECULES_PER_NM_MM3 = 6.02214e8
"""1e-9 mol/L in 1e-6 L, times 6.02214e23 /mol"""
STEP_DAY = 0.05
"""Longest step; halving it moves the exposure of the cytosol by less than 0.1 % (tests/tumour/test_payload.py)"""


@dataclass(frozen=True)
class Uptake:
    """What one clone takes up of one conjugate, on a grid of days."""

    payload: PayloadName
    flux_per_h: Floats
    """all antibodies to subdomain IV that reach lysosomes, molecules per cell and hour, shape (N, T)"""
    adc_share: Floats | float = 1.0
    """share of the conjugate among them, shape (N, T) or (N, 1)"""
    SLC46A3_level: Floats | float = 1.0
    """carrier of the clone over its usual amount, shape (N,)"""
    ABCB1_level: Floats | float = 1.0
    """pumps of the clone over their usual amount, shape (N,)"""


@dataclass(frozen=True)
class Pools:
    """Payload in a cell, molecules, shape (N, T) each."""

    bound: Floats
    """still on antibody, in lysosomes"""
    free: Floats
    """free in lysosomes; 0 for a payload that crosses membranes"""
    cytosol: Floats
    """in the cytosol; 0 for a payload that crosses membranes, see `cytosol_nM`"""
    release_per_day: Floats
    """into the cytosol"""


def payload_pools(uptake: Uptake, times_day: Floats, division: Floats, parameters: TumourParameters) -> Pools:
    """Payload in a cell over time, from none at the start.

    Second order in the step, exact for constant flux and division in the first pool.

    Args:
        uptake: by one clone.
        times_day: shape (T,), ascending.
        division: per day, shape (N, T); dilutes.
        parameters: N lanes.

    Checked: tests/tumour/test_payload.py against SciPy's integration of the equations above.
    """
    diffuses = uptake.payload == "DXd"
    loading = _payload_flux(uptake, parameters)
    degradation = np.log(2.0) / parameters.payload_degradation_half_life
    transport = np.log(2.0) / parameters.payload_transport_half_life * uptake.SLC46A3_level
    loss = np.log(2.0) / parameters.payload_lysosome_loss_half_life
    efflux = _efflux(uptake, parameters)
    pools = np.zeros((3, *division.shape))
    for day in range(times_day.size - 1):
        span = float(times_day[day + 1] - times_day[day])
        steps = max(1, int(np.ceil(span / STEP_DAY - 1e-9)))
        now, step = pools[:, :, day], span / steps
        for place in range(steps):
            late = (place + 0.5) / steps
            inflow = (1.0 - late) * loading[:, day] + late * loading[:, day + 1]
            dilution = (1.0 - late) * division[:, day] + late * division[:, day + 1]
            bound, mean = _pool(now[0], inflow, degradation + dilution, step)
            free, mean = _pool(now[1], 0.0 if diffuses else degradation * mean, transport + loss + dilution, step)
            cytosol, _ = _pool(now[2], transport * mean, efflux + dilution, step)
            now = np.stack([bound, free, cytosol])
        pools[:, :, day + 1] = now
    release = degradation[:, None] * pools[0] if diffuses else np.reshape(transport, (-1, 1)) * pools[1]
    return Pools(pools[0], pools[1], pools[2], release)


def cytosol_nM(
    uptake: Uptake, pools: Pools, parameters: TumourParameters, *, outside_nM: Floats | float = 0.0
) -> Floats:
    """Payload in the cytosol, nM, shape (N, T).

    Args:
        uptake: by the clone.
        pools: of the clone.
        parameters: N lanes.
        outside_nM: free payload around the cell, shape (N, T); only a payload that crosses membranes gets in.
    """
    if uptake.payload == "DXd":
        return permeable_nM(pools.release_per_day, outside_nM, parameters)
    return pools.cytosol / (MOLECULES_PER_NM_MM3 * parameters.payload_cell_volume)[:, None]


def permeable_nM(release_per_day: Floats, outside_nM: Floats | float, parameters: TumourParameters) -> Floats:
    """DXd in the cytosol of a cell that releases some and stands in some, nM, shape (N, T).

    Args:
        release_per_day: molecules per cell, shape (N, T).
        outside_nM: around the cell, shape (N, T).
        parameters: N lanes.
    """
    per_nM = (MOLECULES_PER_NM_MM3 * parameters.payload_cell_volume)[:, None]
    inflow = release_per_day / per_nM + parameters.payload_DXd_influx[:, None] * outside_nM
    return inflow / parameters.payload_DXd_efflux[:, None]


def payload_exposure(times_day: Floats, concentration_nM: Floats) -> Floats:
    """Integral of a concentration over time, nM day, shape (N,).

    Args:
        times_day: shape (T,), ascending.
        concentration_nM: shape (N, T).
    """
    return np.asarray(np.trapezoid(concentration_nM, times_day, axis=1), dtype=np.float64)


def _payload_flux(uptake: Uptake, parameters: TumourParameters) -> Floats:
    """Molecules of payload into lysosomes, per cell and day, shape (N, T)."""
    ratio = parameters.payload_DM1_DAR if uptake.payload == "DM1" else parameters.payload_DXd_DAR
    return 24.0 * np.maximum(uptake.flux_per_h, 0.0) * uptake.adc_share * ratio[:, None]


def _efflux(uptake: Uptake, parameters: TumourParameters) -> Floats:
    """Rate at which DM1 leaves the cytosol, per day, shape (N,)."""
    pumped = parameters.payload_pump_share
    return np.log(2.0) / parameters.payload_efflux_half_life * (1.0 - pumped + pumped * uptake.ABCB1_level)


def _pool(now: Floats, inflow: Floats | float, rate: Floats, step: float) -> tuple[Floats, Floats]:
    """(amount after a step, mean amount over it) of a pool with constant inflow and rate of loss."""
    balance = inflow / rate
    after = balance + (now - balance) * np.exp(-rate * step)
    return after, balance + (now - after) / (rate * step)
