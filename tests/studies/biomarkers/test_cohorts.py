"""A second look at the dependences of the population: counted again in METABRIC and TCGA, where these are at hand."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from her2sim.studies.biomarkers.settings import read

REAL = os.environ.get("HER2SIM_DATA", "")
pytestmark = pytest.mark.skipif(
    not (Path(REAL) / "tcga_brca").is_dir() or not (Path(REAL) / "metabric").is_dir(),
    reason="METABRIC and TCGA are not here (HER2SIM_DATA)",
)


@pytest.fixture(scope="module")
def rho():
    return {(row["a"], row["b"]): row["rho"] for row in read("population.yaml")["correlations"]}


@pytest.fixture(scope="module")
def positive():
    """HER2-positive patients of TCGA by pathology."""
    table = pd.read_csv(Path(REAL) / "tcga_brca" / "tcga_brca_clinical.csv")
    table["id"] = table["patient_barcode"].str.upper()
    return table[table["HER2_status_IHC"].eq("positive") | table["HER2_ISH_status"].eq("positive")].set_index("id")


@pytest.fixture(scope="module")
def proteins(positive):
    table = pd.read_csv(Path(REAL) / "tcga_brca" / "tcga_brca_rppa.csv")
    table.index = pd.Index(table["bcr_patient_barcode"].str[:12])
    table = table[~table.index.duplicated()]
    return table.loc[table.index.intersection(positive.index)]


@pytest.fixture(scope="module")
def copies(positive):
    table = pd.read_csv(Path(REAL) / "tcga_brca" / "tcga_brca_gene_log2cn.csv")
    table["id"] = table["Sample"].str[:12]
    table = table[table["Sample"].str[13:15].eq("01")].drop_duplicates("id").set_index("id")
    return table.loc[table.index.intersection(positive.index)]


def given_er(proteins, a, b):
    """Partial rank correlation of two proteins given ER."""
    inverse = np.linalg.inv(proteins[[a, b, "ER-alpha"]].rank().corr().to_numpy())
    return -inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1])


@pytest.mark.parametrize(
    ("pair", "names"),
    [
        (("ERBB2_total", "EGFR_total"), ("HER2", "EGFR")),
        (("CDKN1B_level", "CCND1_level"), ("p27", "Cyclin_D1")),
        (("CDKN1B_level", "BCL2_level"), ("p27", "Bcl-2")),
    ],
)
def test_proteins_go_together_as_in_tcga(rho, proteins, pair, names):
    assert len(proteins) == 85
    assert rho[pair] == pytest.approx(given_er(proteins, *names), abs=0.03)


def test_egfr_and_cyclin_e_are_rarer_in_er_positive_tumours_of_tcga(rho, positive, proteins, copies):
    found = stats.spearmanr(proteins["EGFR"], proteins["ER-alpha"]).statistic
    assert rho["er_positive", "EGFR_total"] == pytest.approx(found, abs=0.03)
    er = positive.loc[copies.index, "ER_status_IHC"].eq("positive")
    gained = copies["CCNE1"] > 0.7
    assert [(gained & er).sum(), er.sum(), (gained & ~er).sum(), (~er).sum()] == [3, 149, 5, 46]
    protein = stats.spearmanr(proteins["Cyclin_E1"], proteins["ER-alpha"]).statistic
    assert -0.5 < rho["er_positive", "CCNE1_level"] < protein < -0.3


def test_copies_and_protein_of_her2_in_amplified_tumours_of_tcga(proteins, copies):
    both = proteins[["HER2"]].join(copies[["ERBB2"]], how="inner")
    both = both[both["ERBB2"] > 1.0]
    ((_, found),) = read("population.yaml")["findings"]["HER2_copies"]["after"]
    assert len(both) == 39
    assert found == pytest.approx(stats.spearmanr(both["HER2"], both["ERBB2"]).statistic, abs=0.01)


def test_shares_by_oestrogen_receptor_are_near_those_of_metabric():
    folder = Path(REAL) / "metabric"
    clinical = pd.read_csv(folder / "metabric_cbioportal_clinical.csv", low_memory=False)
    mutations = pd.read_csv(folder / "metabric_mutations.csv")
    found = clinical[clinical["HER2 Status"].eq("Positive") & clinical["Patient ID"].isin(mutations["patientId"])]
    assert len(found) == 229
    er = found["ER Status"].eq("Positive")
    mutated = {gene: found["Patient ID"].isin(mutations.loc[mutations["hugoGeneSymbol"].eq(gene), "patientId"])
               for gene in ("TP53", "PIK3CA")}  # fmt: skip
    shares = [mutated["TP53"][group].mean() for group in (~er, er)]
    assert shares == pytest.approx(read("population.yaml")["findings"]["TP53_mutated"]["by_er"], abs=0.08)
    table = pd.crosstab(er, mutated["PIK3CA"])
    assert stats.fisher_exact(table).pvalue > 0.1  # PIK3CA is drawn independently of ER
