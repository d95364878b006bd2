"""Biomarkers over a population: who benefits, predictive or prognostic, trials needed, published subgroups beside."""

from her2sim.studies.biomarkers.results import Biomarkers
from her2sim.studies.biomarkers.study import biomarkers

__all__ = ["Biomarkers", "biomarkers"]
