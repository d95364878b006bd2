"""From the tables of a study to its cases: which samples there are, who is HER2-positive, RNA on a case's scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from her2sim.case.genomics.clinical import Clinical, Entry
from her2sim.case.genomics.copy_number import Call, CopyNumbers
from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.expression import Expression, receptor_rna
from her2sim.case.genomics.her2 import derive, read_report, robust_z
from her2sim.case.genomics.maf import Variant
from her2sim.case.genomics.names import NO_NAME
from her2sim.case.genomics.problems import Rejected, Remark, short
from her2sim.case.genomics.samples import Material, Sample, build
from her2sim.case.genomics.sequencing import Sequenced
from her2sim.case.schema import Case

NO_ENTRIES: Mapping[str, Entry] = {}


@dataclass(frozen=True)
class Study:
    """A study as read; every sample any of its tables names is in `samples` or in `rejected`."""

    name: str
    samples: Mapping[str, Sample]
    rejected: tuple[Rejected, ...]
    ignored: tuple[Remark, ...]
    """rows, columns, values and files that were not used, and what was assumed for the whole study"""

    @property
    def cases(self) -> dict[str, Case]:
        """Sample -> its case."""
        return {name: sample.case for name, sample in self.samples.items()}

    def ignored_of(self, sample: str) -> tuple[Remark, ...]:
        """What was not used of the rows and values of one sample and its patient."""
        names = {sample, self.samples[sample].patient} if sample in self.samples else {sample}
        return tuple(remark for remark in self.ignored if remark.sample in names - {""})

    @property
    def her2_positive(self) -> dict[str, Case]:
        """Sample -> its case, of the HER2-positive tumours."""
        return {name: sample.case for name, sample in self.samples.items() if sample.her2 == "positive"}


@dataclass(frozen=True)
class Tables:
    """The tables of a study, read."""

    name: str
    samples: Clinical | None = None
    patients: Clinical | None = None
    sequenced: Sequenced = field(default_factory=lambda: Sequenced(None))
    copies: tuple[CopyNumbers, ...] = ()
    """the first that has a call counts"""
    expression: Expression | None = None
    remarks: tuple[Remark, ...] = ()


def assemble(tables: Tables, setting: str | None, accept_conflict: bool) -> Study:
    """Cases of every tumour of the tables."""
    names, rejected = _names(tables)
    materials = _materials(tables, names)
    first = {name: build(material, setting, accept_conflict) for name, material in materials.items()}
    positive = {name for name, one in first.items() if isinstance(one, Sample) and one.her2 == "positive"}
    scores, note, remarks = z_scores(tables.expression, positive)
    built = {
        name: build(replace(material, rna=scores[name], rna_note=note), setting, accept_conflict)
        if scores.get(name)
        else first[name]
        for name, material in materials.items()
    }
    samples = {name: one for name, one in built.items() if isinstance(one, Sample)}
    rejected += [one for one in built.values() if isinstance(one, Rejected)]
    rejected += _without_name(tables)
    rejected += _nobodys_patients(tables)
    rejected += _patients_without_samples(tables, names)
    return Study(tables.name, samples, tuple(rejected), (*_remarks(tables), *remarks))


def _names(tables: Tables) -> tuple[list[str], list[Rejected]]:
    """Samples to make cases of, in the order of the tables, and those that cannot be."""
    others = dict.fromkeys(name for _, found in _named(tables) for name in found)
    if tables.samples is None:
        return list(others), []
    data = genomics_data("clinical.yaml")
    rejected = list(tables.samples.rejected)
    bad = {one.sample: one for one in tables.patients.rejected} if tables.patients is not None else {}
    names: list[str] = []
    for name, entries in tables.samples.entries.items():
        entry = entries.get("sample_type")
        if entry is not None and str(entry.value).upper() in data["normal"]:
            reason = "the sample is normal tissue"
            file = tables.samples.file
            rejected.append(Rejected(name, reason, file, entry.line, entry.column, "a tumour", str(entry.value)))
        elif (patient := tables.samples.patients.get(name, "")) in bad:
            why = bad[patient]
            rejected.append(replace(why, sample=name, reason=f"patient {patient}: {why.reason}"))
        else:
            names.append(name)
    known = {*tables.samples.entries, *(one.sample for one in rejected)}
    for file, found in _named(tables):
        reason = f"the sample is not in {tables.samples.file}"
        new = [name for name in sorted(found) if name not in known]
        rejected += [Rejected(name, reason, file, expected="a row for every sample") for name in new]
        known.update(new)
    return names, rejected


def _named(tables: Tables) -> list[tuple[str, frozenset[str]]]:
    """Every file but the clinical ones, and the samples it names."""
    found = [(copies.file, frozenset(copies.calls)) for copies in tables.copies]
    if tables.expression is not None:
        found.append((tables.expression.file, frozenset(tables.expression.samples)))
    if tables.sequenced.mutations is not None:
        found.append((tables.sequenced.mutations.file, tables.sequenced.mutations.samples))
    if tables.sequenced.listed is not None:
        found.append(("case_lists", tables.sequenced.listed))
    return found


def _materials(tables: Tables, names: list[str]) -> dict[str, Material]:
    variants: dict[str, list[Variant]] = {}
    unread: dict[str, dict[str, str]] = {}
    maf = tables.sequenced.mutations
    for variant in maf.variants if maf is not None else ():
        variants.setdefault(variant.sample, []).append(variant)
    for (sample, gene), why in maf.unread.items() if maf is not None else ():
        unread.setdefault(sample, {})[gene] = why
    scores, tpm = robust_z(tables.expression), receptor_rna(tables.expression)
    materials: dict[str, Material] = {}
    for name in names:
        entries, calls = _entries(tables, name), _calls(tables, name)
        copies = calls["ERBB2"][0] if "ERBB2" in calls else None
        sequenced, how = tables.sequenced.genes(name)
        patient = tables.samples.patients.get(name, "") if tables.samples is not None else ""
        materials[name] = Material(
            name,
            patient,
            tables.name,
            entries,
            read_report(entries),
            derive(copies, scores.get(name)),
            calls,
            {},
            "",
            tpm.get(name, {}),
            tuple(variants.get(name, ())),
            unread.get(name, {}),
            sequenced,
            how,
        )
    return materials


def _entries(tables: Tables, name: str) -> Mapping[str, Entry]:
    """Clinical findings; those of the sample before those of its patient."""
    if tables.samples is None:  # a sample that is called as its patient
        return tables.patients.entries.get(name, NO_ENTRIES) if tables.patients is not None else NO_ENTRIES
    patient = tables.samples.patients.get(name, "")
    of_patient = tables.patients.entries.get(patient, NO_ENTRIES) if tables.patients is not None else NO_ENTRIES
    return {**of_patient, **tables.samples.entries.get(name, NO_ENTRIES)}


def _calls(tables: Tables, name: str) -> dict[str, tuple[Call, str]]:
    calls: dict[str, tuple[Call, str]] = {}
    for copies in reversed(tables.copies):
        calls |= {gene: (call, copies.kind) for gene, call in copies.calls.get(name, {}).items()}
    return calls


def z_scores(
    expression: Expression | None, positive: set[str]
) -> tuple[dict[str, dict[str, float]], str, list[Remark]]:
    """Sample -> gene -> z score of log RNA among HER2-positive tumours; how it was made; what was not.

    The mean and the standard deviation are those of the HER2-positive samples of the matrix.
    """
    if expression is None:
        return {}, "", []
    chosen = np.array([name in positive for name in expression.samples])
    least = int(genomics_data("expression.yaml")["least_positive"])
    remarks: list[Remark] = []
    scores: dict[str, dict[str, float]] = {}
    for gene, logs in expression.logs.items():
        given = logs[chosen & np.isfinite(logs)]
        spread = float(given.std(ddof=1)) if given.size >= least else 0.0
        if spread <= 1e-9:
            reason = f"{gene}: {given.size} HER2-positive tumours with RNA, or all alike, do not tell what is usual"
            expected = f"{least} or more"
            remarks.append(Remark("file", expression.file, None, reason, field=gene, expected=expected, count=0))
            continue
        for name, z in zip(expression.samples, (logs - given.mean()) / spread, strict=True):
            if np.isfinite(z):
                scores.setdefault(name, {})[gene] = float(z)
    note = f"{expression.unit}; z score among {int(chosen.sum())} HER2-positive tumours of the study"
    return scores, note, remarks


def _remarks(tables: Tables) -> tuple[Remark, ...]:
    """What every table left out."""
    found = [tables.samples, tables.patients, tables.sequenced.mutations, *tables.copies, tables.expression]
    return (*tables.remarks, *(remark for one in found if one is not None for remark in one.remarks))


def _without_name(tables: Tables) -> list[Rejected]:
    """Samples of rows and columns whose name is none."""
    found = [one for one in (tables.sequenced.mutations, *tables.copies, tables.expression) if one is not None]
    first = {
        (remark.file, remark.sample): remark for one in found for remark in one.remarks if remark.reason == NO_NAME
    }
    return [
        Rejected(remark.sample, NO_NAME, remark.file, remark.line, remark.field, remark.expected, remark.got)
        for remark in first.values()
    ]


def _nobodys_patients(tables: Tables) -> list[Rejected]:
    """Rows of the table of patients that cannot be read and are of no sample's patient."""
    have = set(tables.samples.patients.values()) if tables.samples is not None else set[str]()
    return [one for one in tables.patients.rejected if one.sample not in have] if tables.patients is not None else []


def _patients_without_samples(tables: Tables, names: list[str]) -> tuple[Rejected, ...]:
    """Patients of the clinical table of whom there is no sample."""
    patients = tables.patients
    if patients is None:
        return ()
    have = set(tables.samples.patients.values() if tables.samples is not None else names)
    reason = "there is no sample of this patient"
    return tuple(
        Rejected(short(name), reason, patients.file, field="PATIENT_ID")
        for name in patients.entries
        if name not in have
    )
