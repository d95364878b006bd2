"""Predictions scored on measurements, beside simple baselines, telling what the ensemble was fitted on."""

from her2sim.studies.validate.drug_response import validate_drug_response
from her2sim.studies.validate.response import validate_response
from her2sim.studies.validate.results import Score, Validation
from her2sim.studies.validate.survival import validate_survival
from her2sim.studies.validate.timecourse import validate_timecourse

__all__ = [
    "Score",
    "Validation",
    "validate_drug_response",
    "validate_response",
    "validate_survival",
    "validate_timecourse",
]
