"""The evidence as one frozen object, read once and checked in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from her2sim.errors import EvidenceError
from her2sim.evidence.cells import CellLineRecord, plain_name
from her2sim.evidence.knowledge import (
    AlterationRecord,
    ContradictionRecord,
    DrugRecord,
    Gene,
    MechanismRecord,
    Reference,
    TherapyRecord,
)
from her2sim.evidence.quantities import (
    CorrelationRecord,
    GrowthRecord,
    ParameterFile,
    ParameterRecord,
    PopulationRecord,
    ProfileQuantity,
    PublishedValue,
    QuantityRecord,
)
from her2sim.evidence.reading import Loaded, build, csv_records, index, read_yaml, yaml_records
from her2sim.evidence.record import Record


@dataclass(frozen=True, eq=False, repr=False)
class Evidence:
    """Everything the package knows, by id; read-only; every key that a record cites exists."""

    references: Mapping[str, Reference]
    genes: Mapping[str, Gene]
    mechanisms: Mapping[str, MechanismRecord]
    therapies: Mapping[str, TherapyRecord]
    alterations: Mapping[str, AlterationRecord]
    contradictions: Mapping[str, ContradictionRecord]
    drugs: Mapping[str, DrugRecord]
    parameters: Mapping[str, ParameterRecord]
    published: Mapping[str, PublishedValue]
    quantities: tuple[QuantityRecord, ...]
    population: Mapping[str, PopulationRecord]
    correlations: tuple[CorrelationRecord, ...]
    growth: Mapping[str, GrowthRecord]
    profile: Mapping[str, ProfileQuantity]
    cell_lines: Mapping[str, CellLineRecord]

    def __repr__(self) -> str:
        return f"Evidence({', '.join(f'{len(self.table(kind))} {kind}' for kind in KINDS)})"

    def reference_keys(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """The reference keys behind `sources`, in which ids of published model values may stand."""
        keys = (self.published[key].references if key in self.published else (key,) for key in sources)
        return tuple(dict.fromkeys(key for group in keys for key in group))

    def gene(self, name: str) -> Gene | None:
        """The gene of a symbol, an alias or a previous symbol, in any case; None if it is not known or not unique."""
        wanted = name.upper()
        if wanted in self.genes:
            return self.genes[wanted]
        found = [
            gene
            for gene in self.genes.values()
            if wanted in {other.upper() for other in (gene.symbol, *gene.aliases, *gene.previous)}
        ]
        return found[0] if len(found) == 1 else None

    def cell_line(self, name: str) -> CellLineRecord | None:
        """The cell line of a name or alias, whatever its case, hyphens and spaces; None if it is not known."""
        wanted = plain_name(name)
        for line in self.cell_lines.values():
            if wanted in {plain_name(other) for other in line.names}:
                return line
        return None

    def table(self, kind: str) -> Mapping[str, Record]:
        """The records of one kind (see `KINDS`), by id.

        Raises:
            KeyError: there is no such kind.
        """
        if kind not in KINDS:
            raise KeyError(kind)
        records: Any = getattr(self, kind)
        return {record.id: record for record in records} if isinstance(records, tuple) else records  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]


KINDS: Mapping[str, type[Record]] = {
    "references": Reference,
    "genes": Gene,
    "mechanisms": MechanismRecord,
    "therapies": TherapyRecord,
    "alterations": AlterationRecord,
    "contradictions": ContradictionRecord,
    "drugs": DrugRecord,
    "parameters": ParameterRecord,
    "published": PublishedValue,
    "quantities": QuantityRecord,
    "population": PopulationRecord,
    "correlations": CorrelationRecord,
    "growth": GrowthRecord,
    "profile": ProfileQuantity,
    "cell_lines": CellLineRecord,
}
"""Kind of record, which is also the folder under `data`, and its class."""

_MAY_BE_EMPTY = ("cell_lines",)

_CSV: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "references": ("key", ()),
    "genes": ("symbol", ("aliases", "previous")),
    "published": ("id", ("references",)),
    "quantities": ("id", ("references",)),
    "profile": ("name", ()),
}


@lru_cache(maxsize=4)
def load_evidence(folder: Path | None = None) -> Evidence:
    """The evidence that ships with the package, or that of another folder of the same layout.

    Raises:
        EvidenceError: a record breaks its schema, or cites something that does not exist.
    """
    from her2sim.evidence.checks import check

    root = folder or Path(str(files("her2sim.evidence"))) / "data"
    tables: dict[str, Any] = {kind: _parameters(root) if kind == "parameters" else _table(root, kind) for kind in KINDS}
    for kind, table in tables.items():
        if not table and kind not in _MAY_BE_EMPTY:
            raise EvidenceError(
                "there are no records of this kind.", file=str(root / kind), expected="at least one file"
            )
        tables[kind] = tuple(table.values()) if kind in {"quantities", "correlations"} else MappingProxyType(table)
    evidence = Evidence(**tables)
    check(evidence)
    return evidence


def _table(root: Path, kind: str) -> dict[str, Record]:
    if kind in _CSV:
        key, lists = _CSV[kind]
        return index(KINDS[kind], _chain(root, kind, "csv", lambda path: csv_records(path, key, lists)), strict=False)
    return index(KINDS[kind], _chain(root, kind, "yaml", lambda path: yaml_records(path, kind)))


def _chain(root: Path, kind: str, suffix: str, read: Callable[[Path], Iterator[Loaded]]) -> Iterator[Loaded]:
    for path in sorted((root / kind).glob(f"*.{suffix}")):
        yield from read(path)


def _parameters(root: Path) -> dict[str, ParameterRecord]:
    found: dict[str, ParameterRecord] = {}
    for path in sorted((root / "parameters").glob("*.yaml")):
        content = build(ParameterFile, Loaded(f"parameters/{path.name}", path.stem, read_yaml(path)))
        for name, entry in content.parameters.items():
            if name in found:
                problem = f"the parameter '{name}' is defined twice, first for {found[name].mechanism}."
                raise EvidenceError(problem, file=f"parameters/{path.name}", where=name, expected="one definition")
            found[name] = ParameterRecord(
                name=name,
                mechanism=content.mechanism,
                value=entry.value,
                unit=entry.unit,
                prior=entry.prior,
                sources=entry.source,
                status=entry.status,
                note=entry.note,
                evidence=content.evidence,
            )
    return found
