"""`her2sim case import`: genomic and clinical tables as cases."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from her2sim.cli import options

if TYPE_CHECKING:
    from her2sim.case.genomics import Study

_STUDY = "A study folder in cBioPortal's layout; without one, name the files."

StudyFolder = Annotated[Path | None, typer.Argument(metavar="[STUDY]", help=_STUDY)]
Target = Annotated[Path, typer.Option("--out", "-o", help="Folder for the cases, rejected.csv and ignored.csv.")]
Maf = Annotated[Path | None, typer.Option("--maf", help="Mutations (MAF).")]
Cna = Annotated[Path | None, typer.Option("--cna", help="Copy numbers, a gene a row and a sample a column, or long.")]
CnaKind = Annotated[str, typer.Option("--cna-kind", help="discrete (-2 to 2) or log2.")]
Expr = Annotated[Path | None, typer.Option("--expr", help="Expression, a gene a row and a sample a column.")]
ExprUnit = Annotated[str, typer.Option("--expr-unit", help="TPM, FPKM, RPKM, RSEM, log2 or z; never guessed.")]
Samples = Annotated[Path | None, typer.Option("--clinical", help="Clinical table of samples.")]
Patients = Annotated[Path | None, typer.Option("--patients", help="Clinical table of patients.")]
Setting = Annotated[
    str | None, typer.Option("--setting", help="neoadjuvant or metastatic. [default: as the tables tell]")
]
Positive = Annotated[bool, typer.Option("--her2-positive", help="Write only HER2-positive tumours.")]


def import_(
    *,
    study: StudyFolder = None,
    out: Target,
    maf: Maf = None,
    cna: Cna = None,
    cna_kind: CnaKind = "discrete",
    expr: Expr = None,
    expr_unit: ExprUnit = "",
    clinical: Samples = None,
    patients: Patients = None,
    setting: Setting = None,
    her2_positive: Positive = False,
    json_out: options.Json = False,
) -> None:
    """Make a case of every tumour of a study folder, or of single files.

    Samples that give no case are in rejected.csv, rows and values that were not used in ignored.csv, with the reason.
    """
    from her2sim.case.genomics import StudyError
    from her2sim.case.genomics.writing import write_cases

    files = (maf, cna, expr, clinical, patients)
    given = [path for path in files if path is not None]
    if study is not None and given:
        raise StudyError("a folder and single files are given.", expected="one or the other", got=str(given[0]))
    found = _study(study, setting, expr_unit) if study is not None else _files(files, cna_kind, expr_unit, setting)
    told = _told(found, len(write_cases(found, out, only_positive=her2_positive)), out)
    typer.echo(json.dumps(told, indent=2) if json_out else _text(told))


def _study(folder: Path, setting: str | None, unit: str) -> Study:
    from her2sim.case.genomics import read_study

    return read_study(folder, setting=setting, expression_unit=unit or None)


def _files(files: tuple[Path | None, ...], cna_kind: str, unit: str, setting: str | None) -> Study:
    from her2sim.case.genomics import read_files

    maf, cna, expression, samples, patients = files
    return read_files(
        mutations=maf,
        copy_number=cna,
        copy_number_kind=cna_kind if cna is not None else "",
        expression=expression,
        expression_unit=unit,
        clinical_sample=samples,
        clinical_patient=patients,
        setting=setting,
    )


def _told(study: Study, written: int, out: Path) -> dict[str, Any]:
    return {
        "study": study.name,
        "folder": str(out),
        "written": written,
        "read": len(study.samples),
        "HER2": dict(Counter(one.her2 for one in study.samples.values())),
        "HER2_derived": sum(one.her2_from not in {"report", ""} for one in study.samples.values()),
        "rejected": len(study.rejected),
        "ignored": dict(Counter(one.kind for one in study.ignored)),
    }


def _text(told: dict[str, Any]) -> str:
    status = ", ".join(f"{count} {name}" for name, count in sorted(told["HER2"].items()))
    ignored = ", ".join(f"{count} {name}" for name, count in sorted(told["ignored"].items())) or "nothing"
    return "\n".join(
        [
            f"{told['study']}: {told['read']} tumours read, {told['rejected']} rejected",
            f"  HER2: {status or 'none'}; {told['HER2_derived']} not from a report",
            f"  not used: {ignored}",
            f"wrote {told['written']} cases, rejected.csv and ignored.csv to {told['folder']}",
        ]
    )
