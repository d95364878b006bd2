"""Neratinib, afatinib and pyrotinib bind HER kinases for good; only a new receptor is free again.

    d bound / dt = kinact * load / (1 + load) * (1 - bound) - turnover * bound      load = sum of drug / Ki

One share per target (HER2, EGFR, HER4), common to the three drugs; a new receptor meets the drug and is held reversibly
before it is bound for good. Whether HER2 p.L755S escapes them is disputed
(contradiction X14): `variant_ERBB2_covalent` raises the fold of a variant to a power of 1 or 5.
"""

from her2sim.biology.kit import Draft, Mechanism

DRUGS = ("neratinib", "afatinib", "pyrotinib")


def rules(m: Draft) -> None:
    kinase = m.monomer("Covalent", unit="1", target=("ERBB2", "EGFR", "ERBB4"))
    for target in ("ERBB2", "EGFR", "ERBB4"):
        bound = m.observable(f"covalent_{target}", kinase(target=target))
        load = sum(m.drug(drug) / (m[f"Ki_{drug}_{target}"] * _fold(m, drug, target)) for drug in DRUGS)
        m.derived(f"pan_her_{target}_free", 1 / (1 + load), "1")
        gain = m.derived(f"occupy_covalent_{target}", m["kinact_HER"] * load / (1 + load) * (1 - bound), "1/h")
        m.rule(f"bind_covalent_{target}", None >> kinase(target=target), gain)
        m.rule(f"renew_{target}_kinase", kinase(target=target) >> None, "k_renew_HER_kinase")


def _fold(m: Draft, drug: str, target: str):  # a PySB expression
    return m[f"ERBB2_fold_{drug}"] ** m["variant_ERBB2_covalent"] if target == "ERBB2" else 1


PAN_HER_INHIBITORS = Mechanism(
    name="pan_her_inhibitors",
    evidence=("TX04",),
    rules=rules,
    reductions=("Receptors lose a covalent drug at one rate, whatever their own traffic.",),
)
