"""Cyclin E derived again; its numbers stand in g1s.yaml."""

import pytest
from tests.second_look.sources import evaluate, published, rest, value


def test_cdk2_is_in_excess_of_cyclin_e() -> None:
    """The reduction of g1s."""
    assert published("P410") > 2 * value("CCNE1_copies")


def test_activity_is_free_cyclin_over_its_scale_times_what_drugs_leave() -> None:
    copies = value("CCNE1_copies")
    assert evaluate("CDK2_active", CycE_free=copies) == pytest.approx(1.0)
    assert evaluate("CDK2_active", CycE_free=0.0) == 0.0
    drug = {"tagtociclib_nM": value("Ki_tagtociclib_CDK2")}
    assert evaluate("CDK2_active", CycE_free=copies, **drug) == pytest.approx(0.5)


def test_five_times_the_cyclin_e_outnumbers_the_p27_that_could_stop_it() -> None:
    """scaltriti2011: amplified CCNE1 confers resistance; its cyclin exceeds p27."""
    assert 5 * value("CCNE1_copies") > value("p27_over_CCNE1") * value("CCNE1_copies")


def test_the_usual_activity_is_that_of_the_reference() -> None:
    assert value("CDK2_usual") == pytest.approx(rest()["CDK2_active"], rel=1.0)
