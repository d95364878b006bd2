"""Levels of genes (protein, RNA, copies) and ligands, read as claims on quantities of the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from her2sim.case.alterations import claims_of
from her2sim.case.claims import COPIES, COUNTED, INDIRECT, STAINED, Claim, around, claim
from her2sim.case.data import read_data
from her2sim.case.findings import Finding, Status
from her2sim.case.mapping import MappingTable, Reading
from her2sim.case.profile import Notice
from her2sim.case.schema import Case
from her2sim.evidence import Evidence


def read_levels(case: Case, table: MappingTable, evidence: Evidence) -> tuple[list[Claim], list[Notice]]:
    """Claims of `protein`, `rna`, `copy_number` and `ligands`; a notice for each entry the model has no place for."""
    claims: list[Claim] = []
    notices: list[Notice] = []
    for gene, finding in case.copy_number.items():
        found, set_aside = _copies(gene, finding, table, evidence)
        claims += [replace(one, seen=f"{gene} {one.seen}") for one in found]
        notices += set_aside
    readers = (("protein", case.protein, _protein), ("rna", case.rna, _rna), ("ligands", case.ligands, _ligand))
    for group, findings, reader in readers:
        for gene, finding in findings.items():
            line = table.genes.get(gene)
            read = reader(gene, finding, line, table) if line is not None else None
            if read is not None:
                claims.append(replace(read, seen=f"{gene} {read.seen}"))
            else:
                notices.append(Notice("not in the model", f"{group}.{gene}", _unread(group, gene, finding, line)))
    return _sum_ligands(claims), notices


def _unread(group: str, gene: str, finding: Finding, line: Mapping[str, Any] | None) -> str:
    if line is None:
        return f"{gene} {finding.seen}: the model holds no quantity of {gene}; ignored"
    what = {"copy_number": "copy number", "rna": "RNA", "protein": "protein", "ligands": "ligand"}[group]
    return f"{gene} {what} {finding.seen} says nothing about {line['quantity']} by itself; ignored"


def _reading(value: float, line: Mapping[str, Any], finding: Finding | None = None, note: str = "") -> Reading:
    status: Status = line["status"]
    high = float(line.get("high_end", math.inf))
    return Reading(around(value, float(line["sigma"]), finding, high), tuple(line["source"]), status, note)


def _protein(gene: str, finding: Finding, line: Mapping[str, Any], table: MappingTable) -> Claim | None:
    name, field = str(line["quantity"]), f"protein.{gene}"
    if finding.number is None:
        value = _word_level(line, str(finding.value), table)
        return claim(name, _reading(value, line), field, finding) if value is not None else None
    if finding.unit == "molecule/cell":
        if not line.get("count"):
            return None
        spread = around(finding.number, table.scales["count_sigma"], finding)
        return claim(name, Reading(spread, (), finding.status or "read", "counted"), field, finding, COUNTED)
    if not line["power"] or finding.number <= 0:
        return None
    value = table.quantities[name].reference * finding.number ** line["power"]
    spread = around(value, table.scales["relative_sigma"], None, float(line.get("high_end", math.inf)))
    return claim(name, Reading(spread, (), "derived", "reference x relative level"), field, finding, STAINED)


def _word_level(line: Mapping[str, Any], word: str, table: MappingTable) -> float | None:
    """Level that low, normal or high stands for; normal is the reference, and low of a ligand a third of it."""
    words: Mapping[str, Any] = line["ligand"] if "ligand" in line else line["protein"]
    if word in words or line["power"] != 1:
        return words.get(word)
    reference = table.quantities[line["quantity"]].reference
    return reference if word == "normal" else reference / 3 if word == "low" else None


def _rna(gene: str, finding: Finding, line: Mapping[str, Any], table: MappingTable) -> Claim | None:
    if finding.number is None or not line["power"]:
        return None
    name, scales = str(line["quantity"]), table.scales
    correlation, sigma = scales["rna_protein_correlation"], scales["rna_sigma"]
    if finding.unit == "relative" and finding.number <= 0:
        return None
    logs = {"z": sigma * finding.number, "log2": math.log(2) * finding.number}
    log = logs[finding.unit] if finding.unit in logs else math.log(finding.number)
    value = table.quantities[name].reference * math.exp(line["power"] * correlation * log)
    spread = around(value, sigma * math.sqrt(1 - correlation**2), None, float(line.get("high_end", math.inf)))
    note = "RNA tells protein with a correlation of 0.6"
    return claim(name, Reading(spread, (), "assumption", note), f"rna.{gene}", finding, INDIRECT)


def _copies(gene: str, finding: Finding, table: MappingTable, evidence: Evidence) -> tuple[list[Claim], list[Notice]]:
    """Copies by the records of the evidence room, and by our own table for the words it has no record of."""
    field = f"copy_number.{gene}"
    word = copies_word(finding.number) if finding.number is not None else str(finding.value)
    for other in read_data("variants.yaml")["copies"].get(word, ()):
        record = evidence.alterations.get(f"{gene} {other}")
        if record is not None and record.quantities:
            return claims_of(record, field, finding, COPIES, table=table), []
        if record is not None:
            text = f"{gene} {finding.seen}: {record.not_modelled}; ignored"
            return [], [Notice("not in the model", field, text)]
    line = table.genes.get(gene)
    value = line["copies"].get(word) if line is not None else None
    if line is None or value is None:
        return [], [Notice("not in the model", field, _unread("copy_number", gene, finding, line))]
    return [claim(str(line["quantity"]), _reading(value, line, None, word), field, finding, COPIES)], []


def copies_word(copies: float) -> str:
    """The word for a number of copies per cell: deep deletion, loss, neutral, gain or amplification."""
    return next(step["is"] for step in read_data("genes_mapping.yaml")["copies"] if copies < step["below"])


def _ligand(gene: str, finding: Finding, line: Mapping[str, Any], table: MappingTable) -> Claim | None:
    if "ligand" not in line:
        return None
    name, field = str(line["quantity"]), f"ligands.{gene}"
    if finding.number is None:
        value = _word_level(line, str(finding.value), table)
        return claim(name, _reading(value, line), field, finding) if value is not None else None
    spread = around(finding.number * line["scale"], table.scales["ligand_sigma"], None)
    note = "as EGF equivalents" if name == "EGF_nM" and gene != "EGF" else ""
    return claim(name, Reading(spread, (), "derived", note), field, finding, COUNTED)


def _sum_ligands(claims: list[Claim]) -> list[Claim]:
    """Several measured EGFR ligands add up to one concentration of EGF equivalents."""
    parts = [one for one in claims if one.quantity == "EGF_nM" and one.field.startswith("ligands.")]
    if len(parts) < 2:
        return claims
    total = sum(one.reading.distribution.median for one in parts)
    first = parts[0]
    sources = tuple(dict.fromkeys(key for one in parts for key in one.reading.references))
    reading = Reading(around(total, 0.5), sources, "derived", "sum of EGFR ligands as EGF equivalents")
    seen = ", ".join(one.seen for one in parts)
    return [one for one in claims if one not in parts] + [Claim("EGF_nM", reading, "ligands", seen, first.rank)]
