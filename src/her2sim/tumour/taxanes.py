"""Taxanes: cells that meet the drug are arrested in mitosis and die days later; half of the kill needs cells in cycle.

Calibrated on nothing but one derived number per cycle: wide, and marked so. Equations: `cytotoxic.py`.
"""

from __future__ import annotations

from her2sim.tumour.cytotoxic import Cytotoxic
from her2sim.tumour.mechanism import TumourMechanism

TAXANES = TumourMechanism(
    name="taxanes",
    does="cells arrested by docetaxel or paclitaxel die days later",
    evidence=(),
    parameters=(
        "taxane_log10_kill", "taxane_kill_half_life", "taxane_proliferation_weight",
        "docetaxel_reference_auc", "paclitaxel_reference_auc",
    ),
    reductions=("one kill per dose whatever the schedule; no resistance by pumps or tubulin",),
)  # fmt: skip

TAXANES_KILL = Cytotoxic("taxane", ("docetaxel", "paclitaxel"))
