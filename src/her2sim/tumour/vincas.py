"""Vinca alkaloids: vinorelbine arrests cells in mitosis; they die days later.

The kill per cycle is a guess. Equations: `cytotoxic.py`.
"""

from __future__ import annotations

from her2sim.tumour.cytotoxic import Cytotoxic
from her2sim.tumour.mechanism import TumourMechanism

VINCAS = TumourMechanism(
    name="vincas",
    does="cells arrested by vinorelbine die days later",
    evidence=(),
    parameters=(
        "vinca_log10_kill", "vinca_kill_half_life", "vinca_proliferation_weight",
        "vinorelbine_reference_auc",
    ),
    reductions=("one kill per dose whatever the schedule",),
)  # fmt: skip

VINCAS_KILL = Cytotoxic("vinca", ("vinorelbine",))
