"""Settings of the calibration."""
