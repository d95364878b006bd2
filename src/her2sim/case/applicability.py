"""Is this a case the model was made for, and how much of what matters was reported?"""

from __future__ import annotations

from collections.abc import Sequence

from her2sim.case.her2_status import her2_status
from her2sim.case.mapping import MappingTable
from her2sim.case.profile import Domain, Grade, Notice, ProfileQuantity
from her2sim.case.schema import Case

NOT_IN_CULTURE = frozenset({"Fc receptor", "lymphocytes", "size", "body weight"})
"""what matters for a patient only"""
SPARSE = 0.5
"""below this completeness the population decides more than the case; a convention of ours"""


def completeness(quantities: Sequence[ProfileQuantity], table: MappingTable, setting: str) -> float:
    """Weighted share, 0 to 1, of what matters for the answer that was reported."""
    known = {quantity.name for quantity in quantities if quantity.known}
    total = answered = 0.0
    for name, (weight, any_of) in table.weights.items():
        if setting == "culture" and name in NOT_IN_CULTURE:
            continue
        total += weight
        answered += weight * any(one in known for one in any_of)
    return answered / total


def domain(case: Case, share: float, notices: Sequence[Notice]) -> Domain:
    """Green: made for it. Amber: some doubt. Red: outside, do not use. Every doubt is a reason."""
    status = her2_status(case)
    red: list[str] = []
    amber: list[str] = []
    if status.result == "negative":
        red.append(f"HER2-negative ({status.reason}); the model is made for HER2-positive tumours")
    elif status.result != "positive":
        amber.append(f"HER2 status {status.result}: {status.reason}")
    if case.kind == "cell_line":
        amber.append("a cell line in culture: no immune effect, no drug exposure of a patient")
    if share < SPARSE:
        amber.append(f"completeness {share:.0%}: most of what matters is drawn from the population")
    for kind, text in (("conflict", "findings disagree"), ("unknown variant", "changes of unknown meaning")):
        fields = [notice.field for notice in notices if notice.kind == kind]
        if fields:
            amber.append(f"{text}: {', '.join(dict.fromkeys(fields))}")
    grade: Grade = "red" if red else "amber" if amber else "green"
    return Domain(grade, (*red, *amber) or ("HER2-positive, reported well enough",))
