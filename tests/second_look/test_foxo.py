"""FOXO derived again."""

import pytest
from tests.second_look.sources import ROUNDED, published, value


def test_copies() -> None:
    assert value("FOXO_copies") == pytest.approx(published("P403"), rel=ROUNDED)
