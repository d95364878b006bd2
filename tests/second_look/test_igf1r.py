"""IGF-1 on its receptor derived again."""

import pytest
from tests.second_look.sources import published, value


def test_binding_of_igf1() -> None:
    assert value("kon_IGF1") == pytest.approx(published("P023", "1/M/s"))
    assert value("Kd_IGF1") == published("P011", "nM")
