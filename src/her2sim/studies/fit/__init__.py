"""Calibration: the model's numbers fitted to measurements and claims, resumable; what the fit says and what it misses.

her2sim fit run -o DIR        starts a fit, or goes on with the one in DIR
her2sim fit report DIR        what it found
"""
