"""Gefitinib and erlotinib on EGFR, and at higher concentrations on HER2: at balance with the medium."""

from her2sim.biology.kit import Draft, Mechanism

DRUGS = ("gefitinib", "erlotinib")


def rules(m: Draft) -> None:
    for target in ("EGFR", "ERBB2"):
        load = sum(m.drug(drug) / m[f"Ki_{drug}_{target}"] for drug in DRUGS)
        m.derived(f"egfr_inhibitors_{target}_free", 1 / (1 + load), "1")


EGFR_INHIBITORS = Mechanism(name="egfr_inhibitors", evidence=("TX17",), rules=rules)
