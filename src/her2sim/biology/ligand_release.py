"""Ligands the cell itself sets free: ADAM17 cuts them off, and AKT holds ADAM17 back (MOA13).

ADAM17_active = ADAM17_level * ADAM_open * (1 + gain * K / (K + AKT_active))
released NRG1, EGFR ligands --> wash away; the more AKT is held, the more is released: the loop of R23
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    released = m.monomer("Released", unit="nM", k=("NRG1", "EGF"))
    for ligand in ("NRG1", "EGF"):
        own = m.observable(f"{ligand}_released", released(k=ligand))
        m.derived(f"{ligand}_free_nM", m[f"{ligand}_nM"] + own, "nM")


LIGANDS = Mechanism(name="ligands", evidence=("R07", "R08", "R23"), rules=rules)


def _release(m: Draft) -> None:
    brake = m["K_ADAM17_AKT"] / (m["K_ADAM17_AKT"] + m["AKT_active"])
    level = m["ADAM17_level"] * m["ADAM_open"] * (1 + m["ADAM17_gain_AKT"] * brake)
    active = m.derived("ADAM17_active", level, "1")
    released = m["Released"]
    for ligand in ("NRG1", "EGF"):
        rate = m.derived(f"release_{ligand}", m["k_wash_ligand"] * m[f"{ligand}_autocrine_nM"] * active, "nM/h")
        m.rule(f"release_ligand_{ligand}", None >> released(k=ligand), rate)
        m.rule(f"wash_ligand_{ligand}", released(k=ligand) >> None, "k_wash_ligand")


LIGAND_RELEASE = Mechanism(
    name="ligand_release",
    evidence=("MOA13", "R23"),
    needs=("ligands", "sheddase", "pi3k_akt"),
    rules=_release,
    reductions=("Released ligand is one concentration at the cell; its uptake is part of one rate of loss.",),
)
