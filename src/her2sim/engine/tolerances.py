"""Absolute tolerances: how small an amount is still told from zero, by the unit of the species."""

from collections.abc import Mapping

import numpy as np

from her2sim.engine.solution import Floats
from her2sim.errors import InputError
from her2sim.network.form import Network

# molecules per cell: a thousandth of one molecule; relative amounts run from 0 to 1; free ligand and drug in nM act
# at 0.01 nM and above, so 1e-6 nM is far below any effect
DEFAULT_ATOL: Mapping[str, float] = {"molecule": 1e-3, "1": 1e-8, "nM": 1e-6}
_OTHER = 1e-8


def absolute_tolerance(network: Network, atol: float | Floats | None) -> Floats:
    """Tolerance of every species, shape (S,).

    Raises:
        InputError: a tolerance is not positive, or there are not S of them.
    """
    count = len(network.species)
    if atol is None:
        return np.array([DEFAULT_ATOL.get(species.unit, _OTHER) for species in network.species])
    found = np.asarray(atol, dtype=float)
    if found.ndim > 1 or (found.ndim == 1 and len(found) != count):
        raise InputError(
            "there must be one absolute tolerance, or one a species.",
            where="atol",
            expected=f"shape ({count},)",
            got=found.shape,
        )
    if not (np.isfinite(found) & (found > 0)).all():
        raise InputError("an absolute tolerance is not positive.", where="atol", expected="> 0", got=atol)
    return np.broadcast_to(found, (count,)).copy()


def check_relative(rtol: float) -> None:
    """Refuse a relative tolerance outside 1e-12 to 0.1.

    Raises:
        InputError: it is outside.
    """
    if not 1e-12 <= rtol <= 0.1:
        raise InputError("the relative tolerance is out of range.", where="rtol", expected="1e-12 to 0.1", got=rtol)
