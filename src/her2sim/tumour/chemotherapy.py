"""Chemotherapy: the classes put together; their kills add up.

Each class has a file of its own (`taxanes.py`, `platinum.py`, `antimetabolites.py`, `vincas.py`, `anthracyclines.py`);
what they share is in `cytotoxic.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.anthracyclines import ANTHRACYCLINES_KILL
from her2sim.tumour.antimetabolites import ANTIMETABOLITES_KILL
from her2sim.tumour.cytotoxic import class_kill_rate
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters
from her2sim.tumour.platinum import PLATINUM_KILL
from her2sim.tumour.taxanes import TAXANES_KILL
from her2sim.tumour.vincas import VINCAS_KILL

Floats = NDArray[np.float64]

CHEMOTHERAPY = TumourMechanism(
    name="chemotherapy",
    does="classes of chemotherapy kill independently of each other",
    evidence=(),
    parameters=("reference_division",),
    reductions=("no interaction between classes; no harm to effector cells unless the host says so",),
)

CLASSES = (TAXANES_KILL, PLATINUM_KILL, ANTIMETABOLITES_KILL, VINCAS_KILL, ANTHRACYCLINES_KILL)
CYTOTOXIC_DRUGS = tuple(drug for kind in CLASSES for drug in kind.drugs)


def chemotherapy_kill_rate(
    cumulative_auc: Mapping[str, Floats],
    times_day: Floats,
    division: Floats,
    parameters: TumourParameters,
    repair: Floats | None = None,
) -> Floats:
    """Kill by all chemotherapy, per day, shape (N, T); zeros without any.

    Args:
        cumulative_auc: by drug, mg h/L, shape (N, T).
        times_day: shape (T,), ascending.
        division: per day, shape (N, T).
        parameters: N lanes.
        repair: readout DNA_repair over its drug-free value, shape (N, T); None for unchanged.

    Raises:
        KeyError: no kill is known for a drug.
    """
    unknown = set(cumulative_auc) - set(CYTOTOXIC_DRUGS)
    if unknown:
        raise KeyError(sorted(unknown)[0])
    total = np.zeros(division.shape)
    for kind in CLASSES:
        total += class_kill_rate(kind, cumulative_auc, times_day, division, parameters, repair)
    return total


def taxane_kill_rate(
    cumulative_auc: Mapping[str, Floats], times_day: Floats, division: Floats, parameters: TumourParameters
) -> Floats:
    """Kill by taxanes alone, per day, shape (N, T); arguments as `chemotherapy_kill_rate`."""
    return class_kill_rate(TAXANES_KILL, cumulative_auc, times_day, division, parameters)
