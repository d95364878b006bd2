"""One case in the course of being answered: its variants, its clones, and the drug-free balances they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from her2sim.case import CarriedMechanism, Case, Profile
from her2sim.engine import SteadyState
from her2sim.studies.draws import Draws
from her2sim.studies.signalling import at_rest

Floats = NDArray[np.float64]
Changes = Mapping[str, Floats | float]


@dataclass
class Work:
    """One case in the course of being answered; drug-free balances are shared by its regimens."""

    case: Case
    profile: Profile
    draws: Draws
    jobs: int
    repairs: bool = True
    """whether every carried mechanism is also repaired alone"""
    balances: dict[tuple[str, int], SteadyState] = field(default_factory=dict[tuple[str, int], SteadyState])

    def repaired(self) -> tuple[CarriedMechanism, ...]:
        """Mechanisms that are repaired, each alone."""
        return self.profile.mechanisms if self.repairs else ()

    def variants(self) -> dict[str, Changes]:
        """Profile quantities changed by each variant: the case as it is (''), and each repair by mechanism id."""
        return {"": {}, **{mechanism.id: dict(mechanism.repair) for mechanism in self.repaired()}}

    def rest(self, variant: str, clone: int, changes: Changes) -> SteadyState:
        """Drug-free balance of one clone of a variant, computed once."""
        key = (variant, clone)
        if key not in self.balances:
            self.balances[key] = at_rest(self.draws, changes, self.jobs)
        return self.balances[key]
