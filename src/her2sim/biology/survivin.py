"""Survivin (BIRC5) stays where PI3K stays: mTORC1 translates it, FOXO silences it, ER lifts it (P12, MOA10).

4E-BP1, ER --> BIRC5; FOXO --| BIRC5 --| caspase-3 (apoptosis.py)
"""

from her2sim.biology.kit import Draft, Mechanism, lift


def rules(m: Draft) -> None:
    birc5 = m.monomer("BIRC5", s=("f",))
    m.observable("BIRC5_amount", birc5(s="f"))
    translated = m["translation_basal"] + (1 - m["translation_basal"]) * m["p4EBP1"]
    silenced = 1 / lift(m, "FOXO_brake_BIRC5", "FOXO_nuclear", "FOXO_usual")
    level = m["BIRC5_level"] * translated * silenced * (1 + m["BIRC5_by_ER"] * m["ER_active"])
    rate = m.derived("synthesis_BIRC5", m["BIRC5_copies"] * m["k_deg_BIRC5"] * level, "molecule/h")
    m.rule("make_BIRC5", None >> birc5(s="f"), rate)
    m.rule("degrade_BIRC5", birc5(s="f") >> None, "k_deg_BIRC5")


SURVIVIN = Mechanism(
    name="survivin", evidence=("P12", "MOA10"), needs=("mtor", "foxo_feedback", "estrogen_receptor"), rules=rules
)
