"""Read a study, a folder in cBioPortal's layout or single files: a case for every tumour, and what is not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from her2sim.case.genomics.clinical import Clinical, read_clinical
from her2sim.case.genomics.cohort import Study, Tables, assemble
from her2sim.case.genomics.copy_number import read_copy_number
from her2sim.case.genomics.data import genomics_data
from her2sim.case.genomics.expression import Expression, read_expression
from her2sim.case.genomics.folder import PARTS, Folder, Part, read_folder
from her2sim.case.genomics.maf import read_maf
from her2sim.case.genomics.problems import Remark, StudyError
from her2sim.case.genomics.sequencing import Sequenced, read_panel_matrix


def read_study(
    folder: str | Path,
    *,
    setting: str | None = None,
    expression_unit: str | None = None,
    accept_conflict: bool = True,
) -> Study:
    """Read a study folder in cBioPortal's layout as it is.

    Args:
        folder: holds `data_*.txt` (or .gz), and usually `meta_*.txt` and `case_lists/`.
        setting: 'neoadjuvant' or 'metastatic' for every case; None: told from sample type, stage and M, with a notice.
        expression_unit: unit of the expression matrix where its meta file does not tell it.
        accept_conflict: take a contradictory HER2 report with a notice; False: reject the sample.

    Raises:
        StudyError: the folder or one of its tables cannot be used; says file, line, expected and got.
    """
    found = read_folder(Path(folder))
    if not any(part.kind not in {"patients", "panels"} for part in found.parts):
        expected = "data_clinical_sample.txt, data_mutations.txt, data_cna.txt or another table of samples"
        raise StudyError("the folder holds no table of samples.", file=found.name, expected=expected)
    return assemble(_tables(found, expression_unit), checked_setting(setting), accept_conflict)


def _tables(found: Folder, expression_unit: str | None) -> Tables:
    """Every table of a folder, read."""
    remarks = list(found.remarks)
    one = {kind: _one(found.of(kind), remarks) for kind in PARTS if kind not in {"expression", "z"}}
    mutations, panels = one["mutations"], one["panels"]
    sequenced = Sequenced(
        read_maf(mutations.path) if mutations is not None else None,
        found.sequenced,
        read_panel_matrix(panels.path) if panels is not None else None,
        found.panels,
    )
    copies = [(part.path, kind) for kind in ("discrete", "log2") if (part := one[kind]) is not None]
    expression = _expression([*found.of("expression"), *found.of("z")], expression_unit, remarks)
    return Tables(
        found.name,
        _clinical(one["samples"], "sample"),
        _clinical(one["patients"], "patient"),
        sequenced,
        tuple(read_copy_number(path, kind) for path, kind in copies),
        expression,
        tuple(remarks),
    )


def read_files(
    *,
    mutations: Path | None = None,
    copy_number: Path | None = None,
    copy_number_kind: str = "",
    expression: Path | None = None,
    expression_unit: str = "",
    clinical_sample: Path | None = None,
    clinical_patient: Path | None = None,
    setting: str | None = None,
    accept_conflict: bool = True,
) -> Study:
    """Read single files, any of them; `copy_number_kind` is 'discrete' or 'log2', `expression_unit` e.g. 'TPM'.

    Raises:
        StudyError: no file is given, or one of them cannot be used.
    """
    if not any((mutations, copy_number, expression, clinical_sample)):
        expected = "a table of mutations, copy numbers, expression or samples"
        raise StudyError("no table of samples is given.", expected=expected)
    tables = Tables(
        "files",
        read_clinical(clinical_sample, "sample") if clinical_sample is not None else None,
        read_clinical(clinical_patient, "patient") if clinical_patient is not None else None,
        Sequenced(read_maf(mutations) if mutations is not None else None),
        (read_copy_number(copy_number, copy_number_kind),) if copy_number is not None else (),
        read_expression(expression, expression_unit) if expression is not None else None,
    )
    return assemble(tables, checked_setting(setting), accept_conflict)


def checked_setting(setting: str | None) -> str | None:
    """The setting, if it is one a patient can be in.

    Raises:
        StudyError: it is not.
    """
    if setting not in {None, "neoadjuvant", "metastatic"}:
        raise StudyError("this is no setting of a patient.", expected="neoadjuvant or metastatic", got=setting)
    return setting


def _one(parts: list[Part], remarks: list[Remark]) -> Part | None:
    """The first of several files of one kind; the others are remarked."""
    for part in parts[1:]:
        reason = f"{parts[0].path.name} is read instead"
        remarks.append(Remark("file", part.path.name, None, reason, count=0))
    return parts[0] if parts else None


def _clinical(part: Part | None, level: str) -> Clinical | None:
    return read_clinical(part.path, level) if part is not None else None


def _expression(parts: list[Part], unit: str | None, remarks: list[Remark]) -> Expression | None:
    """The matrix to read: its unit is told, and of several the one nearest to counts."""
    data = genomics_data("expression.yaml")
    told: list[tuple[int, Part, str]] = []
    for part in parts:
        found = "z" if part.kind == "z" else unit_of(part.meta) or unit
        if found is None:
            reason = "no meta file tells the unit of expression; not read"
            expected = "the unit in profile_name, or expression_unit=" + " or ".join(data["units"])
            remarks.append(Remark("file", part.path.name, None, reason, expected=expected, count=0))
        else:
            order = data["order"]
            told.append((order.index(found) if found in order else len(order), part, found))
    told.sort(key=lambda one: one[0])
    chosen = _one([part for _, part, _ in told], remarks)
    if chosen is None:
        return None
    remarks.append(Remark("assumed", chosen.path.name, None, f"expression read as {told[0][2]}", count=0))
    return read_expression(chosen.path, told[0][2])


def unit_of(meta: Mapping[str, str]) -> str | None:
    """The unit of expression that a meta file tells."""
    text = " ".join(meta.get(key, "") for key in ("stable_id", "profile_name", "profile_description")).lower()
    words = genomics_data("expression.yaml")["words"]
    return next((word["unit"] for word in words if word["has"] in text), None)
