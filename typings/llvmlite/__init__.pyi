# Only what her2sim calls.
