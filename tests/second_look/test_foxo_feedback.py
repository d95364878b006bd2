"""foxo_feedback has no parameter file."""

from tests.second_look.sources import guesses


def test_nothing_to_derive() -> None:
    guesses("foxo_feedback")  # its gains stand in foxo.yaml, all assumptions
