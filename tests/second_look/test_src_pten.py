"""SRC and PTEN derived again."""

from tests.second_look.sources import published, value


def test_copies_of_pten() -> None:
    assert value("PTEN_copies") == published("P388")
