"""Amounts of what S6K acts on, derived again."""

import pytest
from tests.second_look.sources import ROUNDED, copies, published, value


@copies(IRS1_copies=("P369",), MTORC2_copies=("P399",), S6K_copies=("P400",))
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)
