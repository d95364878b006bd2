"""What is left of HER kinases: no number of its own, so the limits of its formula."""

import pytest
from tests.second_look.sources import EVIDENCE, evaluate, value

NONE = {f"lapatinib_{name}": 0.0 for name in ("ERBB2", "EGFR")} | {
    f"covalent_{name}": 0.0 for name in ("ERBB2", "EGFR", "ERBB4")
}


@pytest.mark.parametrize("name", ["ERBB2", "EGFR", "ERBB4"])
def test_without_drug_all_of_it_is_left_and_a_covalent_drug_can_take_all(name: str) -> None:
    assert evaluate(f"{name}_open", **NONE) == 1.0
    assert evaluate(f"{name}_open", **NONE | {f"covalent_{name}": 1.0}) == 0.0


@pytest.mark.parametrize("name", ["ERBB2", "EGFR"])
def test_four_classes_that_each_leave_half_leave_a_sixteenth(name: str) -> None:
    given = NONE | {f"lapatinib_{name}": 0.5, f"covalent_{name}": 0.5}
    drugs = {"tucatinib_nM": value(f"Ki_tucatinib_{name}"), "erlotinib_nM": value(f"Ki_erlotinib_{name}")}
    assert evaluate(f"{name}_open", **given, **drugs) == pytest.approx(1 / 16)


def test_only_covalent_drugs_reach_her4() -> None:
    drugs = {"tucatinib_nM": 1e6, "erlotinib_nM": 1e6, "gefitinib_nM": 1e6}
    assert evaluate("ERBB4_open", **NONE, **drugs) == 1.0


def test_it_has_no_parameter() -> None:
    assert [name for name, record in EVIDENCE.parameters.items() if record.mechanism == "her_kinases"] == []
