"""Genomic data as laboratories and cBioPortal hand them on: mutations, copy numbers, expression, clinical tables.

study = read_study("brca_study")          # a folder in cBioPortal's layout, read as it is
study.cases["TCGA-A2-A04W-01"]            # a case like any other; study.rejected and study.ignored say what is not
write_rejected(study, "rejected.csv")
"""

from her2sim.case.genomics.clinical import Clinical, read_clinical
from her2sim.case.genomics.cohort import Study
from her2sim.case.genomics.copy_number import Call, CopyNumbers, read_copy_number
from her2sim.case.genomics.expression import Expression, read_expression
from her2sim.case.genomics.hgnc import GeneError, HgncGene, HgncTable, hgnc_table
from her2sim.case.genomics.maf import Mutations, Variant, read_maf
from her2sim.case.genomics.problems import Rejected, Remark, StudyError
from her2sim.case.genomics.rejected import rejected_csv, write_rejected
from her2sim.case.genomics.samples import ClassifiedVariant, Sample
from her2sim.case.genomics.study import read_files, read_study
from her2sim.case.genomics.tables import Limits, open_table, usual_limits

__all__ = [
    "Call",
    "ClassifiedVariant",
    "Clinical",
    "CopyNumbers",
    "Expression",
    "GeneError",
    "HgncGene",
    "HgncTable",
    "Limits",
    "Mutations",
    "Rejected",
    "Remark",
    "Sample",
    "Study",
    "StudyError",
    "Variant",
    "hgnc_table",
    "open_table",
    "read_clinical",
    "read_copy_number",
    "read_expression",
    "read_files",
    "read_maf",
    "read_study",
    "rejected_csv",
    "usual_limits",
    "write_rejected",
]
