"""Every mechanism and therapy of the evidence is somewhere in the package, is asked by claims, and is in the table."""

from __future__ import annotations

import re

import pytest
from docs.scripts.homes import ELSEWHERE, Home, homes
from docs.scripts.mechanism_table import PAGE, page
from tests.meta.tree import PACKAGE

from her2sim.evidence import load_evidence
from her2sim.studies.verify import read_claims

EVIDENCE = load_evidence()
HOMES = {home.key: home for home in homes()}
MECHANISMS = [home for key, home in HOMES.items() if not key.startswith("TX")]


def test_the_page_is_what_the_package_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m docs.scripts.mechanism_table"


def test_the_table_holds_the_whole_review_and_what_was_found_later() -> None:
    counts = {prefix: sum(key.rstrip("0123456789") == prefix for key in HOMES) for prefix in ("MOA", "R", "P", "TX")}
    assert counts == {"MOA": 14, "R": 23, "P": 13, "TX": 26}
    assert set(re.findall(r"^\| `(\w+)` \|", page(), flags=re.MULTILINE)) == set(HOMES)


@pytest.mark.parametrize("home", HOMES.values(), ids=lambda home: home.key)
def test_it_has_a_home(home: Home) -> None:
    assert home.files != ()
    assert [file for file in home.files if not (PACKAGE / file).is_file()] == []


@pytest.mark.parametrize("home", MECHANISMS, ids=lambda home: home.key)
def test_a_mechanism_is_asked_by_a_claim(home: Home) -> None:
    assert home.claims != ()


def test_what_is_held_elsewhere_is_spoken_of_there() -> None:
    """The file names the mechanism, or what stands for it."""
    stand_for = {"P11": "er_positive", "R21": "R21", "P04": "P04"}
    assert set(stand_for) == set(ELSEWHERE)
    assert [key for key, word in stand_for.items() if word not in (PACKAGE / ELSEWHERE[key]).read_text("utf-8")] == []


def test_a_claim_has_a_reference_that_exists() -> None:
    claims = [read.claim for read in read_claims()]
    assert [claim.id for claim in claims if not claim.references] == []
    cited = {(claim.id, key) for claim in claims for key in claim.references if isinstance(key, str)}
    assert {(claim, key) for claim, key in cited if key not in EVIDENCE.references} == set()


def test_a_claim_names_mechanisms_and_therapies_that_exist() -> None:
    claims = [read.claim for read in read_claims()]
    named = {(claim.id, key) for claim in claims for key in (*claim.mechanisms, *claim.therapies)}
    assert {(claim, key) for claim, key in named if key not in HOMES} == set()
    assert [claim.id for claim in claims if not claim.mechanisms and not claim.therapies] == []
