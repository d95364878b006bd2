"""What is left of the kinases of HER2, EGFR and HER4 under every inhibitor together.

ERBB2_open = (1 - lapatinib) * (1 - covalent) * what reversible binding of each leaves       EGFR, HER4 likewise

`ERBB2_open_NRG1` is that of HER2 which neuregulin holds beside HER3: lapatinib binds it less (lapatinib.py).
"""

from her2sim.biology.kit import Draft, Mechanism, Pattern


def _covalent(m: Draft, target: str) -> Pattern:
    return (1 - m[f"covalent_{target}"]) * m[f"pan_her_{target}_free"]


def rules(m: Draft) -> None:
    for target in ("ERBB2", "EGFR"):
        others = m[f"tucatinib_{target}_free"] * m[f"egfr_inhibitors_{target}_free"] * _covalent(m, target)
        m.derived(f"{target}_open", (1 - m[f"lapatinib_{target}"]) * others, "1")
        if target == "ERBB2":
            m.derived("ERBB2_open_NRG1", (1 - m["lapatinib_ERBB2_NRG1"]) * others, "1")
    m.derived("ERBB4_open", _covalent(m, "ERBB4"), "1")


HER_KINASES = Mechanism(
    name="her_kinases",
    evidence=("TX03", "TX04", "TX05"),
    needs=("lapatinib", "tucatinib", "pan_her_inhibitors", "egfr_inhibitors"),
    rules=rules,
    reductions=("Two inhibitors of one kinase bind as if each were alone.",),
)
