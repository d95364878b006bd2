"""What a laboratory knows of one tumour, and what the model makes of it.

case = read_case("case.yaml")        # or a shipped case, read_case("JIMT-1"), or words, parse_inline(["PTEN=loss"])
profile = understand(case)
profile.draw(numpy.random.default_rng(1), 200)["PTEN_level"]
"""

from her2sim.case.changed import change_case
from her2sim.case.examples import list_examples
from her2sim.case.inline import parse_inline
from her2sim.case.profile import CarriedMechanism, Domain, Notice, Profile, ProfileQuantity
from her2sim.case.reader import case_from_dict, parse_case, read_case
from her2sim.case.schema import SCHEMA, Case
from her2sim.case.understand import understand

__all__ = [
    "SCHEMA",
    "CarriedMechanism",
    "Case",
    "Domain",
    "Notice",
    "Profile",
    "ProfileQuantity",
    "case_from_dict",
    "change_case",
    "list_examples",
    "parse_case",
    "parse_inline",
    "read_case",
    "understand",
]
