"""Ask claims of the literature of the model: `run_claims(["my_claims.yaml"], members=50)`.

A claim file (docs/claims.md) says what is done to which cells, what is read, and the relation that must hold; the
answer is the share of members of the ensemble that satisfy it.
"""

from her2sim.studies.verify.form import SCHEMA, Claim, claim_json_schema
from her2sim.studies.verify.problems import ClaimError
from her2sim.studies.verify.reading import ReadClaim, parse_claims, read_claims, shipped_folder
from her2sim.studies.verify.results import ClaimResult, ReadoutResult, Verification
from her2sim.studies.verify.run import ask, run_claims

__all__ = [
    "SCHEMA",
    "Claim",
    "ClaimError",
    "ClaimResult",
    "ReadClaim",
    "ReadoutResult",
    "Verification",
    "ask",
    "claim_json_schema",
    "parse_claims",
    "read_claims",
    "run_claims",
    "shipped_folder",
]
