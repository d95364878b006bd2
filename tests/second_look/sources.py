"""What the second looks start from: the table of published values and the measured quantities, never the modules."""

from collections.abc import Callable

import pytest

from her2sim.evidence import load_evidence
from her2sim.units import convert

EVIDENCE = load_evidence()
MOLECULES_PER_NM_PL = 602.214
"""1e-9 mol/L in 1e-12 L, times 6.02214e23 /mol"""
ROUNDED = 0.006
"""three printed digits: half a unit in the third of the worst case, 1.00"""


def value(name: str) -> float:
    """Of the record, in the unit it is written in."""
    return EVIDENCE.parameters[name].value


def published(key: str, unit: str | None = None) -> float:
    """Of the published table, in `unit`."""
    row = EVIDENCE.published[key]
    return row.value if unit is None else convert(row.value, row.unit, unit)


def measured(key: str) -> float:
    """Of a quantity, as printed."""
    found = next(quantity.value for quantity in EVIDENCE.quantities if quantity.id == key)
    assert found is not None
    return found


def per_cell(nanomolar: float, picolitre: float = 1.0) -> float:
    """Molecules in a cell of that volume."""
    return nanomolar * picolitre * MOLECULES_PER_NM_PL


def copies(**rows: tuple[str, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Parametrises a test over amounts that are the sum of rows of the published table."""
    return pytest.mark.parametrize(("name", "keys"), list(rows.items()))


def guesses(mechanism: str) -> None:
    """Skip, visibly, if every number of a mechanism is a guess; fail once one is not."""
    records = [record for record in EVIDENCE.parameters.values() if record.mechanism == mechanism]
    sourced = [record.name for record in records if record.status != "assumption"]
    assert sourced == [], f"these have a source now and need a second look: {sourced}"
    pytest.skip(f"{mechanism}: all {len(records)} numbers are assumptions; there is nothing to derive them from")
