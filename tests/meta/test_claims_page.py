"""docs/mechanisms/claims.md speaks of the claims and the network that ship."""

from __future__ import annotations

import re

from docs.scripts.claims_page import PAGE

from her2sim.network import load_network
from her2sim.studies.verify import read_claims

TEXT = PAGE.read_text("utf-8")
CLAIMS = {read.claim.id: read.claim for read in read_claims(())}


def _rows(title: str) -> dict[str, str]:
    part = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", TEXT, flags=re.M | re.S)
    lines = part.group(1).splitlines() if part else []
    return {match.group(1): line for line in lines if (match := re.match(r"\| `(\w+)` ", line))}


def test_the_page_was_written_for_the_network_that_ships() -> None:
    assert f"`{load_network().content_hash[:12]}`" in TEXT


def test_every_claim_stands_on_the_page_once() -> None:
    titles = ("Fail", "Not evaluable", "Pass", "Reported only", "Wait for virtual trials")
    found = [key for title in titles for key in _rows(title)]
    assert sorted(found) == sorted(CLAIMS)


def test_every_claim_that_needs_no_trial_can_be_evaluated() -> None:
    assert _rows("Not evaluable") == {}
    assert set(_rows("Wait for virtual trials")) == {key for key, claim in CLAIMS.items() if claim.needs == "trial"}


def test_a_claim_that_fails_has_a_diagnosis() -> None:
    undiagnosed = [key for key in _rows("Fail") if not CLAIMS[key].diagnosis]
    assert undiagnosed == []


def test_seven_in_ten_claims_hold_on_prior_draws() -> None:
    passed, failed = len(_rows("Pass")), len(_rows("Fail"))
    assert passed >= 0.7 * (passed + failed)
