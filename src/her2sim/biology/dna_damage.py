"""Repair of DNA needs HER2 and AKT: where they are held, platinum, anthracyclines and radiation kill more (MOA09).

DNA_repair = basal + (1 - basal) * AKT_active / (AKT_active + K)      the tumour room reads its fall
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    driven = m["AKT_active"] / (m["AKT_active"] + m["K_DNA_repair"])
    m.derived("DNA_repair", m["DNA_repair_basal"] + (1 - m["DNA_repair_basal"]) * driven, "1")


DNA_DAMAGE = Mechanism(
    name="dna_damage",
    evidence=("MOA09",),
    needs=("pi3k_akt",),
    rules=rules,
    reductions=("Repair follows AKT at once; breaks and their sensors are left out.",),
)
