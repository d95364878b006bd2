"""Why a tumour gains less from a regimen than it could: the loss attributed to named mechanisms.

answer = explain("PTEN-loss-p95HER2-shed", "H", members=100, jobs=2)
answer.bars[0].name, answer.bars[0].lost
"""

from her2sim.studies.explain.results import Bar, Counterfactual, Explanation, Pair
from her2sim.studies.explain.study import explain

__all__ = ["Bar", "Counterfactual", "Explanation", "Pair", "explain"]
