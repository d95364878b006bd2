"""Grafts derived again."""

import math

import pytest
from tests.second_look.sources import measured, value


def test_bt474_doubles_as_published() -> None:
    assert value("xenograft_doubling_time") == measured("Q137")


def test_what_is_left_without_fc_receptors_sets_the_share_of_signals() -> None:
    """Growth inhibition of 29 % in 28 days (clynes2000); in culture division falls by 0.4 and death rises by 0.35."""
    net = math.log(2) / measured("Q137")
    gained = math.exp(28 * net) - 1
    slower = net - math.log(1 + (1 - 0.29) * gained) / 28
    division = value("xenograft_ki67") * math.log(2) / (value("cell_cycle") / 24)
    effect = 0.4 * division + 0.35 * (division - net)
    assert value("xenograft_signal_share") == pytest.approx(slower / effect, rel=0.05)
