"""Engineered Fc derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, value


def test_margetuximab_binds_as_its_drug_record_says() -> None:
    folds = {item.target: item.value for item in EVIDENCE.drugs["margetuximab"].targets}
    assert value("margetuximab_F158_fold") == folds["CD16A, F158"]
    assert value("margetuximab_V158_fold") == folds["CD16A, V158"]
    assert value("margetuximab_FCGR2B_fold") == folds["CD32B"]


def test_an_antibody_without_fucose_counts_for_ten_to_a_hundred() -> None:
    assert value("afucosylated_fold") == pytest.approx(math.sqrt(10 * 100), rel=0.001)
    low, high = EVIDENCE.parameters["afucosylated_fold"].prior.interval95(value("afucosylated_fold"))
    assert (low, high) == pytest.approx((10, 100), rel=0.01)
