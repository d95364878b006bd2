"""Anthracyclines: doxorubicin breaks DNA through topoisomerase II; impaired repair adds to that (`dna_repair.py`).

The kill per cycle is that of a taxane: the one number behind both does not tell them apart. Equations: `cytotoxic.py`.
"""

from __future__ import annotations

from her2sim.tumour.cytotoxic import Cytotoxic
from her2sim.tumour.mechanism import TumourMechanism

ANTHRACYCLINES = TumourMechanism(
    name="anthracyclines",
    does="doxorubicin kills by DNA damage",
    evidence=("MOA09",),
    parameters=(
        "anthracycline_log10_kill", "anthracycline_kill_half_life", "anthracycline_proliferation_weight",
        "doxorubicin_reference_auc",
    ),
    reductions=("no harm to the heart, which keeps it from being given with trastuzumab",),
)  # fmt: skip

ANTHRACYCLINES_KILL = Cytotoxic("anthracycline", ("doxorubicin",), damages_dna=True)
