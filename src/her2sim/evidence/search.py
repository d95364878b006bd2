"""Finds what is held under a term: an id, a gene by any of its names, a drug, a parameter, or a word.

A gene brings the mechanisms it takes part in, what gets past them, its alterations, the model parameters that carry it,
measured quantities, conflicts, prevalence, and every reference behind these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from her2sim.evidence.checks import references_of
from her2sim.evidence.knowledge import AlterationRecord, Gene, MechanismRecord, Reference, TherapyRecord
from her2sim.evidence.library import KINDS, Evidence
from her2sim.evidence.quantities import ParameterRecord
from her2sim.evidence.reading import nearest
from her2sim.evidence.record import Record

Records = dict[str, dict[str, Record]]
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Found:
    """What the evidence holds under a term; `records` has the kinds that are not empty, in the order of `KINDS`."""

    term: str
    title: str
    records: Mapping[str, tuple[Record, ...]]
    references: tuple[Reference, ...]

    def __bool__(self) -> bool:
        return bool(self.records)


def find(evidence: Evidence, term: str) -> Found:
    """Everything held under `term`; false (and empty) if there is nothing."""
    term = term.strip()
    for search in (_by_id, _by_gene, _by_name, _by_word):
        title, records = search(evidence, term)
        kinds = {kind: tuple(records[kind].values()) for kind in KINDS if records.get(kind)}
        if kinds:
            return Found(term, title, kinds, _references(evidence, kinds))
    return Found(term, term, {}, ())


def suggestions(evidence: Evidence, term: str, n: int = 5) -> str | None:
    """The terms most like `term` that would find something; None if nothing is near."""
    known: dict[str, str] = {}
    for kind in KINDS:
        known |= {key.lower(): key for key in evidence.table(kind)}
    for gene in evidence.genes.values():
        known |= {name.lower(): name for name in (*gene.aliases, *gene.previous)}
    known |= {drug.name.lower(): drug.name for drug in evidence.drugs.values()}
    near = nearest(term.lower(), known, n)
    return ", ".join(known[word] for word in near.split(", ") if word in known) if near else None


def _by_id(evidence: Evidence, term: str) -> tuple[str, Records]:
    for kind in KINDS:
        table = evidence.table(kind)
        key = next((key for key in table if key == term or key.lower() == term.lower()), None)
        if key is None or kind in {"genes", "drugs"}:
            continue
        record = table[key]
        found: Records = {kind: {key: record}}
        _surround(evidence, record, found)
        if kind == "references":
            found = _citing(evidence, key)
        return _title(key, record), found
    return term, {}


def _surround(evidence: Evidence, record: Record, found: Records) -> None:
    """Adds what belongs to one mechanism, therapy or parameter."""
    if isinstance(record, MechanismRecord):
        _add(found, "therapies", evidence.therapies, record.overcome_by)
        _pick(found, "alterations", evidence.alterations, lambda other: other.mechanism == record.id)
        _pick(found, "contradictions", evidence.contradictions, lambda other: record.id in other.mechanisms)
        moved = {
            name for other in evidence.alterations.values() if other.mechanism == record.id for name in other.quantities
        }
        _pick(found, "parameters", evidence.parameters, lambda other: _carries(other, record.id, moved))
    elif isinstance(record, TherapyRecord):
        _add(found, "mechanisms", evidence.mechanisms, (*record.acts_by, *record.overcomes))
        _add(found, "drugs", evidence.drugs, record.drugs)
        _pick(found, "parameters", evidence.parameters, lambda other: record.id in other.evidence)
    elif isinstance(record, ParameterRecord):
        _add(found, "published", evidence.published, record.sources)
        _add(found, "mechanisms", evidence.mechanisms, record.evidence)
    elif isinstance(record, AlterationRecord):
        _add(found, "mechanisms", evidence.mechanisms, (record.mechanism,) if record.mechanism else ())
        _add(found, "profile", evidence.profile, record.quantities)


def _carries(parameter: ParameterRecord, mechanism: str, moved: set[str]) -> bool:
    """Whether a parameter belongs to a mechanism; of the quantities of a profile, those that its alterations move."""
    if parameter.mechanism == "profile":
        return parameter.name in moved
    return mechanism in parameter.evidence


def _citing(evidence: Evidence, key: str) -> Records:
    found: Records = {"references": {key: evidence.references[key]}}
    for kind in KINDS:
        if kind not in {"references", "genes", "profile"}:
            _pick(found, kind, evidence.table(kind), lambda record: key in references_of(record))
    return found


def _by_gene(evidence: Evidence, term: str) -> tuple[str, Records]:
    gene = evidence.gene(term)
    if gene is None:
        return term, {}
    symbol, found = gene.symbol, cast("Records", {"genes": {gene.symbol: gene}})
    _pick(found, "mechanisms", evidence.mechanisms, lambda record: symbol in record.genes)
    _pick(found, "therapies", evidence.therapies, lambda record: symbol in record.genes)
    for mechanism in evidence.mechanisms.values():
        if mechanism.genes and mechanism.genes[0] == symbol:
            _add(found, "therapies", evidence.therapies, mechanism.overcome_by)
    _pick(found, "alterations", evidence.alterations, lambda record: record.gene == symbol)
    _pick(found, "contradictions", evidence.contradictions, lambda record: symbol in record.genes)
    _pick(found, "drugs", evidence.drugs, lambda record: symbol in record.genes)
    words = {name.lower() for name in (gene.symbol, *gene.aliases) if len(name) > 2}
    named = re.compile(r"(?<![a-z0-9])(?:" + "|".join(map(re.escape, sorted(words))) + r")(?![a-z0-9])")
    _pick(found, "parameters", evidence.parameters, lambda record: _names(record, named))
    _pick(found, "published", evidence.published, lambda record: bool(named.search(record.quantity.lower())))
    quantities = {record.id: record for record in evidence.quantities}
    _pick(found, "quantities", quantities, lambda record: record.gene == symbol)
    _pick(found, "population", evidence.population, lambda record: symbol in record.genes)
    _pick(found, "profile", evidence.profile, lambda record: record.gene == symbol)
    return f"{gene.symbol} - {gene.name}", found


def _names(parameter: ParameterRecord, named: re.Pattern[str]) -> bool:
    """Whether name, module or note speak of the gene; `_` parts words in a name."""
    return bool(named.search(" ".join((parameter.name, parameter.note)).replace("_", " ").lower()))


def _by_name(evidence: Evidence, term: str) -> tuple[str, Records]:
    """Drugs by id or name, with the therapies, mechanisms and parameters around them."""
    wanted, found = term.lower(), cast("Records", {})
    _pick(found, "drugs", evidence.drugs, lambda drug: wanted in {drug.id, re.split("[,(]", drug.name)[0].strip()})
    if not found:
        _pick(found, "drugs", evidence.drugs, lambda drug: wanted in _words(drug.name))
    if not found:
        return term, {}
    ids = set(found["drugs"])
    _pick(found, "therapies", evidence.therapies, lambda therapy: bool(ids & set(therapy.drugs)))
    for therapy in list(found.get("therapies", {}).values()):
        _surround(evidence, therapy, found)
    _pick(
        found,
        "parameters",
        evidence.parameters,
        lambda record: wanted in _words(f"{record.name} {record.mechanism} {record.note}".replace("_", " ")),
    )
    return term, found


def _by_word(evidence: Evidence, term: str) -> tuple[str, Records]:
    """Records whose text holds every word of the term."""
    wanted, found = _words(term), cast("Records", {})
    if not wanted:
        return term, {}
    for kind in KINDS:
        _pick(found, kind, evidence.table(kind), lambda record: wanted <= _words(record.model_dump_json()))
    return term, found


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+(?:[-.][a-z0-9]+)*", text.lower()))


def _add(found: Records, kind: str, table: Mapping[str, Record], keys: Iterable[str]) -> None:
    for key in keys:
        if key in table:
            found.setdefault(kind, {})[key] = table[key]


def _pick(found: Records, kind: str, table: Mapping[str, R], wanted: Callable[[R], bool]) -> None:
    for key, record in table.items():
        if wanted(record):
            found.setdefault(kind, {})[key] = record


def _title(key: str, record: Record) -> str:
    name = getattr(record, "name", "") or getattr(record, "topic", "") or getattr(record, "quantity", "")
    return key if isinstance(record, Gene) or not name or name == key else f"{key} - {name}"


def _references(evidence: Evidence, kinds: Mapping[str, tuple[Record, ...]]) -> tuple[Reference, ...]:
    keys: dict[str, None] = {}
    for records in kinds.values():
        for record in records:
            keys |= dict.fromkeys(evidence.reference_keys(references_of(record)))
            if isinstance(record, Reference):
                keys[record.key] = None
    return tuple(evidence.references[key] for key in sorted(keys, key=str.lower) if key in evidence.references)
