"""Every mechanism of the network, in the order in which they build on each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from her2sim.biology.angiogenesis import ANGIOGENESIS
from her2sim.biology.apoptosis import APOPTOSIS
from her2sim.biology.erk import ERK
from her2sim.biology.foxo import FOXO, FOXO_FEEDBACK
from her2sim.biology.g1s import G1S
from her2sim.biology.igf1r import IGF1R
from her2sim.biology.kinase_inhibitor import KINASE_INHIBITOR
from her2sim.biology.kit import Draft, Mechanism
from her2sim.biology.masking import MASKING
from her2sim.biology.met import MET
from her2sim.biology.mtor import MTOR
from her2sim.biology.mtor_feedback import MTOR_FEEDBACK
from her2sim.biology.p95 import P95
from her2sim.biology.p95_translation import P95_TRANSLATION
from her2sim.biology.pertuzumab import PERTUZUMAB
from her2sim.biology.pi3k_akt import PI3K_AKT
from her2sim.biology.pi3k_inhibitor import PI3K_INHIBITOR
from her2sim.biology.ras import RAS
from her2sim.biology.receptors import RECEPTORS
from her2sim.biology.shedding import SHEDDING
from her2sim.biology.signals import SIGNALS
from her2sim.biology.src_pten import SRC_PTEN
from her2sim.biology.trafficking import TRAFFICKING
from her2sim.biology.trastuzumab import TRASTUZUMAB
from her2sim.biology.turnover import TURNOVER

MECHANISMS: tuple[Mechanism, ...] = (
    RECEPTORS,
    MASKING,
    KINASE_INHIBITOR,
    PI3K_INHIBITOR,
    TRAFFICKING,
    P95,
    SHEDDING,
    MET,
    IGF1R,
    TRASTUZUMAB,
    PERTUZUMAB,
    FOXO,
    TURNOVER,
    P95_TRANSLATION,
    MTOR_FEEDBACK,
    SIGNALS,
    SRC_PTEN,
    RAS,
    PI3K_AKT,
    ERK,
    MTOR,
    FOXO_FEEDBACK,
    G1S,
    APOPTOSIS,
    ANGIOGENESIS,
)


def draft(mechanisms: Iterable[Mechanism] = MECHANISMS, values: Mapping[str, float] | None = None) -> Draft:
    """The PySB model of the given mechanisms.

    Raises:
        NetworkError: a mechanism needs one that is not given before it, or a parameter has no record.
    """
    model = Draft("her2", values)
    for mechanism in mechanisms:
        model.add(mechanism)
    return model
