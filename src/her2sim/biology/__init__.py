"""The rule-based source of the model in PySB, one file per mechanism. Build time only: `make network` expands it."""
