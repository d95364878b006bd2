"""A thousand samples and twenty thousand genes: seconds and memory, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from her2sim.case.genes import gene_table

SAMPLES, GENES = 1000, 20_000
SECONDS, GIGABYTES = 20.0, 1.5
READ = """
import resource, sys, time
from her2sim.case.genomics import read_study
start = time.perf_counter()
study = read_study(sys.argv[1])
seconds = time.perf_counter() - start
kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(seconds, kilobytes, len(study.samples), len(study.cases["S-0004"].rna))
"""


def write_study(folder: Path) -> None:
    rng = np.random.default_rng(1)
    names = [f"S-{index:04d}" for index in range(SAMPLES)]
    known = sorted(gene_table().symbols)
    genes = [*known, *(f"MADEUP{index}" for index in range(GENES - len(known)))]
    with (folder / "data_mrna_seq_tpm.txt").open("w") as stream:
        stream.write("\t".join(["Hugo_Symbol", "Entrez_Gene_Id", *names]) + "\n")
        for gene in genes:
            values = np.char.mod("%.4f", rng.lognormal(2.0, 1.5, SAMPLES)).tolist()
            stream.write("\t".join([gene, "0", *values]) + "\n")
    with (folder / "data_cna.txt").open("w") as stream:
        stream.write("\t".join(["Hugo_Symbol", *names]) + "\n")
        for gene in genes:
            stream.write("\t".join([gene, *map(str, rng.integers(-2, 3, SAMPLES).tolist())]) + "\n")
    status = ["Positive" if index % 4 == 0 else "Negative" for index in range(SAMPLES)]
    lines = [f"P-{index}\t{name}\t{status[index]}\n" for index, name in enumerate(names)]
    (folder / "data_clinical_sample.txt").write_text("PATIENT_ID\tSAMPLE_ID\tHER2_STATUS\n" + "".join(lines))
    with (folder / "data_mutations.txt").open("w") as stream:
        stream.write("Hugo_Symbol\tTumor_Sample_Barcode\tVariant_Classification\tHGVSp_Short\n")
        for name in names:
            for gene in rng.choice(genes, 100):
                stream.write(f"{gene}\t{name}\tMissense_Mutation\tp.A{rng.integers(1, 150)}V\n")


@pytest.mark.slow
def test_a_thousand_samples_with_twenty_thousand_genes_are_read_in_time(tmp_path):
    pytest.importorskip("resource", reason="peak memory is not told on this system")
    write_study(tmp_path)
    done = subprocess.run([sys.executable, "-c", READ, str(tmp_path)], capture_output=True, text=True, check=True)
    seconds, kilobytes, samples, rna = (float(word) for word in done.stdout.split())
    assert samples == SAMPLES
    assert rna > 30
    assert seconds < SECONDS
    assert kilobytes / 1e6 < GIGABYTES
