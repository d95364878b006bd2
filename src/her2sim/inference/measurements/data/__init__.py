"""Settings of the readers: names, doses, noise."""
