"""What must hold between records: every key that is cited exists, every unit of a parameter can be read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from her2sim.errors import EvidenceError
from her2sim.evidence.cells import CellLineRecord
from her2sim.evidence.reading import nearest

if TYPE_CHECKING:
    from her2sim.evidence.library import Evidence
    from her2sim.evidence.record import Record

# units of this grammar are readable (tests/evidence prove it); anything else is put to the unit registry, which is slow
_NAME = r"(?:1|molecules?|cells?|[pnum]?M|[pnum]?mol|s|min|h|hour|d|day|week|[pm]?L|[kmun]?g|[um]?m|cm)(?:\*\*-?\d)?"
PLAIN_UNIT = re.compile(rf"{_NAME}(?:[*/]{_NAME})*")

GENELESS = ("hyaluronan",)
"""Species that mechanisms name and that no gene codes for."""

Citation = tuple[str, str, str, str]
"""kind and id of the record, field, key"""


def check(evidence: Evidence) -> None:
    """Raises EvidenceError at the first key that leads nowhere or unit that cannot be read."""
    known = _known(evidence)
    for kind, record, field, target, key in _links(evidence):
        if key not in known[target]:
            raise EvidenceError(
                f"'{key}' is cited and does not exist.",
                file=kind, where=f"{record}: {field}", expected=f"a key of {target}", got=key,
                hint=nearest(key, known[target]),
            )  # fmt: skip
    for name, parameter in evidence.parameters.items():
        if not _readable(parameter.unit):
            raise EvidenceError(
                "this unit cannot be read.",
                file=f"parameters/{parameter.mechanism}", where=f"{name}: unit", got=parameter.unit,
                expected="a unit such as 1/s, 1/nM/h, molecule, nM, h, 1",
            )  # fmt: skip
    _need_citation(evidence)


def _known(evidence: Evidence) -> dict[str, Collection[str]]:
    return {
        "references": evidence.references,
        "sources": {**evidence.references, **evidence.published},
        "genes": {**evidence.genes, **dict.fromkeys(GENELESS)},
        "mechanisms": evidence.mechanisms,
        "therapies": evidence.therapies,
        "mechanisms or therapies": {**evidence.mechanisms, **evidence.therapies},
        "drugs": evidence.drugs,
        "profile": evidence.profile,
    }


def _links(evidence: Evidence) -> Iterator[tuple[str, str, str, str, str]]:
    """(kind, record, field, table the key must stand in, key) of every citation."""
    for kind, record, field, key in citations(evidence):
        yield kind, record, field, "sources" if kind == "parameters" else "references", key
    for name, mechanism in evidence.mechanisms.items():
        yield from (("mechanisms", name, "genes", "genes", key) for key in mechanism.genes)
        yield from (("mechanisms", name, "overcome_by", "therapies", key) for key in mechanism.overcome_by)
    for name, therapy in evidence.therapies.items():
        yield from (("therapies", name, "genes", "genes", key) for key in therapy.genes)
        yield from (("therapies", name, "acts_by", "mechanisms", key) for key in therapy.acts_by)
        yield from (("therapies", name, "overcomes", "mechanisms", key) for key in therapy.overcomes)
        yield from (("therapies", name, "drugs", "drugs", key) for key in therapy.drugs)
    for name, alteration in evidence.alterations.items():
        yield "alterations", name, "gene", "genes", alteration.gene
        yield from (("alterations", name, "quantities", "profile", key) for key in alteration.quantities)
        if alteration.mechanism is not None:
            yield "alterations", name, "mechanism", "mechanisms", alteration.mechanism
    for name, conflict in evidence.contradictions.items():
        yield from (("contradictions", name, "genes", "genes", key) for key in conflict.genes)
        yield from (("contradictions", name, "mechanisms", "mechanisms", key) for key in conflict.mechanisms)
    for name, parameter in evidence.parameters.items():
        yield from (("parameters", name, "evidence", "mechanisms or therapies", key) for key in parameter.evidence)
    yield from _more_genes(evidence)


def _more_genes(evidence: Evidence) -> Iterator[tuple[str, str, str, str, str]]:
    for record in evidence.quantities:
        if record.gene:
            yield "quantities", record.id, "gene", "genes", record.gene
    for name, quantity in evidence.profile.items():
        if quantity.gene:
            yield "profile", name, "gene", "genes", quantity.gene
    for name, line in evidence.cell_lines.items():
        yield from (("cell_lines", name, "quantities", "profile", key) for key in line.quantities)
        yield from (("cell_lines", name, "alterations", "genes", key) for key in line.alterations)
    for name, drug in evidence.drugs.items():
        yield from (("drugs", name, "genes", "genes", key) for key in drug.genes)
    for name, share in evidence.population.items():
        yield from (("population", name, "genes", "genes", key) for key in share.genes)


def citations(evidence: Evidence) -> Iterator[Citation]:
    """(kind, record, field, reference key) of every reference that is cited anywhere; for parameters also table ids."""
    for kind in ("mechanisms", "therapies", "alterations", "contradictions", "drugs", "parameters", "published"):
        for name, record in evidence.table(kind).items():
            yield from ((kind, name, "references", key) for key in references_of(record))
    for kind in ("quantities", "population", "correlations", "growth", "cell_lines"):
        for name, record in evidence.table(kind).items():
            yield from ((kind, name, "references", key) for key in references_of(record))


def references_of(record: Record) -> tuple[str, ...]:
    """Every reference key in a record and its parts, each once."""
    keys: list[str] = list(getattr(record, "references", ()))
    for part in ("findings", "pk", "estimates"):
        keys += [key for item in getattr(record, part, ()) for key in item.references]
    if isinstance(record, CellLineRecord):
        parts = (record.doubling_time, *record.quantities.values(), *record.alterations.values())
        keys += [key for item in parts for key in item.references]
    return tuple(dict.fromkeys(keys))


def _readable(unit: str) -> bool:
    if PLAIN_UNIT.fullmatch(unit):
        return True
    from her2sim.units import dimension_of

    try:
        dimension_of(unit)
    except ValueError:
        return False
    return True


def _need_citation(evidence: Evidence) -> None:
    for kind in ("mechanisms", "alterations", "published", "quantities", "correlations", "growth"):
        for name, record in evidence.table(kind).items():
            status = getattr(record, "status", "assumption")
            explained = status == "derived" and getattr(record, "note", "")
            if status in {"read", "derived"} and not references_of(record) and not explained:
                raise EvidenceError(
                    f"a record with status '{status}' must say where it comes from.",
                    file=kind, where=f"{name}: references", expected="at least one reference key", got="none",
                )  # fmt: skip
