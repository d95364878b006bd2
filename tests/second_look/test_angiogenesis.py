"""Every number of angiogenesis is a guess."""

from tests.second_look.sources import guesses


def test_nothing_to_derive() -> None:
    guesses("angiogenesis")
