"""Lay the TCGA breast-cancer tables out as a cBioPortal study: `HER2SIM_DATA=... python examples/tcga_study.py OUT`.

Reads `tcga_brca` of the measurements (clinical, mutations, log2 copy number, protein arrays, sequenced samples), and
writes data and meta files and the case list, with names as cBioPortal has them. Nothing is added to what the tables
say: a mutation keeps its protein change, translated from the form of its source (`p.E110in_frame_del`) to HGVS p.
"""

from __future__ import annotations

import csv
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

STUDY = "brca_tcga_her2sim"
CLINICAL = {
    "ER_status_IHC": "ER_STATUS_BY_IHC",
    "PR_status_IHC": "PR_STATUS_BY_IHC",
    "HER2_status_IHC": "IHC_HER2",
    "HER2_IHC_level": "HER2_IHC_SCORE",
    "HER2_ISH_status": "HER2_FISH_STATUS",
    "HER2_CEP17_ratio": "HER2_CENT17_RATIO",
    "HER2_copy_total": "HER2_COPY_NUMBER",  # means and sums over cells mixed; her2sim does not read it
    "stage": "AJCC_PATHOLOGIC_TUMOR_STAGE",
    "M": "AJCC_METASTASIS_PATHOLOGIC_PM",
    "histology": "HISTOLOGICAL_DIAGNOSIS",
    "age": "AGE",
    "gender": "SEX",
}
IN_FRAME = re.compile(r"p\.([A-Z]+)([0-9]+)in_frame_(del|ins)([A-Z*]*)")


def read(path: Path) -> list[dict[str, str]]:
    """Rows of a csv file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]], above: Iterable[str] = ()) -> None:
    """Write tab-delimited rows below a header, and `#` lines above it."""
    lines = [*above, "\t".join(header), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def meta(out: Path, what: str, **fields: str) -> None:
    """Write a meta file."""
    body = {"cancer_study_identifier": STUDY, **fields}
    (out / f"meta_{what}.txt").write_text("".join(f"{key}: {value}\n" for key, value in body.items()), encoding="utf-8")


def sample_of(barcode: str) -> str:
    """The sample of an aliquot, e.g. TCGA-A1-A0SB-01."""
    return barcode[:15]


def protein_change(text: str) -> str:
    """A change as the source writes it, in HGVS p.; what is not clear stays as it is and is left to the reader."""
    found = IN_FRAME.fullmatch(text)
    if found is None:
        return text + "=" if re.fullmatch(r"p\.[A-Z*][0-9]+", text) else text
    residues, start, kind, new = found.groups()
    first, last, end = residues[0], residues[-1], int(start) + len(residues) - 1
    span = f"{first}{start}" + (f"_{last}{end}" if len(residues) > 1 else "")
    if kind == "ins" and not (len(residues) > 1 and new):
        return text  # the residue behind the insertion is not told
    return f"p.{span}delins{new}" if new else f"p.{span}del"


def clinical(rows: Sequence[Mapping[str, str]], samples: Iterable[str], out: Path) -> None:
    """Patients with what their reports say, and samples with their type."""
    names = ["PATIENT_ID", *CLINICAL.values()]
    numbers = {"HER2_CENT17_RATIO", "AGE"}
    above = ["#" + "\t".join(names), "#" + "\t".join(names)]
    above += ["#" + "\t".join("NUMBER" if name in numbers else "STRING" for name in names)]
    above += ["#" + "\t".join("1" for _ in names)]
    body = ([row["patient_barcode"].upper(), *(row[column] or "NA" for column in CLINICAL)] for row in rows)
    write(out / "data_clinical_patient.txt", names, body, above)
    meta(
        out,
        "clinical_patient",
        genetic_alteration_type="CLINICAL",
        datatype="PATIENT_ATTRIBUTES",
        data_filename="data_clinical_patient.txt",
    )
    columns = ["PATIENT_ID", "SAMPLE_ID", "SAMPLE_TYPE"]
    above = ["#" + "\t".join(columns), "#" + "\t".join(columns), "#STRING\tSTRING\tSTRING", "#1\t1\t1"]
    kinds = {"01": "Primary", "06": "Metastasis"}
    write(
        out / "data_clinical_sample.txt",
        columns,
        ([name[:12], name, kinds.get(name[13:15], "NA")] for name in samples),
        above,
    )
    meta(
        out,
        "clinical_sample",
        genetic_alteration_type="CLINICAL",
        datatype="SAMPLE_ATTRIBUTES",
        data_filename="data_clinical_sample.txt",
    )


def mutations(rows: Sequence[Mapping[str, str]], out: Path) -> None:
    """The mutation table in MAF."""
    columns = ["Hugo_Symbol", "Entrez_Gene_Id", "Variant_Classification", "Tumor_Sample_Barcode", "HGVSp_Short"]
    body = (
        [*(row[name] for name in columns[:3]), row[columns[3]], protein_change(row["amino_acid_change_WU"])]
        for row in rows
    )
    write(out / "data_mutations.txt", columns, body)
    fields = {"stable_id": "mutations", "profile_name": "Mutations", "data_filename": "data_mutations.txt"}
    meta(out, "mutations", genetic_alteration_type="MUTATION_EXTENDED", datatype="MAF", **fields)


def turned(rows: Sequence[Mapping[str, str]], name: str, first: str, out: Path) -> None:
    """A table with a sample a row as a matrix with a sample a column."""
    key = next(iter(rows[0]))
    features = [column for column in rows[0] if column != key]
    samples = [sample_of(row[key]) for row in rows]
    body = ([feature, *(row[feature] or "NA" for row in rows)] for feature in features)
    write(out / f"data_{name}.txt", [first, *samples], body)


def main(out: Path, source: Path) -> None:
    """Write the study folder."""
    tables = {path.stem.removeprefix("tcga_brca_"): read(path) for path in sorted(source.glob("tcga_brca_*.csv"))}
    sequenced = [sample_of(row["Tumor_Sample_Barcode"]) for row in tables["sequenced_samples"]]
    copies, protein = tables["gene_log2cn"], tables["rppa"]
    named = {*sequenced, *(sample_of(row["Sample"]) for row in copies)}
    named |= {sample_of(row["bcr_patient_barcode"]) for row in protein}
    patients = {row["patient_barcode"].upper() for row in tables["clinical"]}
    named |= {f"{patient}-01" for patient in patients - {name[:12] for name in named}}
    (out / "case_lists").mkdir(parents=True, exist_ok=True)
    clinical(tables["clinical"], sorted(named), out)
    mutations(tables["mutations_pathway_genes_maf"], out)
    turned(copies, "log2_cna", "Hugo_Symbol", out)
    fields = {"stable_id": "log2CNA", "profile_name": "Log2 copy number", "data_filename": "data_log2_cna.txt"}
    meta(out, "log2_cna", genetic_alteration_type="COPY_NUMBER_ALTERATION", datatype="LOG2-VALUE", **fields)
    turned(protein, "rppa", "Composite.Element.REF", out)
    fields = {"stable_id": "rppa", "profile_name": "Protein arrays", "data_filename": "data_rppa.txt"}
    meta(out, "rppa", genetic_alteration_type="PROTEIN_LEVEL", datatype="LOG2-VALUE", **fields)
    meta(out, "study", type_of_cancer="brca", name="TCGA breast cancer, pathway genes", description="for her2sim")
    ids = "\t".join(dict.fromkeys(sequenced))
    words = f"cancer_study_identifier: {STUDY}\nstable_id: {STUDY}_sequenced\ncase_list_name: Sequenced\n"
    (out / "case_lists" / "cases_sequenced.txt").write_text(f"{words}case_list_ids: {ids}\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2 or "HER2SIM_DATA" not in os.environ:
        sys.exit("usage: HER2SIM_DATA=<measurements> python examples/tcga_study.py OUT")
    main(Path(sys.argv[1]), Path(os.environ["HER2SIM_DATA"]) / "tcga_brca")
