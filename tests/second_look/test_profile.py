"""Receptors of the sensitive reference derived again."""

import math

import pytest
from tests.second_look.sources import EVIDENCE, measured, measured_range, published, value


def test_her2_is_the_consensus_of_her2_amplified_cells() -> None:
    assert value("ERBB2_total") == published("C15")


def test_egfr_is_that_of_bt_474() -> None:
    assert value("EGFR_total") == pytest.approx(published("P315"), rel=0.05)  # one digit
    assert published("C17") == published("P315")


def test_her3_lies_half_way_between_breast_lines_and_bt_474() -> None:
    assert value("ERBB3_total") == pytest.approx(math.sqrt(published("C16") * published("P317")), rel=0.03)  # one digit


def test_her4_is_that_of_sk_br_3() -> None:
    assert value("ERBB4_total") == measured("Q006")


def test_met_and_igf1r_are_those_of_sk_br_3() -> None:
    """Few of either: rough recollections."""
    assert value("MET_total") == measured("Q008") == measured("Q014")
    assert value("IGF1R_total") == measured("Q007")


def test_what_a_case_sets_has_no_spread_and_is_known_to_the_profile() -> None:
    records = [record for record in EVIDENCE.parameters.values() if record.mechanism == "profile"]
    assert {record.prior.kind for record in records} == {"fixed"}
    assert {record.name for record in records} - set(EVIDENCE.profile) == set()


def test_the_sensitive_reference_is_normal_in_all_that_is_told_relative_to_normal() -> None:
    levels = {name: value(name) for name in EVIDENCE.profile if name.endswith("_level") and name in EVIDENCE.parameters}
    inside = {name for name in levels if EVIDENCE.parameters[name].mechanism == "profile"}
    assert {name for name in inside if levels[name] != 1.0} == {"ESR1_level"}
    assert value("ESR1_level") == 0.0
    assert [value(name) for name in ("PIK3CA_basal", "AKT1_basal", "RAS_basal", "d16_share", "TNF_nM")] == [0.0] * 5


def test_the_amplified_reference_is_stained_3_plus() -> None:
    low, high = measured_range("Q059")
    assert low <= value("ERBB2_total") <= high
