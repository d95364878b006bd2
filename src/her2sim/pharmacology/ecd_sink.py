"""Soluble HER2 in serum speeds up the loss of antibody (R22), as two published models estimated it.

    trastuzumab    CL * (ECD/8.23)^0.041    V1 * (ECD/8.23)^0.105    ECD at most 200 ng/mL     (Bruno 2005)
    T-DM1          CL * (ECD/25)^0.035                                                         (Lu 2014)

The loss itself is not a binding reaction here: at 1000 ng/mL serum holds about 10 nM ectodomain against 200 to 1200 nM
antibody. The level is a covariate: measured in a case, otherwise whatever the profile draws, otherwise the reference
level of Bruno 2005, which changes nothing. What the ectodomain explains is also part of the published spread of
clearance; it is counted twice, 5 % beside 40 %. Binding of ectodomain shed beside the tumour cell is the network's
(`biology/shedding.py`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from her2sim.evidence import load_evidence
from her2sim.pharmacology.covariates import Covariates
from her2sim.pharmacology.drug import Effect

Floats = NDArray[np.float64]

EVIDENCE = ("R22",)


def ecd_factor(effect: Effect, patients: Covariates, parameter: str) -> Floats:
    """Factor of soluble HER2 on one structural parameter, shape (N,); 1 at the drug's reference level.

    Args:
        effect: reads `<parameter>_ECD` (power), `ECD_reference`, `ECD_floor` and `ECD_cap` (ng/mL) of the drug.
        patients: their serum ectodomain, ng/mL.
        parameter: e.g. 'CL'.

    Source: bruno2005, lu2014. Checked: tests/pharmacology/test_ecd_sink.py.
    """
    level = np.clip(patients.serum_ECD_ng_mL, effect("ECD_floor"), effect("ECD_cap"))
    return (level / effect("ECD_reference")) ** effect(f"{parameter}_ECD")


def draw_serum_ecd(rng: np.random.Generator, n: int) -> Floats:
    """Serum ectodomain of n patients with a HER2-positive tumour, ng/mL, shape (n,).

    Source: zheng2019 (36.9 % below 15 ng/mL); the spread is a guess. Checked: tests/pharmacology/test_ecd_sink.py.
    """
    record = load_evidence().parameters["serum_ECD"]
    return record.prior.sample(rng, n, record.value)
