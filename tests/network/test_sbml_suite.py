"""The SBML Test Suite, at the engine's default tolerances; docs/sbml.md has the table."""

from collections import Counter

import pytest
from benchmarks.conformance.sbml import TIERS, Outcome, Tier, read_cases, run_case, suite_folder

FOLDER = suite_folder()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="HER2SIM_SUITES is not set: 893 cases of the SBML Test Suite")

LEAST: dict[Tier, int] = {"T0": 181, "T1": 329, "T2": 92}
"""cases of each tier in half of the suite; a larger copy has more"""


@pytest.fixture(scope="module")
def outcomes() -> dict[Tier, list[Outcome]]:
    assert FOLDER is not None
    found: dict[Tier, list[Outcome]] = {tier: [] for tier in (*TIERS, "higher")}
    for case in read_cases(FOLDER):
        found[case.tier].append(run_case(case))
    return found


@pytest.mark.parametrize("tier", TIERS)
def test_every_case_of_a_tier_passes(outcomes: dict[Tier, list[Outcome]], tier: Tier):
    failed = {outcome.case.number: outcome.why for outcome in outcomes[tier] if outcome.kind != "passed"}
    assert failed == {}
    assert len(outcomes[tier]) >= LEAST[tier]


def test_what_is_beyond_the_tiers_is_refused_or_right(outcomes: dict[Tier, list[Outcome]]):
    wrong = {outcome.case.number: outcome.why for outcome in outcomes["higher"] if outcome.kind == "wrong"}
    assert wrong == {}
    assert Counter(outcome.kind for outcome in outcomes["higher"])["refused"] > 200
