"""Where a drug acts: on the network, as chemotherapy on a tumour, or as a cytotoxic drug in medium; else a refusal."""

from __future__ import annotations

from her2sim.errors import RegimenError
from her2sim.network import load_network
from her2sim.pharmacology.drugs import DRUGS
from her2sim.pharmacology.schedule import Regimen
from her2sim.tumour import CYTOTOXIC_DRUGS
from her2sim.tumour.culture import culture_defaults
from her2sim.tumour.culture_damage import AGENTS


def check_drugs(regimen: Regimen, *, culture: bool) -> None:
    """Refuse a regimen with a drug that would do nothing.

    Args:
        regimen: its drugs.
        culture: in medium; else in a patient.

    Raises:
        RegimenError: a drug acts on nothing of the model, or cannot be added to medium.
    """
    for drug in regimen.drugs:
        if not (on_network(drug) or (drug in AGENTS if culture else kills(drug))):
            raise _refusal(drug, regimen, culture=culture)
        if culture and DRUGS[drug].inn not in culture_defaults()["concentrations"]:
            raise _refusal(drug, regimen, culture=culture)


def on_network(drug: str) -> bool:
    """Whether the network has an input for the drug."""
    return DRUGS[drug].input in load_network().inputs


def kills(drug: str) -> bool:
    """Whether the tumour room knows a kill by the drug, and its exposure is summed up."""
    return drug in CYTOTOXIC_DRUGS and DRUGS[drug].cumulative


def _refusal(drug: str, regimen: Regimen, *, culture: bool) -> RegimenError:
    problem = f"{drug} cannot be added to medium." if culture else f"{drug} acts on nothing of the model."
    usable = [DRUGS[name].inn for name in DRUGS if on_network(name) or (name in AGENTS if culture else kills(name))]
    hint = "cells in culture hardly turn it into fluorouracil" if culture and drug == "capecitabine" else None
    return RegimenError(
        problem, where=regimen.name, expected=", ".join(dict.fromkeys(usable)), got=regimen.name, hint=hint
    )
