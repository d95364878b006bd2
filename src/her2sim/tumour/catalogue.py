"""All mechanisms of this room, in the order of the documentation."""

from __future__ import annotations

from her2sim.tumour.adcc import ADCC
from her2sim.tumour.anthracyclines import ANTHRACYCLINES
from her2sim.tumour.antigen_presentation import ANTIGEN_PRESENTATION
from her2sim.tumour.antimetabolites import ANTIMETABOLITES
from her2sim.tumour.bystander import BYSTANDER
from her2sim.tumour.chemotherapy import CHEMOTHERAPY
from her2sim.tumour.culture import CULTURE
from her2sim.tumour.culture_damage import CULTURE_DAMAGE
from her2sim.tumour.dna_repair import DNA_REPAIR
from her2sim.tumour.endpoints import ENDPOINTS
from her2sim.tumour.fate import FATE
from her2sim.tumour.fc_engineering import FC_ENGINEERING
from her2sim.tumour.fcgr2a import FCGR2A
from her2sim.tumour.fcgr2b import FCGR2B
from her2sim.tumour.fcgr3a import FCGR3A
from her2sim.tumour.growth import GROWTH
from her2sim.tumour.in_patients import IN_PATIENTS
from her2sim.tumour.mechanism import TumourMechanism
from her2sim.tumour.mucin import MUCIN
from her2sim.tumour.nk_cells import NK_CELLS
from her2sim.tumour.payload import PAYLOAD
from her2sim.tumour.payload_kill import PAYLOAD_KILL
from her2sim.tumour.platinum import PLATINUM
from her2sim.tumour.taxanes import TAXANES
from her2sim.tumour.tils import TILS
from her2sim.tumour.vessels import VESSELS
from her2sim.tumour.vincas import VINCAS
from her2sim.tumour.xenograft import XENOGRAFT

TUMOUR_MECHANISMS: tuple[TumourMechanism, ...] = (
    FATE, GROWTH, VESSELS, ADCC, FCGR3A, FCGR2A, FCGR2B, NK_CELLS, FC_ENGINEERING, MUCIN, TILS, ANTIGEN_PRESENTATION,
    PAYLOAD, PAYLOAD_KILL, BYSTANDER, DNA_REPAIR, CHEMOTHERAPY, TAXANES, PLATINUM, ANTIMETABOLITES, VINCAS,
    ANTHRACYCLINES, CULTURE, CULTURE_DAMAGE, IN_PATIENTS, XENOGRAFT, ENDPOINTS,
)  # fmt: skip
