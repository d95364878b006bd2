"""FOXO derived again; what moves it stands in foxo_feedback."""

import pytest
from tests.second_look.sources import ROUNDED, evaluate, published, rest, value


def test_copies() -> None:
    assert value("FOXO_copies") == pytest.approx(published("P403"), rel=ROUNDED)


def test_the_usual_nuclear_share_is_that_of_the_reference() -> None:
    """It is a scale: transcripts are 1 there."""
    assert value("FOXO_usual") == pytest.approx(rest()["FOXO_nuclear"], rel=0.6)
    assert evaluate("FOXO_nuclear", FOXO_n=value("FOXO_copies")) == 1.0
