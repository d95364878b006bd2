"""Other bypass receptors: one share, a guess, whose prior says that most of them are at rest."""

import pytest
from tests.second_look.sources import evaluate, interval, value


def test_a_small_part_is_active_without_a_ligand_of_ours() -> None:
    low, high = interval("RTK_active_share")
    assert low > 0
    assert high < 0.5
    assert low < value("RTK_active_share") < high


def test_its_signal_is_amount_times_share_times_what_erdafitinib_leaves() -> None:
    assert evaluate("pRTK", RTK_total=1e5) == pytest.approx(1e5 * value("RTK_active_share"))
    half = evaluate("pRTK", RTK_total=1e5, erdafitinib_nM=value("Ki_erdafitinib_RTK"))
    assert half == pytest.approx(0.5e5 * value("RTK_active_share"))


def test_in_the_sensitive_reference_it_weighs_less_than_one_per_cent_of_half_saturation_of_pi3k() -> None:
    weight = value("w_PI3K_RTK") * value("RTK_total") * value("RTK_active_share")
    assert weight < 0.02 * value("K_PI3K")
