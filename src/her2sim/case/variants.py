"""Mutations read as claims: known changes, changes likely by rule, and unknown ones, which are set aside and listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from her2sim.case.alterations import claims_of
from her2sim.case.claims import STAINED, Claim, claim
from her2sim.case.data import read_data
from her2sim.case.distributions import Fixed
from her2sim.case.findings import Finding
from her2sim.case.hgvs import parse_protein_change
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
        found = _listed(mutation, field, table, evidence) or _by_rule(mutation, field, table, evidence)
        claims += found
        if not found:
            notices.append(_set_aside(mutation, field, evidence))
    return claims + _wild_type(case, {one.quantity for one in claims}), notices


def _listed(mutation: Mutation, field: str, table: MappingTable, evidence: Evidence) -> list[Claim]:
    """What the evidence room says about exactly this change, or about the class it belongs to."""
    record = _record(mutation, evidence)
    if record is None:
        return []
    why = "" if record.id == mutation.short else f"by the record {record.id!r}"
    return claims_of(record, field, _finding(mutation), STAINED, table=table, why=why)


def _record(mutation: Mutation, evidence: Evidence) -> AlterationRecord | None:
    truncating = parse_protein_change(mutation.change).truncating
    classes = (mutation.short, *((f"{mutation.gene} truncating",) if truncating else ()), f"{mutation.gene} any")
    return next((evidence.alterations[id_] for id_ in classes if id_ in evidence.alterations), None)


def _by_rule(mutation: Mutation, field: str, table: MappingTable, evidence: Evidence) -> list[Claim]:
    """A change nobody listed, where a listed one holds for its neighbours."""
    change = parse_protein_change(mutation.change)
    for rule in read_data("variants.yaml")["rules"]:
        if rule["gene"] != mutation.gene or change.kind not in rule["kinds"]:
            continue
        if not rule["from"] <= change.start <= rule["to"]:
            continue
        record = evidence.alterations[rule["record"]] if "record" in rule else _ruled(rule)
        return claims_of(record, field, _finding(mutation), STAINED, table=table, why=f"likely: {rule['why']}")
    return []


def _ruled(rule: Mapping[str, Any]) -> AlterationRecord:
    shifts = {
        name: Shift.model_validate({key: float(number) for key, number in shift.items()})
        for name, shift in rule["shift"].items()
    }
    gene, status = str(rule["gene"]), rule["status"]
    return AlterationRecord(
        id=f"{gene} any", gene=gene, change="any", effect="unclear", quantities=shifts, status=status
    )


def _finding(mutation: Mutation) -> Finding:
    return Finding(value=mutation.short, source=mutation.source, status=mutation.status, note=mutation.note)


def _wild_type(case: Case, moved: set[str]) -> list[Claim]:
    """Genes that were sequenced without a change that counts."""
    named = {mutation.gene for mutation in case.mutations or ()}
    claims: list[Claim] = []
    for gene, quantities in read_data("variants.yaml")["wild_type"].items():
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
    record = _record(mutation, evidence)
    if record is not None:
        return Notice("not in the model", field, f"{mutation.short}: {record.not_modelled or record.effect}; ignored")
    if parse_protein_change(mutation.change).kind == "synonymous":
        return Notice("not in the model", field, f"{mutation.short} changes no residue; ignored")
    if any(one.gene == mutation.gene and one.quantities for one in evidence.alterations.values()):
        return Notice("unknown variant", field, f"{mutation.short}: meaning unknown; taken as without effect")
    text = f"{mutation.short}: the model holds no quantity that {mutation.gene} mutations move; ignored"
    return Notice("not in the model", field, text)
