"""p95: one number leans on a source, from memory; for the rest, order and conventions."""

import pytest
from tests.second_look.sources import EVIDENCE, half_life_h, per_second, published, value


def test_611_ctf_pairs_more_tightly_than_648_ctf() -> None:
    """pedersen2009, from memory: 611-CTF forms homodimers held by disulphides."""
    assert value("Kd_P95_P95_611") < value("Kd_P95_P95_648")
    lifetimes = [1 / value(f"koff_P95_P95_{form}") for form in ("648", "611")]  # minutes; seconds
    assert lifetimes[1] > lifetimes[0] * 60


def test_nothing_else_has_a_source() -> None:
    records = [record for record in EVIDENCE.parameters.values() if record.mechanism == "p95"]
    assert [record.name for record in records if record.status != "assumption"] == ["Kd_P95_P95_611"]


@pytest.mark.parametrize(("pair", "of_her2"), [("P95_HER3", "HER2_HER3_free"), ("P95_HER2", "HER2_HER2")])
def test_p95_pairs_as_her2_does_and_parts_as_fast(pair: str, of_her2: str) -> None:
    """The same transmembrane and kinase domains; without the ectodomain no tighter than twofold, no looser."""
    assert value(f"koff_{pair}") == value(f"koff_{of_her2}")
    assert 0.5 <= value(f"Kd_{pair}") / value(f"Kd_{of_her2}") <= 1.0


def test_648_ctf_pairs_with_itself_as_full_length_her2_does() -> None:
    assert value("Kd_P95_P95_648") == value("Kd_HER2_HER2")
    assert value("koff_P95_P95_648") == value("koff_HER2_HER2")


def test_p95_stays_at_the_membrane_longer_than_her2() -> None:
    assert value("k_int_p95") < per_second("k_int_ERBB2")
    assert half_life_h("k_int_p95") > published("P361", "h")  # uptake alone, before any recycling
