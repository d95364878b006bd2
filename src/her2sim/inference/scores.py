"""What is fitted, as standard normal scores: every number with a prior is a quantile of that prior.

    value = quantile of the prior at Phi(score)

so the prior of the scores is N(0, 1) whatever the kind of prior, bounds hold by construction, and structural variants
(a prior of kind `choice`) move with the rest: a score beyond an edge takes the next alternative.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.inference.ensemble import Ensemble, varied
from her2sim.network import Network
from her2sim.tumour import tumour_records
from her2sim.tumour.parameters import field_factor
from her2sim.units import to_model

Floats = NDArray[np.float64]

CULTURE = ("death_max_fold", "culture_", "payload_")
"""beginnings of the names of those tumour parameters that act in culture, and so can be fitted to cultures"""


def fitted_names(network: Network) -> tuple[str, ...]:
    """Parameters of the network with a prior, then those of the tumour room that act in culture."""
    records = load_evidence().parameters
    tumour = (name for name in sorted(tumour_records()) if name.startswith(CULTURE))
    return (*varied(network), *(name for name in tumour if records[name].prior.kind != "fixed"))


def draw_scores(rng: np.random.Generator, names: Sequence[str], n: int) -> dict[str, Floats]:
    """Independent draws of the prior, name -> (N,)."""
    return {name: rng.standard_normal(n) for name in names}


def ensemble_at(scores: Mapping[str, Floats], network: Network, label: str) -> Ensemble:
    """The parameter vectors at scores.

    Args:
        scores: of `fitted_names`, shape (N,) each.

    Returns:
        an ensemble in model units, not yet tied to any artefact.
    """
    records = load_evidence().parameters
    inside: dict[str, Floats] = {}
    outside: dict[str, Floats] = {}
    for name, score in scores.items():
        record = records[name]
        values = record.prior.at(score, record.value)
        if name in network.parameter_index:
            inside[name] = values * to_model(1.0, record.unit)
        else:
            outside[name] = field_factor(record) * values
    return Ensemble(label, inside, {}, outside)
