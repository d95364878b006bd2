"""Regimens ranked for one tumour by simulation: benefit, share of best, regret, reasons, evidence, constraints."""

from her2sim.studies.rank.library import SETS, Candidate, candidates
from her2sim.studies.rank.results import Place, Ranking, Unranked
from her2sim.studies.rank.study import DEFAULT_SETS, rank

__all__ = ["DEFAULT_SETS", "SETS", "Candidate", "Place", "Ranking", "Unranked", "candidates", "rank"]
