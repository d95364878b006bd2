"""Engineered Fc derived again."""

from tests.second_look.sources import EVIDENCE, value


def test_margetuximab_binds_as_its_drug_record_says() -> None:
    folds = {item.target: item.value for item in EVIDENCE.drugs["margetuximab"].targets}
    assert value("margetuximab_F158_fold") == folds["CD16A, F158"]
    assert value("margetuximab_V158_fold") == folds["CD16A, V158"]
    assert value("margetuximab_FCGR2B_fold") == folds["CD32B"]
