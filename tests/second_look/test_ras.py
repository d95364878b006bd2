"""SOS and RAS derived again."""

import pytest
from tests.second_look.sources import ROUNDED, copies, published, value


@copies(SOS_copies=("P371",), RAS_copies=("P373", "P374", "P375"))
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)


def test_exchange() -> None:
    assert value("k_RAS_exchange") == published("P162", "1/s")
