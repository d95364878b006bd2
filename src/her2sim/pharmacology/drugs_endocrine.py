"""Endocrine treatment: fulvestrant into a muscle, letrozole by mouth."""

from __future__ import annotations

from her2sim.pharmacology.drug import Drug, tablet
from her2sim.pharmacology.structures import BY_MOUTH

FULVESTRANT = Drug(
    name="fulvestrant",
    kind="endocrine",
    structure=BY_MOUTH,  # one compartment with a depot; the depot lies in a muscle
    route="im",
    dose_units=("mg",),
    input="fulvestrant_nM",
    varies=("CL",),
)

LETROZOLE = tablet("letrozole", kind="endocrine", varies=("CL", "V1"))

ENDOCRINE = (FULVESTRANT, LETROZOLE)
