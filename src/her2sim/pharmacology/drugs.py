"""Every drug whose exposure is modelled, by name; one file per class of drugs (`drugs_<class>.py`).

Add a drug: a parameter file `pk_<drug>.yaml`, an entry in the file of its class, a component in `data/regimens.yaml`, a
line in docs/pharmacology.md, a second look. The second route of a drug is an entry of its own, `<INN>_<route>`.
"""

from __future__ import annotations

from collections.abc import Mapping

from her2sim.evidence import load_evidence
from her2sim.pharmacology.drug import Drug
from her2sim.pharmacology.drugs_chemotherapy import CHEMOTHERAPY, DOCETAXEL, PACLITAXEL
from her2sim.pharmacology.drugs_endocrine import ENDOCRINE
from her2sim.pharmacology.drugs_her2_antibodies import HER2_ANTIBODIES, PERTUZUMAB, TRASTUZUMAB
from her2sim.pharmacology.drugs_her_inhibitors import HER_INHIBITORS, LAPATINIB
from her2sim.pharmacology.drugs_other_proteins import OTHER_PROTEINS
from her2sim.pharmacology.drugs_pathway_inhibitors import ALPELISIB, PATHWAY_INHIBITORS

__all__ = ["DRUGS", "Drug", "known_drug", "other_route"]

_FIRST = (TRASTUZUMAB, PERTUZUMAB, LAPATINIB, ALPELISIB, DOCETAXEL, PACLITAXEL)
_CLASSES = (HER2_ANTIBODIES, HER_INHIBITORS, PATHWAY_INHIBITORS, OTHER_PROTEINS, ENDOCRINE, CHEMOTHERAPY)

DRUGS: Mapping[str, Drug] = {drug.name: drug for group in (_FIRST, *_CLASSES) for drug in group}
"""Every modelled drug by name. The order is part of a seed's meaning: new drugs go to the end."""


def other_route(drug: str, route: str) -> str:
    """The entry of a drug by that route, e.g. ('trastuzumab', 'sc') -> 'trastuzumab_sc'; the drug itself if none is."""
    found = [name for name, item in DRUGS.items() if drug == item.inn and route == item.route]
    return found[0] if found else drug


def known_drug(name: str) -> str | None:
    """The full name of a drug the evidence describes and the model does not, by id or name; else None."""
    wanted = _plain(name)
    modelled = {drug.evidence_id for drug in DRUGS.values()}
    for record in load_evidence().drugs.values():
        if wanted in {_plain(record.id), _plain(record.name)} and record.id not in modelled:
            return record.name
    return None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())
