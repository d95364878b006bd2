"""One sample of a study as a case: what its tables say in the words of the case file, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from her2sim.case.data import read_data
from her2sim.case.genes import gene_table
from her2sim.case.genomics.clinical import Entry
from her2sim.case.genomics.copy_number import Call
from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.her2 import STATUS, Derived, Her2Report, derived_field
from her2sim.case.genomics.maf import Variant
from her2sim.case.genomics.problems import Rejected, short
from her2sim.case.her2_status import discords, her2_status
from her2sim.case.mapping import mapping_table
from her2sim.case.profile import Notice
from her2sim.case.reader import case_from_dict
from her2sim.case.schema import SCHEMA, Case
from her2sim.case.variants import read_variants
from her2sim.errors import CaseError
from her2sim.evidence import load_evidence

Verdict = Literal["known", "likely", "unknown", "not in the model"]


@dataclass(frozen=True)
class ClassifiedVariant:
    """One protein change and what the model makes of it."""

    gene: str
    change: str
    """short form, e.g. 'p.H1047R'"""
    verdict: Verdict
    effect: str
    """quantity and value, or why it is ignored"""
    references: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """A sample that became a case."""

    name: str
    patient: str
    case: Case
    data: Mapping[str, Any]
    """the case as its file has it"""
    her2: str
    """positive, negative, equivocal or unknown: as the report concludes, else by guideline, else derived"""
    her2_from: str
    """report, copy number, expression, copy number and expression; '' where unknown"""
    variants: tuple[ClassifiedVariant, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True)
class Material:
    """Everything the tables say of one sample."""

    name: str
    patient: str
    study: str
    entries: Mapping[str, Entry]
    report: Her2Report
    derived: Derived | None
    calls: Mapping[str, tuple[Call, str]]
    """gene -> copies, and the kind of table they are from"""
    rna: Mapping[str, float]
    """gene -> z score among HER2-positive tumours"""
    rna_note: str
    tpm: Mapping[str, float]
    """gene -> log2(TPM + 1), of the genes whose TPM tells receptors per cell"""
    variants: tuple[Variant, ...]
    unread: Mapping[str, str]
    """gene -> why its rows cannot be read"""
    sequenced: frozenset[str] | None
    how_sequenced: str


def build(material: Material, setting: str | None, accept_conflict: bool) -> Sample | Rejected:
    """The sample as a case, or why it is none."""
    notices = list(material.report.notices)
    data: dict[str, Any] = {"schema": SCHEMA, "name": material.name, "description": _description(material)}
    data |= {"kind": "patient", "setting": _setting(material.entries, setting, notices)}
    data["pathology"] = _pathology(material, notices)
    data |= _patient(material.entries)
    data |= _mutations(material, notices)
    data |= {"copy_number": _copies(material, notices), "rna": _rna(material, notices), "assays": _assays(material)}
    data = {name: value for name, value in data.items() if value not in ({}, [], "", None) or name == "mutations"}
    try:
        data, case = _case(data, accept_conflict)
    except CaseError as error:
        return _rejected(material, data, error)
    status = her2_status(case)
    stated = case.pathology.HER2_status
    her2 = status.result if stated is None else "positive" if stated.value == "pos" else "negative"
    derived = material.derived if material.report.silent else None
    source = derived.source if derived is not None and derived.word is not None else "report"
    notices += [Notice("conflict", one.field, one.text) for one in discords(case)]
    variants, more = _classified(case)
    origin = source if her2 != "unknown" else ""
    return Sample(material.name, material.patient, case, data, her2, origin, variants, (*notices, *more))


def _case(data: dict[str, Any], accept_conflict: bool) -> tuple[dict[str, Any], Case]:
    """The case, and its fields with `accept_conflict` if it needs it."""
    try:
        return data, case_from_dict(data, data["name"])
    except CaseError:
        if not accept_conflict:
            raise
    accepting = data | {"accept_conflict": True}
    return accepting, case_from_dict(accepting, data["name"])


def _rejected(material: Material, data: Mapping[str, Any], error: CaseError) -> Rejected:
    """Why there is no case, with the columns and the value as the tables have them."""
    field = error.where or ""
    group, _, name = field.partition(".")
    told: Any = data[group].get(name) if isinstance(data.get(group), dict) else None
    columns = [entry.column for entry in material.entries.values() if "HER2" in entry.column.upper()]
    body = cast("dict[str, Any]", told) if isinstance(told, dict) else {}
    got: Any = body.get("value", error.got)
    where = f"{field} (from {', '.join(columns)})" if "HER2" in field and columns else field
    hint = "accept_conflict=True" if error.problem.startswith("contradictory") else error.hint or ""
    seen = "" if got is None else short(str(got), 200)
    return Rejected(material.name, error.problem, "", None, where, error.expected or "", seen, hint)


def _description(material: Material) -> str:
    told = [f"study {material.study}", f"patient {material.patient}" if material.patient else ""]
    told += [
        str(material.entries[name].value) for name in ("histology", "subtype", "stage") if name in material.entries
    ]
    return "; ".join(part for part in told if part)


def _setting(entries: Mapping[str, Entry], setting: str | None, notices: list[Notice]) -> str:
    if setting is not None:
        return setting
    data = genomics_data("clinical.yaml")
    for word in ("metastatic", "neoadjuvant"):
        for name, values in data[word].items():
            entry = entries.get(name)
            if entry is not None and str(entry.value).upper() in values:
                text = f"setting {word}, from {entry.column} {entry.value}"
                notices.append(Notice("assumed", "setting", text))
                return word
    notices.append(Notice("assumed", "setting", "no table tells the setting; taken as metastatic"))
    return "metastatic"


def _pathology(material: Material, notices: list[Notice]) -> dict[str, Any]:
    fields: dict[str, Any] = dict(material.report.fields)
    if material.report.silent and material.derived is not None:
        derived = material.derived
        why = "IHC 2+ without a probe" if "HER2_IHC" in fields else "no pathology report"
        why = "the report does not conclude" if material.report.notices else why
        if derived.word is not None:
            fields["HER2_status"] = derived_field(derived, why)
            word = "positive" if derived.word == "pos" else "negative"
            text = f"{why}; derived as {word} from {derived.text}"
        else:
            text = f"{why}, and {derived.text} does not tell; left out"
        notices.append(Notice("assumed", STATUS, text))
    for name in ("ER", "PgR", "Ki67", "TIL"):
        entry = material.entries.get(name)
        if entry is not None and entry.value == "unclear":
            notices.append(Notice("assumed", f"pathology.{name}", f"{entry.column} is unclear; left out"))
        elif entry is not None:
            fields[name] = {"value": entry.value, "status": "read", "note": entry.column}
    return fields


def _patient(entries: Mapping[str, Entry]) -> dict[str, Any]:
    patient = {name: entries[name].value for name in ("weight_kg", "height_cm") if name in entries}
    size: dict[str, Any] = {}
    if "diameter_mm" in entries:
        size = {"diameter_mm": entries["diameter_mm"].value}
    elif "diameter_cm" in entries:
        size = {"diameter_mm": {"value": entries["diameter_cm"].value, "unit": "cm"}}
    return {"patient": patient, "size": size}


def _mutations(material: Material, notices: list[Notice]) -> dict[str, Any]:
    """Mutations and the genes they speak of; nothing for a sample that was not sequenced."""
    mutated = {variant.gene for variant in material.variants}
    if material.sequenced is None:
        more = f"; yet changes of {', '.join(sorted(mutated))} are listed, which count" if mutated else ""
        notices.append(Notice("not sequenced", "mutations", material.how_sequenced + more))
        if not mutated:
            return {}
    genes = set(material.sequenced or ()) | mutated
    for gene, why in material.unread.items():
        rest = "its other changes count" if gene in mutated else "the gene is taken as not sequenced"
        notices.append(Notice("not sequenced", f"mutations.{gene}", f"{why}; {rest}"))
        genes -= set() if gene in mutated else {gene}
    if "no case list" in material.how_sequenced:
        notices.append(Notice("assumed", "mutations", material.how_sequenced))
    mutations = [_mutation(variant, notices) for variant in material.variants]
    named = "all" if genes >= gene_table().symbols else sorted(genes)
    return {"mutations": mutations, "genes_sequenced": named}


def _mutation(variant: Variant, notices: list[Notice]) -> dict[str, Any]:
    body: dict[str, Any] = {"gene": variant.gene, "change": variant.change, "status": "read"}
    if variant.vaf is not None:
        body["vaf"] = variant.vaf
    if variant.note:
        notices.append(Notice("assumed", f"mutations.{variant.gene}", f"{variant.change}: {variant.note}"))
        body |= {"note": variant.note, "status": "derived"}
    return body


@lru_cache(maxsize=1)
def _genes_with_copies() -> frozenset[str]:
    """Genes whose copies say something to the model."""
    words = {"amplification", "gain", "loss", "shallow deletion", "deep deletion"}
    known = {str(record.gene) for record in load_evidence().alterations.values() if record.change in words}
    return frozenset(known) | frozenset(read_data("genes_mapping.yaml")["genes"])


def _copies(material: Material, notices: list[Notice]) -> dict[str, Any]:
    copies: dict[str, Any] = {}
    others = 0
    for gene, (call, kind) in sorted(material.calls.items()):
        if gene not in _genes_with_copies():
            others += call.word != "neutral"
            continue
        copies[gene] = {"value": call.word, "status": "read"}
        if kind == "log2":
            copies[gene] |= {"status": "derived", "note": f"log2 ratio {call.value:g}"}
    if others:
        text = f"copies of {others} more genes are changed; the model has no quantity for them"
        notices.append(Notice("not in the model", "copy_number", text))
    return copies


def _rna(material: Material, notices: list[Notice]) -> dict[str, Any]:
    most = float(genomics_data("expression.yaml")["z_limit"])
    rna: dict[str, Any] = {}
    for gene, z in sorted(material.rna.items()):
        if gene in material.tpm:
            continue
        if abs(z) > most:
            text = f"{gene}: z score {z:.3g} lies beyond {most:g}; left out"
            notices.append(Notice("conflict", f"rna.{gene}", text))
            continue
        rna[gene] = {"value": round(z, 4), "unit": "z", "status": "derived", "note": material.rna_note}
    return rna


def _assays(material: Material) -> list[dict[str, Any]]:
    note = "TPM of the study"
    return [
        {"assay": "rna", "gene": gene, "value": round(value, 4), "unit": "log2(TPM+1)", "note": note}
        for gene, value in sorted(material.tpm.items())
    ]


def _classified(case: Case) -> tuple[tuple[ClassifiedVariant, ...], list[Notice]]:
    """Every mutation with what the model makes of it; a notice for each that is ignored."""
    if not case.mutations:
        return (), []
    claims, notices = read_variants(case, mapping_table(), load_evidence())
    found: list[ClassifiedVariant] = []
    for index, mutation in enumerate(case.mutations):
        field = f"mutations[{index}]"
        mine = [one for one in claims if one.field == field]
        change = mutation.short.partition(" ")[2]
        if mine:
            verdict: Verdict = "likely" if any("likely" in one.reading.note for one in mine) else "known"
            effect = ", ".join(f"{one.quantity} {one.reading.distribution.median:.3g}" for one in mine)
            references = tuple(dict.fromkeys(key for one in mine for key in one.reading.references))
        else:
            notice = next(one for one in notices if one.field == field)
            verdict = "unknown" if notice.kind == "unknown variant" else "not in the model"
            effect, references = notice.text, ()
        found.append(ClassifiedVariant(mutation.gene, change, verdict, effect, references))
    return tuple(found), notices
