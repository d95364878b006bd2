"""Cyclin D1 with CDK4/6 derived again; its numbers stand in g1s.yaml."""

import pytest
from tests.second_look.sources import evaluate, interval, published, rest, value


def test_the_kinases_are_in_excess_of_cyclin_d() -> None:
    """The reduction of g1s: CDK4 and CDK6 together outnumber cyclin D1."""
    cyclin = value("CCND1_over_CCNE1") * value("CCNE1_copies")
    assert published("P411") + published("P412") > 3 * cyclin


def test_activity_counts_free_cyclin_in_full_and_bound_cyclin_in_part() -> None:
    total = value("CCND1_over_CCNE1") * value("CCNE1_copies")
    assert evaluate("CDK46_active", CycD_free=total, CCND1=total) == pytest.approx(1.0)
    assert evaluate("CDK46_active", CycD_free=0.0, CCND1=total) == pytest.approx(value("CycD_p27_activity"))
    half = evaluate("CDK46_active", CycD_free=total, CCND1=total, palbociclib_nM=value("Ki_palbociclib_CDK46"))
    assert half == pytest.approx(0.5)


def test_whether_p27_helps_or_hinders_cyclin_d_is_left_open() -> None:
    low, high = interval("CycD_p27_activity")
    assert low < 0.25
    assert high > 0.75


def test_in_the_reference_cyclin_d_is_of_the_order_of_its_scale() -> None:
    assert 0.3 <= rest()["CDK46_active"] <= 3
