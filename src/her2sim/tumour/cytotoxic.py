"""What all classes of chemotherapy share: exposure in standard doses, death days later, cells in cycle first.

    kill = ln(10) * log10_kill * effect * (1 - w + w * division/reference)       per day
    d effect/dt = (exposure per day / reference exposure - effect) * ln 2 / half_life

`effect` integrates to 1 for one standard dose of three weeks. Slower division under HER2 blockade so weakens the
drug; otherwise both act independently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.dna_repair import sensitisation
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cytotoxic:
    """One class of drugs with one kill; its parameters begin with `prefix`, reference exposures with the drug."""

    prefix: str
    drugs: tuple[str, ...]
    damages_dna: bool = False

    def parameter(self, name: str, parameters: TumourParameters) -> Floats:
        """The parameter `prefix_name`, shape (N,)."""
        return getattr(parameters, f"{self.prefix}_{name}")


def standard_doses(kind: Cytotoxic, cumulative_auc: Mapping[str, Floats], parameters: TumourParameters) -> Floats:
    """Exposure so far to the drugs of a class, in standard doses of three weeks, shape (N, T); drugs add up.

    Args:
        kind: the class; other drugs are passed over.
        cumulative_auc: by drug, the integral of its plasma concentration since day 0, mg h/L, shape (N, T).
        parameters: N lanes.
    """
    total: Floats = np.zeros((1, 1))
    for drug in kind.drugs:
        if drug in cumulative_auc:
            reference: Floats = getattr(parameters, f"{drug}_reference_auc")
            total = total + cumulative_auc[drug] / reference[:, None]
    return total


def delayed_effect(doses: Floats, times_day: Floats, half_life_day: Floats) -> Floats:
    """Standard doses taking effect per day: the exposure rate after a first-order delay, shape (N, T).

    Exact for an exposure that is spread evenly over each step of the grid.

    Args:
        doses: cumulative exposure in standard doses, shape (N, T), not falling.
        times_day: shape (T,), ascending.
        half_life_day: shape (N,).
    """
    steps = np.diff(times_day)
    rate = np.maximum(np.diff(doses, axis=1), 0.0) / steps
    keep = np.exp(-np.log(2.0) / half_life_day[:, None] * steps)
    effect = np.zeros(doses.shape)
    for step in range(steps.size):
        effect[:, step + 1] = keep[:, step] * effect[:, step] + (1.0 - keep[:, step]) * rate[:, step]
    return effect


def class_kill_rate(
    kind: Cytotoxic,
    cumulative_auc: Mapping[str, Floats],
    times_day: Floats,
    division: Floats,
    parameters: TumourParameters,
    repair: Floats | None = None,
) -> Floats:
    """Kill by the drugs of one class, per day, shape (N, T); zeros without one of them.

    Args:
        kind: the class.
        cumulative_auc: by drug, mg h/L, shape (N, T).
        times_day: shape (T,), ascending.
        division: per day, shape (N, T).
        parameters: N lanes.
        repair: readout DNA_repair over its drug-free value, shape (N, T); counts for classes that damage DNA.
    """
    if not any(drug in cumulative_auc for drug in kind.drugs):
        return np.zeros(division.shape)
    doses = standard_doses(kind, cumulative_auc, parameters)
    effect = delayed_effect(doses, times_day, kind.parameter("kill_half_life", parameters))
    weight = kind.parameter("proliferation_weight", parameters)[:, None]
    cycling = 1.0 - weight + weight * division / parameters.reference_division[:, None]
    kill = np.log(10.0) * kind.parameter("log10_kill", parameters)[:, None] * effect * cycling
    return kill * sensitisation(repair, parameters) if kind.damages_dna else kill
