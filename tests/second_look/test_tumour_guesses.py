"""Mechanisms of the tumour room whose numbers are all guesses: said aloud, until one has a source."""

import pytest
from tests.second_look.sources import guesses

ALL_GUESSES = (
    "fcgr2b",
    "nk_cells",
    "tils",
    "antigen_presentation",
    "dna_repair",
    "vessels",
    "vincas",
    "culture_damage",
)


@pytest.mark.parametrize("mechanism", ALL_GUESSES)
def test_a_mechanism_of_guesses(mechanism: str) -> None:
    guesses(mechanism)
