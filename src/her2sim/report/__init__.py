"""Figures, the single-file HTML report and the run directory: what a study's answer looks like to its reader."""
