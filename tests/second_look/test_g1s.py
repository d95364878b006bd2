"""G1/S derived again."""

import pytest
from tests.second_look.sources import ROUNDED, published, value


def test_copies_of_rb() -> None:
    assert value("RB_copies") == pytest.approx(published("P413"), rel=ROUNDED)


def test_cyclins_let_go_of_p27_at_the_printed_rate() -> None:
    assert value("koff_cyclin_p27") == pytest.approx(published("P279", "1/s"), rel=ROUNDED)
