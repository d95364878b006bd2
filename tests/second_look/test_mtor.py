"""mTORC1 and its substrates derived again."""

import pytest
from tests.second_look.sources import ROUNDED, copies, published, value


@copies(
    TSC2_copies=("P395",),
    RHEB_copies=("P396",),
    MTORC1_copies=("P398",),
    EBP1_copies=("P402",),
    GSK3_copies=("P405",),
)
def test_copies(name: str, keys: tuple[str, ...]) -> None:
    assert value(name) == pytest.approx(sum(map(published, keys)), rel=ROUNDED)


def test_rates() -> None:
    assert value("k_TSC2_back") == pytest.approx(published("P232", "1/h"))
    assert value("k_S6K_off") == published("P250", "1/min")
    assert value("k_EBP1_off") == pytest.approx(published("P240", "1/h") / 2)  # the note: half of it
