"""Dose to exposure: regimens, population pharmacokinetics, free drug at the tumour cell."""
