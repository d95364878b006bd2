"""Two or three drugs together: dose matrices in culture, regimens in patients, and what makes the synergy."""

from her2sim.studies.combine.culture import combine_drugs
from her2sim.studies.combine.regimens import combine_regimens
from her2sim.studies.combine.results import DrugCombination, RegimenAttribution, RegimenCombination

__all__ = ["DrugCombination", "RegimenAttribution", "RegimenCombination", "combine_drugs", "combine_regimens"]
