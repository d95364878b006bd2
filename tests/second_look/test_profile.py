"""Receptors of the sensitive reference derived again."""

import math

import pytest
from tests.second_look.sources import measured, published, value


def test_her2_is_the_consensus_of_her2_amplified_cells() -> None:
    assert value("ERBB2_total") == published("C15")


def test_egfr_is_that_of_bt_474() -> None:
    assert value("EGFR_total") == pytest.approx(published("P315"), rel=0.05)  # one digit
    assert published("C17") == published("P315")


def test_her3_lies_half_way_between_breast_lines_and_bt_474() -> None:
    assert value("ERBB3_total") == pytest.approx(math.sqrt(published("C16") * published("P317")), rel=0.03)  # one digit


def test_her4_is_that_of_sk_br_3() -> None:
    assert value("ERBB4_total") == measured("Q006")
