"""611-CTF has no number of its own: a share of the messages of HER2."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, measured_range, value

OTHERS = {"MUC4_hides": 0.0, "CD44_hides": 0.0}


def test_it_takes_its_share_of_the_synthesis_of_her2_and_no_more() -> None:
    whole = evaluate("synthesis_ERBB2")
    for share in (0.0, 0.3, 1.0):
        fragment = evaluate("synthesis_CTF611", CTF611_fraction=share)
        rest = evaluate("synthesis_ERBB2_open", **OTHERS, CTF611_fraction=share)
        assert fragment == pytest.approx(share * whole)
        assert fragment + rest == pytest.approx(whole)


def test_the_sensitive_reference_has_less_than_p95_positive_tumours() -> None:
    assert value("CTF611_fraction") < measured_range("Q096")[0]


def test_it_has_no_parameter() -> None:
    assert [name for name, record in EVIDENCE.parameters.items() if record.mechanism == "p95_translation"] == []
