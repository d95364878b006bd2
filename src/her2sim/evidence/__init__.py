"""What is known: mechanisms, alterations, therapies, parameters with priors, quantities, references.

    evidence = load_evidence()
    evidence.parameters["k_shed"].prior.sample(rng, 100, evidence.parameters["k_shed"].value)
    find(evidence, "PTEN")

How the files are organised and how to add a record: docs/evidence.md.
"""

from her2sim.evidence.cells import CellLineRecord
from her2sim.evidence.knowledge import (
    AlterationRecord,
    ContradictionRecord,
    DrugRecord,
    Gene,
    MechanismRecord,
    Reference,
    Shift,
    TherapyRecord,
)
from her2sim.evidence.library import KINDS, Evidence, load_evidence
from her2sim.evidence.priors import Beta, Choice, Fixed, Lognormal, Normal, Prior, Uniform
from her2sim.evidence.quantities import (
    CorrelationRecord,
    GrowthRecord,
    ParameterRecord,
    PopulationRecord,
    PublishedValue,
    QuantityRecord,
)
from her2sim.evidence.record import SCHEMA, STATUS_MARKS, STATUS_MEANINGS, Status
from her2sim.evidence.search import Found, find, suggestions

__all__ = [
    "KINDS",
    "SCHEMA",
    "STATUS_MARKS",
    "STATUS_MEANINGS",
    "AlterationRecord",
    "Beta",
    "CellLineRecord",
    "Choice",
    "ContradictionRecord",
    "CorrelationRecord",
    "DrugRecord",
    "Evidence",
    "Fixed",
    "Found",
    "Gene",
    "GrowthRecord",
    "Lognormal",
    "MechanismRecord",
    "Normal",
    "ParameterRecord",
    "PopulationRecord",
    "Prior",
    "PublishedValue",
    "QuantityRecord",
    "Reference",
    "Shift",
    "Status",
    "TherapyRecord",
    "Uniform",
    "find",
    "load_evidence",
    "suggestions",
]
