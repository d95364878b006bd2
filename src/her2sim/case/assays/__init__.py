"""Assays to molecules: a value of an assay read as receptors per cell, calibrated on measured lines and tumours.

    receptor_from("rna", "ERBB2", 450.0, "TPM").distribution      # LogNormal, molecules per cell
    python -m her2sim.case.assays.build                           # calibrates anew; needs HER2SIM_DATA
    python -m her2sim.case.assays.held_out                        # error and coverage, line by line left out

What each mapping rests on: docs/assays.md.
"""

from her2sim.case.assays.receptor import ReceptorReading, receptor_from, units_of

__all__ = ["ReceptorReading", "receptor_from", "units_of"]
