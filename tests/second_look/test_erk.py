"""RAF, MEK, ERK and DUSP derived again."""

import pytest
from tests.second_look.sources import ROUNDED, copies, published, value


@copies(RAF_copies=("P377",), MEK_copies=("P380", "P381"), ERK_copies=("P382", "P384"))
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)


@pytest.mark.parametrize(
    ("name", "key"),
    [("k_MEK_off", "P253"), ("k_ERK_off", "P252"), ("k_SOS_back", "P169"), ("k_decay_DUSP", "P198")],
)
def test_rates(name: str, key: str) -> None:
    assert value(name) == pytest.approx(published(key, "1/s"), rel=0.01)  # two digits
