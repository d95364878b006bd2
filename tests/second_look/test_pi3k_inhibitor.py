"""Every number of pi3k_inhibitor is a guess."""

from tests.second_look.sources import guesses


def test_nothing_to_derive() -> None:
    guesses("pi3k_inhibitor")
