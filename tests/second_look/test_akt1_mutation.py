"""AKT1 p.E17K has no number of its own: it adds to PIP3, in shares of it."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, value


def test_membrane_akt_is_pip3_and_what_needs_none() -> None:
    full = value("PIP_total")
    assert evaluate("AKT_membrane", PIP3_amount=full) == pytest.approx(1.0)
    assert evaluate("AKT_membrane", PIP3_amount=0.0, AKT1_basal=0.5) == pytest.approx(0.5)
    assert evaluate("AKT_membrane", PIP3_amount=0.2 * full, AKT1_basal=0.5) == pytest.approx(0.7)


def test_the_wild_type_needs_pip3() -> None:
    assert value("AKT1_basal") == 0.0
    assert evaluate("AKT_T308_on", PIP3_amount=0.0) == 0.0


def test_it_has_no_parameter() -> None:
    assert [name for name, record in EVIDENCE.parameters.items() if record.mechanism == "akt1_mutation"] == []
