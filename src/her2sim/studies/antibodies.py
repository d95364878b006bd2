"""Antibodies to subdomain IV of HER2 are one pool for the network; here is what tells them apart: payload and Fc."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour import PAYLOADS, Fc, TumourParameters, Uptake, fc

Floats = NDArray[np.float64]

DOMAIN_IV = ("trastuzumab", "margetuximab", *PAYLOADS)
"""INN of every antibody to subdomain IV"""

UPTAKE_LEVELS = ("SLC46A3_level", "ABCB1_level")
"""profile quantities that change what payload does"""


def uptakes(flux_per_h: Floats, antibodies: Mapping[str, Floats], levels: Mapping[str, Floats]) -> tuple[Uptake, ...]:
    """What cells take up of each conjugate.

    Args:
        flux_per_h: readout `lysosomal_antibody`, molecules per cell and hour, shape (N, T).
        antibodies: free concentration of each antibody to subdomain IV by INN, shape (N, T) or (1, T).
        levels: of `UPTAKE_LEVELS`, shape (N,) each.
    """
    return tuple(
        Uptake(payload, flux_per_h, share_of(name, antibodies), **levels)
        for name, payload in PAYLOADS.items()
        if name in antibodies
    )


def share_of(name: str, antibodies: Mapping[str, Floats]) -> Floats:
    """Share of one antibody among all to subdomain IV, shape (N, T).

    While there is none, the share is that before; before the first, that of the first.
    """
    own = np.maximum(antibodies[name], 0.0)
    total = sum((np.maximum(values, 0.0) for values in antibodies.values()), np.zeros(own.shape))
    share = np.divide(own, total, out=np.full(own.shape, np.nan), where=total > 0)
    for steps in (range(1, share.shape[1]), range(share.shape[1] - 2, -1, -1)):
        ahead = -1 if steps.step > 0 else 1
        for time in steps:
            share[:, time] = np.where(np.isnan(share[:, time]), share[:, time + ahead], share[:, time])
    return np.nan_to_num(share)


def fc_of(antibodies: Iterable[str], parameters: TumourParameters) -> Fc | None:
    """The Fc that effector cells bind: that of margetuximab where it is given, else None for IgG1."""
    return fc("margetuximab", parameters) if "margetuximab" in antibodies else None
