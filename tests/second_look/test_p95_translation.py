"""p95_translation has no parameter file."""

from tests.second_look.sources import guesses


def test_nothing_to_derive() -> None:
    guesses("p95_translation")  # the case sets CTF611_fraction
