"""What a reader must know beside the numbers: limits, conflicts of the literature, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from her2sim.case import Case, Profile
from her2sim.evidence import load_evidence
from her2sim.inference import load_ensemble
from her2sim.network import load_network
from her2sim.pharmacology.drugs import DRUGS
from her2sim.studies.results import NO_PATIENT_FITTED, RegimenResult
from her2sim.tumour import CYTOTOXIC_DRUGS, PAYLOADS
from her2sim.tumour.parameters import MECHANISMS

_CALLED_FOR: Mapping[str, Sequence[str]] = {
    "payload": tuple(PAYLOADS),
    "payload_kill": tuple(PAYLOADS),
    "bystander": ("trastuzumab_deruxtecan",),
    "fc_engineering": ("margetuximab",),
    "chemotherapy": CYTOTOXIC_DRUGS,
    "taxanes": ("docetaxel", "paclitaxel"),
    "platinum": ("carboplatin",),
    "antimetabolites": ("capecitabine",),
    "vincas": ("vinorelbine",),
    "anthracyclines": ("doxorubicin",),
    "dna_repair": ("carboplatin", "doxorubicin"),
}
"""mechanism of the tumour room -> drugs that call for it"""


def limits_of(case: Case, profile: Profile, results: Sequence[RegimenResult]) -> tuple[str, ...]:
    """One sentence a limit, the gravest first."""
    about = load_ensemble().about
    said = [
        f"{NO_PATIENT_FITTED}: {about['members']} parameter vectors, fitted to {len(about['data'])} data sets of cells "
        "in the laboratory and to claims of the literature. Parameters of tumours and exposure are drawn from priors.",
        _guesses(),
    ]
    if profile.domain.grade != "green":
        said.append(
            f"Outside of what the model was made for ({profile.domain.grade}): " + "; ".join(profile.domain.reasons)
        )
    unknown = [quantity.name for quantity in profile.quantities if not quantity.known]
    if unknown:
        said.append(
            f"{len(unknown)} of {len(profile.quantities)} quantities were not reported and are drawn from their spread "
            f"among patients, which widens the intervals: {', '.join(unknown)}."
        )
    memory = [quantity.name for quantity in profile.quantities if quantity.known and quantity.status == "memory"]
    if memory:
        said.append(f"Read through a number quoted from memory and not checked: {', '.join(memory)}.")
    if case.setting == "culture":
        said.append("Cells in culture: no immune cells, no vessels, drug at constant concentration.")
    for result in results:
        if result.n_failed:
            reasons = "; ".join(f"{count} x {reason}" for reason, count in result.failures.items())
            said.append(f"{result.regimen}: {result.n_failed} draws could not be simulated and are left out: {reasons}")
    return tuple(said)


def _guesses() -> str:
    records = load_evidence().parameters
    names = [parameter.name for parameter in load_network().parameters if parameter.name in records]
    count = Counter(records[name].status for name in names)
    return (
        f"Of {len(names)} parameters of the network {count['assumption']} are guesses with wide priors, "
        f"{count['memory']} are quoted from memory, {count['read']} read in a source and {count['derived']} derived."
    )


def conflicts_of(profile: Profile) -> tuple[str, ...]:
    """Where the literature contradicts itself on a mechanism or gene of this case."""
    evidence = load_evidence()
    carried = {mechanism.id for mechanism in profile.mechanisms}
    genes = {gene for name in carried if name in evidence.mechanisms for gene in evidence.mechanisms[name].genes}
    found: list[str] = []
    for record in evidence.contradictions.values():
        if carried & set(record.mechanisms) or (genes & set(record.genes) and not record.mechanisms):
            found.append(f"{record.topic}: {record.text} In the model: {record.consequence}")
    return tuple(found)


def references_of(profile: Profile, drugs: Sequence[str]) -> tuple[str, ...]:
    """Keys of the references an answer rests on: the case's mapping, its mechanisms, the model's parameters."""
    evidence = load_evidence()
    keys: set[str] = {"vu2012"}
    for quantity in profile.quantities:
        keys.update(quantity.references)
    for mechanism in profile.mechanisms:
        keys.update(mechanism.references)
    used = {parameter.name for parameter in load_network().parameters}
    rooms = {"exposure", *(f"pk_{drug}" for drug in drugs), *_tumour_mechanisms(drugs)}
    for record in evidence.parameters.values():
        if record.name in used or record.mechanism in rooms:
            keys.update(record.sources)
    return tuple(sorted(key for key in keys if key in evidence.references))


def _tumour_mechanisms(drugs: Sequence[str]) -> set[str]:
    """Mechanisms of the tumour room that drugs call for, and those that every answer rests on."""
    names = {DRUGS[drug].inn for drug in drugs}
    found = set(MECHANISMS) - {"xenograft", "culture_damage", *_CALLED_FOR}
    return found | {mechanism for mechanism, called_by in _CALLED_FOR.items() if names & set(called_by)}
