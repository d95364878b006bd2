"""What is left of the kinases of HER2, EGFR and HER4 under every inhibitor together.

ERBB2_open = (1 - lapatinib) * (1 - covalent) * tucatinib left * EGFR inhibitors left       EGFR, HER4 likewise
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    for target in ("ERBB2", "EGFR"):
        reversible = (1 - m[f"lapatinib_{target}"]) * m[f"tucatinib_{target}_free"] * m[f"egfr_inhibitors_{target}_free"]
        m.derived(f"{target}_open", reversible * (1 - m[f"covalent_{target}"]), "1")
    m.derived("ERBB4_open", 1 - m["covalent_ERBB4"], "1")


HER_KINASES = Mechanism(
    name="her_kinases",
    evidence=("TX03", "TX04", "TX05"),
    needs=("lapatinib", "tucatinib", "pan_her_inhibitors", "egfr_inhibitors"),
    rules=rules,
    reductions=("Two inhibitors of one kinase bind as if each were alone.",),
)
