"""Platinum: adducts on DNA kill resting cells, too, and more of them where repair is impaired (`dna_repair.py`).

The kill per cycle is a guess. Equations: `cytotoxic.py`; cisplatin is used in culture only (`culture_damage.py`).
"""

from __future__ import annotations

from her2sim.tumour.cytotoxic import Cytotoxic
from her2sim.tumour.mechanism import TumourMechanism

PLATINUM = TumourMechanism(
    name="platinum",
    does="carboplatin kills by DNA damage",
    evidence=("MOA09",),
    parameters=(
        "platinum_log10_kill", "platinum_kill_half_life", "platinum_proliferation_weight",
        "carboplatin_reference_auc",
    ),
    reductions=("no tumour deficient in homologous recombination",),
)  # fmt: skip

PLATINUM_KILL = Cytotoxic("platinum", ("carboplatin",), damages_dna=True)
