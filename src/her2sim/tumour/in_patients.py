"""What a patient's tumour shows of an effect that cells in culture, or an untreated primary, show in full.

    ratio  = 1 + tumour_signal_share * (ratio of the network - 1)                    division and death, every drug
    kill   = metastatic_cytotoxic_share * kill of an untreated primary               chemotherapy and payload

Culture has even exposure, no matrix that keeps cells alive, and one clone that was chosen because it grows on plastic.
Which of these makes a tumour respond less is not known; the share stands for all of them and differs widely between
patients. Disease that has spread has mostly seen chemotherapy before.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from her2sim.tumour.inputs import Signals, damped
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.parameters import TumourParameters

Floats = NDArray[np.float64]

IN_PATIENTS = TumourMechanism(
    name="in_patients",
    does="a patient's tumour shows a share of the effects of culture, metastases a share of the kill of a primary",
    evidence=(),
    parameters=("tumour_signal_share", "metastatic_cytotoxic_share"),
    reductions=("one share for all drugs and both fates", "what makes a tumour respond less is not told apart"),
)


def seen_in_tumour(clone: Signals, parameters: TumourParameters) -> Signals:
    """The clone with the share of the drugs' effect on division and death that a patient's tumour shows."""
    return damped(clone, parameters.tumour_signal_share)


def weakened(parameters: TumourParameters, share: Floats) -> TumourParameters:
    """Parameters with this share of the kill by chemotherapy and payload.

    Args:
        parameters: N lanes.
        share: shape (N,); 1 changes nothing.
    """
    names = [one.name for one in fields(parameters) if one.name.endswith(("_log10_kill", "_tumour_efficiency"))]
    names.remove("adcc_tumour_efficiency")
    return replace(parameters, **{name: getattr(parameters, name) * share for name in names})
