"""Mutations read as claims: known changes, changes likely by rule, and unknown ones, which are set aside and listed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from her2sim.case.claims import STAINED, Claim, claim
from her2sim.case.data import read_data
from her2sim.case.distributions import Distribution, Fixed, LogNormal, Normal
from her2sim.case.findings import Finding
from her2sim.case.hgvs import ProteinChange, parse_protein_change
from her2sim.case.mapping import MappingTable, Reading
from her2sim.case.profile import Notice
from her2sim.case.schema import Case, Mutation
from her2sim.evidence import AlterationRecord, Evidence, Shift


def read_variants(case: Case, table: MappingTable, evidence: Evidence) -> tuple[list[Claim], list[Notice]]:
    """Claims of the mutations and of the genes found wild type; a notice for every change set aside."""
    if case.mutations is None:
        return [], [Notice("not sequenced", "mutations", "no sequencing reported; mutations drawn from the population")]
    claims: list[Claim] = []
    notices: list[Notice] = []
    for index, mutation in enumerate(case.mutations):
        if mutation.change == "wt":
            continue
        field = f"mutations[{index}]"
        found = _listed(mutation, field, table, evidence) or _by_rule(mutation, field)
        claims += found
        if not found:
            notices.append(_set_aside(mutation, field, evidence))
    return claims + _wild_type(case, {one.quantity for one in claims}), notices


def _listed(mutation: Mutation, field: str, table: MappingTable, evidence: Evidence) -> list[Claim]:
    """What the evidence room, then our own list, says about exactly this change."""
    record = evidence.alterations.get(mutation.short) or _class_record(mutation, evidence)
    if record is not None and record.quantities:
        note = "" if record.id == mutation.short else f"by the record {record.id!r}"
        note = "; ".join(part for part in (record.note, note) if part)
        readings = {
            name: Reading(_spread(shift, table.quantities[name].reference), record.references, record.status, note)
            for name, shift in record.quantities.items()
            if name in table.quantities
        }
    else:
        readings = _own(read_data("alterations.yaml")["changes"].get(mutation.short), table)
    return [_claim(mutation, field, name, reading) for name, reading in readings.items()]


def _class_record(mutation: Mutation, evidence: Evidence) -> AlterationRecord | None:
    """The record of a class of changes: 'PTEN truncating', 'ERBB2 exon 20 insertion'."""
    change = parse_protein_change(mutation.change)
    if change.truncating:
        return evidence.alterations.get(f"{mutation.gene} truncating")
    exon20 = change.kind in {"insertion", "duplication", "delins"} and 768 <= change.start <= 783
    return (
        evidence.alterations.get(f"{mutation.gene} exon 20 insertion") if exon20 and mutation.gene == "ERBB2" else None
    )


def _own(body: Mapping[str, Any] | None, table: MappingTable | None = None) -> dict[str, Reading]:
    """Readings of a line of `data/alterations.yaml`: each key that is a quantity, as value or factor with its range."""
    names = ("source", "status", "note", "gene", "kinds", "from", "to")
    readings: dict[str, Reading] = {}
    for name, shift in (body or {}).items():
        if body is None or name in names:
            continue
        reference = table.quantities[name].reference if table is not None else 1.0
        spread = _spread(Shift.model_validate({key: float(value) for key, value in shift.items()}), reference)
        readings[name] = Reading(spread, tuple(body["source"]), body["status"], body.get("note", ""))
    return readings


def _by_rule(mutation: Mutation, field: str) -> list[Claim]:
    change = parse_protein_change(mutation.change)
    for rule in read_data("alterations.yaml")["rules"]:
        if rule["gene"] == mutation.gene and change.kind in rule["kinds"] and _within(change, rule):
            return [
                _claim(
                    mutation, field, name, Reading(one.distribution, one.references, one.status, f"likely: {one.note}")
                )
                for name, one in _own(rule).items()
            ]
    return []


def _within(change: ProteinChange, rule: Mapping[str, Any]) -> bool:
    return int(rule.get("from", 0)) <= change.start <= int(rule.get("to", 100_000))


def _spread(shift: Shift, reference: float) -> Distribution:
    """The distribution of a shift: its 95 % range, log-normal where everything is positive."""
    scale = 1.0 if shift.value is not None else reference
    centre, low, high = (scale * number for number in (shift.centre, shift.low, shift.high))
    if high <= low:
        return Fixed(centre)
    if low <= 0:
        return Normal(centre, (high - low) / 3.92, low, high)
    return LogNormal(centre, math.log(high / low) / 3.92, low, high)


def _claim(mutation: Mutation, field: str, name: str, reading: Reading) -> Claim:
    finding = Finding(value=mutation.short, source=mutation.source, status=mutation.status, note=mutation.note)
    return claim(name, reading, field, finding, STAINED)


def _wild_type(case: Case, moved: set[str]) -> list[Claim]:
    """Genes that were sequenced without a change that counts."""
    named = {mutation.gene for mutation in case.mutations or ()}
    claims: list[Claim] = []
    for gene, quantities in read_data("alterations.yaml")["wild_type"].items():
        if case.genes_sequenced != "all" and gene not in case.genes_sequenced and gene not in named:
            continue
        seen = Finding(value=f"{gene} without a change that counts" if gene in named else f"{gene} wild type")
        claims += [
            claim(name, Reading(Fixed(float(value)), (), "derived", "sequenced"), "mutations", seen, STAINED)
            for name, value in quantities.items()
            if name not in moved
        ]
    return claims


def _set_aside(mutation: Mutation, field: str, evidence: Evidence) -> Notice:
    """Why a mutation moves nothing."""
    record = evidence.alterations.get(mutation.short)
    if record is not None:
        return Notice("not in the model", field, f"{mutation.short}: {record.not_modelled or record.effect}; ignored")
    if parse_protein_change(mutation.change).kind == "synonymous":
        return Notice("not in the model", field, f"{mutation.short} changes no residue; ignored")
    lines = read_data("alterations.yaml")
    modelled = {name.split()[0] for name in lines["changes"]} | {rule["gene"] for rule in lines["rules"]}
    if mutation.gene in modelled or any(
        one.gene == mutation.gene and one.quantities for one in evidence.alterations.values()
    ):
        return Notice("unknown variant", field, f"{mutation.short}: meaning unknown; taken as without effect")
    text = f"{mutation.short}: the model holds no quantity that {mutation.gene} mutations move; ignored"
    return Notice("not in the model", field, text)
