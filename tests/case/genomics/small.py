"""Small made-up tables; no row of them is of anybody."""

from __future__ import annotations

from pathlib import Path

MAF = """#version 2.4
Hugo_Symbol\tEntrez_Gene_Id\tVariant_Classification\tTumor_Sample_Barcode\tHGVSp_Short\tHGVSc\tt_alt_count\tt_ref_count
PIK3CA\t5290\tMissense_Mutation\tT-1\tp.H1047R\tc.3140A>G\t30\t70
PTEN\t0\tNonsense_Mutation\tT-1\tp.R130*\t\t\t
TP53\t7157\tSplice_Site\tT-2\t\tc.375+1G>A\t\t
KRAS\t3845\tSilent\tT-2\tp.G12=\t\t\t
OR4F5\t79501\tMissense_Mutation\tT-2\tp.A1V\t\t\t
ERBB2\t2064\tMissense_Mutation\tT-3\tp.L1O\t\t\t
"""
DISCRETE = """Hugo_Symbol\tEntrez_Gene_Id\tT-1\tT-2\tT-3
ERBB2\t2064\t2\t0\tNA
PTEN\t5728\t-2\t-1\t0
OR4F5\t79501\t1\t1\t1
MET\t4233\t1\t0\t2
"""
LOG2 = """Hugo_Symbol,T-1,T-2,T-3
ERBB2,2.5,0.1,-0.2
PTEN,-1.4,-0.5,0.0
MET,0.4,0.0,1.2
"""
LONG = """Hugo_Symbol\tSample_Id\tValue
ERBB2\tT-1\t2
PTEN\tT-1\t-1
ERBB2\tT-2\t0
"""
EXPRESSION = """Hugo_Symbol\tEntrez_Gene_Id\tT-1\tT-2\tT-3
ERBB2\t2064\t900.5\t30.2\t12
ERBB3\t2065\t20\t30\tNA
OR4F5\t79501\t0\t0\t0
MET\t4233\t1.5\t2.5\t0
"""
SAMPLES = """#Patient\tSample\tType
#Patient\tSample\tType
#STRING\tSTRING\tSTRING
#1\t1\t1
PATIENT_ID\tSAMPLE_ID\tSAMPLE_TYPE
P-1\tT-1\tPrimary
P-2\tT-2\tMetastasis
P-3\tT-3\tPrimary
"""
PATIENTS = """#Patient\tER\tHER2\tIHC\tRatio\tAge
#Patient\tER\tHER2\tIHC\tRatio\tAge
#STRING\tSTRING\tSTRING\tSTRING\tNUMBER\tNUMBER
#1\t1\t1\t1\t1\t1
PATIENT_ID\tER_STATUS_BY_IHC\tHER2_STATUS\tHER2_IHC_SCORE\tHER2_CENT17_RATIO\tAGE
P-1\tPositive\tPositive\t3+\t6.1\t50
P-2\tNegative\tNegative\t0\tNA\t61
P-3\t[Not Available]\t\t\t\t47
"""
META = """cancer_study_identifier: made_up
genetic_alteration_type: MUTATION_EXTENDED
datatype: MAF
stable_id: mutations
data_filename: data_mutations.txt
"""
PANELS = """SAMPLE_ID\tmutations\tcna
T-1\tWES\tWES
T-2\tSMALL\tNA
T-3\tNA\tNA
"""


def lay_out(folder: Path, **files: str) -> Path:
    """A study folder of the tables above; `files` replace or add by name, '' takes one away."""
    texts = {
        "data_mutations.txt": MAF,
        "meta_mutations.txt": META,
        "data_cna.txt": DISCRETE,
        "data_clinical_sample.txt": SAMPLES,
        "data_clinical_patient.txt": PATIENTS,
        "case_lists/cases_sequenced.txt": "stable_id: made_up_sequenced\ncase_list_ids: T-1\tT-2\tT-3\n",
    }
    texts |= {name.replace("__", "/") + ".txt": text for name, text in files.items()}
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text:
            path.write_text(text, encoding="utf-8")
    return folder
