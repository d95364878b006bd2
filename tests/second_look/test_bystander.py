"""Washout of free payload derived again."""

import pytest
from tests.second_look.sources import published, value


def test_exchange_with_capillaries_is_that_of_a_krogh_cylinder() -> None:
    permeability, radius, reach = published("P482", "um/day"), published("P476", "um"), published("P477", "um")
    assert value("bystander_washout") == pytest.approx(2 * permeability * radius / reach**2, rel=0.002)
