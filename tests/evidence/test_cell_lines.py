"""Cell lines of the evidence: what they may say, and that the shipped ones name what exists."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from her2sim.evidence import load_evidence
from her2sim.evidence.cells import CellLineRecord, plain_name

TIME = {"value": 80.0, "low": 60.0, "high": 110.0, "unit": "h", "status": "memory"}
LINE = {"id": "X-1", "subtype": "HER2-positive", "doubling_time": TIME, "status": "memory"}
AMOUNT = {"value": 5.0e5, "low": 4.0e5, "high": 6.0e5}


def test_a_line_is_found_by_any_spelling_of_its_names() -> None:
    evidence = load_evidence()
    for line in evidence.cell_lines.values():
        for name in line.names:
            for spelling in (name, name.lower(), name.replace("-", ""), name.replace("-", " ")):
                assert evidence.cell_line(spelling) is line
    assert evidence.cell_line("no such line") is None


def test_shipped_lines_give_quantities_and_genes_that_exist() -> None:
    evidence = load_evidence()
    assert {"BT-474", "SK-BR-3", "JIMT-1"} <= set(evidence.cell_lines)
    for line in evidence.cell_lines.values():
        assert set(line.quantities) <= set(evidence.profile), line.id
        assert set(line.alterations) <= set(evidence.genes), line.id
        assert 10 < line.doubling_time.hours < 300, line.id


def test_no_two_lines_share_a_name() -> None:
    names = [name for line in load_evidence().cell_lines.values() for name in {plain_name(one) for one in line.names}]
    assert len(set(names)) == len(names)


def test_a_doubling_time_may_be_in_days() -> None:
    days = CellLineRecord.model_validate(
        {**LINE, "doubling_time": {**TIME, "value": 3.0, "low": 2.0, "high": 4.0, "unit": "day"}}
    )
    assert days.doubling_time.hours == 72.0


@pytest.mark.parametrize(
    "changes",
    [
        {"doubling_time": {**TIME, "low": 90.0}},
        {"doubling_time": {**TIME, "unit": "week"}},
        {"quantities": {"ERBB2_total": {**AMOUNT, "factor": 2.0}}},
        {"quantities": {"ERBB2_total": {"low": 1.0, "high": 2.0}}},
        {"quantities": {"ERBB2_total": {**AMOUNT, "low": 5.5e5}}},
        {"alterations": {"PIK3CA": {"status": "memory"}}},
        {"species": "human"},
    ],
)
def test_a_line_that_says_too_little_or_too_much_is_refused(changes: dict[str, object]) -> None:
    CellLineRecord.model_validate(LINE)
    with pytest.raises(ValidationError):
        CellLineRecord.model_validate({**LINE, **changes})
