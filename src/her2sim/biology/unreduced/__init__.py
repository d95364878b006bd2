"""Variants of the network that leave a reduction out, built to see how far the reduction departs from them."""

from __future__ import annotations

from collections.abc import Mapping

from her2sim.biology.catalogue import MECHANISMS
from her2sim.biology.kit import Mechanism
from her2sim.biology.unreduced.crosslink import CROSSLINK
from her2sim.biology.unreduced.inhibitor_sites import INHIBITOR_SITES
from her2sim.biology.unreduced.rewrite import replaced

UNREDUCED: Mapping[str, tuple[Mechanism, ...]] = {"crosslink": CROSSLINK, "inhibitor-sites": INHIBITOR_SITES}
"""variant -> the mechanisms that take the place of their namesakes in the catalogue"""


def mechanisms_of(variant: str) -> tuple[Mechanism, ...]:
    """Every mechanism of a variant, in order.

    Raises:
        NetworkError: there is no such variant, or it replaces a mechanism that is not in the catalogue.
    """
    from her2sim.errors import NetworkError

    if variant not in UNREDUCED:
        raise NetworkError("there is no such variant.", expected=", ".join(UNREDUCED), got=variant)
    return replaced(MECHANISMS, UNREDUCED[variant])
