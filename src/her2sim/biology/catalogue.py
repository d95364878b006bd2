"""Every mechanism of the network, in the order in which they build on each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from her2sim.biology.akt1_mutation import AKT1_MUTATION
from her2sim.biology.akt_inhibitors import AKT_INHIBITORS
from her2sim.biology.angiogenesis import ANGIOGENESIS
from her2sim.biology.apoptosis import APOPTOSIS
from her2sim.biology.bypass_rtk import BYPASS_RTK
from her2sim.biology.cdk2_inhibitors import CDK2_INHIBITORS
from her2sim.biology.cdk46 import CDK46
from her2sim.biology.cdk46_inhibitors import CDK46_INHIBITORS
from her2sim.biology.dna_damage import DNA_DAMAGE
from her2sim.biology.egfr_inhibitors import EGFR_INHIBITORS
from her2sim.biology.epha2 import EPHA2, EPHA2_BY_SRC
from her2sim.biology.epor import EPOR
from her2sim.biology.erk import ERK
from her2sim.biology.erk_on_her import ERK_ON_HER
from her2sim.biology.estrogen_receptor import ESTROGEN_RECEPTOR
from her2sim.biology.fgfr_inhibitors import FGFR_INHIBITORS
from her2sim.biology.foxo import FOXO, FOXO_FEEDBACK
from her2sim.biology.g1s import CYCLIN_E, G1S
from her2sim.biology.h2ntf import H2NTF
from her2sim.biology.her2_variants import HER2_VARIANTS
from her2sim.biology.her3_antibodies import HER3_ANTIBODIES
from her2sim.biology.her3_phosphatase import HER3_PHOSPHATASE, HER3_PHOSPHATASE_BY_AKT
from her2sim.biology.her4 import HER4
from her2sim.biology.her_kinases import HER_KINASES
from her2sim.biology.hsp90 import HSP90
from her2sim.biology.hyaluronan import HYALURONAN
from her2sim.biology.igf1r import IGF1R
from her2sim.biology.igf1r_inhibitors import IGF1R_INHIBITORS
from her2sim.biology.jab1 import JAB1
from her2sim.biology.jak2_inhibitors import JAK2_INHIBITORS
from her2sim.biology.kit import Draft, Mechanism
from her2sim.biology.lapatinib import LAPATINIB
from her2sim.biology.ligand_release import LIGAND_RELEASE, LIGANDS
from her2sim.biology.masking import MASKING
from her2sim.biology.mek_inhibitors import MEK_INHIBITORS
from her2sim.biology.met import MET
from her2sim.biology.met_inhibitors import MET_INHIBITORS
from her2sim.biology.mtor import MTOR
from her2sim.biology.mtor_feedback import MTOR_FEEDBACK
from her2sim.biology.mtor_inhibitors import MTOR_INHIBITORS
from her2sim.biology.muc4 import MUC4
from her2sim.biology.nf1_kras import NF1_KRAS
from her2sim.biology.p95 import P95
from her2sim.biology.p95_translation import P95_TRANSLATION
from her2sim.biology.pan_her_inhibitors import PAN_HER_INHIBITORS
from her2sim.biology.pertuzumab import PERTUZUMAB
from her2sim.biology.pi3k_akt import PI3K_AKT, PI3K_LIPIDS, PI3K_RECEPTORS
from her2sim.biology.pi3k_inhibitors import PI3K_INHIBITORS
from her2sim.biology.pik3ca_mutation import PIK3CA_MUTATION
from her2sim.biology.ppm1h import PPM1H
from her2sim.biology.ras import RAS
from her2sim.biology.receptors import RECEPTORS
from her2sim.biology.sheddase import SHEDDASE
from her2sim.biology.shedding import SHEDDING
from her2sim.biology.signals import SIGNALS
from her2sim.biology.skp2 import SKP2
from her2sim.biology.src_inhibitors import SRC_INHIBITORS
from her2sim.biology.src_on_her import SRC_ON_HER
from her2sim.biology.src_pten import SRC_PTEN
from her2sim.biology.survivin import SURVIVIN
from her2sim.biology.trafficking import TRAFFICKING
from her2sim.biology.trastuzumab import TRASTUZUMAB
from her2sim.biology.tucatinib import TUCATINIB
from her2sim.biology.turnover import TURNOVER

MECHANISMS: tuple[Mechanism, ...] = (
    LIGANDS,
    MUC4,
    HYALURONAN,
    H2NTF,
    SHEDDASE,
    HSP90,
    LAPATINIB,
    TUCATINIB,
    PAN_HER_INHIBITORS,
    EGFR_INHIBITORS,
    HER_KINASES,
    PI3K_INHIBITORS,
    AKT_INHIBITORS,
    MTOR_INHIBITORS,
    MEK_INHIBITORS,
    CDK46_INHIBITORS,
    CDK2_INHIBITORS,
    SRC_INHIBITORS,
    MET_INHIBITORS,
    IGF1R_INHIBITORS,
    JAK2_INHIBITORS,
    FGFR_INHIBITORS,
    RECEPTORS,
    MASKING,
    HER3_ANTIBODIES,
    TRAFFICKING,
    P95,
    SHEDDING,
    MET,
    IGF1R,
    TRASTUZUMAB,
    PERTUZUMAB,
    HER2_VARIANTS,
    EPHA2,
    EPOR,
    BYPASS_RTK,
    HER3_PHOSPHATASE,
    FOXO,
    TURNOVER,
    P95_TRANSLATION,
    MTOR_FEEDBACK,
    ERK_ON_HER,
    SRC_ON_HER,
    CDK46,
    CYCLIN_E,
    SIGNALS,
    HER4,
    SRC_PTEN,
    EPHA2_BY_SRC,
    NF1_KRAS,
    RAS,
    PI3K_RECEPTORS,
    PIK3CA_MUTATION,
    PI3K_LIPIDS,
    AKT1_MUTATION,
    PI3K_AKT,
    HER3_PHOSPHATASE_BY_AKT,
    LIGAND_RELEASE,
    DNA_DAMAGE,
    ERK,
    MTOR,
    FOXO_FEEDBACK,
    SKP2,
    PPM1H,
    JAB1,
    ESTROGEN_RECEPTOR,
    G1S,
    SURVIVIN,
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
