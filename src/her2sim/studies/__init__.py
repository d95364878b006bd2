"""One file per question asked of the model."""
