"""The model and its data in the formats of others: SBML and PEtab."""
