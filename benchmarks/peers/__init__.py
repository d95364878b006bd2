"""Other simulators beside the engine: the same model, parameter sets and outputs through each (`../README.md`)."""
