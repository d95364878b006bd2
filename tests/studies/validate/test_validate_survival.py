"""Survival of arms: log-rank by hand and by arm, cases of a table, what is refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from her2sim.case import Case
from her2sim.studies.predict import predict
from her2sim.studies.validate.files import ValidationFileError
from her2sim.studies.validate.scores import logrank
from her2sim.studies.validate.survival import validate_survival

CASE = """schema: her2sim/case/1
name: {name}
kind: patient
setting: metastatic
pathology: {{HER2_status: {status}}}
"""


def write(folder: Path, rows: list[str], header: str = "arm,time,event") -> Path:
    path = folder / "trial.csv"
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def test_logrank_by_hand() -> None:
    """Times 1, 3 against 2, 4: observed 2 in the first group, expected 1/2 + 1/3 + 1/2, variance 1/4 + 2/9 + 1/4."""
    both = np.array([True, True])
    found = logrank((np.array([1.0, 3.0]), both), (np.array([2.0, 4.0]), both))
    z = (2 - (1 / 2 + 1 / 3 + 1 / 2)) / np.sqrt(1 / 4 + 2 / 9 + 1 / 4)
    from scipy.stats import norm

    assert found == pytest.approx(2 * norm.sf(z))
    assert np.isnan(logrank((np.ones(2), ~both), (np.ones(2), ~both)))


def test_arms_are_tested_against_the_model_and_each_other(tmp_path: Path) -> None:
    rows = [f"{arm},{time},{event}" for arm in ("H", "TH") for time, event in ((3, 1), (9, 1), (14, 0))]
    found = validate_survival(write(tmp_path, rows), members=10)
    assert all(0 <= curve["logrank_p"] <= 1 and curve["logrank_patients"] == 3 for curve in found.curves.values())
    assert any("H against TH in the trial" in note for note in found.notes)


def test_patients_are_simulated_as_their_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, int] = {}

    def noted(case: Case, *rest: Any, draws: int, **more: Any) -> Any:
        asked[case.name] = draws
        return predict(case, *rest, draws=draws, **more)

    monkeypatch.setattr("her2sim.studies.validate.survival.predict", noted)
    for name, status in (("one", "positive"), ("two", "negative")):
        (tmp_path / f"{name}.yaml").write_text(CASE.format(name=name, status=status))
    rows = ["TH,3,1,one", "TH,9,1,one", "TH,12,1,two", "TH,14,0,"]
    found = validate_survival(write(tmp_path, rows, "arm,time,event,case"), members=48)
    assert asked == {"one": 24, "two": 20, "HER2-positive disease": 20}
    assert found.rows["predicted_median"].notna().all()
    assert found.curves["TH"]["logrank_patients"] == 4
    assert found.curves["TH"]["model"][0] == pytest.approx(1.0)


def test_a_case_that_is_not_there_is_told_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(ValidationFileError, match="row 2, case"):
        validate_survival(write(tmp_path, ["TH,3,1,nowhere"], "arm,time,event,case"), members=5)
