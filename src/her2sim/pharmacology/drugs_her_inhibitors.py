"""Kinase inhibitors of HER2 and EGFR, by mouth."""

from __future__ import annotations

from her2sim.pharmacology.drug import tablet
from her2sim.pharmacology.structures import TWO_BY_MOUTH

LAPATINIB = tablet("lapatinib", varies=("CL", "V1", "ka"))
NERATINIB = tablet("neratinib", varies=("CL", "V1"))
TUCATINIB = tablet(
    "tucatinib", structure=TWO_BY_MOUTH, varies=("CL", "V1", "Q", "V2"), covary=(("CL", "V1"),)
)  # fmt: skip
AFATINIB = tablet("afatinib", varies=("CL", "V1"))
PYROTINIB = tablet("pyrotinib", varies=("CL", "V1"))
GEFITINIB = tablet("gefitinib", varies=("CL", "V1"))
ERLOTINIB = tablet("erlotinib", varies=("CL", "V1"))

HER_INHIBITORS = (LAPATINIB, NERATINIB, TUCATINIB, AFATINIB, PYROTINIB, GEFITINIB, ERLOTINIB)
