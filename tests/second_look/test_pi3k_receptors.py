"""From the receptors to PI3K derived again; its numbers stand in pi3k_akt.yaml."""

import pytest
from tests.second_look.sources import evaluate, interval, published, rest, value


def test_the_alpha_share_is_near_that_of_its_copies() -> None:
    share = published("P385") / (published("P385") + published("P386"))
    assert value("PIK3CA_share") == pytest.approx(share, abs=0.1)  # a guess that leans on two protein counts
    low, high = interval("PIK3CA_share")
    assert low < share < high


def test_without_pten_the_beta_form_carries_all_and_with_pten_its_share() -> None:
    """R11: without PTEN, PI3K-beta may take over from PI3K-alpha."""
    assert evaluate("PIK3CA_share_now") == pytest.approx(value("PIK3CA_share"))
    assert evaluate("PIK3CA_share_now", PTEN_level=0.0) == 0.0
    assert evaluate("PIK3CA_share_now", PTEN_level=0.2) < value("PIK3CA_share")


def test_drive_saturates() -> None:
    none = {"drive_PI3K": 0.0, "RAS_GTP": 0.0}
    assert evaluate("PI3K_receptor_driven", **none) == 0.0
    assert evaluate("PI3K_receptor_driven", **none | {"drive_PI3K": value("K_PI3K")}) == pytest.approx(0.5)


def test_full_ras_drives_pi3k_less_than_her2_her3_does() -> None:
    by_ras = value("w_PI3K_RAS") * value("RAS_copies")
    assert by_ras < value("K_PI3K")
    assert by_ras < value("ERBB3_total")


def test_the_reference_can_both_lose_and_gain() -> None:
    """pAKT falls by 40 to 80 % under trastuzumab and rises with neuregulin."""
    assert 0.1 <= rest()["PI3K_receptor_driven"] <= 0.8
