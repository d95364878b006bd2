"""Antimetabolites: fluorouracil made from capecitabine kills cells that replicate DNA.

The kill per cycle is a guess. Equations: `cytotoxic.py`.
"""

from __future__ import annotations

from her2sim.tumour.cytotoxic import Cytotoxic
from her2sim.tumour.mechanism import TumourMechanism

ANTIMETABOLITES = TumourMechanism(
    name="antimetabolites",
    does="capecitabine kills replicating cells",
    evidence=(),
    parameters=(
        "antimetabolite_log10_kill", "antimetabolite_kill_half_life", "antimetabolite_proliferation_weight",
        "capecitabine_reference_auc",
    ),
    reductions=("fluorouracil of plasma stands for that of the tumour, which makes its own from the prodrug",),
)  # fmt: skip

ANTIMETABOLITES_KILL = Cytotoxic("antimetabolite", ("capecitabine",))
